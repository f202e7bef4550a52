//! What became of the findings of every report, those that no longer count among them: a finding does not go away because its
//! report gets old.

use crate::params::{Gravity, PenetrationTest};
use crate::reports::Report;
use crate::words::{days, digits, quoted, say};
use clearance_rule::prelude::*;
use clearance_rule::sections::TestFinding;
use clearance_rule::time::{DAY, date};

/// What became of findings, as rows.
const RESOLVED: &str = "finding-resolved";
/// Whether fixes were tested again, as rows.
const RETESTED: &str = "fix-retested";

/// The rows about findings, and what is to be tested again, in words.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) checks: Vec<Check>,
    pub(crate) to_retest: Vec<String>,
}

/// Judges the findings of all reports.
pub(crate) fn judge(rule: &PenetrationTest, reports: Option<&[Report<'_, '_>]>, at: Timestamp) -> Judged {
    let mut judged = Judged::default();
    let Some(reports) = reports else {
        let check = Check::unknown(RESOLVED, "release", "`/penetration_tests` is absent");
        let remedy = "supply the fact `/penetration_tests`; an empty list says that there is no report";
        judged.checks.push(check.missing("/penetration_tests").remedy_if_unknown(remedy));
        return judged;
    };
    for report in reports {
        let Some(findings) = &report.facts.findings else {
            let pointer = say![report.pointer, "/findings"];
            let check = Check::unknown(RESOLVED, report.subject(), say!["`", pointer, "` is absent"]);
            let remedy = say!["supply the fact `", pointer, "`; an empty list says that nothing was found"];
            judged.checks.push(check.missing(pointer).remedy_if_unknown(remedy));
            continue;
        };
        for (i, finding) in findings.iter().enumerate() {
            let found = Found::of(rule, report, finding, i, at);
            judged.checks.push(found.resolved());
            if let Some(check) = found.retested() {
                if check.status != Status::Pass || finding.retested_at.is_none() {
                    judged.to_retest.push(say![quoted(&found.subject), found.titled()]);
                }
                judged.checks.push(check);
            }
        }
    }
    if judged.checks.is_empty() {
        let message = if reports.is_empty() { "there is no report" } else { "nothing was found" };
        judged.checks.push(Check::not_applicable(RESOLVED, "release", message));
    }
    judged
}

/// A finding, and how grave it is.
struct Found<'f, 'a> {
    rule: &'f PenetrationTest,
    finding: &'f TestFinding<'a>,
    pointer: String,
    subject: String,
    gravity: Result<Gravity, String>,
    at: Timestamp,
}

impl<'f, 'a> Found<'f, 'a> {
    fn of(
        rule: &'f PenetrationTest,
        report: &Report<'_, '_>,
        finding: &'f TestFinding<'a>,
        place: usize,
        at: Timestamp,
    ) -> Self {
        let pointer = say![report.pointer, "/findings/", digits(place)];
        let subject = say![finding.id.unwrap_or(&pointer), " in ", report.subject()];
        let gravity = gravity(finding, &pointer);
        Self { rule, finding, pointer, subject, gravity, at }
    }

    /// Whether it is so grave that something must become of it. What is not known may be.
    fn is_grave(&self) -> bool {
        self.gravity.as_ref().map_or(true, |gravity| *gravity >= self.rule.blocking_severity)
    }

    /// “, high: SQL injection”
    fn titled(&self) -> String {
        let gravity = self.gravity.as_ref().map_or("of unknown severity", |gravity| gravity.word());
        let title = self.finding.title.map_or_else(String::new, |title| say![": ", quoted(title)]);
        say![", ", gravity, title]
    }

    fn fact<T>(&self, field: &str, value: Option<T>) -> Fact<T> {
        Fact::new(say![self.pointer, "/", field], value)
    }

    fn is_fixed(&self) -> bool {
        self.finding.status == Some("fixed") && self.finding.fixed_at.is_none_or(|fixed| fixed.timestamp <= self.at)
    }

    fn resolved(&self) -> Check {
        let titled = self.titled();
        let required = say![
            "no finding of severity ",
            self.rule.blocking_severity.word(),
            " or graver that is neither fixed nor accepted"
        ];
        let check = match self.finding.status {
            _ if !self.is_grave() => {
                let status = self.finding.status.map_or_else(|| "of no known status".to_owned(), quoted);
                let below = say![", below ", self.rule.blocking_severity.word()];
                Check::pass(RESOLVED, &*self.subject, say![status, titled, below])
            }
            Some("fixed") if self.is_fixed() => self.fixed(&titled),
            Some("fixed" | "open") => self.open(&titled),
            Some("accepted") => self.accepted(&titled),
            status => {
                let message = match status {
                    None => say!["`", self.pointer, "/status` is absent", titled],
                    Some(word) => say!["it is ", quoted(word), ", which is no status", titled],
                };
                let remedy = say!["say `open`, `fixed` or `accepted` in `", self.pointer, "/status`"];
                Check::unknown(RESOLVED, &*self.subject, message).remedy_if_unknown(remedy)
            }
        };
        let check = self.grade(check).required(required).seen(&self.fact("status", self.finding.status));
        match self.finding.score.filter(|score| score.is_finite()) {
            Some(score) => {
                check.seen(&self.fact("severity", self.finding.severity)).observe(say![self.pointer, "/score"], score)
            }
            None => check.seen(&self.fact("severity", self.finding.severity)),
        }
    }

    fn grade(&self, check: Check) -> Check {
        check.severity(self.gravity.as_ref().map_or(Severity::High, |gravity| gravity.severity()))
    }

