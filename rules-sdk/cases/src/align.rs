//! Finds which of the rows that came is meant by which that was expected.

use crate::compare::{equal, matches};
use serde_json::Value;

/// Where so many pairs would have to be looked at, rows are paired in their order.
const MOST_PAIRS: usize = 1_000_000;

/// An expected row and one that came, by their numbers; one of the two may be lacking.
pub(crate) type Pair = (Option<usize>, Option<usize>);

/// Pairs rows in the order of both lists: rows that match above all, then those of the same code and subject.
pub(crate) fn align(expected: &[Value], came: &[Value]) -> Vec<Pair> {
    let same = expected.iter().zip(came).take_while(|(row, check)| matches(row, check)).count();
    let mut pairs: Vec<Pair> = (0..same).map(|i| (Some(i), Some(i))).collect();
    let (rows, checks) = (&expected[same..], &came[same..]);
    let rest = if rows.len().saturating_mul(checks.len()) > MOST_PAIRS {
        let both = 0..rows.len().max(checks.len());
        both.map(|i| ((i < rows.len()).then_some(i), (i < checks.len()).then_some(i))).collect()
    } else {
        best(rows, checks)
    };
    pairs.extend(rest.into_iter().map(|(row, check)| (row.map(|i| i + same), check.map(|i| i + same))));
    pairs
}

/// The pairs of which the most are alike.
fn best(rows: &[Value], checks: &[Value]) -> Vec<Pair> {
    // How alike the rows from `i` and the checks from `j` on can be.
    let mut alike = vec![vec![0_usize; checks.len() + 1]; rows.len() + 1];
    for (i, row) in rows.iter().enumerate().rev() {
        for (j, check) in checks.iter().enumerate().rev() {
            let paired = likeness(row, check) + alike[i + 1][j + 1];
            alike[i][j] = paired.max(alike[i + 1][j]).max(alike[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = vec![];
    while i < rows.len() || j < checks.len() {
        let both = i < rows.len() && j < checks.len();
        // Where nothing is lost by it, rows are paired: what is wrong with one is easier to read than that it is not there.
        if both && alike[i][j] == likeness(&rows[i], &checks[j]) + alike[i + 1][j + 1] {
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if j == checks.len() || both && alike[i][j] == alike[i + 1][j] {
            pairs.push((Some(i), None));
            i += 1;
        } else {
            pairs.push((None, Some(j)));
            j += 1;
        }
    }
    pairs
}

fn likeness(row: &Value, check: &Value) -> usize {
    let names = |key: &str| row.get(key).is_some_and(|named| equal(named, &check[key]));
    if matches(row, check) { 4 } else { 2 * usize::from(names("subject")) + usize::from(names("code")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_paired_with_those_that_are_meant() {
        let row = |subject: &str, status: &str| json!({ "code": "a", "subject": subject, "status": status });
        let expected = [row("api", "pass"), row("web", "pass"), row("app", "pass")];
        let one_more = [row("new", "pass"), row("api", "pass"), row("web", "fail"), row("app", "pass")];
        let pairs = [(None, Some(0)), (Some(0), Some(1)), (Some(1), Some(2)), (Some(2), Some(3))];
        assert_eq!(align(&expected, &one_more), pairs);
        let one_less = [row("api", "pass"), row("app", "pass")];
        assert_eq!(align(&expected, &one_less), [(Some(0), Some(0)), (Some(1), None), (Some(2), Some(1))]);
        assert_eq!(align(&expected[..1], &[row("other", "fail")]), [(Some(0), Some(0))]);
        assert_eq!(align(&[], &expected[..1]), [(None, Some(0))]);
    }

    #[test]
    fn thousands_of_rows_are_paired_in_their_order() {
        let rows: Vec<Value> = (0..5000).map(|i| json!({ "subject": i })).collect();
        let pairs = align(&rows, &rows[1..]);
        assert_eq!((pairs.len(), pairs[0], pairs[4999]), (5000, (Some(0), Some(0)), (Some(4999), None)));
    }
}
