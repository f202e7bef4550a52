//! A rule that answers as its params say, so that tests of policies need no rule of their own.

use clearance_rule::prelude::*;
use clearance_rule::serde_json::Value;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scripted {
    /// The checks it returns.
    #[serde(default)]
    checks: Vec<Line>,
    /// The points it scores, out of 100.
    points: Option<f64>,
    /// The facts it derives.
    derive: Option<Value>,
}

/// A check it returns.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What is checked.
    subject: String,
    /// What is found.
    status: Found,
}

/// What is found.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// It passes.
    Pass,
    /// It fails.
    Fail,
    /// It does not concern the subject.
    NotApplicable,
    /// It cannot be answered.
    Unknown,
}

/// The facts it reads, none of which it needs.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts {
    /// The release.
    pub release: Option<Value>,
    /// What an entry named `risk` derives.
    pub risk: Option<Value>,
}

impl Rule for Scripted {
    type Facts<'a> = Facts;

    const ABOUT: About = About {
        id: "scripted",
        version: env!("CARGO_PKG_VERSION"),
        title: "Scripted",
        summary: "Answers as its params say.",
        checks: &[("scripted", "The script says so."), ("saw", "What it saw is shown.")],
        practices: &[],
        controls: &[],
    };

    fn evaluate(&self, facts: &Facts, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        for Line { subject, status } in &self.checks {
            let subject = subject.as_str();
            outcome.push(match status {
                Found::Pass => Check::pass("scripted", subject, "as told"),
                Found::Fail => Check::fail("scripted", subject, "as told").remedy("change the script"),
                Found::Unknown => Check::unknown("scripted", subject, "as told"),
                Found::NotApplicable => Check::not_applicable("scripted", subject, "as told"),
            });
        }
        let saw = Check::pass("saw", "facts", format!("at {at}")).seen(&fact!(facts.release)).seen(&fact!(facts.risk));
        outcome.push(saw);
        if let Some(points) = self.points {
            let mut score = Score::out_of(100.0);
            score.add("script", points, "as told");
            outcome = outcome.with_score(score);
        }
        match &self.derive {
            Some(derived) => outcome.with_derived(derived),
            None => outcome,
        }
    }
}

clearance_rule::export!(Scripted);
