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
use crate::verdict::{Verdict, observe};
use crate::words::{count, days, digits, element, few, quoted, supply};
use clearance_rule::joined;
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
        outcome.push(Verdict::not_applicable("nothing is new").row(TESTED, "release", Severity::Medium, ""));
    }
    let scopes = Scopes::of(reports.unwrap_or_default(), facts);
    for piece in pieces {
        let (check, standing) = tested(rule, &piece, reports, &scopes);
        outcome.push(check);
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
        outcome.push(compared(API, "release", std::slice::from_ref(&gap), Verdict::not_applicable("")));
        gaps.push(gap);
        return;
    };
    if apis.is_empty() {
        outcome.push(Verdict::not_applicable("the service offers no API").row(API, "release", Severity::Medium, ""));
    }
    let mut first = Places::default();
    for (i, api) in apis.iter().enumerate() {
        let pointer = joined!["/apis/", digits(i), "/name"];
        let mut difference = diff::compare(rule, api, i);
        match api.name.map(|name| (name, first.get_or_set(name.as_bytes(), i))) {
            None => difference.gaps.push(Gap::absent(pointer)),
            Some((name, other)) if other != i => {
                let message = joined!["`/apis/", digits(other), "` bears the same name"];
                let wanted = joined!["keep one entry for ", quoted(name), " in `/apis`"];
                difference.gaps.push(Gap::new(pointer, message, wanted));
            }
            Some(_) => {}
        }
        outcome.push(compared_api(api, i, &difference));
        pieces.append(&mut difference.pieces);
        gaps.append(&mut difference.gaps);
    }
}

fn compared_api(api: &Api<'_>, place: usize, difference: &diff::Compared<'_, '_>) -> Check {
    let pointer = element("/apis", place);
    let found = found(difference.pieces.len());
    let verdict = match difference.operations {
        (_, None) => Verdict::not_applicable("the release removes the API"),
        (None, Some(after)) => Verdict::pass(joined!["a new API of ", count(after, "operation"), found]),
        (Some(before), Some(after)) => {
            Verdict::pass(joined![count(before, "operation"), " before, ", digits(after), " after", found])
        }
    };
    let mut check = compared(API, api.name.unwrap_or(&pointer), &difference.gaps, verdict);
    for (side, document) in [("/before", &api.before), ("/after", &api.after)] {
        if let Some(version) = document.as_ref().and_then(|document| document.text_at(&["info", "version"])) {
            check = observe(check, joined![pointer, side, "/info/version"], Some(&Node::Text(version)));
        }
    }
    check
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
        let verdict = Verdict::not_applicable("the policy needs no test for integrations");
        outcome.push(verdict.row(INTEGRATIONS, "release", Severity::Medium, ""));
        return;
    }
    let mut difference = integrations::compare(facts.integrations.as_ref());
    let (before, after) = difference.number;
    let number = joined![count(before, "integration"), " before, ", digits(after), " after"];
    let verdict = Verdict::pass(joined![number, found(difference.pieces.len())]);
    outcome.push(compared(INTEGRATIONS, "release", &difference.gaps, verdict));
    pieces.append(&mut difference.pieces);
    gaps.append(&mut difference.gaps);
}

fn found(pieces: usize) -> String {
    if pieces == 0 { ": nothing is new".to_owned() } else { joined![": ", count(pieces, "piece"), " of new surface"] }
}

/// The row of a comparison: what came of it, unless something could not be read. That may be anything.
fn compared(code: &str, subject: &str, gaps: &[Gap], verdict: Verdict) -> Check {
    if gaps.is_empty() {
        return verdict.row(code, subject, Severity::Medium, "");
    }
    let messages: Vec<String> = gaps.iter().map(|gap| gap.message.clone()).collect();
    let mut wanted: Vec<String> = Vec::new();
    for gap in gaps {
        if wanted.len() < 4 && !wanted.contains(&gap.wanted) {
            wanted.push(gap.wanted.clone());
        }
    }
    let verdict = Verdict::unknown(few(&messages, "; "), few(&wanted, "; "));
    let mut check = verdict.row(code, subject, Severity::High, "everything that is offered before and after");
    for gap in gaps.iter().filter(|gap| gap.is_absent).take(16) {
        check = observe(check, gap.pointer.clone(), None);
    }
    check
}

