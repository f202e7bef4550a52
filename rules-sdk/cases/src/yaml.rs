//! Writes values as YAML, in one line.

use crate::file::ROW;
use serde_json::{Map, Value};
use std::fmt::Write;

/// An expectation, a line a row, each line beginning with `margin` and ending with `end`.
pub(crate) fn block(expect: &Map<String, Value>, margin: &str, end: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    for (key, value) in expect {
        match value {
            Value::Array(rows) if !rows.is_empty() => {
                let _ = write!(text, "{margin}{key}:{end}");
                for row in rows {
                    let _ = write!(text, "{margin}  - {}{end}", flow(row));
                }
            }
            Value::Object(map) if key == "artifacts" && !map.is_empty() => {
                let _ = write!(text, "{margin}{key}:{end}");
                for (name, content) in map {
                    let _ = write!(text, "{margin}  {}: {}{end}", scalar(name), flow(content));
                }
            }
            value => {
                let _ = write!(text, "{margin}{key}: {}{end}", flow(value));
            }
        }
    }
    text
}

/// A value as it may stand within braces.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by_key(|(key, _)| ROW.iter().position(|known| known == key).unwrap_or(ROW.len()));
            let fields: Vec<_> =
                fields.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// A text as it is where nobody could take it for something else, and otherwise in quotes.
pub(crate) fn scalar(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./ ".contains(character);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let harmless = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && text.chars().all(plain)
        && !text.ends_with(' ')
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if harmless { text.to_owned() } else { double_quoted(text) }
}

/// As JSON has it, which YAML reads alike, but for characters that YAML does not let stand as they are.
pub(crate) fn double_quoted(text: &str) -> String {
    let json = Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            character => quoted.push(character),
        }
    }
    quoted
}
