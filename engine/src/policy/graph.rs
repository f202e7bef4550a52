//! The order in which entries are evaluated: each after those it needs.

/// The entries in an order in which each comes after those it needs, otherwise as in the file; or the entries of a
/// circle, the first one again at its end. `needs[i]` are the positions that entry `i` needs.
pub(crate) fn order(needs: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut order = Vec::with_capacity(needs.len());
    let mut state = vec![State::New; needs.len()];
    for start in 0..needs.len() {
        // The way from `start` to the entry at hand, each with how many of its needs are done.
        let mut path = vec![(start, 0)];
        while let Some((entry, done)) = path.last_mut() {
            let entry = *entry;
            if state[entry] == State::Done {
                path.pop();
                continue;
            }
            state[entry] = State::Open;
            if let Some(&need) = needs[entry].get(*done) {
                *done += 1;
                if state[need] == State::Open {
                    let from = path.iter().position(|(entry, _)| *entry == need).unwrap_or(0);
                    let mut circle: Vec<usize> = path[from..].iter().map(|(entry, _)| *entry).collect();
                    circle.push(need);
                    return Err(circle);
                }
                path.push((need, 0));
            } else {
                state[entry] = State::Done;
                order.push(entry);
                path.pop();
            }
        }
    }
    Ok(order)
}

/// The entries in waves, each of which needs only what those before it are. `order` is that of [`order`].
pub(crate) fn waves(order: &[usize], needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut waves: Vec<Vec<usize>> = Vec::new();
    let mut wave_of = vec![0; needs.len()];
    for &entry in order {
        let wave = needs[entry].iter().map(|&need| wave_of[need] + 1).max().unwrap_or(0);
        wave_of[entry] = wave;
        waves.resize_with(waves.len().max(wave + 1), Vec::new);
        waves[wave].push(entry);
    }
    waves
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use super::{order, waves};

    #[test]
    fn needs_come_first_and_the_rest_keeps_its_order() {
        assert_eq!(order(&[vec![2], vec![], vec![1], vec![]]), Ok(vec![1, 2, 0, 3]));
        assert_eq!(order(&[]), Ok(vec![]));
    }

    #[test]
    fn a_circle_is_named_from_end_to_end() {
        assert_eq!(order(&[vec![], vec![2], vec![3, 0], vec![1]]), Err(vec![1, 2, 3, 1]));
        assert_eq!(order(&[vec![0]]), Err(vec![0, 0]));
    }

    #[test]
    fn a_wave_needs_only_those_before_it() {
        let needs = [vec![2], vec![], vec![1], vec![], vec![0, 3]];
        let order = order(&needs).unwrap_or_default();
        assert_eq!(waves(&order, &needs), [vec![1, 3], vec![2], vec![0], vec![4]]);
        assert!(waves(&[], &[]).is_empty());
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let chain: Vec<Vec<usize>> = (0..200_000).map(|i| if i == 199_999 { vec![] } else { vec![i + 1] }).collect();
        assert_eq!(order(&chain).map(|order| order[0]), Ok(199_999));
    }
}
