//! `clearance rule lint`: what a rule's users would miss, or could not trust.

use super::arguments::{LintArguments, PlainFormat};
use super::judge::Judge;
use super::subject::Found;
use crate::{Answer, render};
use anyhow::Result;
use clearance::{Manifest, SectionNeed, printable};
use clearance_cases::Case;
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// How often a case is judged by a rule that was loaded anew, to see whether it always says the same.
const REPEATS: usize = 3;

/// Something to mend.
struct Finding {
    /// What kind it is, for programs.
    code: &'static str,
    message: String,
}

pub(crate) fn lint(arguments: &LintArguments) -> Result<Answer> {
    let found = arguments.subject.find()?;
    let mut findings = manifest(&found);
    for message in found.project.as_ref().map(clearance_build::remarks).transpose()?.unwrap_or_default() {
        findings.push(Finding { code: "sources", message });
    }
    findings.extend(cases(&found)?);
    let text = match arguments.format {
        PlainFormat::Text => text(&found, &findings),
        PlainFormat::Json => {
            let findings: Vec<_> =
                findings.iter().map(|finding| json!({ "code": finding.code, "message": finding.message })).collect();
            render::json(format!("{:#}\n", json!({ "rule": found.rule.manifest().id, "findings": findings })))
        }
    };
    let exit = if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    Ok(Answer { text, exit })
}

fn text(found: &Found, findings: &[Finding]) -> String {
    let id = printable(&found.rule.manifest().id).into_owned();
    if findings.is_empty() {
        return format!("{id}: nothing found\n");
    }
    let lines = findings.iter().map(|finding| format!("{id}: {}: {}\n", finding.code, printable(&finding.message)));
    lines.collect()
}

/// What the manifest lacks. That the rule imports nothing, the engine sees to when it loads it.
fn manifest(found: &Found) -> Vec<Finding> {
    let manifest = found.rule.manifest();
    let mut findings = vec![];
    let mut lacks = |what: &str, advice: &str| {
        findings.push(Finding { code: "manifest", message: format!("{what}: {advice}") });
    };
    if manifest.title.trim().is_empty() {
        lacks("there is no title", "people see it above the rule's checks");
    }
    if manifest.summary.trim().is_empty() {
        lacks("there is no summary", "say in a sentence what the rule holds releases to");
    }
    if manifest.practices.is_empty() && manifest.controls.is_empty() {
        lacks("it serves no practice and no control", "name the ones that it is evidence for");
    }
    if manifest.checks.is_empty() {
        lacks("it has no check", "declare the codes of its checks");
    }
    if manifest.reads.is_empty() {
        lacks("it reads no section of the facts", "a rule without facts says the same of every release");
    }
    for kind in &manifest.checks {
        if kind.summary.trim().is_empty() {
            lacks(&format!("the check `{}` is not documented", kind.code), "say what holds where it passes");
        }
    }
    let mut schemas = vec![("params".to_owned(), &manifest.params_schema)];
    schemas.extend(manifest.reads.iter().map(|section| (format!("the section `{}`", section.name), &section.schema)));
    for (name, schema) in schemas {
        let mut bare = vec![];
        undescribed(schema, schema, "", 0, &mut bare);
        for place in bare {
            findings.push(Finding {
                code: "schema",
                message: format!("`{place}` in the schema of {name} has no description: people fill it in by hand"),
            });
        }
    }
    findings
}

/// The properties without a description, as pointers to where their values stand.
fn undescribed(root: &Value, schema: &Value, place: &str, depth: usize, bare: &mut Vec<String>) {
    if depth > 8 {
        return;
    }
    let schema =
        schema["$ref"].as_str().and_then(|reference| root.pointer(reference.strip_prefix('#')?)).unwrap_or(schema);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let place = format!("{place}/{name}");
        let described = |schema: &Value| schema["description"].as_str().is_some_and(|text| !text.trim().is_empty());
        let referred = property["$ref"].as_str().and_then(|reference| root.pointer(reference.strip_prefix('#')?));
        if !described(property) && !referred.is_some_and(described) {
            bare.push(place.clone());
        }
        undescribed(root, property, &place, depth + 1, bare);
    }
    if schema["items"].is_object() {
        undescribed(root, &schema["items"], &format!("{place}/*"), depth + 1, bare);
    }
    for any in ["anyOf", "oneOf", "allOf"] {
        for one in schema[any].as_array().into_iter().flatten() {
            undescribed(root, one, place, depth + 1, bare);
        }
    }
}

