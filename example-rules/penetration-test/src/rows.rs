//! From what is new and what was tested to the rows.

use crate::diff;
use crate::document::Gap;
use crate::facts::Facts;
use crate::integrations;
use crate::params::{Kind, PenetrationTest};
use crate::piece::Piece;
use crate::reports::{Holds, Report};
use crate::scope::{Scopes, Tested};
use crate::table::Places;
use crate::words::{count, days, digits, few, quoted, say};
use clearance_rule::node::Node;
use clearance_rule::prelude::*;
use clearance_rule::sections::Api;
use clearance_rule::time::{DAY, date};

const API: &str = "api-compared";
const INTEGRATIONS: &str = "integrations-compared";
const TESTED: &str = "surface-tested";
const CURRENT: &str = "test-current";

/// How a piece of new surface stands, and what says so.
#[derive(Debug)]
pub(crate) enum Standing {
    Tested(String),
    Untested(String),
    Spared(String),
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Judged<'n, 'a> {
    pub(crate) pieces: Vec<(Piece<'n, 'a>, Standing)>,
    pub(crate) gaps: Vec<Gap>,
}

impl Judged<'_, '_> {
    /// The pieces that need a test.
    pub(crate) fn needed(&self) -> usize {
        self.pieces.iter().filter(|(_, standing)| !matches!(standing, Standing::Spared(_))).count()
    }

