//! The controls that the rule knows from the start, as data: one table a framework, with its official identifiers. Titles are the
//! catalogue's own words, not those of the standard. A policy adds to it, and replaces what it would rather have otherwise, with
//! the parameter `controls`; what it says of a kind of evidence, with `kinds`.

mod hipaa;
mod iso27001;
mod nist_800_53;
mod soc2;
mod sox;

/// A control that the rule knows.
#[derive(Debug)]
pub struct Builtin {
    /// Its framework and its identifier there, with a colon between.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What proves it: of each list one kind.
    pub evidence: &'static [&'static [&'static str]],
}

/// What is asked of evidence of a kind where the policy says nothing of it.
#[derive(Debug)]
pub struct BuiltinKind {
    /// The kind.
    pub kind: &'static str,
    /// How many days after it was made it still proves something.
    pub max_age_days: u32,
    /// Whether it proves something about one release, and so has to name the one that is decided on.
    pub of_release: bool,
}

/// Every control, by framework.
pub fn controls() -> impl Iterator<Item = &'static Builtin> {
    [hipaa::CONTROLS, iso27001::CONTROLS, nist_800_53::CONTROLS, soc2::CONTROLS, sox::CONTROLS].into_iter().flatten()
}

/// How old evidence may be where neither this table nor the policy names its kind.
pub const MAX_AGE_DAYS: u32 = 90;

/// The kinds that are not asked for as all others are. No framework sets these ages; each is how often such evidence is commonly
/// made anew, and some days.
pub const KINDS: &[BuiltinKind] = &[
    BuiltinKind { kind: "access-review", max_age_days: 100, of_release: false },
    BuiltinKind { kind: "approval-record", max_age_days: 30, of_release: true },
    BuiltinKind { kind: "backup-record", max_age_days: 7, of_release: false },
    BuiltinKind { kind: "change-ticket", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "code-review", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "configuration-scan", max_age_days: 31, of_release: false },
    BuiltinKind { kind: "configuration-snapshot", max_age_days: 31, of_release: false },
    BuiltinKind { kind: "control-assessment", max_age_days: 90, of_release: false },
    BuiltinKind { kind: "impact-analysis", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "log-review", max_age_days: 31, of_release: false },
    BuiltinKind { kind: "monitoring-report", max_age_days: 31, of_release: false },
    BuiltinKind { kind: "penetration-test-report", max_age_days: 365, of_release: false },
    BuiltinKind { kind: "provenance", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "restore-test", max_age_days: 365, of_release: false },
    BuiltinKind { kind: "risk-assessment", max_age_days: 365, of_release: false },
    BuiltinKind { kind: "rollback-plan", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "sbom", max_age_days: 90, of_release: true },
    BuiltinKind { kind: "supplier-assessment", max_age_days: 365, of_release: false },
    BuiltinKind { kind: "test-report", max_age_days: 30, of_release: true },
    BuiltinKind { kind: "vulnerability-report", max_age_days: 31, of_release: false },
];
