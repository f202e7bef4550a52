//! The page as a whole.

use crate::figures;
use crate::lane::EVALUATE;
use crate::results::Results;
use crate::tables;
use crate::words::{by_reason, table};
use anyhow::{Result, bail};
use std::collections::BTreeMap;

const HEAD: &str = "\
<!-- Made by `cargo xtask bench` out of what it measured. Edits are lost. -->

# Performance

What an answer costs in a fresh sandbox, beside other engines that have none: the same rules, facts and answers, compared
before a clock is started, all contestants of a comparison in one process and in rounds that take turns. Figures are medians
over the rounds, in parentheses the quartiles; times are microseconds a call unless a heading says otherwise. Ratios hold
better than times on another machine.
";

const FIGURES: &str = "\
Ratios against native say how many times as long the fresh sandbox takes; ratios against others, how many times as fast it
is. What has no engine is a limit and no peer; the fastest peer is looked for anew for each rule and size. Interpreters are all
peers but Extism, which runs compiled plug-ins.";

const DRAWN: &str = "Peers are drawn with the variant that is their fastest at each number of components.";

const MEASURED: &str = "
## Measured by

```sh
cargo xtask bench                                  # everything, and this page
cargo xtask bench --lane rust --lane report        # one lane anew, and this page
```

[`bench/README.md`](../bench/README.md) says what each lane does and how to run it by itself.
";

/// The page about the three lanes. `plots` is the folder of the plots, seen from the page.
pub(crate) fn write(lanes: &[Results], plots: &str) -> Result<String> {
    let [rust, python, node] = lanes else { bail!("the page is about three lanes") };
    let parts = [
        HEAD.to_owned(),
        machine(lanes),
        quick(lanes),
        part("Figures to reach", FIGURES, &figures_table(&figures::all(rust, python, node)?)),
        lane(rust, plots)?,
        further(rust)?,
        lane(python, plots)?,
        lane(node, plots)?,
        part(
            "Set-up",
            "What each engine's own documentation advises, and what there are no figures for.",
            &setups(lanes),
        ),
        part("Versions", "As they were measured.", &versions(lanes)),
        MEASURED.to_owned(),
    ];
    Ok(parts.concat())
}

/// A part of the page, with a heading.
fn part(title: &str, about: &str, text: &str) -> String {
    format!("\n## {title}\n\n{about}\n\n{text}")
}

/// What it was measured on.
fn machine(lanes: &[Results]) -> String {
    let mut machines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for results in lanes {
        machines.entry(&results.file.machine).or_default().push(results.lane.name);
    }
    let several = machines.len() > 1;
    let told = machines.into_iter().map(|(machine, lanes)| {
        let lanes = if several { format!(" ({})", lanes.join(", ")) } else { String::new() };
        format!("{machine}{lanes}")
    });
    format!("\nMachine: {}.\n", told.collect::<Vec<_>>().join("; "))
}

/// A warning, where there were too few rounds for figures.
fn quick(lanes: &[Results]) -> String {
    match lanes.iter().filter_map(Results::too_few_rounds).min() {
        Some(rounds) => format!(
            "\n**This was a quick run, of as few as {rounds} rounds. It shows that everything works, and its figures mean \
             nothing.**\n"
        ),
        None => String::new(),
    }
}

fn figures_table(figures: &[figures::Figure]) -> String {
    let rows = figures
        .iter()
        .map(|figure| vec![figure.what.to_owned(), figure.target.clone(), figure.measured.clone(), figure.verdict()]);
    let table = table(&["<what", "<target", "<measured", "<"], &rows.collect::<Vec<_>>());
    let hindered = figures.iter().filter(|figure| !figure.missed.is_empty() && !figure.obstacle.is_empty());
    let obstacles = by_reason(hindered.map(|figure| (figure.obstacle, figure.what)));
    let obstacles = obstacles.into_iter().map(|(obstacle, of)| format!("- *{}*: {obstacle}\n", of.join("; ")));
    let obstacles = obstacles.collect::<String>();
    if obstacles.is_empty() { table } else { format!("{table}\nWhat stands in the way:\n\n{obstacles}") }
}

/// What a lane has measured of single evaluations.
fn lane(results: &Results, plots: &str) -> Result<String> {
    let lane = results.lane;
    let plot =
        format!("![A panel for each rule: time of a call against the number of components]({plots}/{}.svg)", lane.name);
    let every = folded("Every contestant", &tables::every(results, EVALUATE));
    let text = format!("{plot}\n\n{DRAWN}\n\n{}{every}", tables::summary(results)?);
    Ok(part(lane.title, lane.about, &text))
}

/// What only the lane in Rust measures.
fn further(rust: &Results) -> Result<String> {
    let parts = [
        folded("Every contestant, facts as JSON text, read within the clock", &tables::every(rust, "from-json")),
        small(
            "The catalogue",
            "The rules of `example-rules/` about the demo's release that is denied, beside the same crates without a sandbox.",
            &tables::catalogue(rust)?,
        ),
        small(
            "Limits",
            "`evaluate` alone, about 100 components, in wasmtime as the engine sets it up and with one thing less each time; in \
             parentheses the ratio to all of them. The engine itself has no switch for any of them.",
            &tables::limits(rust)?,
        ),
        small(
            "Start and memory",
            "A new process loads 50 rules, each of the four with params of its own, and decides once about 10 components. \
             Compiled code that an earlier process left is in the code cache, or the cache is empty.",
            &tables::start(rust)?,
        ),
        small(
            "Throughput",
            "`decide_batch` over releases of 10 components, all of them different, under a policy of the four rules; every \
             decision is freed by the thread that asked for it, whichever has come to it. Without a sandbox the same rules \
             share nothing between threads: what two cores give at best.",
            &tables::throughput(rust)?,
        ),
        small(
            "Many policies",
            "A decision under a policy of the four rules about 10 components, while the engine holds others.",
            &tables::policies(rust)?,
        ),
    ];
    Ok(parts.concat())
}

/// A part of a part.
fn small(title: &str, about: &str, text: &str) -> String {
    format!("\n### {title}\n\n{about}\n\n{text}")
}

fn setups(lanes: &[Results]) -> String {
    let lists = lanes.iter().map(|results| format!("{}:\n\n{}", results.lane.title, tables::setups(results)));
    lists.collect::<Vec<_>>().join("\n")
}

/// What is shown when it is asked for.
fn folded(title: &str, text: &str) -> String {
    format!("\n<details>\n<summary>{title}</summary>\n{text}\n</details>\n")
}

fn versions(lanes: &[Results]) -> String {
    let rows = lanes.iter().map(|results| {
        let versions = results.file.versions.iter().map(|(name, version)| format!("{name} {version}"));
        vec![results.lane.title.to_owned(), versions.collect::<Vec<_>>().join(", ")]
    });
    table(&["<", "<versions"], &rows.collect::<Vec<_>>())
}
