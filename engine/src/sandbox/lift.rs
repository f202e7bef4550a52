//! Turns what a rule returned into the engine's own types, and refuses what the contract does not allow.

use super::contract;
use super::failure::Failure;
use crate::document;
use crate::engine_check::EngineCheck;
use crate::error::{Error, ErrorCode};
use crate::manifest::is_identifier;
use crate::{
    Artifact, Check, CheckKind, Contribution, Limits, Manifest, Observation, Outcome, Score, SectionNeed, Severity,
    Status, Text,
};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

pub(super) fn manifest(raw: contract::Manifest) -> Result<Manifest, Error> {
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
        reads.push(SectionNeed { name: section.name.into(), required: section.required, schema });
    }
    reads.sort_by(|a, b| a.name.cmp(&b.name));
    if let Some(twice) = reads.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(invalid(format!("the section `{}` stands twice", twice[0].name)));
    }
    Ok(Manifest {
        params_schema: schema("the params", &raw.params_schema)?,
        id: raw.id.into(),
        version: raw.version.into(),
        title: raw.title.into(),
        summary: raw.summary.into(),
        reads,
        checks: raw
            .checks
            .into_iter()
            .map(|kind| CheckKind { code: kind.code.into(), summary: kind.summary.into() })
            .collect(),
        practices: raw.practices.into_iter().map(Text::from).collect(),
        controls: raw.controls.into_iter().map(Text::from).collect(),
        timeless: raw.timeless,
    })
}

/// What an evaluation returned, as far as the contract and the rule's manifest allow it.
pub(super) fn outcome(
    returned: Result<contract::Outcome, contract::EvaluationError>,
    manifest: &Manifest,
    limits: &Limits,
) -> Result<Outcome, Failure> {
    let raw = returned.map_err(failure)?;
    if raw.checks.len() > limits.checks {
        let message = format!("the rule returned {} checks, more than {}", raw.checks.len(), limits.checks);
        return Err(Failure::of_rule(EngineCheck::LimitOutput, message));
    }
    let derived = raw.derived.map(|bytes| document::value(&bytes)).transpose();
    Ok(Outcome {
        checks: raw.checks.into_iter().map(|raw| check(raw, manifest)).collect::<Result<_, _>>()?,
        score: raw.score.map(score).transpose()?,
        artifacts: artifacts(raw.artifacts)?,
        derived: derived.map_err(|problem| invalid(format!("the derived facts: {}", problem.message)))?,
    })
}

fn failure(error: contract::EvaluationError) -> Failure {
    match error {
        contract::EvaluationError::MissingFact(pointer) => {
            let message = format!("the fact `{pointer}` is absent");
            Failure::of_facts(EngineCheck::MissingFact, pointer, message)
        }
        contract::EvaluationError::MalformedFact(contract::Mismatch { pointer, message }) => {
            let message = format!("the fact `{pointer}` is malformed: {message}");
            Failure::of_facts(EngineCheck::MalformedFact, pointer, message)
        }
        contract::EvaluationError::Failed(message) => Failure::of_rule(EngineCheck::RuleFailed, message),
    }
}

fn check(raw: contract::Check, manifest: &Manifest) -> Result<Check, Failure> {
    let code = raw.code.0;
    if !manifest.has_check(&code) {
        return Err(invalid(format!("the check code `{code}` is not in the rule's manifest")));
    }
    let observed = raw.observed.into_iter().map(|seen| {
        let pointer = seen.pointer.0;
        if !document::points_into(&pointer, |section| reads(manifest, section)) {
            return Err(invalid(format!(
                "the check `{code}` observed `{pointer}`, which is no JSON Pointer into a section that the rule reads"
            )));
        }
        Ok(Observation { pointer, value: seen.value.map(|value| value.0) })
    });
    Ok(Check {
        observed: observed.collect::<Result<_, _>>()?,
        code,
        subject: raw.subject.0,
        status: status(raw.status),
        severity: severity(raw.severity),
        message: raw.message.0,
        required: raw.required.map(|words| words.0),
        remedy: raw.remedy.map(|words| words.0),
    })
}

fn score(raw: contract::Score) -> Result<Score, Failure> {
    let terms = raw.contributions.iter().map(|term| term.points);
    if !terms.chain([raw.points, raw.out_of]).all(f64::is_finite) {
        return Err(invalid("the score holds a number that is not finite"));
    }
    let contributions = raw
        .contributions
        .into_iter()
        .map(|term| Contribution { factor: term.factor.0, points: term.points, reason: term.reason.0 })
        .collect();
    Ok(Score { points: raw.points, out_of: raw.out_of, contributions })
}

fn artifacts(raw: Vec<contract::Artifact>) -> Result<Vec<Artifact>, Failure> {
    let mut names = HashSet::new();
    for artifact in &raw {
        let name = artifact.name.0.as_str();
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
        .map(|artifact| Artifact {
            name: artifact.name.0,
            media_type: artifact.media_type.0,
            content: artifact.content,
        })
        .collect())
}

fn invalid(message: impl fmt::Display) -> Failure {
    Failure::of_rule(EngineCheck::InvalidOutcome, format!("the outcome breaks the contract: {message}"))
}

fn reads(manifest: &Manifest, name: &str) -> bool {
    manifest.reads.binary_search_by(|section| section.name.as_str().cmp(name)).is_ok()
}

fn status(raw: contract::Status) -> Status {
    match raw {
        contract::Status::Pass => Status::Pass,
        contract::Status::Fail => Status::Fail,
        contract::Status::NotApplicable => Status::NotApplicable,
        contract::Status::Unknown => Status::Unknown,
    }
}

fn severity(raw: contract::Severity) -> Severity {
    match raw {
        contract::Severity::Info => Severity::Info,
        contract::Severity::Low => Severity::Low,
        contract::Severity::Medium => Severity::Medium,
        contract::Severity::High => Severity::High,
        contract::Severity::Critical => Severity::Critical,
    }
}
