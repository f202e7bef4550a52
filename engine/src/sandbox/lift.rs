//! Turns what a rule returned into the engine's own types, and refuses what the contract does not allow.

use super::bindings::clearance::rule::types as raw;
use super::failure::Failure;
use crate::document;
use crate::engine_check::EngineCheck;
use crate::error::{Error, ErrorCode};
use crate::manifest::is_identifier;
use crate::{
    Artifact, Check, CheckKind, Contribution, Limits, Manifest, Observation, Outcome, Score, SectionNeed, Severity,
    Status,
};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

pub(super) use raw::Mismatch;

pub(super) fn manifest(raw: raw::Manifest) -> Result<Manifest, Error> {
    let invalid = |message: String| {
        Error::new(ErrorCode::RuleManifest, format!("the rule's manifest breaks the contract: {message}"))
    };
    let schema = |what: &str, text: &str| match serde_json::from_str(text) {
        Ok(schema @ (Value::Object(_) | Value::Bool(_))) => Ok(schema),
        Ok(_) => Err(invalid(format!("the schema of {what} is not an object"))),
        Err(error) => Err(invalid(format!("the schema of {what} is not JSON: {error}"))),
    };
    if !is_identifier(&raw.id) {
        return Err(invalid(format!("the id `{}` should be lower case, digits and hyphens", raw.id)));
    }
    let mut codes = HashSet::new();
    for kind in &raw.checks {
        if !is_identifier(&kind.code) {
            return Err(invalid(format!("the check code `{}` should be lower case, digits and hyphens", kind.code)));
        }
        if EngineCheck::from_code(&kind.code).is_some() {
            return Err(invalid(format!("the check code `{}` is the engine's own", kind.code)));
        }
        if !codes.insert(kind.code.as_str()) {
            return Err(invalid(format!("the check code `{}` stands twice", kind.code)));
        }
    }
    let mut reads = Vec::with_capacity(raw.reads.len());
    for section in raw.reads {
        let schema = schema(&format!("the section `{}`", section.name), &section.schema)?;
        reads.push(SectionNeed { name: section.name, required: section.required, schema });
    }
    reads.sort_by(|a, b| a.name.cmp(&b.name));
    if let Some(twice) = reads.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(invalid(format!("the section `{}` stands twice", twice[0].name)));
    }
    Ok(Manifest {
        params_schema: schema("the params", &raw.params_schema)?,
        id: raw.id,
        version: raw.version,
        title: raw.title,
        summary: raw.summary,
        reads,
        checks: raw.checks.into_iter().map(|kind| CheckKind { code: kind.code, summary: kind.summary }).collect(),
        practices: raw.practices,
        controls: raw.controls,
        timeless: raw.timeless,
    })
}

pub(super) fn outcome(
    returned: Result<raw::Outcome, raw::EvaluationError>,
    manifest: &Manifest,
    limits: &Limits,
) -> Result<Outcome, Failure> {
    let raw = returned.map_err(failure)?;
    if raw.checks.len() > limits.checks {
        let message = format!("the rule returned {} checks, more than {}", raw.checks.len(), limits.checks);
        return Err(Failure::of_rule(EngineCheck::LimitOutput, message));
    }
    let outcome = Outcome {
        checks: raw.checks.into_iter().map(|raw| check(raw, manifest)).collect::<Result<_, _>>()?,
        score: raw.score.map(score).transpose()?,
        artifacts: artifacts(raw.artifacts)?,
        derived: raw.derived.map(|bytes| value(&bytes, "the derived facts")).transpose()?,
    };
    Ok(outcome)
}

fn failure(error: raw::EvaluationError) -> Failure {
    match error {
        raw::EvaluationError::MissingFact(pointer) => {
            let message = format!("the fact `{pointer}` is absent");
            Failure::of_facts(EngineCheck::MissingFact, pointer, message)
        }
        raw::EvaluationError::MalformedFact(Mismatch { pointer, message }) => {
            let message = format!("the fact `{pointer}` is malformed: {message}");
            Failure::of_facts(EngineCheck::MalformedFact, pointer, message)
        }
        raw::EvaluationError::Failed(message) => Failure::of_rule(EngineCheck::RuleFailed, message),
    }
}

