//! The row of a finding in a component.

use crate::Vulnerabilities;
use crate::bom::Bom;
use crate::findings::{Finding, Named};
use crate::graph::Graph;
use crate::honour::{Heard, hear};
use crate::level::Level;
use crate::statement::Statement;
use crate::summary::Uses;
use crate::tally::Tally;
use crate::verdict::{Judged, MOST_FIXES};
use clearance_rule::prelude::*;
use clearance_rule::time::date;

/// The code of the row of a finding.
pub(crate) const VULNERABILITY: &str = "vulnerability";
/// The code of the row of one that is known to be exploited, or may be where that decides.
pub(crate) const KNOWN_EXPLOITED: &str = "known-exploited";

/// All that a row is made from but the finding.
pub(crate) struct Context<'r, 'f> {
    pub(crate) rule: &'r Vulnerabilities,
    pub(crate) bom: &'r Bom<'f>,
    pub(crate) graph: &'r Graph<'f>,
    pub(crate) statements: &'r [Statement<'f>],
    pub(crate) at: Timestamp,
}

impl<'f> Context<'_, 'f> {
    /// The rows of a finding, one for each component that it is in. `about` are the places of the statements about it.
    pub(crate) fn rows(
        &self,
        finding: &Finding<'f>,
        about: &[usize],
        tally: &mut Tally,
        uses: &mut Uses,
        outcome: &mut Outcome,
    ) {
        let judged = self.rule.judge(finding, self.at);
        for named in &finding.components {
            let heard = hear(&self.rule.vex, self.statements, about, self.bom, named.component, self.at);
            tally.count(&judged, &heard);
            uses.count(&heard);
            outcome.push(self.row(finding, &judged, named, &heard));
        }
        for named in &finding.unaffected {
            let subject = self.subject(finding, named.component);
            let message = text!["`", named.pointer, "/versions` lists this version as unaffected"];
            outcome.push(Check::pass(VULNERABILITY, subject, message));
        }
    }

    fn subject(&self, finding: &Finding<'f>, component: usize) -> String {
        text![finding.id, " in ", self.bom.components[component].subject()]
    }

    fn row(&self, finding: &Finding<'f>, judged: &Judged<'f>, named: &Named<'f>, heard: &Heard) -> Check {
        let component = named.component;
        let status = if heard.excuse.is_some() { Status::Pass } else { judged.status };
        let asks_whether_exploited = status == Status::Unknown && judged.exploited.is_none();
        let code =
            if judged.exploited == Some(true) || asks_whether_exploited { KNOWN_EXPLOITED } else { VULNERABILITY };
        let subject = self.subject(finding, component);
        let message = self.message(judged, component, heard);
        let check = match status {
            Status::Pass => Check::pass(code, subject, message),
            Status::Fail => Check::fail(code, subject, message),
            _ => Check::unknown(code, subject, message),
        };
        let worst = if judged.rated.open.is_some() { Level::Critical } else { judged.rated.level };
        let severity = if judged.exploited == Some(true) { Severity::Critical } else { worst.of_row() };
        let mut check = check.severity(severity).required(required(judged));
        check = match status {
            Status::Fail => check.remedy(self.remedy(judged, component)),
            Status::Unknown => check.remedy_if_unknown(self.wanted(finding, judged)),
            _ => check,
        };
        self.observe(check, finding, judged, named, heard)
    }

    fn message(&self, judged: &Judged<'f>, component: usize, heard: &Heard) -> String {
        let Judged { rated, .. } = judged;
        let mut message = match &rated.open {
            None => text![rated.level.word(), " (", rated.because, ")"],
            Some(why) if rated.because.is_empty() => text!["of unknown severity, as ", why],
            Some(why) => text![rated.level.word(), " (", rated.because, ") or worse, as ", why],
        };
        match judged.exploited {
            Some(true) => message.push_str(", known to be exploited"),
            None if judged.status == Status::Unknown => message.push_str(", perhaps exploited"),
            _ => {}
        }
        message.push_str(&text!["; brought in ", self.graph.brought_in(self.bom, component)]);
        match judged.fixable {
            Some(true) => message.push_str(&text!["; fixed in ", listed(&judged.fixed_in)]),
            Some(false) => message.push_str("; without a fix yet"),
            None => {}
        }
        if let Some(place) = heard.excuse {
            message.push_str(&text!["; excused by ", self.said(place)]);
        } else if let Some(grace) = &judged.grace {
            message.push_str(&text!["; ", grace]);
        }
        for (place, reason) in &heard.refused {
            message.push_str(&text!["; not honoured: ", self.said(*place), ", but ", reason]);
        }
        message
    }

    /// What a statement says, by whom and when.
    fn said(&self, place: usize) -> String {
        let statement = &self.statements[place];
        let by = statement.authors.first().map_or_else(String::new, |author| text![" by `", author, "`"]);
        let of = statement.time.map_or_else(String::new, |time| text![" of ", date(time.timestamp)]);
        let why = statement.justification.map_or_else(String::new, |why| text![", `", why, "`"]);
        text!["`", statement.pointer, "`", by, of, ": `", statement.status.unwrap_or_default(), "`", why]
    }

    fn remedy(&self, judged: &Judged<'f>, component: usize) -> String {
        let label = self.bom.label(component);
        let direct = self.graph.direct(self.bom, component);
        let through =
            direct.map_or_else(String::new, |direct| text![", or `", direct, "` to a version that brings it in"]);
        match judged.fixable {
            Some(true) => {
                text!["upgrade `", label, "` to a version that fixes it, ", listed(&judged.fixed_in), through]
            }
            Some(false) => text!["remove or replace `", label, "`, or make a VEX statement with a justification"],
            None => text![
                "upgrade `",
                label,
                "` to a version without it",
                through,
                ", or make a VEX statement with a justification"
            ],
        }
    }

    fn wanted(&self, finding: &Finding<'f>, judged: &Judged<'f>) -> String {
        let place = finding.place();
        let mut wanted = Vec::new();
        if judged.rated.open.is_some() {
            let place =
                judged.rated.decides.as_ref().map_or_else(|| text![place, "/ratings"], |(place, _)| place.clone());
            wanted.push(text!["rate it in `", place, "`"]);
        }
        if judged.exploited.is_none() {
            wanted.push(text!["supply the fact `", place, "/known_exploited`"]);
        }
        if judged.fixable.is_none() && self.rule.minds_fixes() {
            wanted.push(text!["supply the fact `", place, "/fixed_versions`"]);
        }
        wanted.join("; ")
    }

    fn observe(
        &self,
        mut check: Check,
        finding: &Finding<'f>,
        judged: &Judged<'f>,
        named: &Named<'f>,
        heard: &Heard,
    ) -> Check {
        let entry = &self.bom.components[named.component];
        if let Some(purl) = entry.component.purl {
            check = check.observe(text![entry.pointer, "/purl"], purl);
        }
        check = check.observe(text![named.pointer, "/ref"], named.reference);
        if let Some((place, rating)) = &judged.rated.decides {
            for (name, value) in [("vector", rating.vector), ("severity", rating.severity)] {
                if let Some(value) = value {
                    check = check.observe(text![place, "/", name], value);
                }
            }
            if let Some(score) = rating.score.filter(|score| score.is_finite()) {
                check = check.observe(text![place, "/score"], score);
            }
        }
        let first = finding.entries.iter().find(|(_, entry)| entry.known_exploited == judged.exploited);
        if let Some((place, vulnerability)) = first {
            check = match vulnerability.known_exploited {
                Some(exploited) => check.observe(text![place, "/known_exploited"], exploited),
                None => check.missing(text![place, "/known_exploited"]),
            };
        }
        for place in heard.excuse.iter().chain(heard.refused.iter().map(|(place, _)| place)) {
            let statement = &self.statements[*place];
            if let Some(status) = statement.status {
                check = check.observe(statement.status_pointer.clone(), status);
            }
        }
        check
    }
}

fn required(judged: &Judged<'_>) -> String {
    let exploited = if judged.exploited == Some(true) { "not known to be exploited, " } else { "" };
    match judged.least {
        Level::None => text![exploited, "excused by a VEX statement"],
        least => text![exploited, "below ", least.word(), ", in its grace, or excused by a VEX statement"],
    }
}

fn listed(versions: &[&str]) -> String {
    let mut text = String::new();
    for (i, version) in versions.iter().take(MOST_FIXES).enumerate() {
        text.push_str(if i == 0 { "`" } else { ", `" });
        text.push_str(version);
        text.push('`');
    }
    if versions.len() > MOST_FIXES {
        text.push_str(" or others");
    }
    text
}
