//! The tables of single lanes.

use crate::figures::all_rules;
use crate::lane::{EVALUATE, OURS, RULES, SIZES};
use crate::results::{Question, Results, Row};
use crate::words::{by_reason, contestant, grouped, spread, table, times};
use anyhow::{Context, Result};

/// Ours beside the limit and the fastest peer, for each rule and size.
pub(crate) fn summary(results: &Results) -> Result<String> {
    let lane = results.lane;
    let mut rows = vec![];
    for rule in RULES {
        for components in SIZES {
            let question = Question { table: EVALUATE, rule, components };
            let (limit, fresh) = (results.limit(question)?, results.fresh(question)?);
            let cached = results.row(question, OURS, lane.cached)?;
            let peer = results.fastest(question, |_| true)?;
            rows.push(vec![
                rule.to_owned(),
                grouped(&components.to_string()),
                spread(limit),
                spread(fresh),
                spread(cached),
                spread(peer),
                contestant(peer),
                times(fresh.median / limit.median),
                times(peer.median / fresh.median),
            ]);
        }
    }
    let limit = format!(">{}", lane.limit);
    let fresh = format!(">clearance, {}", lane.fresh);
    let ratio = format!(">fresh ÷ {}", lane.limit);
    let columns = [
        "<rule",
        ">components",
        &limit,
        &fresh,
        ">outcome cache",
        ">fastest peer",
        "<which is",
        &ratio,
        ">fastest peer ÷ fresh",
    ];
    Ok(table(&columns, &rows))
}

/// Every contestant of a table, a part for each rule.
pub(crate) fn every(results: &Results, of: &str) -> String {
    let part = |rule: &str| {
        let mut contestants: Vec<(&str, &str)> = vec![];
        for row in results.table(of).filter(|row| row.rule == rule) {
            let contestant = (row.engine.as_str(), row.variant.as_str());
            if !contestants.contains(&contestant) {
                contestants.push(contestant);
            }
        }
        let rows = contestants.into_iter().map(|(engine, variant)| {
            let cells = SIZES.map(|components| {
                let question = Question { table: of, rule, components };
                results.row(question, engine, variant).map_or_else(|_| "–".to_owned(), spread)
            });
            [engine.to_owned(), variant.to_owned()].into_iter().chain(cells).collect()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        format!("\n**{rule}**\n\n{}", table(&["<engine", "<variant", ">1", ">10", ">100", ">1,000"], &rows))
    };
    RULES.map(part).concat()
}

/// The catalogue's rules, in the sandbox and natively.
pub(crate) fn catalogue(rust: &Results) -> Result<String> {
    let mut rows = vec![];
    for row in rust.table("catalogue").filter(|row| row.engine == rust.lane.limit) {
        let question = Question { table: "catalogue", rule: &row.rule, components: row.components };
        let fresh = rust.fresh(question)?;
        rows.push(vec![row.rule.clone(), spread(row), spread(fresh), times(fresh.median / row.median)]);
    }
    Ok(table(&["<rule", ">native", ">fresh sandbox", ">fresh ÷ native"], &rows))
}

/// What each limit costs.
pub(crate) fn limits(rust: &Results) -> Result<String> {
    let mut variants: Vec<&str> = vec![];
    for row in rust.table("limits") {
        if !variants.contains(&row.variant.as_str()) {
            variants.push(&row.variant);
        }
    }
    let mut rows = vec![];
    for variant in &variants {
        let mut cells = vec![(*variant).to_owned()];
        for rule in RULES {
            let of = |variant| {
                rust.rows(Question { table: "limits", rule, components: 100 }).find(|row| row.variant == variant)
            };
            let (all, found) = (of(variants[0]), of(variant));
            let (all, found) = all.zip(found).with_context(|| format!("`limits` lacks {variant} for `{rule}`"))?;
            cells.push(format!("{} ({})", spread(found), times(found.median / all.median)));
        }
        rows.push(cells);
    }
    let head: Vec<String> = RULES.iter().map(|rule| format!(">{rule}, µs")).collect();
    let head: Vec<&str> = ["<"].into_iter().chain(head.iter().map(String::as_str)).collect();
    Ok(table(&head, &rows))
}

/// Starts of processes, and their memory.
pub(crate) fn start(rust: &Results) -> Result<String> {
    let mut rows = vec![];
    for row in rust.table("start") {
        let beside = |table| rust.row(Question { table, ..question(row) }, &row.engine, &row.variant);
        let memory = [beside("memory")?, beside("peak-memory")?].map(spread);
        rows.push([named(row), spread(row)].into_iter().chain(memory).collect());
    }
    Ok(table(&["<rules from", ">first decision, ms", ">resident then, MB", ">peak, MB"], &rows))
}

/// Decisions a second.
pub(crate) fn throughput(rust: &Results) -> Result<String> {
    let rows = rust.table("throughput").map(|row| {
        let one = rust.row(all_rules("throughput"), &row.engine, "one core")?.median;
        let rates = [row.median, row.low, row.high].map(|rate| grouped(&format!("{rate:.0}")));
        let rates = format!("{} ({}–{})", rates[0], rates[1], rates[2]);
        Ok(vec![row.engine.clone(), row.variant.clone(), rates, times(row.median / one)])
    });
    Ok(table(&["<", "<", ">decisions a second", ">÷ one core"], &rows.collect::<Result<Vec<_>>>()?))
}

/// Decisions where the engine has loaded other policies too.
pub(crate) fn policies(rust: &Results) -> Result<String> {
    let alone = rust.row(all_rules("policies"), OURS, "1 loaded, one decides")?.median;
    let rows = rust.table("policies").map(|row| vec![row.variant.clone(), spread(row), times(row.median / alone)]);
    Ok(table(&["<policies", ">a decision, µs", ">÷ one loaded"], &rows.collect::<Vec<_>>()))
}

/// How each engine is set up, and what there is no figure for.
pub(crate) fn setups(results: &Results) -> String {
    let item = |(engine, setup): (&String, &String)| {
        let cannot = results.file.cannot.iter().filter(|cannot| cannot.engine == *engine);
        let reasons = by_reason(cannot.map(|cannot| (cannot.why.as_str(), cannot.rule.as_str())));
        let reasons = reasons.into_iter().map(|(why, rules)| format!(" *No figures for {}*: {why}.", rules.join(", ")));
        format!("- **{engine}**: {setup}{}\n", reasons.collect::<String>())
    };
    results.file.setup.iter().map(item).collect()
}

/// What `row` answers.
fn question(row: &Row) -> Question<'_> {
    Question { table: &row.table, rule: &row.rule, components: row.components }
}

fn named(row: &Row) -> String {
    if row.engine == "none" { row.variant.clone() } else { contestant(row) }
}