    fn open(&self, titled: &str) -> Check {
        if let Err(wanted) = &self.gravity {
            let message = say!["it is open", titled];
            return Check::unknown(RESOLVED, &*self.subject, message).remedy_if_unknown(wanted.clone());
        }
        let to_come = self.finding.fixed_at.filter(|_| self.finding.status == Some("fixed"));
        let message = to_come.map_or_else(
            || say!["it is open", titled],
            |fixed| say!["it is to be fixed on ", date(fixed.timestamp), ", which is still to come", titled],
        );
        Check::fail(RESOLVED, &*self.subject, message).remedy(say![
            "fix it, or have ",
            self.acceptors(),
            " accept the risk until a day"
        ])
    }

    fn fixed(&self, titled: &str) -> Check {
        let fixed = self.fact("fixed_at", self.finding.fixed_at);
        match fixed.value {
            Some(at) => Check::pass(RESOLVED, &*self.subject, say!["fixed on ", date(at.timestamp), titled]),
            None => Check::unknown(RESOLVED, &*self.subject, say!["it does not say when it was fixed", titled])
                .remedy_if_unknown(say!["supply the fact `", fixed.pointer, "`"]),
        }
        .seen(&fixed)
    }

    fn accepted(&self, titled: &str) -> Check {
        let by = self.fact("accepted_by", self.finding.accepted_by.filter(|name| !name.trim().is_empty()));
        let until = self.fact("accepted_until", self.finding.accepted_until);
        let acceptors = &self.rule.risk_acceptors;
        let check = match (by.value, until.value) {
            (Some(by), _) if !acceptors.is_empty() && !acceptors.iter().any(|known| known == by) => {
                let message = say![quoted(by), " accepted the risk, who may not", titled];
                let remedy = say!["fix it, or have ", self.acceptors(), " accept the risk"];
                Check::fail(RESOLVED, &*self.subject, message).remedy(remedy)
            }
            (_, Some(until)) if until.timestamp < self.at => {
                let message = say!["the risk was accepted until ", date(until.timestamp), titled];
                let remedy = say!["fix it, or have ", self.acceptors(), " accept the risk for longer"];
                Check::fail(RESOLVED, &*self.subject, message).remedy(remedy)
            }
            (Some(by), Some(until)) => {
                let message = say!["accepted by ", quoted(by), " until ", date(until.timestamp), titled];
                Check::pass(RESOLVED, &*self.subject, message)
            }
            (None, _) => {
                Check::unknown(RESOLVED, &*self.subject, say!["it does not say who accepted the risk", titled])
                    .remedy_if_unknown(say!["supply the fact `", by.pointer, "`"])
            }
            (_, None) => {
                let message = say!["it does not say until when the risk is accepted", titled];
                Check::unknown(RESOLVED, &*self.subject, message).remedy_if_unknown(say![
                    "supply the fact `",
                    until.pointer,
                    "`"
                ])
            }
        };
        check.seen(&by).seen(&until)
    }

    fn acceptors(&self) -> String {
        if self.rule.risk_acceptors.is_empty() {
            return "somebody who answers for it".to_owned();
        }
        let names: Vec<String> = self.rule.risk_acceptors.iter().map(|name| quoted(name)).collect();
        names.join(" or ")
    }

    /// Whether the fix of a grave finding was tested; none where that is not asked for.
    fn retested(&self) -> Option<Check> {
        let most = self.rule.retest_within_days?;
        if !self.is_grave() || !self.is_fixed() {
            return None;
        }
        let (fixed, retested) =
            (self.fact("fixed_at", self.finding.fixed_at), self.fact("retested_at", self.finding.retested_at));
        let (pass, remedy) = (|message| Check::pass(RETESTED, &*self.subject, message), "have the fix tested again");
        let titled = self.titled();
        let check = match (fixed.value, retested.value.filter(|retested| retested.timestamp <= self.at)) {
            (None, _) => {
                let message = say!["it does not say when it was fixed", titled];
                Check::unknown(RETESTED, &*self.subject, message).remedy_if_unknown(say![
                    "supply the fact `",
                    fixed.pointer,
                    "`"
                ])
            }
            (Some(fixed), Some(retested)) if retested >= fixed => {
                pass(say!["tested again on ", date(retested.timestamp), titled])
            }
            (Some(fixed), _) => {
                let due = fixed.timestamp.saturating_add(i64::from(most).saturating_mul(DAY));
                let was = say!["fixed on ", date(fixed.timestamp)];
                if most > 0 && self.at <= due {
                    pass(say![was, ", to be tested again until ", date(due), titled])
                } else {
                    Check::fail(RETESTED, &*self.subject, say![was, ", and not tested since", titled]).remedy(remedy)
                }
            }
        };
        let required = match most {
            0 => "a test of the fix".to_owned(),
            most => say!["a test of the fix within ", days(most.into())],
        };
        Some(self.grade(check).required(required).seen(&fixed).seen(&retested))
    }
}

/// The graver of what the word and the score say; where either cannot be read, what would mend it.
fn gravity(finding: &TestFinding<'_>, pointer: &str) -> Result<Gravity, String> {
    let word = finding.severity.map(|word| {
        Gravity::of_word(word)
            .ok_or_else(|| say!["say `critical`, `high`, `medium`, `low` or `info` in `", pointer, "/severity`"])
    });
    let score = finding.score.map(|score| {
        Gravity::of_score(score).ok_or_else(|| say!["give a score from 0 to 10 in `", pointer, "/score`"])
    });
    match (word, score) {
        (None, None) => Err(say!["supply the fact `", pointer, "/severity`"]),
        (Some(only), None) | (None, Some(only)) => only,
        (Some(word), Some(score)) => Ok(word?.max(score?)),
    }
}
