//! Gathering what an evaluation found.

use crate::{Artifact, Check, Contribution, Outcome, Score};
use serde::Serialize;

impl Outcome {
    /// An outcome with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self { checks: Vec::new(), score: None, artifacts: Vec::new(), derived: None }
    }

    /// Adds a row.
    #[inline(never)]
    pub fn push(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Adds rows.
    pub fn extend(&mut self, checks: impl IntoIterator<Item = Check>) {
        self.checks.extend(checks);
    }

    /// Sets the score.
    #[must_use]
    pub fn with_score(mut self, score: Score) -> Self {
        self.score = Some(score);
        self
    }

    /// Adds a document that the rule wrote.
    #[must_use]
    pub fn with_artifact(mut self, name: &str, media_type: &str, content: impl Into<Vec<u8>>) -> Self {
        self.artifacts.push(Artifact {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            content: content.into(),
        });
        self
    }

    /// Sets the facts that later rules may need.
    ///
    /// # Panics
    /// Where `derived` cannot be serialised, which is a mistake in its `Serialize` implementation.
    #[must_use]
    pub fn with_derived(mut self, derived: &impl Serialize) -> Self {
        #[expect(clippy::expect_used, reason = "documented; becomes a `failed` row")]
        let document = rmp_serde::to_vec_named(derived).expect("derived facts serialise");
        self.derived = Some(document);
        self
    }
}

impl Default for Outcome {
    fn default() -> Self {
        Self::new()
    }
}

impl Score {
    /// A score of nothing yet, out of `out_of` points.
    #[must_use]
    pub fn out_of(out_of: f64) -> Self {
        Self { points: 0.0, out_of, contributions: Vec::new() }
    }

    /// Adds a term. The sum stays between 0 and the maximum.
    pub fn add(&mut self, factor: impl Into<String>, points: f64, reason: impl Into<String>) {
        self.contributions.push(Contribution { factor: factor.into(), points, reason: reason.into() });
        // Between its bounds the score is the sum so far. Adding up all terms for each would take the square of their
        // number.
        let between = 0.0 < self.points && self.points < self.out_of;
        let sum = if between { self.points + points } else { self.contributions.iter().map(|term| term.points).sum() };
        self.points = sum.clamp(0.0, self.out_of);
    }
}
