//! What a policy may set, and its defaults.

use crate::written::{Date, DayOfYear, TimeOfWeek, Weekday};
use crate::zone::Zone;
use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// Keeps releases out of black-out periods: those that are set here, and those in calendars among the facts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Blackout {
    /// The IANA time zone of periods that name none, and in which free windows are told.
    #[schemars(extend("default" = "UTC"))]
    pub time_zone: String,
    /// The periods in which nothing is released.
    pub periods: Vec<Period>,
    /// The calendars among the facts whose entries block releases, by name, and which releases each concerns. A calendar that is
    /// named here and not there leaves the release `unknown`; others are not looked at.
    pub calendars: BTreeMap<String, Scope>,
    /// The organisation's own holidays: no business days, for every close.
    pub holidays: Vec<Holiday>,
    /// The days of the week on which business is done, for every close.
    #[schemars(extend("default" = ["monday", "tuesday", "wednesday", "thursday", "friday"]))]
    pub business_days: Vec<Weekday>,
    /// The month, from 1 to 12, in which the fiscal year starts. Quarters are counted from it.
    #[schemars(range(min = 1, max = 12), extend("default" = 1))]
    pub fiscal_year_start: u8,
    /// What is judged where a release has no planned window.
    #[schemars(extend("default" = "unknown"))]
    pub without_window: WithoutWindow,
    /// How many minutes a release lasts that is deployed at the time of the decision, for want of a planned window.
    #[schemars(range(min = 1, max = 10_080), extend("default" = 60))]
    pub assumed_minutes: u32,
    /// How many days ahead the next free window is searched for.
    #[schemars(range(min = 1, max = 800), extend("default" = 400))]
    pub search_days: u32,
    #[serde(skip)]
    pub(crate) zone: Zone,
    /// The days of `holidays`.
    #[serde(skip)]
    pub(crate) days_off: Vec<i64>,
}

impl Default for Blackout {
    fn default() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            periods: Vec::new(),
            calendars: BTreeMap::new(),
            holidays: Vec::new(),
            business_days: vec![
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Wednesday,
                Weekday::Thursday,
                Weekday::Friday,
            ],
            fiscal_year_start: 1,
            without_window: WithoutWindow::Unknown,
            assumed_minutes: 60,
            search_days: 400,
            zone: Zone::default(),
            days_off: Vec::new(),
        }
    }
}

/// What is judged where a release has no planned window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WithoutWindow {
    /// Nothing: the release is `unknown`.
    Unknown,
    /// A window that begins at the time of the decision.
    Decision,
}

/// A period in which nothing is released.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// What it is called, in every row about it.
    pub name: String,
    /// When it is.
    pub when: When,
    /// Its IANA time zone, where it is not that of the whole.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Which releases it concerns; all, where nothing is said.
    #[serde(default)]
    pub scope: Scope,
    #[serde(skip)]
    pub(crate) zone: Zone,
}

/// Which releases something concerns.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// The services that it concerns, as `/release/name` names them. Empty: all.
    pub services: Vec<String>,
    /// The environments that it concerns, as `/release/environment` names them. Empty: all.
    pub environments: Vec<String>,
    /// The kinds of release that it does not concern, as `/release/kind` names them: `hotfix`. A release without a kind is concerned.
    pub except_kinds: Vec<String>,
}

/// When a period is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Once, from a time to a time.
    Once(Once),
    /// Once, on whole days.
    Dates(Dates),
    /// Every week.
    Weekly(Weekly),
    /// Every year, on whole days.
    Yearly(Yearly),
    /// Around the end of every month, quarter or fiscal year, on whole days.
    Close(Close),
}

/// A span that comes once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Once {
    /// When it begins: `2026-11-28T18:00`.
    pub start: Date,
    /// When it is over.
    pub end: Date,
}

/// Whole days that come once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The first day: `2026-11-23`.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

/// A span of every week.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// When it begins: `friday 16:00`.
    pub from: TimeOfWeek,
    /// When it is over: `monday 06:00`.
    pub until: TimeOfWeek,
}

/// Whole days of every year. They may go beyond its end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    /// The first day: `12-20`. `02-29` is 1 March in a year that has none.
    pub from: DayOfYear,
    /// The last day: `01-02`. `02-29` is 28 February in a year that has none.
    pub through: DayOfYear,
}

/// A close of the books: from so many business days before the last one of the period through so many after it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// What is closed.
    pub of: Closed,
    /// How many business days before the last one of the period it begins. 0: on the last one.
    #[serde(default)]
    #[schemars(range(max = 30))]
    pub days_before: u8,
    /// How many business days after the last one of the period it ends. 0: on the last one.
    #[serde(default)]
    #[schemars(range(max = 30))]
    pub days_after: u8,
    /// The calendars among the facts whose holidays are no business days. A calendar that is named here and not there, or that has
    /// no holiday in a year that matters, leaves the close `unknown`.
    #[serde(default)]
    pub holidays: Vec<String>,
}

/// What is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Closed {
    /// Every month.
    Month,
    /// Every third month, counted from the start of the fiscal year.
    Quarter,
    /// The month before the fiscal year starts.
    Year,
}

/// A day on which no business is done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Which day.
    pub date: Date,
    /// What it is called.
    #[serde(default)]
    pub title: String,
}
