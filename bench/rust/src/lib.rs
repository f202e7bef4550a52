//! Measures Clearance beside other engines: the same rules, the same facts, the same answers asserted before the clock.
//!
//! `bench facts` writes the facts and the answers for every language. `bench evaluate` measures single evaluations,
//! `bench catalogue` the rules of the catalogue, `bench limits` what each limit costs, `bench start` how soon a process has
//! decided and with how much memory, `bench throughput` many releases at once, `bench policies` an engine with many
//! policies. Run it from the project's folder, after `cargo xtask guests` and `cargo xtask plugin`; `cargo xtask bench` does
//! all of it.

mod catalogue;
mod compare;
mod contestants;
mod evaluate;
mod facts;
mod limits;
mod plain;
mod policies;
mod report;
mod rules;
mod start;
mod throughput;
mod timing;
mod versions;

use anyhow::{Result, bail};

/// Does what the arguments of the process say.
///
/// # Errors
/// The arguments are others, or a measurement fails.
pub fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (command, rounds) = match arguments.as_slice() {
        [command @ .., "--rounds", rounds] => (command, Some(rounds.parse()?)),
        command => (command, None),
    };
    match command {
        ["facts"] => facts::write(),
        ["evaluate"] => evaluate::run(rounds.unwrap_or(timing::ROUNDS)),
        ["catalogue"] => catalogue::run(rounds.unwrap_or(timing::ROUNDS)),
        ["limits"] => limits::run(rounds.unwrap_or(timing::ROUNDS)),
        ["start"] => start::run(rounds.unwrap_or(start::ROUNDS)),
        ["start-child", engine, cache] => start::child::run(engine, cache),
        ["throughput"] => throughput::run(rounds.unwrap_or(throughput::ROUNDS)),
        ["throughput-child", engine] => throughput::child(engine),
        ["policies"] => policies::run(rounds.unwrap_or(timing::ROUNDS)),
        _ => bail!("usage: bench facts | evaluate | catalogue | limits | start | throughput | policies [--rounds N]"),
    }
}
