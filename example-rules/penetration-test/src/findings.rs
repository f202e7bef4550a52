//! What became of the findings of every report, those that no longer count among them: a finding does not go away because its
//! report gets old.

use crate::params::{Gravity, PenetrationTest};
use crate::reports::Report;
use crate::verdict::{Verdict, observe, time};
use crate::words::{days, element, quoted, supply};
use clearance_rule::joined;
use clearance_rule::node::Node;
use clearance_rule::prelude::*;
use clearance_rule::sections::TestFinding;
use clearance_rule::time::{At, DAY, date};

const RESOLVED: &str = "finding-resolved";
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
        judged.absent("release", "/penetration_tests".to_owned(), "there is no report");
        return judged;
    };
    for report in reports {
        let Some(findings) = &report.facts.findings else {
            judged.absent(report.subject(), joined![report.pointer, "/findings"], "nothing was found");
            continue;
        };
        for (i, finding) in findings.iter().enumerate() {
            let found = Found::of(rule, report, finding, i, at);
            judged.checks.push(found.resolved());
            if let Some(check) = found.retested() {
                if check.status != Status::Pass || finding.retested_at.is_none() {
                    judged.to_retest.push(joined![quoted(&found.subject), found.titled]);
                }
                judged.checks.push(check);
            }
        }
    }
    if judged.checks.is_empty() {
        let verdict =
            Verdict::not_applicable(if reports.is_empty() { "there is no report" } else { "nothing was found" });
        judged.checks.push(verdict.row(RESOLVED, "release", Severity::Medium, ""));
    }
    judged
}

impl Judged {
    fn absent(&mut self, subject: &str, pointer: String, empty: &str) {
        let remedy = joined![supply(&pointer), "; an empty list says that ", empty];
        let verdict = Verdict::unknown(joined!["`", pointer, "` is absent"], remedy);
        let check = verdict.row(RESOLVED, subject, Severity::High, "");
        self.checks.push(observe(check, pointer, None));
    }
}

