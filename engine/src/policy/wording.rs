//! Says what the YAML library found in the words of somebody who writes policies.

use super::located::error;
use crate::error::{Error, ErrorCode};
use serde_saphyr::Location;

/// An error of reading the policy's text.
pub(super) fn reading(problem: &serde_saphyr::Error, text: &str) -> Error {
    let problem = problem.without_snippet();
    let at = problem.location().unwrap_or(Location::UNKNOWN);
    let message = strip_place(&problem.to_string());
    // What serde says of keys and values stands as it is.
    let content = ["unknown field", "missing field", "unknown variant", "invalid type", "invalid value"];
    if content.iter().any(|start| message.starts_with(start)) {
        return error(ErrorCode::PolicyInvalid, at, message);
    }
    if let Some(expected) = expected(&message) {
        let found = found(text, at).map_or_else(|| "nothing".to_owned(), |found| format!("`{found}`"));
        return error(ErrorCode::PolicyInvalid, at, format!("expected {expected}, found {found}"));
    }
    error(ErrorCode::PolicySyntax, at, syntax(&message, text))
}

/// What stands where something of another type is expected.
fn expected(message: &str) -> Option<&'static str> {
    Some(match message {
        "expected sequence start" => "a list",
        "expected mapping start" => "a map",
        "expected string scalar" => "a text",
        "invalid floating point" => "a number",
        "invalid u32" | "invalid u64" => "a whole number, 0 or more",
        _ if message.starts_with("non-finite float") => "a finite number",
        _ => return None,
    })
}

fn syntax(message: &str, text: &str) -> String {
    if let Some(rest) = message.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(", set ").next().unwrap_or(rest);
        return format!("the key `{key}` stands twice in one map");
    }
    if message.starts_with("multiple YAML documents") {
        return "a second YAML document begins here, and a policy file is one".to_owned();
    }
    if message.starts_with("budget breached") || message.starts_with("recursion limit") {
        return format!("the file nests too deep, or repeats too much by aliases ({message})");
    }
    if text.trim().is_empty() {
        return "the file is empty, expected a policy with `policy` and `entries`".to_owned();
    }
    message.to_owned()
}

/// The scalar, or the beginning of what else stands at a place.
fn found(text: &str, at: Location) -> Option<String> {
    let line = text.lines().nth(usize::try_from(at.line().checked_sub(1)?).ok()?)?;
    let before = usize::try_from(at.column().checked_sub(1)?).ok()?;
    let from: String = line.chars().skip(before).collect();
    // Within braces a scalar ends where the next begins.
    let braced = line.chars().take(before).any(|char| matches!(char, '{' | '[')) && !from.starts_with(['{', '[']);
    let end = from.find(|char| matches!(char, '#') || braced && matches!(char, ',' | '}' | ']'));
    let scalar = from[..end.unwrap_or(from.len())].trim();
    let scalar = if scalar.is_empty() { from.trim() } else { scalar };
    let shown: String = scalar.chars().take(40).collect();
    (!shown.is_empty()).then_some(shown)
}

/// The message without the place that the library writes into it: the error carries it itself.
fn strip_place(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let end = line.find(" at line ").unwrap_or(line.len());
    let text = &line[..end];
    match text.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest.to_owned(),
        _ => text.to_owned(),
    }
}
