//! Measures contestants in rounds that take turns, so that whatever slows the machine slows all of them.

use crate::report::Spread;
use anyhow::Result;
use serde_json::Value;
use std::hint::black_box;
use std::time::{Duration, Instant};

const WARM_UP: usize = 5;
/// Rounds that count, unless others are asked for.
pub const ROUNDS: usize = 31;
/// How long a contestant's turn lasts. Long enough for the clock, short enough that the next has the same machine.
const TURN: Duration = Duration::from_millis(4);

/// A contestant that is ready to answer one question.
pub trait Run {
    /// The time of so many evaluations. What the engine returned is dropped within it.
    fn time(&mut self, calls: u32) -> Duration;

    /// Evaluates once, and reads the answer off what the engine returned.
    fn answer(&mut self) -> Result<Value>;
}

struct Ready<E, A> {
    evaluate: E,
    reduce: A,
}

impl<T, E: FnMut() -> T, A: Fn(T) -> Result<Value>> Run for Ready<E, A> {
    fn time(&mut self, calls: u32) -> Duration {
        let begun = Instant::now();
        for _ in 0..calls {
            black_box((self.evaluate)());
        }
        begun.elapsed()
    }

    fn answer(&mut self) -> Result<Value> {
        (self.reduce)((self.evaluate)())
    }
}

/// Of `evaluate`, which is timed, and `reduce`, which is not.
pub fn ready<T>(evaluate: impl FnMut() -> T + 'static, reduce: impl Fn(T) -> Result<Value> + 'static) -> Box<dyn Run> {
    Box::new(Ready { evaluate, reduce })
}

/// Microseconds a call, for each contestant.
pub fn measure(contestants: &mut [Box<dyn Run>], rounds: usize) -> Vec<Spread> {
    let calls: Vec<u32> = contestants.iter_mut().map(|contestant| calibrate(contestant.as_mut())).collect();
    let mut means = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..WARM_UP + rounds {
        for (i, contestant) in contestants.iter_mut().enumerate() {
            let taken = contestant.time(calls[i]);
            if round >= WARM_UP {
                means[i].push(taken.as_secs_f64() * 1e6 / f64::from(calls[i]));
            }
        }
    }
    means.into_iter().map(Spread::of).collect()
}

/// How many calls fill a turn. The shortest of some tries counts: a try that was interrupted would leave a contestant
/// with too few calls, and those the slow ones, after whoever had the caches before.
fn calibrate(contestant: &mut dyn Run) -> u32 {
    const TRIES: usize = 3;
    let mut calls = 1;
    loop {
        let taken = (0..TRIES).map(|_| contestant.time(calls)).min().unwrap_or_default();
        if taken >= TURN / 2 {
            let wanted = f64::from(calls) * TURN.as_secs_f64() / taken.as_secs_f64();
            return (wanted.round() as u32).max(1);
        }
        calls *= 2;
    }
}
