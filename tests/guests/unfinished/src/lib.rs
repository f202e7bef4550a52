//! A rule that lacks what its users would miss, and takes facts that its schema refuses: what `clearance rule lint` is to find.

use clearance_rule::prelude::*;
use clearance_rule::serde_json::Value;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unfinished {
    #[schemars(length(min = 3))]
    word: Option<String>,
}

/// The facts it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts {
    /// A release, of which it takes more than its schema says.
    #[schemars(with = "Release")]
    pub release: Value,
}

/// What the schema says of a release.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "it is there for its schema")]
pub struct Release {
    name: String,
}

impl Rule for Unfinished {
    type Facts<'a> = Facts;

    const ABOUT: About = About {
        id: "unfinished",
        version: env!("CARGO_PKG_VERSION"),
        title: "",
        summary: " ",
        checks: &[("named", ""), ("passes", "It passes."), ("unreached", "Nothing reaches it.")],
        practices: &[],
        controls: &[],
    };

    fn evaluate(&self, facts: &Facts, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let word = self.word.as_deref().unwrap_or("a name");
        if facts.release["name"].is_null() {
            outcome.push(Check::fail("named", "release", format!("has not {word}")));
        }
        outcome.push(Check::pass("passes", "release", "passes"));
        outcome
    }
}

clearance_rule::export!(Unfinished);
