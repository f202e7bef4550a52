//! Decisions a second, on one core and on two: `decide_batch` over many releases under a policy of all four rules, and the
//! same rules without a sandbox, which share nothing, to tell what the cores themselves give.

use crate::contestants::native::Native;
use crate::contestants::{Contestant, Prepared, Table, clearance as ours};
use crate::facts::{Facts, Question, params};
use crate::report::{Report, Row, Spread};
use crate::rules::Rule;
use anyhow::{Context, Result, anyhow, bail, ensure};
use clearance::Error;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

/// Rounds that count, unless others are asked for.
pub const ROUNDS: usize = 15;
const RELEASES: u32 = 5000;
const SIZE: u32 = 10;
/// The cores that `taskset` leaves a process.
const VARIANTS: [&str; 2] = ["one core", "two cores"];
/// Each with what follows `bench` in the name of its binary, and what the child is asked for.
const ENGINES: [(&str, &str, &str); 3] = [
    ("clearance", "", "clearance"),
    // A decision is allocated by the thread that came to it and freed by whoever asked for it.
    ("clearance with mimalloc", "-mimalloc", "clearance"),
    ("native", "", "native"),
];

/// Decides in processes of their own, whose cores are chosen before they start.
pub fn run(rounds: usize) -> Result<()> {
    let cores = cores()?;
    let mut report = Report::without(&["throughput"])?;
    let contestants = ENGINES.map(|engine| VARIANTS.map(|variant| (engine, variant))).concat();
    let mut rates = vec![Vec::new(); contestants.len()];
    for _ in 0..rounds {
        for (i, rates) in rates.iter_mut().enumerate() {
            let cores = cores[..=i % VARIANTS.len()].join(",");
            let ((_, suffix, child), _) = contestants[i];
            let binary = std::env::current_exe()?.with_file_name(format!("bench{suffix}"));
            let mut command = Command::new("taskset");
            command.args(["-c", &cores]).arg(binary).args(["throughput-child", child]);
            let output = command.stderr(Stdio::inherit()).output().context("`taskset` could not be started")?;
            ensure!(output.status.success(), "the child on `{cores}` failed");
            rates.push(String::from_utf8(output.stdout)?.trim().parse()?);
        }
    }
    for (((engine, ..), variant), rates) in contestants.into_iter().zip(rates) {
        let spread = Spread::of(rates);
        println!(
            "{engine:<25} {variant:<10} {:>8.0} a second  ({:.0} to {:.0})",
            spread.median, spread.low, spread.high
        );
        report.rows.push(Row {
            table: "throughput".to_owned(),
            rule: "all".to_owned(),
            components: SIZE as usize,
            engine: engine.to_owned(),
            variant: variant.to_owned(),
            unit: "decisions/s".to_owned(),
            spread,
        });
    }
    report.write()
}

/// Two cores that this process may use.
fn cores() -> Result<Vec<String>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    let mut cores = vec![];
    for range in allowed.context("the system does not tell the cores")?.trim().split(',') {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        cores.extend((first.parse::<usize>()?..=last.parse()?).map(|core| core.to_string()));
    }
    ensure!(cores.len() >= VARIANTS.len(), "one core and two can only be compared where there are two");
    Ok(cores)
}

/// Prints the decisions a second of an engine.
pub fn child(engine: &str) -> Result<()> {
    println!("{}", if engine == "native" { natively()? } else { in_a_batch()? });
    Ok(())
}

/// A thread for each core, with rules of its own.
fn natively() -> Result<f64> {
    const TURN: u32 = 50;
    let cores = std::thread::available_parallelism()?.get();
    let decide = || -> Result<f64> {
        let mut rules = vec![];
        for rule in Rule::ALL {
            match Native.prepare(Table::Evaluate, &Question::read(rule, SIZE as usize)?)? {
                Prepared::Ready(run) => rules.push(run),
                Prepared::Cannot(why) => bail!("{why}"),
            }
        }
        let begun = Instant::now();
        let mut decisions = 0;
        while begun.elapsed().as_secs_f64() < 1.0 {
            for rule in &mut rules {
                rule.time(TURN);
            }
            decisions += TURN;
        }
        Ok(f64::from(decisions) / begun.elapsed().as_secs_f64())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(decide)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a thread panicked"))?).sum()
    })
}

/// One batch, after another that warms up.
fn in_a_batch() -> Result<f64> {
    let engine = ours::engine(ours::kept())?;
    let all = params();
    let policy = Arc::new(ours::load(&engine, Rule::ALL.map(|rule| (rule, &all[rule.name()])))?);
    let at = ours::at()?;
    let mut rate = 0.0;
    for batch in 0..2 {
        let first = batch * RELEASES * SIZE;
        // No two releases are the same, so that nobody gains by remembering.
        let releases = (0..RELEASES).map(|i| clearance::Facts::from_serialize(&Facts::from(first + i * SIZE, SIZE)));
        let releases: Vec<Result<_, Error>> = releases.collect();
        let begun = Instant::now();
        let decided = policy.decide_batch(releases, at).filter(Result::is_ok).count();
        let taken = begun.elapsed();
        ensure!(decided == RELEASES as usize, "only {decided} decisions");
        rate = f64::from(RELEASES) / taken.as_secs_f64();
    }
    Ok(rate)
}
