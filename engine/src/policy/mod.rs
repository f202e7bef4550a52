//! The policy: rules bound to parameters, scope, enforcement, effective dates and waivers. Loading finds everything
//! that can be wrong with it; deciding is in [`crate::decide`].

mod condition;
mod effort;
mod file;
mod graph;
mod limits;
mod lint;
mod load;
mod located;
mod params;
mod period;
mod waiver;
mod wording;

pub(crate) use condition::{Condition, Truth};
pub use file::policy_schema;
pub use lint::{Lint, LintKind};
pub use load::{LoadOptions, LoadProgress, LoadStep};
pub(crate) use load::{parse, read};
pub(crate) use period::Period;
pub(crate) use waiver::Waiver;

use crate::decision::{Effect, Enforcement};
use crate::sandbox::Configured;
use crate::workers::Workers;
use crate::{Digest, Manifest, Text};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A loaded policy, ready to decide. It may be shared between threads.
pub struct Policy {
    pub(crate) name: Text,
    pub(crate) version: Option<Text>,
    pub(crate) digest: Digest,
    pub(crate) entries: Vec<Entry>,
    /// Positions of the entries, each in a later wave than those it needs.
    pub(crate) waves: Vec<Vec<usize>>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) workers: Arc<Workers>,
}

/// From how many points on a score has which effect, the gravest first.
pub(crate) type Bands = Vec<(f64, Effect)>;

/// One rule, bound.
pub(crate) struct Entry {
    pub(crate) id: Text,
    pub(crate) line: u64,
    pub(crate) enforce: Enforcement,
    pub(crate) when: Option<Condition>,
    pub(crate) effective: Period,
    pub(crate) needs: Vec<usize>,
    pub(crate) bands: Option<Bands>,
    pub(crate) params: Digest,
    pub(crate) rule: Configured,
    /// How long its last evaluation took, in nanoseconds. It decides where rules are evaluated, never what comes of it.
    pub(crate) took: AtomicU64,
}

impl Entry {
    /// A first evaluation waits for its code to come from the disk.
    pub(crate) const FIRST_TIME: u64 = 100_000;

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.rule.identity().manifest
    }
}

impl Policy {
    /// The name of the policy.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version of the policy, where it has one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The digest of the policy file's bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Each entry's id with the manifest of its rule, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Manifest)> {
        self.entries.iter().map(|entry| (entry.id.as_str(), entry.manifest()))
    }

    /// The facts that this policy needs, as one JSON Schema (2020-12): each section that a rule reads, required where a
    /// rule that judges every release cannot do without it. Sections that entries derive for each other are not among
    /// them.
    #[must_use]
    pub fn facts_schema(&self) -> Value {
        let mut sections: Map<String, Value> = Map::new();
        let mut required: Vec<&str> = Vec::new();
        for entry in &self.entries {
            for section in &entry.manifest().reads {
                if entry.needs.iter().any(|&need| self.entries[need].id == section.name) {
                    continue;
                }
                if section.required && entry.when.is_none() && !required.contains(&section.name.as_str()) {
                    required.push(&section.name);
                }
                let mut schema = section.schema.clone();
                if let Value::Object(schema) = &mut schema {
                    // A resource of its own, so that references inside it keep their meaning.
                    schema.insert("$id".into(), format!("urn:clearance:{}:{}", entry.id, section.name).into());
                }
                let all = sections.entry(section.name.clone()).or_insert_with(|| json!({ "allOf": [] }));
                if let Some(all) = all["allOf"].as_array_mut() {
                    all.push(schema);
                }
            }
        }
        for schema in sections.values_mut() {
            if schema["allOf"].as_array().is_some_and(|all| all.len() == 1) {
                *schema = schema["allOf"][0].take();
            }
        }
        required.sort_unstable();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": format!("Facts for the policy {}", self.name),
            "type": "object",
            "properties": sections,
            "required": required,
        })
    }
}

#[expect(clippy::missing_fields_in_debug, reason = "compiled rules have no readable form")]
impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy").field("name", &self.name).field("digest", &self.digest).finish()
    }
}