fn invalid(message: impl fmt::Display) -> Failure {
    Failure::of_rule(EngineCheck::InvalidOutcome, format!("the outcome breaks the contract: {message}"))
}

fn check(raw: raw::Check, manifest: &Manifest) -> Result<Check, Failure> {
    if !manifest.has_check(&raw.code) {
        return Err(invalid(format!("the check code `{}` is not in the rule's manifest", raw.code)));
    }
    let code = raw.code;
    let observed = raw
        .observed
        .into_iter()
        .map(|observation| {
            let declared = document::points_into(&observation.pointer, |section| reads(manifest, section));
            if !declared {
                return Err(invalid(format!(
                    "the check `{code}` observed `{}`, which is no JSON Pointer into a section that the rule reads",
                    observation.pointer
                )));
            }
            let value = observation.value.map(|bytes| value(&bytes, "an observed fact")).transpose()?;
            Ok(Observation { pointer: observation.pointer, value })
        })
        .collect::<Result<_, _>>()?;
    Ok(Check {
        code,
        subject: raw.subject,
        status: status(raw.status),
        severity: severity(raw.severity),
        message: raw.message,
        observed,
        required: raw.required,
        remedy: raw.remedy,
    })
}

fn reads(manifest: &Manifest, name: &str) -> bool {
    manifest.reads.binary_search_by(|section| section.name.as_str().cmp(name)).is_ok()
}

fn value(bytes: &[u8], what: &str) -> Result<Value, Failure> {
    document::value(bytes).map_err(|problem| invalid(format!("{what}: {}", problem.message)))
}

fn score(raw: raw::Score) -> Result<Score, Failure> {
    let terms = raw.contributions.iter().map(|term| term.points);
    if !terms.chain([raw.points, raw.out_of]).all(f64::is_finite) {
        return Err(invalid("the score holds a number that is not finite"));
    }
    let contributions = raw
        .contributions
        .into_iter()
        .map(|term| Contribution { factor: term.factor, points: term.points, reason: term.reason })
        .collect();
    Ok(Score { points: raw.points, out_of: raw.out_of, contributions })
}

fn artifacts(raw: Vec<raw::Artifact>) -> Result<Vec<Artifact>, Failure> {
    let mut names = HashSet::new();
    for artifact in &raw {
        let name = artifact.name.as_str();
        // Someone will write the artifact to a folder by this name.
        let plain = !name.is_empty()
            && name.len() <= 255
            && !name.starts_with('.')
            && name.chars().all(|char| !char.is_control() && !matches!(char, '/' | '\\' | ':'));
        if !plain {
            return Err(invalid(format!("the artifact name `{}` is not a plain file name", name.escape_debug())));
        }
        if !names.insert(name) {
            return Err(invalid(format!("two artifacts are named `{name}`")));
        }
    }
    Ok(raw
        .into_iter()
        .map(|artifact| Artifact { name: artifact.name, media_type: artifact.media_type, content: artifact.content })
        .collect())
}

fn status(raw: raw::Status) -> Status {
    match raw {
        raw::Status::Pass => Status::Pass,
        raw::Status::Fail => Status::Fail,
        raw::Status::NotApplicable => Status::NotApplicable,
        raw::Status::Unknown => Status::Unknown,
    }
}

fn severity(raw: raw::Severity) -> Severity {
    match raw {
        raw::Severity::Info => Severity::Info,
        raw::Severity::Low => Severity::Low,
        raw::Severity::Medium => Severity::Medium,
        raw::Severity::High => Severity::High,
        raw::Severity::Critical => Severity::Critical,
    }
}
