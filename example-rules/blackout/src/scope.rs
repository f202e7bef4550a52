//! Which releases a period or a calendar concerns.

use crate::facts::Facts;
use crate::params::Scope;
use clearance_rule::joined;
use clearance_rule::prelude::*;

/// Whether it concerns this one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Concern {
    Concerned,
    /// It does not, and why.
    Exempt(String),
    /// It depends on a fact that is absent.
    Untold(&'static str),
}

impl Scope {
    /// Whether it concerns a release.
    pub(crate) fn concerns(&self, facts: &Facts<'_>) -> Concern {
        let release = facts.release.as_ref();
        let kind = release.and_then(|release| release.kind);
        if let Some(kind) = kind.filter(|kind| names(&self.except_kinds, kind)) {
            return Concern::Exempt(joined!["releases of the kind `", kind, "` are exempt"]);
        }
        let service = release.and_then(|release| release.name);
        let environment = release.and_then(|release| release.environment);
        let mut concern = Concern::Concerned;
        for (listed, value, what, pointer) in [
            (&self.services, service, "service", "/release/name"),
            (&self.environments, environment, "environment", "/release/environment"),
        ] {
            match value {
                _ if listed.is_empty() => {}
                Some(value) if names(listed, value) => {}
                Some(value) => return Concern::Exempt(joined!["it does not concern the ", what, " `", value, "`"]),
                None => concern = Concern::Untold(pointer),
            }
        }
        concern
    }

    /// Adds the facts that it depends on.
    pub(crate) fn seen(&self, check: Check, facts: &Facts<'_>) -> Check {
        let release = facts.release.as_ref();
        let read = [
            (!self.except_kinds.is_empty(), "/release/kind", release.and_then(|release| release.kind)),
            (!self.services.is_empty(), "/release/name", release.and_then(|release| release.name)),
            (!self.environments.is_empty(), "/release/environment", release.and_then(|release| release.environment)),
        ];
        let read = read.into_iter().filter(|(depends, ..)| *depends);
        read.fold(check, |check, (_, pointer, value)| check.seen(&Fact::new(pointer, value)))
    }
}

fn names(listed: &[String], value: &str) -> bool {
    listed.iter().any(|listed| listed == value)
}
