//! Measures Clearance beside other engines: the same rules, the same facts, the same answers asserted before the clock.
//!
//! `bench facts` writes the facts and the answers for every language. `bench evaluate` measures single evaluations,
//! `bench start` how soon a process has decided and with how much memory, `bench throughput` many releases at once,
//! `bench policies` an engine with many policies. Run it from the project's folder, after `cargo xtask guests` and
//! `cargo xtask plugin`.

mod contestants;
mod evaluate;
mod facts;
mod plain;
mod policies;
mod report;
mod rules;
mod start;
mod throughput;
mod timing;
mod versions;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["facts"] => facts::write(),
        ["evaluate"] => evaluate::run(),
        ["start"] => start::run(),
        ["start-child", "--engine", engine, "--rules", rules] => start::answer(engine, rules.parse()?),
        ["throughput"] => throughput::run(),
        ["throughput-child"] => throughput::child(),
        ["policies"] => policies::run(),
        _ => bail!("usage: bench facts | evaluate | start | throughput | policies"),
    }
}