fn tested<'n, 'a>(
    rule: &PenetrationTest,
    piece: &Piece<'n, 'a>,
    reports: Option<&[Report<'n, 'a>]>,
    scopes: &Scopes<'_, 'a>,
) -> (Check, Standing) {
    let told = |why: &str| joined![piece.what, "; ", why];
    let mut required = "a penetration test that counts and has it in its scope";
    let (verdict, standing, report) = match (piece.spared(rule), reports) {
        (Some(why), _) => {
            required = "";
            (Verdict::not_applicable(&told(&why)), Standing::Spared(why), None)
        }
        (None, None) => {
            let why = "`/penetration_tests` is absent".to_owned();
            (Verdict::unknown(told(&why), supply("/penetration_tests")), Standing::Untested(why), None)
        }
        (None, Some(reports)) => match scopes.tested(piece) {
            Tested::Yes(report) => {
                let by = joined!["tested in ", reports[report].in_words()];
                (Verdict::pass(told(&by)), Standing::Tested(by), Some(report))
            }
            Tested::Unclear(report, why, wanted) => {
                (Verdict::unknown(told(&why), wanted), Standing::Untested(why), Some(report))
            }
            Tested::No(report, why) => {
                let by = if rule.third_party { " by another organisation" } else { "" };
                let remedy =
                    joined!["have it tested", by, " as it is released, and name it in the scope of the report"];
                (Verdict::fail(told(&why), remedy), Standing::Untested(why), report)
            }
        },
    };
    let mut check = verdict.row(TESTED, &piece.subject, piece.severity, required);
    if let Some(report) = report.and_then(|report| reports?.get(report)) {
        check = report.observed(check);
    } else if reports.is_none() && !required.is_empty() {
        check = observe(check, "/penetration_tests".to_owned(), None);
    }
    for (pointer, node) in &piece.seen {
        check = observe(check, pointer.clone(), *node);
    }
    if let Some((i, external)) = piece.integration {
        let pointer = joined!["/integrations/after/", digits(i), "/external"];
        check = observe(check, pointer, external.map(Node::Bool).as_ref());
    }
    (check, standing)
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
        let verdict = Verdict::not_applicable("nothing new needs a test, and the policy asks for none besides");
        return verdict.row(CURRENT, "release", Severity::Medium, "");
    }
    let by = if rule.third_party { " by another organisation" } else { "" };
    let (required, remedy) = match rule.max_age_days.map(i64::from) {
        Some(most) => {
            let since = date(at.saturating_sub(most.saturating_mul(DAY)));
            let remedy = joined!["have a penetration test made", by, " that ends after ", since];
            (joined!["a test", by, " in the last ", days(most)], remedy)
        }
        None => (joined!["a valid test", by], joined!["have a penetration test made", by]),
    };
    // Of those that count alike, the latest.
    let best = reports.into_iter().flatten().min_by_key(|report| {
        let end = report.performed().1.map_or(i64::MIN, |end| end.timestamp);
        (report.counts.rank(), std::cmp::Reverse(end))
    });
    let why = best.map_or_else(|| "there is no report".to_owned(), |best| joined![best.name, " ", best.counts.why()]);
    let verdict = match best.map(|best| (best, &best.counts)) {
        _ if reports.is_none() => Verdict::unknown(
            "`/penetration_tests` is absent".to_owned(),
            joined![supply("/penetration_tests"), "; an empty list says that there is no report"],
        ),
        Some((best, Holds::Yes)) => Verdict::pass(best.in_words()),
        Some((_, Holds::Unclear(_, wanted))) => Verdict::unknown(why, wanted.clone()),
        _ if is_needed => Verdict::fail(why, remedy),
        _ => Verdict::unknown(joined!["whether a test is needed cannot be told, and ", why], remedy),
    };
    let check = verdict.row(CURRENT, "release", Severity::Medium, &required);
    match best {
        Some(best) => best.observed(check),
        None if reports.is_none() => observe(check, "/penetration_tests".to_owned(), None),
        None => check,
    }
}
