//! Waivers: accepted exceptions, which end by themselves.

use super::condition::{Condition, Truth};
use super::file::WaiverFile;
use super::located::invalid;
use super::period::{Period, timestamp};
use crate::decision::WaiverState;
use crate::error::Error;
use crate::facts::View;
use crate::{Check, Text, Timestamp};
use serde_saphyr::Spanned;

const DAY: i64 = 86_400_000;

/// A waiver of a loaded policy.
#[derive(Debug, Clone)]
pub(crate) struct Waiver {
    pub(crate) id: Text,
    pub(crate) entry: Text,
    pub(crate) check: Text,
    pub(crate) subject: Text,
    pub(crate) when: Option<Condition>,
    pub(crate) reason: Text,
    pub(crate) approvers: Vec<Text>,
    pub(crate) ticket: Text,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// Longer than the policy honours.
    pub(crate) over_long: bool,
}

impl Waiver {
    /// Reads a waiver. That its entry and check exist is checked by the caller, who knows them.
    pub(crate) fn parse(file: &WaiverFile, most_days: u32) -> Result<Self, Error> {
        let (from, until) = (timestamp(&file.from)?, timestamp(&file.until)?);
        Period::new(Some(from), Some(until)).ok_or_else(|| {
            let message = format!("the waiver `{}` expires at {until}, before it begins at {from}", file.id.value);
            invalid(file.until.referenced, message)
        })?;
        if file.approvers.value.is_empty() {
            return Err(invalid(file.approvers.referenced, "expected the names of those who approved the waiver"));
        }
        let approvers = file.approvers.value.iter().map(|name| filled(name, "an approver's name"));
        Ok(Self {
            id: filled(&file.id, "the waiver's id")?,
            entry: file.entry.value.as_str().into(),
            check: file.check.value.as_str().into(),
            subject: filled(&file.subject, "a subject; `*` stands for any")?,
            when: file.when.as_ref().map(Condition::parse).transpose()?,
            reason: filled(&file.reason, "the reason for the waiver")?,
            approvers: approvers.collect::<Result<_, _>>()?,
            ticket: filled(&file.ticket, "the ticket that tracks the waiver")?,
            over_long: until.as_millis() - from.as_millis() > i64::from(most_days) * DAY,
            from,
            until,
        })
    }

    /// What the waiver is worth at a time, before any check is looked at; `None` where it may be used.
    pub(crate) fn unusable(&self, at: Timestamp) -> Option<WaiverState> {
        if self.over_long {
            Some(WaiverState::OverLong)
        } else if at < self.from {
            Some(WaiverState::NotBegun)
        } else if at >= self.until {
            Some(WaiverState::Expired)
        } else {
            None
        }
    }

    /// Whether it is meant for this check of this entry.
    pub(crate) fn matches(&self, entry: &str, check: &Check) -> bool {
        self.entry == entry && self.check == check.code && glob(&self.subject, &check.subject)
    }

    /// Whether it holds for this release. Where that cannot be told, it does not.
    pub(crate) fn holds_for(&self, view: &View<'_>) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(view, &mut Vec::new()) == Truth::True)
    }
}

fn filled(text: &Spanned<String>, expected: &str) -> Result<Text, Error> {
    let trimmed = text.value.trim();
    if trimmed.is_empty() {
        return Err(invalid(text.referenced, format!("expected {expected}, found nothing")));
    }
    Ok(trimmed.into())
}

/// Whether a text is matched by a pattern in which `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [("*", ""), ("api", "api"), ("a*", "api"), ("*/db", "prod/db"), ("a*c*e", "abcde")] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("api", "apis"), ("a*", "bapi"), ("a*b", "ab c"), ("ab*ba", "aba"), ("", "x")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }
}