    /// The pieces that need a test and are not known to have had one.
    pub(crate) fn untested(&self) -> usize {
        self.pieces.iter().filter(|(_, standing)| matches!(standing, Standing::Untested(_))).count()
    }
}

/// Adds the rows about new surface and about the reports.
pub(crate) fn judge<'n, 'a>(
    rule: &PenetrationTest,
    facts: &'n Facts<'a>,
    reports: Option<&[Report<'n, 'a>]>,
    at: Timestamp,
    outcome: &mut Outcome,
) -> Judged<'n, 'a> {
    let mut judged = Judged::default();
    let mut pieces = Vec::new();
    apis(rule, facts, outcome, &mut pieces, &mut judged.gaps);
    integrations(rule, facts, outcome, &mut pieces, &mut judged.gaps);
    if pieces.is_empty() && judged.gaps.is_empty() {
        outcome.push(Check::not_applicable(TESTED, "release", "nothing is new"));
    }
    let scopes = Scopes::of(reports.unwrap_or_default(), facts);
    for piece in pieces {
        let (check, standing) = tested(rule, &piece, reports, &scopes);
        let check = piece.seen.iter().fold(check.severity(piece.severity), |check, (pointer, node)| match node {
            Some(node) => check.observe(pointer.clone(), node),
            None => check.missing(pointer.clone()),
        });
        outcome.push(match piece.integration {
            Some((i, external)) => {
                check.seen(&Fact::new(say!["/integrations/after/", digits(i), "/external"], external))
            }
            None => check,
        });
        judged.pieces.push((piece, standing));
    }
    outcome.push(current(rule, &judged, reports, at));
    judged
}

fn apis<'n, 'a>(
    rule: &PenetrationTest,
    facts: &'n Facts<'a>,
    outcome: &mut Outcome,
    pieces: &mut Vec<Piece<'n, 'a>>,
    gaps: &mut Vec<Gap>,
) {
    let Some(apis) = &facts.apis else {
        let gap = Gap::absent("/apis");
        outcome.push(unread(API, "release", std::slice::from_ref(&gap)));
        gaps.push(gap);
        return;
    };
    if apis.is_empty() {
        outcome.push(Check::not_applicable(API, "release", "the service offers no API"));
    }
    let mut first = Places::default();
    for (i, api) in apis.iter().enumerate() {
        let pointer = say!["/apis/", digits(i), "/name"];
        let mut compared = diff::compare(rule, api, i);
        match api.name {
            None => compared.gaps.push(Gap::absent(&*pointer)),
            Some(name) => {
                let other = first.get_or_set(name.as_bytes(), i);
                if other != i {
                    let message = say!["`/apis/", digits(other), "` bears the same name"];
                    let wanted = say!["keep one entry for ", quoted(name), " in `/apis`"];
                    compared.gaps.push(Gap::new(&*pointer, message, wanted));
                }
            }
        }
        outcome.push(compared_api(api, i, &compared));
        pieces.append(&mut compared.pieces);
        gaps.append(&mut compared.gaps);
    }
}

fn compared_api(api: &Api<'_>, place: usize, compared: &diff::Compared<'_, '_>) -> Check {
    let subject = api.name.map_or_else(|| say!["/apis/", digits(place)], str::to_owned);
    let found = match compared.pieces.len() {
        0 => "nothing is new".to_owned(),
        number => say![count(number, "piece"), " of new surface"],
    };
    let check = match compared.operations {
        _ if !compared.gaps.is_empty() => unread(API, &subject, &compared.gaps),
        (_, None) => Check::not_applicable(API, subject, "the release removes the API"),
        (None, Some(after)) => Check::pass(API, subject, say!["a new API of ", count(after, "operation"), ": ", found]),
        (Some(before), Some(after)) => {
            Check::pass(API, subject, say![count(before, "operation"), " before, ", digits(after), " after: ", found])
        }
    };
    [("before", &api.before), ("after", &api.after)].into_iter().fold(check, |check, (side, document)| {
        match document.as_ref().and_then(|document| document.at(&["info", "version"])) {
            Some(version @ Node::Text(_)) => {
                check.observe(say!["/apis/", digits(place), "/", side, "/info/version"], version)
            }
            _ => check,
        }
    })
}

fn integrations<'n, 'a>(
    rule: &PenetrationTest,
    facts: &'n Facts<'a>,
    outcome: &mut Outcome,
    pieces: &mut Vec<Piece<'n, 'a>>,
    gaps: &mut Vec<Gap>,
) {
    let kinds = [Kind::NewExternalIntegration, Kind::NewInternalIntegration, Kind::WidenedIntegration];
    if !kinds.iter().any(|kind| rule.test_needed_for.contains(kind)) {
        let message = "the policy needs no test for integrations";
        outcome.push(Check::not_applicable(INTEGRATIONS, "release", message));
        return;
    }
    let mut compared = integrations::compare(facts.integrations.as_ref());
    outcome.push(if compared.gaps.is_empty() {
        let (before, after) = compared.number;
        let found = match compared.pieces.len() {
            0 => "nothing is new".to_owned(),
            number => say![count(number, "piece"), " of new surface"],
        };
        Check::pass(
            INTEGRATIONS,
            "release",
            say![count(before, "integration"), " before, ", digits(after), " after: ", found],
        )
    } else {
        unread(INTEGRATIONS, "release", &compared.gaps)
    });
    pieces.append(&mut compared.pieces);
    gaps.append(&mut compared.gaps);
}

/// What could not be read may be anything.
fn unread(code: &str, subject: &str, gaps: &[Gap]) -> Check {
    let messages: Vec<String> = gaps.iter().map(|gap| gap.message.clone()).collect();
    let mut wanted: Vec<String> = Vec::new();
    for gap in gaps {
        if wanted.len() < 4 && !wanted.contains(&gap.wanted) {
            wanted.push(gap.wanted.clone());
        }
    }
    let check = Check::unknown(code, subject, few(&messages, "; ")).severity(Severity::High);
    let check = check.remedy_if_unknown(few(&wanted, "; ")).required("everything that is offered before and after");
    let absent = gaps.iter().filter(|gap| gap.is_absent).take(16);
    absent.fold(check, |check, gap| check.missing(gap.pointer.clone()))
}

fn tested<'n, 'a>(
    rule: &PenetrationTest,
    piece: &Piece<'n, 'a>,
    reports: Option<&[Report<'n, 'a>]>,
    scopes: &Scopes<'_, 'a>,
) -> (Check, Standing) {
    let (what, subject) = (&piece.what, &*piece.subject);
    if let Some(why) = piece.spared(rule) {
        return (Check::not_applicable(TESTED, subject, say![what, "; ", why]), Standing::Spared(why));
    }
    let required = "a penetration test that counts and has it in its scope";
    let Some(reports) = reports else {
        let why = "`/penetration_tests` is absent".to_owned();
        let check = Check::unknown(TESTED, subject, say![what, "; ", why])
            .required(required)
            .missing("/penetration_tests")
            .remedy_if_unknown("supply the fact `/penetration_tests`");
        return (check, Standing::Untested(why));
    };
    let (check, standing, report) = match scopes.tested(piece) {
        Tested::Yes(report) => {
            let by = say!["tested in ", reports[report].in_words()];
            (Check::pass(TESTED, subject, say![what, "; ", by]), Standing::Tested(by), Some(report))
        }
        Tested::Unclear(report, why, wanted) => {
            let check = Check::unknown(TESTED, subject, say![what, "; ", why]).remedy_if_unknown(wanted);
            (check, Standing::Untested(why), Some(report))
        }
        Tested::No(report, why) => {
            let by = if rule.third_party { " by another organisation" } else { "" };
            let remedy = say!["have it tested", by, " as it is released, and name it in the scope of the report"];
            (Check::fail(TESTED, subject, say![what, "; ", why]).remedy(remedy), Standing::Untested(why), report)
        }
    };
    let check = check.required(required);
    (report.into_iter().fold(check, |check, report| check.seen(&reports[report].end())), standing)
}

/// Whether there is a report that counts, where there must be one.
fn current(
    rule: &PenetrationTest,
    judged: &Judged<'_, '_>,
    reports: Option<&[Report<'_, '_>]>,
    at: Timestamp,
) -> Check {
    let is_needed = rule.periodic || judged.needed() > 0;
    if !is_needed && judged.gaps.is_empty() {
        return Check::not_applicable(
            CURRENT,
            "release",
            "nothing new needs a test, and the policy asks for none besides",
        );
    }
    let required = match (rule.max_age_days, rule.third_party) {
        (Some(most), true) => say!["a test by another organisation in the last ", days(most.into())],
        (Some(most), false) => say!["a test in the last ", days(most.into())],
        (None, true) => "a valid test by another organisation".to_owned(),
        (None, false) => "a valid test".to_owned(),
    };
    let Some(reports) = reports else {
        return Check::unknown(CURRENT, "release", "`/penetration_tests` is absent")
            .required(required)
            .missing("/penetration_tests")
            .remedy_if_unknown("supply the fact `/penetration_tests`; an empty list says that there is no report");
    };
    // Of those that count alike, the latest.
    let best = reports.iter().min_by_key(|report| {
        let end = report.performed().1.map_or(i64::MIN, |end| end.timestamp);
        (report.counts.rank(), std::cmp::Reverse(end))
    });
    let remedy = match rule.max_age_days {
        Some(days) => {
            let since = at.saturating_sub(i64::from(days).saturating_mul(DAY));
            say!["have a penetration test made that ends after ", date(since)]
        }
        None => "have a penetration test made".to_owned(),
    };
    let why = best.map_or_else(|| "there is no report".to_owned(), |best| say![best.name, " ", best.counts.why()]);
    let check = match best.map(|best| (best, &best.counts)) {
        Some((best, Holds::Yes)) => Check::pass(CURRENT, "release", best.in_words()),
        Some((_, Holds::Unclear(_, wanted))) => {
            Check::unknown(CURRENT, "release", why).remedy_if_unknown(wanted.clone())
        }
        _ if is_needed => Check::fail(CURRENT, "release", why).remedy(remedy),
        _ => {
            let message = say!["whether a test is needed cannot be told, and ", why];
            Check::unknown(CURRENT, "release", message).remedy_if_unknown(remedy)
        }
    };
    best.into_iter().fold(check.required(required), |check, best| check.seen(&best.end()))
}
