//! The rows about the sections as a whole: whether there is enough of each to judge by.

use crate::Vulnerabilities;
use crate::bom::Bom;
use crate::facts::Facts;
use crate::findings::Finding;
use crate::graph::Graph;
use crate::honour::Heard;
use crate::params::{DependencyGraph, NotInSbom};
use crate::statement::Statement;
use crate::tally::Tally;
use clearance_rule::prelude::*;

/// How many names stand in a message at most.
const FEW: usize = 3;

/// The row about the SBOM.
pub(crate) fn sbom(facts: &Facts<'_>, bom: &Bom<'_>) -> Check {
    let unknown = |message: String| Check::unknown("sbom", "sbom", message);
    let Some(sbom) = &facts.sbom else {
        return unknown("`/sbom` is absent".to_owned())
            .missing("/sbom")
            .remedy_if_unknown("supply the release's SBOM in CycloneDX JSON as `/sbom`");
    };
    if let Some(format) = sbom.bom_format.filter(|format| *format != "CycloneDX") {
        return unknown(text!["its format is `", format, "`"])
            .observe("/sbom/bomFormat", format)
            .remedy_if_unknown("supply the SBOM in CycloneDX JSON");
    }
    if sbom.components.is_none() {
        return unknown("`/sbom/components` is absent".to_owned())
            .missing("/sbom/components")
            .remedy_if_unknown("supply the SBOM with its components; an empty list says that there are none");
    }
    let nameless = bom.components.iter().filter(|entry| entry.purl.is_none()).count();
    let mut message = text::count(bom.components.len(), "component");
    if nameless > 0 {
        message.push_str(&text![", ", nameless, " of them without a package URL"]);
    }
    Check::pass("sbom", "sbom", message)
}

/// The row about the dependency graph.
pub(crate) fn graph(rule: &Vulnerabilities, facts: &Facts<'_>, bom: &Bom<'_>, graph: &Graph<'_>) -> Check {
    const CODE: &str = "dependency-graph";
    let gap = match (&facts.sbom, graph.stated, bom.rooted) {
        (None, ..) => Some("/sbom"),
        (Some(_), false, _) => Some("/sbom/dependencies"),
        (Some(_), true, false) => Some("/sbom/metadata/component"),
        (Some(_), true, true) => None,
    };
    if let Some(gap) = gap {
        let message = text!["`", gap, "` is absent, so it cannot be told what brings a component in"];
        let check = match rule.dependency_graph {
            DependencyGraph::Required => Check::unknown(CODE, "sbom", message),
            DependencyGraph::Optional => Check::not_applicable(CODE, "sbom", message),
        };
        return check.missing(gap).remedy_if_unknown(text!["supply the fact `", gap, "`"]);
    }
    let mut message = text![
        "`",
        bom.label(0),
        "` brings in ",
        graph.reached().saturating_sub(1),
        " of ",
        text::count(bom.components.len().saturating_sub(1), "component"),
        " by ",
        match graph.dependencies {
            1 => "1 dependency".to_owned(),
            many => text![text::grouped(many), " dependencies"],
        }
    ];
    let unreached = graph.unreached().count();
    if unreached > 0 {
        let names: Vec<String> = graph.unreached().take(FEW).map(|i| text!["`", bom.label(i), "`"]).collect();
        message.push_str(&text!["; not reached: ", names.join(", ")]);
        if unreached > FEW {
            message.push_str(&text![" and ", unreached - FEW, " more"]);
        }
    }
    Check::pass(CODE, "sbom", message)
}

/// The row about the findings.
pub(crate) fn findings(facts: &Facts<'_>, findings: &[Finding<'_>], tally: &Tally) -> Check {
    let Some(scanned) = &facts.findings else {
        return Check::unknown("findings", "findings", "`/findings` is absent, so it is not known what a scan found")
            .missing("/findings")
            .remedy_if_unknown("supply what the scan found as `/findings`; an empty list says that it found nothing");
    };
    let embedded = facts.sbom.as_ref().and_then(|sbom| sbom.vulnerabilities.as_ref()).map_or(0, Vec::len);
    if findings.is_empty() {
        return Check::pass("findings", "findings", "the scan found nothing");
    }
    let entries = match scanned.len() + embedded {
        1 => "1 entry".to_owned(),
        many => text![text::grouped(many), " entries"],
    };
    let words = tally.words();
    let message =
        text![text::count(findings.len(), "finding"), " of ", entries, if words.is_empty() { "" } else { ": " }, words];
    Check::pass("findings", "findings", message)
}