/// What the cases show.
fn cases(found: &Found) -> Result<Vec<Finding>> {
    let cases = found.cases()?;
    let mut findings = vec![];
    let mut schemas = Schemas::of(found);
    let mut judge = Judge::new(&found.rule);
    let again = found.engine.load_rule(&found.component)?;
    let mut others: Vec<Judge<'_>> = (1..REPEATS).map(|_| Judge::new(&again)).collect();
    let mut reached: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut without_remedy = BTreeSet::new();
    for case in &cases {
        let judged = judge.judge(&case.params, &case.facts, case.at);
        if others.iter_mut().any(|other| other.judge(&case.params, &case.facts, case.at) != judged) {
            let message =
                format!("the case `{}` came out in two ways: something other than its input decides", case.name);
            findings.push(Finding { code: "determinism", message });
        }
        if judged.get("outcome").is_some() {
            schemas.hold(case);
        }
        for check in judged["outcome"]["checks"].as_array().into_iter().flatten() {
            let (Some(code), Some(status)) = (check["code"].as_str(), check["status"].as_str()) else { continue };
            reached.entry(code.to_owned()).or_default().insert(status.to_owned());
            if status == "fail" && check["remedy"].as_str().is_none_or(|remedy| remedy.trim().is_empty()) {
                without_remedy.insert((code.to_owned(), case.name.clone()));
            }
        }
    }
    findings.append(&mut schemas.findings);
    for (code, case) in without_remedy {
        let message =
            format!("the check `{code}` fails without a remedy in the case `{case}`: say what would clear it");
        findings.push(Finding { code: "remedy", message });
    }
    for kind in &found.rule.manifest().checks {
        let statuses = reached.get(kind.code.as_str());
        let answers = |status: &str| statuses.is_some_and(|statuses| statuses.contains(status));
        let lacks = if statuses.is_none() {
            "is reached by no case: add one"
        } else if !answers("fail") && !answers("unknown") {
            "is answered well in every case: add one that it fails"
        } else {
            continue;
        };
        findings.push(Finding { code: "cases", message: format!("the check `{}` {lacks}", kind.code) });
    }
    Ok(findings)
}

/// The rule's schemas, held to the params and facts that it takes: people write both by what the schemas say.
struct Schemas<'r> {
    params: Option<Validator>,
    sections: Vec<(&'r SectionNeed, Validator)>,
    findings: Vec<Finding>,
}

impl<'r> Schemas<'r> {
    fn of(found: &'r Found) -> Self {
        let Manifest { params_schema, reads, .. } = found.rule.manifest();
        let mut findings = vec![];
        // Patterns are searched by what cannot be made to backtrack.
        let mut validator = |what: &str, schema: &Value| {
            let built = jsonschema::options().with_pattern_options(PatternOptions::regex()).build(schema);
            built.inspect_err(|problem| {
                let message = format!("the schema of {what} is no JSON Schema: {problem}");
                findings.push(Finding { code: "schema", message });
            })
        };
        let params = validator("params", params_schema).ok();
        let sections = reads.iter().filter_map(|section| {
            Some((section, validator(&format!("the section `{}`", section.name), &section.schema).ok()?))
        });
        let sections = sections.collect();
        Self { params, sections, findings }
    }

    /// Finds where the schemas refuse what the rule made an outcome of.
    fn hold(&mut self, case: &Case) {
        if let Some(validator) = &self.params
            && let Err(problem) = validator.validate(&case.params)
        {
            self.refused("params", case, &format!("{}{problem}", place("", &problem)));
        }
        for i in 0..self.sections.len() {
            let (SectionNeed { name, required, .. }, validator) = &self.sections[i];
            let problem = match case.facts.get(name.as_str()) {
                None if *required => "it is required, and absent".to_owned(),
                None => continue,
                // An optional section that is `null` is as good as absent.
                Some(Value::Null) if !required => continue,
                Some(section) => match validator.validate(section) {
                    Ok(()) => continue,
                    Err(problem) => format!("{}{problem}", place(name.as_str(), &problem)),
                },
            };
            self.refused(&format!("the section `{name}`"), case, &problem);
        }
    }

    fn refused(&mut self, what: &str, case: &Case, problem: &str) {
        let message =
            format!("the schema of {what} refuses what the case `{}` has, and the rule takes it: {problem}", case.name);
        self.findings.push(Finding { code: "schema", message });
    }
}

/// Where in the facts or params something does not fit, in front of what does not.
fn place(section: &str, problem: &ValidationError<'_>) -> String {
    let section = if section.is_empty() { String::new() } else { format!("/{section}") };
    match format!("{section}{}", problem.instance_path()) {
        pointer if pointer.is_empty() => pointer,
        pointer => format!("`{pointer}`: "),
    }
}
