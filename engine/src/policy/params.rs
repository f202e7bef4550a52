//! Checks params against the schema that their rule publishes.

use super::effort;
use super::located::{Located, Node, error};
use crate::Manifest;
use crate::document;
use crate::error::{Error, ErrorCode};
use jsonschema::PatternOptions;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value};
use serde_saphyr::Location;

/// The most memory that a pattern of a schema may take, in bytes.
const MOST_PATTERN: usize = 256 << 10;

/// The params of an entry as a value. Absent params are an empty map.
pub(crate) fn value(params: Option<&Located>) -> Value {
    params.map_or_else(|| Value::Object(Map::new()), Located::to_value)
}

/// Refuses params that the rule's schema does not allow. `entry` is where params would stand that are absent.
pub(crate) fn check(manifest: &Manifest, params: Option<&Located>, entry: Location) -> Result<(), Error> {
    if let Some(params) = params
        && !matches!(params.node, Node::Map(_))
    {
        let message = format!("expected a map of params, found {}", params.kind());
        return Err(error(ErrorCode::RuleParams, params.at, message));
    }
    let value = value(params);
    let refused = |why: String| {
        let message = format!("the params schema of the rule `{}` {why}", manifest.id);
        error(ErrorCode::RuleManifest, entry, message)
    };
    effort::check(&manifest.params_schema, &value).map_err(refused)?;
    // Patterns come from rules: an engine without backtracking cannot be made to explode by one.
    let validator = jsonschema::options()
        .with_pattern_options(PatternOptions::regex().size_limit(MOST_PATTERN).dfa_size_limit(MOST_PATTERN))
        .build(&manifest.params_schema)
        .map_err(|problem| refused(format!("is no JSON Schema: {problem}")))?;
    let Some(problem) = validator.iter_errors(&value).next() else { return Ok(()) };
    let mut pointer = problem.instance_path().to_string();
    if let ValidationErrorKind::AdditionalProperties { unexpected } = problem.kind()
        && let Some(key) = unexpected.first()
    {
        pointer = format!("{pointer}/{}", document::escape(key));
    }
    let at = params.map_or(entry, |params| params.locate(&pointer));
    let message = format!("the params of the rule `{}` do not fit its schema: {problem}", manifest.id);
    Err(error(ErrorCode::RuleParams, at, message)
        .at_pointer(pointer)
        .advise("`clearance rule inspect` shows the schema"))
}