/// The rows about what findings name that the SBOM does not have.
pub(crate) fn affected(
    rule: &Vulnerabilities,
    bom: &Bom<'_>,
    findings: &[Finding<'_>],
    tally: &mut Tally,
) -> Vec<Check> {
    const CODE: &str = "affected-component";
    let mut rows = Vec::new();
    for finding in findings {
        for (reference, pointer) in &finding.elsewhere {
            let named = if reference.is_empty() { "an unnamed component" } else { *reference };
            let subject = text![finding.id, " in ", named];
            let message = text!["the SBOM has no component that `", pointer, "` names"];
            // Where there is no SBOM, nothing is outside it, and what has no name may be in it.
            let outside = !bom.components.is_empty() && !reference.is_empty();
            let check = if rule.not_in_sbom == NotInSbom::NotApplicable && outside {
                Check::not_applicable(CODE, subject, message)
            } else {
                Check::unknown(CODE, subject, message)
            };
            tally.not_in_sbom = tally.not_in_sbom.saturating_add(1);
            rows.push(check.severity(Severity::High).observe(text![pointer, "/ref"], *reference).remedy_if_unknown(
                text!["supply an SBOM that has it, or correct the reference in `", pointer, "/ref`"],
            ));
        }
        if !finding.names_something() {
            let place = text![finding.place(), "/affects"];
            let message = text!["`", place, "` names no component"];
            let remedy = text!["name in `", place, "` the components that it is in"];
            rows.push(
                Check::unknown(CODE, finding.id.clone(), message)
                    .severity(Severity::High)
                    .missing(place)
                    .remedy_if_unknown(remedy),
            );
        }
    }
    if rows.is_empty() && !findings.is_empty() {
        rows.push(Check::pass(CODE, "findings", "the SBOM has every component that a finding names"));
    }
    rows
}

/// What became of each statement.
#[derive(Debug)]
pub(crate) struct Uses {
    honoured: Vec<bool>,
    refused: Vec<bool>,
}

impl Uses {
    pub(crate) fn of(statements: usize) -> Self {
        Self { honoured: vec![false; statements], refused: vec![false; statements] }
    }

    pub(crate) fn count(&mut self, heard: &Heard) {
        heard.excuse.iter().for_each(|place| self.honoured[*place] = true);
        heard.refused.iter().for_each(|(place, _)| self.refused[*place] = true);
    }
}

/// The rows about the VEX documents.
pub(crate) fn vex(facts: &Facts<'_>, statements: &[Statement<'_>], uses: &Uses) -> Vec<Check> {
    let mut rows = Vec::new();
    for (i, document) in facts.vex.as_deref().unwrap_or_default().iter().enumerate() {
        let subject = text!["/vex/", i];
        if document.statements.is_none() && document.vulnerabilities.is_none() {
            rows.push(
                Check::unknown("vex", subject.clone(), "it is neither OpenVEX nor CycloneDX")
                    .missing(text![subject, "/statements"])
                    .missing(text![subject, "/vulnerabilities"])
                    .remedy_if_unknown(
                        "supply an OpenVEX document with `statements`, or a CycloneDX one with `vulnerabilities`",
                    ),
            );
            continue;
        }
        let own: Vec<usize> = (0..statements.len()).filter(|place| statements[*place].document == Some(i)).collect();
        let count = |flags: &[bool]| own.iter().filter(|place| flags[**place]).count();
        let by = own.first().and_then(|place| statements[*place].authors.first());
        let by = by.map_or_else(String::new, |author| text![" by `", author, "`"]);
        let message = text![
            text::count(own.len(), "statement"),
            by,
            ": ",
            count(&uses.honoured),
            " honoured, ",
            count(&uses.refused),
            " not honoured for a finding that they would excuse"
        ];
        rows.push(Check::pass("vex", subject, message));
    }
    rows
}
