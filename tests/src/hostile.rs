//! `tests/hostile.yaml`: what a rule may do wrong, and what becomes of it.

use crate::{guest, limited, root};
use clearance::{Engine, Facts, Limits, Timestamp, Verdict};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    limits: BTreeMap<String, u64>,
    misdeeds: Vec<Misdeed>,
}

/// Something that a rule does wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misdeed {
    /// What it is, for people.
    pub name: String,
    /// The component in `target/guests`.
    pub rule: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    limits: BTreeMap<String, u64>,
    row: Option<String>,
    error: Option<String>,
    #[serde(default)]
    behaves: bool,
}

/// What becomes of a misdeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// The policy does not load: the error's code.
    Error(String),
    /// A row of the decision that fails: its code.
    Row(String),
    /// Nothing.
    None,
}

/// Every misdeed of the file.
///
/// # Panics
/// Where the file cannot be read.
#[must_use]
pub fn misdeeds() -> Vec<Misdeed> {
    let text = std::fs::read_to_string(root().join("tests/hostile.yaml")).unwrap_or_default();
    match serde_saphyr::from_str::<File>(&text) {
        Ok(File { limits, mut misdeeds }) => {
            for misdeed in &mut misdeeds {
                for (name, value) in &limits {
                    misdeed.limits.entry(name.clone()).or_insert(*value);
                }
            }
            misdeeds
        }
        #[expect(clippy::panic, reason = "this is how a test fails")]
        Err(error) => panic!("tests/hostile.yaml: {error}"),
    }
}

impl Misdeed {
    /// What should become of it.
    ///
    /// # Panics
    /// Where the file does not say one thing.
    #[must_use]
    pub fn expected(&self) -> Consequence {
        match (&self.row, &self.error, self.behaves) {
            (Some(code), None, false) => Consequence::Row(code.clone()),
            (None, Some(code), false) => Consequence::Error(code.clone()),
            (None, None, true) => Consequence::None,
            #[expect(clippy::panic, reason = "this is how a test fails")]
            _ => panic!("{}: expected one of `row`, `error`, `behaves`", self.name),
        }
    }

    /// Limits of the engine in which it is committed.
    ///
    /// # Panics
    /// Where the file names a limit that there is not.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.limits {
            assert!(limits.set(name, *value), "{}: there is no limit `{name}`", self.name);
        }
        limits
    }

    /// An engine with its limits.
    #[must_use]
    pub fn engine(&self) -> Engine {
        limited(self.limits())
    }

    /// What becomes of it, twice. Asserts that both are the same, byte for byte unless it was time that ended it, and that
    /// the rule beside it is unharmed.
    ///
    /// # Panics
    /// Where an assertion does not hold.
    #[must_use]
    pub fn commit(&self, engine: &Engine) -> (Consequence, String) {
        let policy = json!({
            "policy": "hostile",
            "entries": [
                { "id": "deed", "rule": self.rule, "params": self.params },
                { "id": "next", "rule": "misdeeds.wasm", "params": { "deed": "none" } },
            ],
        });
        let folder = guest("misdeeds").parent().map(std::path::Path::to_owned).unwrap_or_default();
        let policy = match engine.parse_policy(&policy.to_string(), folder) {
            Ok(policy) => policy,
            Err(error) => return (Consequence::Error(error.code().as_str().to_owned()), error.to_string()),
        };
        let (facts, at) = (Facts::from_serialize(&json!({ "release": { "name": "shop" } })), "2026-11-23".parse());
        let (Ok(facts), Ok(at)) = (facts, at) else { return (Consequence::None, String::new()) };
        let at: Timestamp = at;
        let decisions = [policy.decide(&facts, at), policy.decide(&facts, at)];
        assert_eq!(decisions[0], decisions[1], "{}: a decision replays", self.name);
        let [deed, next] = &decisions[0].entries[..] else { return (Consequence::None, String::new()) };
        assert_eq!(next.checks[0].check.code, "behaved", "{}", self.name);
        assert_eq!(next.verdict, Verdict::Allow, "{}", self.name);
        let row = &deed.checks[0].check;
        if deed.verdict == Verdict::Allow {
            assert_eq!(row.code, "behaved", "{}", self.name);
            return (Consequence::None, row.message.to_string());
        }
        assert_eq!(decisions[0].verdict, Verdict::Deny, "{}", self.name);
        (Consequence::Row(row.code.to_string()), row.message.to_string())
    }
}
