//! Turns what a rule returned into the engine's own types, and refuses what the contract does not allow.

use super::contract;
use super::failure::Failure;
use crate::document;
use crate::engine_check::EngineCheck;
use crate::error::{Error, ErrorCode};
use crate::manifest::is_identifier;
use crate::{
    Artifact, Check, CheckKind, Contribution, Limits, Manifest, Observation, Outcome, Score, SectionNeed, Text,
};
use serde_json::Value;
use std::collections::HashSet;

/// The most bytes of schemas in a manifest. A schema is a tree of values, each of which takes many times the byte or two
/// that it has in text.
const MOST_SCHEMAS: usize = 1 << 20;

pub(super) fn manifest(raw: contract::Manifest) -> Result<Manifest, Error> {
    let invalid = |message: String| {
        Error::new(ErrorCode::RuleManifest, format!("the rule's manifest breaks the contract: {message}"))
    };
    let schemas = raw.params_schema.len() + raw.reads.iter().map(|section| section.schema.len()).sum::<usize>();
    if schemas > MOST_SCHEMAS {
        return Err(invalid(format!("its schemas have {schemas} bytes, more than {MOST_SCHEMAS}")));
    }
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
    let raw = returned.map_err(|error| failure(error, manifest))?;
    let checks = raw.checks.0;
    if checks.len() as u64 > limits.checks {
        let message = format!("the rule returned {} checks, more than {}", checks.len(), limits.checks);
        return Err(Failure::of_rule(EngineCheck::LimitOutput, message));
    }
    checks.iter().try_for_each(|check| allowed(check, manifest))?;
    let derived = raw.derived.map(|bytes| derived(&bytes, limits)).transpose()?;
    Ok(Outcome { checks, score: raw.score.map(score).transpose()?, artifacts: artifacts(raw.artifacts)?, derived })
}

fn derived(bytes: &[u8], limits: &Limits) -> Result<Value, Failure> {
    let value = document::value(bytes, |held| held as u64 <= limits.output_bytes);
    let value =
        value.map_err(|problem| Failure::broken_contract(format_args!("the derived facts: {}", problem.message)))?;
    value.ok_or_else(|| Failure::of_limit(EngineCheck::LimitOutput, limits))
}

fn failure(error: contract::EvaluationError, manifest: &Manifest) -> Failure {
    let astray = |pointer: &str| !document::points_into(pointer, |section| reads(manifest, section));
    match error {
        contract::EvaluationError::MissingFact(pointer)
        | contract::EvaluationError::MalformedFact(contract::Mismatch { pointer, .. })
            if astray(&pointer) =>
        {
            Failure::broken_contract(format_args!(
                "the rule wants the fact `{pointer}`, which is no JSON Pointer into a section that it reads"
            ))
        }
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

fn allowed(check: &Check, manifest: &Manifest) -> Result<(), Failure> {
    let code = &check.code;
    if !manifest.has_check(code) {
        return Err(Failure::broken_contract(format_args!("the check code `{code}` is not in the rule's manifest")));
    }
    let astray = |seen: &&Observation| !document::points_into(&seen.pointer, |section| reads(manifest, section));
    match check.observed.iter().find(astray) {
        None => Ok(()),
        Some(Observation { pointer, .. }) => Err(Failure::broken_contract(format_args!(
            "the check `{code}` observed `{pointer}`, which is no JSON Pointer into a section that the rule reads"
        ))),
    }
}

fn score(raw: contract::Score) -> Result<Score, Failure> {
    let terms = raw.contributions.iter().map(|term| term.points);
    if !terms.chain([raw.points, raw.out_of]).all(f64::is_finite) {
        return Err(Failure::broken_contract("the score holds a number that is not finite"));
    }
    let contributions = raw
        .contributions
        .into_iter()
        .map(|term| Contribution {
            factor: term.factor.into(),
            points: unsigned(term.points),
            reason: term.reason.into(),
        })
        .collect();
    Ok(Score { points: unsigned(raw.points), out_of: unsigned(raw.out_of), contributions })
}

/// A zero has no sign, as in the canonical form: languages add up differently to it.
fn unsigned(points: f64) -> f64 {
    points + 0.0
}

fn artifacts(raw: Vec<contract::Artifact>) -> Result<Vec<Artifact>, Failure> {
    let mut names = HashSet::new();
    for artifact in &raw {
        let name = artifact.name.as_str();
        // Someone will write the artifact to a folder by this name.
        let plain = !name.is_empty()
            && name.len() <= 255
            && !name.starts_with('.')
            && name.chars().all(|char| !char.is_control() && !matches!(char, '/' | '\\' | ':'));
        if !plain {
            return Err(Failure::broken_contract(format_args!(
                "the artifact name `{}` is not a plain file name",
                name.escape_debug()
            )));
        }
        if !names.insert(name) {
            return Err(Failure::broken_contract(format_args!("two artifacts are named `{name}`")));
        }
    }
    Ok(raw
        .into_iter()
        .map(|artifact| Artifact {
            name: artifact.name.into(),
            media_type: artifact.media_type.into(),
            content: artifact.content,
        })
        .collect())
}

fn reads(manifest: &Manifest, name: &str) -> bool {
    manifest.reads.binary_search_by(|section| section.name.as_str().cmp(name)).is_ok()
}
