//! What a policy may set, its defaults and what it refuses.

use clearance_rule::prelude::*;

/// What a defect may have to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A line that says what is wrong.
    Title,
    /// The component that has it.
    Component,
    /// Who sees that it is fixed.
    Owner,
    /// What keeps it from doing harm.
    Mitigation,
    /// What watches it.
    Monitor,
    /// A date by which it is to be fixed, which is not past.
    Target,
    /// What customers are told.
    CustomerNote,
}

impl Field {
    /// All of them, in the order of their rows.
    pub(crate) const ALL: [Self; 7] =
        [Self::Title, Self::Component, Self::Owner, Self::Mitigation, Self::Monitor, Self::Target, Self::CustomerNote];
}

/// The escalation that defects of a severity need.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalateTo {
    /// The roles or levels, one of which must have been told.
    pub to: Vec<String>,
    /// The hours after it was found within which one must have been told. `null`, the default: at any time before the decision.
    #[serde(default)]
    pub within_hours: Option<u32>,
    /// Whether it must have been acknowledged. True by default.
    #[serde(default = "yes")]
    pub acknowledged: bool,
}

fn yes() -> bool {
    true
}

/// What holds of defects of one severity.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The word for it, in capitals or not.
    pub name: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether such a defect may be carried into production at all. True by default.
    #[serde(default = "yes")]
    pub carried: bool,
    /// How many such defects there may be. `null`, the default: any number.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// What each must have: `title`, `component`, `owner`, `mitigation`, `monitor`, `target`, `customer_note`. By default title,
    /// owner, mitigation, monitor and target.
    #[serde(default = "usual")]
    pub required: Vec<Field>,
    /// The kinds of monitors, one of which must watch it. An empty list, the default: any kind will do.
    #[serde(default)]
    pub monitor_kinds: Vec<String>,
    /// The days after it was found by which it must be planned to be fixed. `null`, the default: at any time to come.
    #[serde(default)]
    pub fix_within_days: Option<u32>,
    /// The escalation that each needs. `null`, the default: none.
    #[serde(default)]
    pub escalation: Option<EscalateTo>,
}

fn usual() -> Vec<Field> {
    vec![Field::Title, Field::Owner, Field::Mitigation, Field::Monitor, Field::Target]
}

/// Holds each known defect to what its severity needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KnownDefects {
    /// The severities, the gravest first. A list given here replaces the default one: `critical`, which may not be carried;
    /// `high`, which `head-of-engineering` must acknowledge and be told of within 24 hours; `medium`, which
    /// `release-manager` or `head-of-engineering` must acknowledge and be told of within 120 hours; `low`, which needs a
    /// title and an owner. A severity that is not listed leaves the defect `unknown`.
    pub severities: Vec<Level>,
    /// Words, in capitals or not, that say that there is nothing: a mitigation that reads `TBD` is none.
    pub placeholders: Vec<String>,
}

impl Default for KnownDefects {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let level = |name: &str, alias: &str| Level {
            name: name.to_owned(),
            aliases: words(&[alias]),
            carried: true,
            at_most: None,
            required: usual(),
            monitor_kinds: Vec::new(),
            fix_within_days: None,
            escalation: None,
        };
        let escalate =
            |to: &[&str], hours| Some(EscalateTo { to: words(to), within_hours: Some(hours), acknowledged: true });
        let high = escalate(&["head-of-engineering"], 24);
        Self {
            severities: vec![
                Level { carried: false, escalation: high.clone(), ..level("critical", "blocker") },
                Level { escalation: high, ..level("high", "major") },
                Level {
                    escalation: escalate(&["release-manager", "head-of-engineering"], 120),
                    ..level("medium", "moderate")
                },
                Level { required: vec![Field::Title, Field::Owner], ..level("low", "minor") },
            ],
            placeholders: words(&["-", "?", "n/a", "none", "tbd", "to be done", "todo", "unassigned", "unknown"]),
        }
    }
}

impl KnownDefects {
    /// The place of the severity that a word names, from the gravest.
    pub(crate) fn level(&self, word: &str) -> Option<usize> {
        let word = word.trim();
        self.severities.iter().position(|level| level.words().any(|known| known.eq_ignore_ascii_case(word)))
    }

    /// Refuses what the types let through.
    pub(crate) fn validate(&self) -> Result<(), Mismatch> {
        if self.severities.is_empty() {
            return refuse("/severities".to_owned(), "no severity is listed: every defect would be unknown".to_owned());
        }
        for (i, level) in self.severities.iter().enumerate() {
            let place = text!["/severities/", i];
            for (j, word) in level.words().enumerate() {
                let place = if j == 0 { text![place, "/name"] } else { text![place, "/aliases/", j - 1] };
                if word.is_empty() || word.trim() != word {
                    return refuse(place, "expected a word without space round it".to_owned());
                }
                let earlier = self.severities[..i].iter().flat_map(Level::words).chain(level.words().take(j));
                if earlier.into_iter().any(|earlier| earlier.eq_ignore_ascii_case(word)) {
                    return refuse(place, text!["`", word, "` is listed twice"]);
                }
            }
            if level.escalation.as_ref().is_some_and(|escalation| escalation.to.is_empty()) {
                return refuse(text![place, "/escalation/to"], "expected a role or a level at least".to_owned());
            }
        }
        Ok(())
    }
}

fn refuse(pointer: String, message: String) -> Result<(), Mismatch> {
    Err(Mismatch { pointer, message })
}

impl Level {
    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}