/// A finding, and how grave it is.
struct Found<'f, 'a> {
    rule: &'f PenetrationTest,
    finding: &'f TestFinding<'a>,
    pointer: String,
    subject: String,
    /// Where it cannot be told, what would tell it.
    gravity: Result<Gravity, String>,
    /// “, high: SQL injection”
    titled: String,
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
        let pointer = element(&joined![report.pointer, "/findings"], place);
        let subject = joined![finding.id.unwrap_or(&pointer), " in ", report.subject()];
        let gravity = gravity(finding, &pointer);
        let word = gravity.as_ref().map_or("of unknown severity", |gravity| gravity.word());
        let title = finding.title.map_or_else(String::new, |title| joined![": ", quoted(title)]);
        let titled = joined![", ", word, title];
        Self { rule, finding, pointer, subject, gravity, titled, at }
    }

    /// Whether it is so grave that something must become of it. What is not known may be.
    fn is_grave(&self) -> bool {
        self.gravity.as_ref().map_or(true, |gravity| *gravity >= self.rule.blocking_severity)
    }

    fn is_fixed(&self) -> bool {
        self.finding.status == Some("fixed") && self.finding.fixed_at.is_none_or(|fixed| fixed.timestamp <= self.at)
    }

    /// A message about it.
    fn told(&self, what: &[&str]) -> String {
        joined![what.concat(), self.titled]
    }

    fn supply(&self, field: &str) -> String {
        supply(&joined![self.pointer, "/", field])
    }

    fn row(&self, verdict: Verdict, code: &str, required: &str, read: &[(&str, Option<Node<'_>>)]) -> Check {
        let severity = self.gravity.as_ref().map_or(Severity::High, |gravity| gravity.severity());
        let mut check = verdict.row(code, &self.subject, severity, required);
        for (field, value) in read {
            check = observe(check, joined![self.pointer, "/", *field], value.as_ref());
        }
        check
    }

    fn resolved(&self) -> Check {
        let finding = self.finding;
        let verdict = match finding.status {
            _ if !self.is_grave() => {
                let status = finding.status.map_or_else(|| "of no known status".to_owned(), quoted);
                Verdict::pass(joined![self.told(&[&status]), ", below ", self.rule.blocking_severity.word()])
            }
            Some("fixed") if self.is_fixed() => self.fixed(),
            Some("fixed" | "open") => self.open(),
            Some("accepted") => self.accepted(),
            status => {
                let status = status.map_or_else(
                    || joined!["`", self.pointer, "/status` is absent"],
                    |word| joined!["it is ", quoted(word), ", which is no status"],
                );
                let remedy = joined!["say `open`, `fixed` or `accepted` in `", self.pointer, "/status`"];
                Verdict::unknown(self.told(&[&status]), remedy)
            }
        };
        let required = joined![
            "no finding of severity ",
            self.rule.blocking_severity.word(),
            " or graver that is neither fixed nor accepted"
        ];
        let score = finding.score.filter(|score| score.is_finite()).map(Node::Number);
        let mut read = vec![("status", finding.status.map(Node::Text)), ("severity", finding.severity.map(Node::Text))];
        read.extend(score.map(|score| ("score", Some(score))));
        match finding.status {
            Some("fixed") => read.push(("fixed_at", finding.fixed_at.map(time))),
            Some("accepted") => {
                read.push(("accepted_by", finding.accepted_by.map(Node::Text)));
                read.push(("accepted_until", finding.accepted_until.map(time)));
            }
            _ => {}
        }
        self.row(verdict, RESOLVED, &required, &read)
    }

    fn open(&self) -> Verdict {
        if let Err(wanted) = &self.gravity {
            return Verdict::unknown(self.told(&["it is open"]), wanted.clone());
        }
        let remedy = joined!["fix it, or have ", self.acceptors(), " accept the risk until a day"];
        let to_come = self.finding.fixed_at.filter(|_| self.finding.status == Some("fixed"));
        let message = to_come.map_or_else(
            || self.told(&["it is open"]),
            |fixed| self.told(&["it is to be fixed on ", &date(fixed.timestamp), ", which is still to come"]),
        );
        Verdict::fail(message, remedy)
    }

    fn fixed(&self) -> Verdict {
        let Some(at) = self.finding.fixed_at else {
            return Verdict::unknown(self.told(&["it does not say when it was fixed"]), self.supply("fixed_at"));
        };
        Verdict::pass(self.told(&["fixed on ", &date(at.timestamp)]))
    }

    fn accepted(&self) -> Verdict {
        let by = self.finding.accepted_by.filter(|name| !name.trim().is_empty());
        let until = self.finding.accepted_until.map(|until| (until.timestamp, date(until.timestamp)));
        let known = &self.rule.risk_acceptors;
        match (by, until) {
            (Some(by), _) if !known.is_empty() && !known.iter().any(|known| known == by) => {
                let remedy = joined!["fix it, or have ", self.acceptors(), " accept the risk"];
                Verdict::fail(self.told(&[&quoted(by), " accepted the risk, who may not"]), remedy)
            }
            (_, Some((until, day))) if until < self.at => {
                let remedy = joined!["fix it, or have ", self.acceptors(), " accept the risk for longer"];
                Verdict::fail(self.told(&["the risk was accepted until ", &day]), remedy)
            }
            (Some(by), Some((_, day))) => Verdict::pass(self.told(&["accepted by ", &quoted(by), " until ", &day])),
            (None, _) => {
                Verdict::unknown(self.told(&["it does not say who accepted the risk"]), self.supply("accepted_by"))
            }
            (_, None) => {
                let message = self.told(&["it does not say until when the risk is accepted"]);
                Verdict::unknown(message, self.supply("accepted_until"))
            }
        }
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
        let (fixed, retested) = (self.finding.fixed_at, self.finding.retested_at);
        let required = match most {
            0 => "a test of the fix".to_owned(),
            most => joined!["a test of the fix within ", days(most.into())],
        };
        let read = [("fixed_at", fixed.map(time)), ("retested_at", retested.map(time))];
        Some(self.row(self.judge_retest(most, fixed, retested), RETESTED, &required, &read))
    }

    fn judge_retest(&self, most: u32, fixed: Option<At<'_>>, retested: Option<At<'_>>) -> Verdict {
        let Some(fixed) = fixed else {
            return Verdict::unknown(self.told(&["it does not say when it was fixed"]), self.supply("fixed_at"));
        };
        if let Some(retested) = retested.filter(|at| at.timestamp <= self.at && *at >= fixed) {
            return Verdict::pass(self.told(&["tested again on ", &date(retested.timestamp)]));
        }
        let due = fixed.timestamp.saturating_add(i64::from(most).saturating_mul(DAY));
        let day = date(fixed.timestamp);
        if most > 0 && self.at <= due {
            return Verdict::pass(self.told(&["fixed on ", &day, ", to be tested again until ", &date(due)]));
        }
        Verdict::fail(self.told(&["fixed on ", &day, ", and not tested since"]), "have the fix tested again".to_owned())
    }
}

/// The graver of what the word and the score say; where either cannot be read, what would mend it.
fn gravity(finding: &TestFinding<'_>, pointer: &str) -> Result<Gravity, String> {
    let word = finding.severity.map(|word| {
        Gravity::of_word(word)
            .ok_or_else(|| joined!["say `critical`, `high`, `medium`, `low` or `info` in `", pointer, "/severity`"])
    });
    let score = finding.score.map(|score| {
        Gravity::of_score(score).ok_or_else(|| joined!["give a score from 0 to 10 in `", pointer, "/score`"])
    });
    match (word, score) {
        (None, None) => Err(supply(&joined![pointer, "/severity"])),
        (Some(only), None) | (None, Some(only)) => only,
        (Some(word), Some(score)) => Ok(word?.max(score?)),
    }
}
