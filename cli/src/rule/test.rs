//! `clearance rule test`: the cases beside a rule, judged in the sandbox.

use super::arguments::{TestArguments, TestFormat};
use super::judge::Judge;
use super::junit;
use super::subject::Found;
use crate::{Answer, render};
use anyhow::Result;
use clearance::{Manifest, printable};
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
    let found = arguments.subject.find()?;
    if arguments.update {
        let mut judge = Judge::new(&found.rule);
        for name in clearance_cases::update(&found.cases, |params, facts, at| judge.judge(params, facts, at))? {
            writeln!(anstream::stderr(), "updated: {}", printable(&name))?;
        }
    }
    let (report, reached) = run(&found)?;
    let manifest = found.rule.manifest();
    let text = match arguments.format {
        TestFormat::Text => text(manifest, &found.cases, &report, &reached)?,
        TestFormat::Junit => junit::report(&manifest.id, &found.cases, &report.results),
        TestFormat::Json => json(manifest, &report, &reached),
    };
    let exit = if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    Ok(Answer { text, exit })
}

/// Judges the cases.
fn run(found: &Found) -> Result<(Report, Reached)> {
    found.cases()?;
    let mut judge = Judge::new(&found.rule);
    let mut reached = Reached::new();
    let report = clearance_cases::run(&found.cases, |params, facts, at| {
        let judged = judge.judge(params, facts, at);
        for check in judged["outcome"]["checks"].as_array().into_iter().flatten() {
            if let (Some(code), Some(status)) = (check["code"].as_str(), check["status"].as_str()) {
                *reached.entry(code.to_owned()).or_default().entry(status.to_owned()).or_default() += 1;
            }
        }
        judged
    })?;
    Ok((report, reached))
}

fn count(reached: &Reached, code: &str, status: &str) -> usize {
    reached.get(code).and_then(|statuses| statuses.get(status)).copied().unwrap_or(0)
}

fn text(manifest: &Manifest, cases: &Path, report: &Report, reached: &Reached) -> Result<String> {
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
    let failed = report.results.iter().filter(|result| !result.differences.is_empty()).count();
    writeln!(text, "\n{} passed, {failed} failed", report.results.len() - failed)?;
    Ok(text)
}

/// The path as anybody would type it.
pub(super) fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn json(manifest: &Manifest, report: &Report, reached: &Reached) -> String {
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
    let told = json!({ "rule": manifest.id, "passed": report.passed(), "cases": cases, "checks": checks });
    render::json(format!("{told:#}\n"))
}
