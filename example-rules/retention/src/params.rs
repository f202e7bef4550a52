//! What a policy may set, its defaults and what it refuses.

use crate::calendar;
use clearance_rule::prelude::*;
use clearance_rule::table::Table;
use clearance_rule::time::At;

/// Keeps stored records as long as their class has to be kept, and while a legal hold is in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// The classes of records, each with how long it is kept and why. A map given here replaces the default one, in which
    /// `deployment-log` and `configuration-snapshot` are kept for seven years. A class that a record names and the map does not
    /// leaves its records `unknown`.
    pub classes: Table<Class>,
    /// How many days before a record is deleted it may have been looked whether a legal hold forbids it. By default 30.
    #[schemars(range(min = 1))]
    pub hold_check_days: u32,
}

/// How the records of a class are kept.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// For how many calendar years. A record of the 29th of February is kept until the 1st of March where the last year has no
    /// such day.
    #[serde(default)]
    #[schemars(range(max = 200))]
    pub years: u32,
    /// For how many days, in addition to the years.
    #[serde(default)]
    #[schemars(range(max = 100_000))]
    pub days: u32,
    /// Which law, standard or decision says so.
    pub source: String,
    /// When the period begins: `created`, the default, or `stated`, at what the record says in `period_from` and never before it
    /// was made.
    #[serde(default)]
    pub begins: Begins,
    /// Whether their storage must let nobody change them. By default it must.
    #[serde(default = "yes")]
    pub immutable: bool,
    /// Whether they must have a SHA-256 digest, by which it can be told whether they are what they were. By default they must.
    #[serde(default = "yes")]
    pub digest: bool,
    /// Whether there must be any record of the class at all. By default there must.
    #[serde(default = "yes")]
    pub required: bool,
    /// What each must have a record: `deployment`, each in `/history/deployments`; `release`, those and the release that is
    /// decided on. Absent: nothing.
    #[serde(default)]
    pub every: Option<Every>,
    /// The longest stretch, in days, that no record `covers`. It takes a `since`. What tells of one moment begins and ends with it.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub max_gap_days: Option<u32>,
    /// Since when there are such records, as a time or a date: from then on stretches are looked for, as far back as the period
    /// goes.
    #[serde(default)]
    pub since: Option<String>,
    #[serde(skip)]
    pub(crate) since_at: Timestamp,
}

/// When the period of a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Begins {
    /// When it was made.
    #[default]
    Created,
    /// At what it says in `period_from`, and never before it was made.
    Stated,
}

/// What each must have a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Each deployment in the history.
    Deployment,
    /// Each deployment in the history, and the release that is decided on.
    Release,
}

/// Why seven years. The Act itself says five, and both bind auditors: companies keep as long what audits rely on.
const SEVEN_YEARS: &str = "SEC Rule 2-06 of Regulation S-X, 17 CFR 210.2-06, made under section 802 of the Sarbanes-Oxley Act, 18 \
                           U.S.C. 1520: accountants keep the records that are relevant to an audit or review for seven years after \
                           they conclude it; what they rely on is kept as long";

impl Default for Retention {
    fn default() -> Self {
        let seven_years = Class {
            years: 7,
            days: 0,
            source: SEVEN_YEARS.to_owned(),
            begins: Begins::Created,
            immutable: true,
            digest: true,
            required: true,
            every: Some(Every::Deployment),
            max_gap_days: None,
            since: None,
            since_at: 0,
        };
        let mut classes = Table::default();
        for class in ["configuration-snapshot", "deployment-log"] {
            classes.insert(class.to_owned(), seven_years.clone());
        }
        Self { classes, hold_check_days: 30 }
    }
}

impl Class {
    /// When a period that begins then is over.
    pub(crate) fn over(&self, from: Timestamp) -> Timestamp {
        calendar::later(from, self.years, self.days)
    }

    /// The period, worded.
    pub(crate) fn period(&self) -> String {
        match (self.years, self.days) {
            (0, days) => text::count(days, "day"),
            (years, 0) => text::count(years, "year"),
            (years, days) => text![text::count(years, "year"), " and ", text::count(days, "day")],
        }
    }
}

impl Retention {
    /// Refuses what the types let through, and reads times.
    pub(crate) fn validate(&mut self) -> Result<(), Mismatch> {
        if self.classes.entries().is_empty() {
            return Err(Mismatch::at(&["classes"], "no class is kept: the rule would check nothing"));
        }
        if self.hold_check_days == 0 {
            return Err(Mismatch::at(&["hold_check_days"], "expected a whole number from 1 up, found 0"));
        }
        for (name, class) in self.classes.entries_mut() {
            let refused = |field: &str, message: &str| Err(Mismatch::at(&["classes", name, field], message));
            if class.years == 0 && class.days == 0 {
                return refused("years", "is to say how long the class is kept, or `days` is");
            }
            if class.years > 200 {
                return refused("years", "expected a whole number from 0 to 200");
            }
            if class.days > 100_000 {
                return refused("days", "expected a whole number from 0 to 100,000");
            }
            if class.source.trim().is_empty() {
                return refused("source", "is to say which law, standard or decision asks for the period");
            }
            match (class.max_gap_days, &class.since) {
                (Some(0), _) => return refused("max_gap_days", "expected a whole number from 1 up, found 0"),
                (Some(_), None) => {
                    return refused("max_gap_days", "takes a `since`: from when on are stretches looked for?");
                }
                (None, Some(_)) => return refused("since", "takes a `max_gap_days`"),
                (Some(_), Some(since)) => match At::try_from(since.as_str()) {
                    Ok(since) => class.since_at = since.timestamp,
                    Err(message) => return refused("since", &message),
                },
                (None, None) => {}
            }
        }
        Ok(())
    }
}

fn yes() -> bool {
    true
}
