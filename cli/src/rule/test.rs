//! `clearance rule test`: the cases beside a rule, judged in the sandbox.

use super::arguments::{TestArguments, TestFormat};
use super::judge::Judge;
use super::lines::{self, Lines};
use super::subject::Found;
use super::{junit, shown};
use crate::{Answer, render};
use anyhow::Result;
use clearance::{Manifest, printable};
use clearance_build::coverage::Asked;
use clearance_cases::{CaseResult, Report};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// How often each check came out how, over all cases.
type Reached = BTreeMap<String, BTreeMap<String, usize>>;

const STATUSES: [&str; 4] = ["pass", "fail", "unknown", "not-applicable"];

pub(crate) fn test(arguments: &TestArguments) -> Result<Answer> {
    let counted = arguments.coverage || arguments.min_lines.is_some();
    let counted = counted.then(|| lines::countable(&arguments.subject)).transpose()?;
    let found = arguments.subject.find()?;
    if arguments.update {
        let mut judge = Judge::new(&found.rule);
        for name in clearance_cases::update(&found.cases, |params, facts, at| judge.judge(params, facts, at))? {
            writeln!(anstream::stderr(), "updated: {}", printable(&name))?;
        }
    }
    let (report, reached, asked) = run(&found)?;
    let lines = counted.map(|project| Lines::count(&project, &asked)).transpose()?;
    let manifest = found.rule.manifest();
    let text = match arguments.format {
        TestFormat::Text => text(manifest, &found.cases, &report, &reached, lines.as_ref())?,
        TestFormat::Junit => junit::report(&manifest.id, &found.cases, &report.results),
        TestFormat::Json => json(manifest, &report, &reached, lines.as_ref()),
    };
    let enough = lines.as_ref().zip(arguments.min_lines).is_none_or(|(lines, least)| lines.reach(least));
    if let (false, Some(least)) = (enough, arguments.min_lines) {
        writeln!(
            anstream::stderr(),
            "the cases reach less than {least}% of the lines: add some that reach the others"
        )?;
    }
    let exit = if report.passed() && enough { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    Ok(Answer { text, exit })
}

/// Judges the cases, and gives those that come to an end with what came out.
fn run(found: &Found) -> Result<(Report, Reached, Vec<Asked>)> {
    let mut cases = found.cases()?.into_iter();
    let mut judge = Judge::new(&found.rule);
    let mut reached = Reached::new();
    let mut asked = vec![];
    let report = clearance_cases::run(&found.cases, |params, facts, at| {
        let judged = judge.judge(params, facts, at);
        let name = cases.next().map(|case| case.name).unwrap_or_default();
        // Outside of the sandbox nothing ends a case that ends at a limit.
        if !judged["error"]["code"].as_str().is_some_and(|code| code.starts_with("limit-")) {
            asked.push(Asked { name, input: json!({ "params": params, "facts": facts, "at": at }) });
        }
        for check in judged["outcome"]["checks"].as_array().into_iter().flatten() {
            if let (Some(code), Some(status)) = (check["code"].as_str(), check["status"].as_str()) {
                *reached.entry(code.to_owned()).or_default().entry(status.to_owned()).or_default() += 1;
            }
        }
        judged
    })?;
    Ok((report, reached, asked))
}

fn count(reached: &Reached, code: &str, status: &str) -> usize {
    reached.get(code).and_then(|statuses| statuses.get(status)).copied().unwrap_or(0)
}

fn text(
    manifest: &Manifest,
    cases: &Path,
    report: &Report,
    reached: &Reached,
    lines: Option<&Lines>,
) -> Result<String> {
    let mut text = String::new();
    for CaseResult { name, line, differences } in &report.results {
        if differences.is_empty() {
            writeln!(text, "ok     {}", printable(name))?;
        } else {
            writeln!(text, "FAILED {} ({}:{line})", printable(name), shown(cases).display())?;
        }
        for line in differences.iter().flat_map(|difference| difference.lines()) {
            writeln!(text, "         {}", printable(line))?;
        }
    }
    let width = manifest.checks.iter().map(|kind| kind.code.len()).max().unwrap_or(0).max("check".len());
    writeln!(text, "\n{:<width$}  pass  fail  unknown  not-applicable", "check")?;
    for kind in &manifest.checks {
        let [pass, fail, unknown, not_applicable] = STATUSES.map(|status| count(reached, &kind.code, status));
        let code = printable(&kind.code);
        let unreached = if pass + fail + unknown + not_applicable == 0 { "  reached by no case" } else { "" };
        writeln!(text, "{code:<width$}  {pass:>4}  {fail:>4}  {unknown:>7}  {not_applicable:>14}{unreached}")?;
    }
    if let Some(lines) = lines {
        write!(text, "\n{lines}")?;
    }
    let failed = report.results.iter().filter(|result| !result.differences.is_empty()).count();
    writeln!(text, "\n{} passed, {failed} failed", report.results.len() - failed)?;
    Ok(text)
}

fn json(manifest: &Manifest, report: &Report, reached: &Reached, lines: Option<&Lines>) -> String {
    let cases: Vec<Value> = report
        .results
        .iter()
        .map(|result| json!({ "name": result.name, "line": result.line, "passed": result.differences.is_empty(), "differences": result.differences }))
        .collect();
    let checks = manifest.checks.iter().map(|kind| {
        let statuses = STATUSES.map(|status| (status.to_owned(), json!(count(reached, &kind.code, status))));
        (kind.code.to_string(), Value::Object(statuses.into_iter().collect()))
    });
    let checks: serde_json::Map<String, Value> = checks.collect();
    let mut told = json!({ "rule": manifest.id, "passed": report.passed(), "cases": cases, "checks": checks });
    if let Some(lines) = lines {
        told["lines"] = lines.json();
    }
    render::json(format!("{told:#}\n"))
}
