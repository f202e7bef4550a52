//! Commits one misdeed of `tests/hostile.yaml`, named by its position, in a process of its own, and says what it took.

use clearance_tests::hostile::misdeeds;
use clearance_tests::process;
use std::time::Instant;

fn main() {
    let position: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or_default();
    let misdeeds = misdeeds();
    let Some(misdeed) = misdeeds.get(position) else { std::process::exit(3) };
    let before = process::memory();
    let engine = misdeed.engine();
    let begun = Instant::now();
    let (what, message) = misdeed.commit(&engine);
    let took = begun.elapsed();
    let peak = process::peak_memory().saturating_sub(before) >> 20;
    let expected = if what == misdeed.expected() { "" } else { "  UNEXPECTED" };
    println!(
        "{} | {what:?} | {} ms | {peak} MB{expected} | {}",
        misdeed.name,
        took.as_millis(),
        message.chars().take(200).collect::<String>()
    );
}
