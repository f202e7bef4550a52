//! Holds the findings of scanners against the SBOM of a release: what each is in, by which path of the dependency graph it is
//! brought in, how bad it is, and whether that blocks.
//!
//! 1. Entries that mean the same vulnerability are one finding: whatever lists the other's identifier under `aliases` or
//!    `references` is the same. Two identifiers of CVE never are.
//! 2. A finding is in every component of the SBOM that it names by `bom-ref`, package URL or BOM-Link. There is one row for
//!    each, with a shortest path from `metadata.component`.
//! 3. Its severity is the worst that the ratings which count say: by the CVSS vector, by the score and in words.
//! 4. It blocks from a threshold on, for those that are known to be exploited from another one, after its grace.
//! 5. A VEX statement excuses it that names this version with a justification, is not too old, and is not contradicted by a newer
//!    one. Whichever is not honoured is said in the row.
//!
//! What the facts leave open is tried both ways. Where that would decide, the row is `unknown`: no fact that is withheld makes a
//! finding pass that would have failed.
//!
//! Ranges of versions are not evaluated, in findings or in VEX statements: the scanner did that, and names what it found.

pub mod facts;
pub mod params;

mod aliases;
mod bom;
mod findings;
mod graph;
mod honour;
mod index;
mod level;
mod purl;
mod rating;
mod rows;
mod scores;
mod statement;
mod summary;
mod tally;
mod verdict;

use aliases::Aliases;
use bom::Bom;
use clearance_rule::prelude::*;
use facts::Facts;
use graph::Graph;
use params::{DependencyGraph, Grace, KnownExploited, NotInSbom, Ratings, Threshold, VexTerms, WithoutFix};
use summary::Uses;
use tally::Tally;

/// Blocks releases that bring vulnerable components in.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Vulnerabilities {
    /// The severity from which a finding blocks.
    pub threshold: Threshold,
    /// How long it may stay nevertheless.
    pub grace: Grace,
    /// What holds for a finding that no version fixes.
    pub without_fix: WithoutFix,
    /// What holds for a vulnerability that is known to be exploited.
    pub known_exploited: KnownExploited,
    /// Which ratings count.
    pub ratings: Ratings,
    /// Which VEX statements are honoured.
    pub vex: VexTerms,
    /// What a finding means whose component the SBOM does not have.
    pub not_in_sbom: NotInSbom,
    /// Whether the SBOM has to tell how each component is brought in.
    pub dependency_graph: DependencyGraph,
}

impl Default for Vulnerabilities {
    fn default() -> Self {
        Self {
            threshold: Threshold::High,
            grace: Grace::default(),
            without_fix: WithoutFix::default(),
            known_exploited: KnownExploited::default(),
            ratings: Ratings::default(),
            vex: VexTerms::default(),
            not_in_sbom: NotInSbom::Unknown,
            dependency_graph: DependencyGraph::Required,
        }
    }
}

impl Rule for Vulnerabilities {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "vulnerabilities",
        version: env!("CARGO_PKG_VERSION"),
        title: "Vulnerabilities",
        summary: "No component that the release brings in, directly or through others, has a vulnerability that blocks: by \
                  CVSS, by known exploitation, after its grace, and unless a VEX statement with a justification excuses it. \
                  Names the path that brings each in.",
        checks: &[
            ("sbom", "The SBOM of the release is there and lists its components."),
            ("dependency-graph", "The SBOM tells how each component is brought in."),
            ("findings", "It is known what a scan of the release found."),
            ("affected-component", "The SBOM has every component that a finding names."),
            ("vulnerability", "The finding is too small to block, in its grace, or excused by a VEX statement."),
            (
                "known-exploited",
                "The vulnerability is not known to be exploited, in its grace, or excused by a VEX statement.",
            ),
            ("vex", "The VEX document can be read."),
        ],
        practices: &["2.1"],
        controls: &[
            "ISO27001:2022:A.8.8",
            "NIST-800-53:RA-5",
            "NIST-800-53:SI-2",
            "PCI-DSS:6.3.1",
            "PCI-DSS:6.3.3",
            "SOC2:CC7.1",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let bom = facts.sbom.as_ref().map(Bom::of).unwrap_or_default();
        let mut graph = facts.sbom.as_ref().map(|sbom| Graph::of(sbom, &bom)).unwrap_or_default();
        let entries = findings::entries(facts);
        let statements = statement::all(facts, &entries, &bom);
        let aliases = Aliases::of(&entries);
        let findings = findings::gather(entries, &aliases, &bom);
        if !findings.is_empty() {
            graph.count_leads(&bom);
        }

        // The places of the statements about each vulnerability.
        let mut about: Vec<Vec<usize>> = vec![Vec::new(); aliases.count()];
        for (place, statement) in statements.iter().enumerate() {
            for key in statement.ids.iter().filter_map(|id| aliases.find(id)) {
                if about[key].last() != Some(&place) {
                    about[key].push(place);
                }
            }
        }

        let mut tally = Tally::default();
        let mut uses = Uses::of(statements.len());
        let mut rows = Outcome::new();
        let context = rows::Context { rule: self, bom: &bom, graph: &graph, statements: &statements, at };
        for finding in &findings {
            let about = finding.key.map_or(&[][..], |key| &about[key]);
            context.rows(finding, about, &mut tally, &mut uses, &mut rows);
        }
        let affected = summary::affected(self, &bom, &findings, &mut tally);

        let mut outcome = Outcome::new();
        outcome.push(summary::sbom(facts, &bom));
        outcome.push(summary::graph(self, facts, &bom, &graph));
        outcome.push(summary::findings(facts, &findings, &tally));
        outcome.extend(affected);
        outcome.extend(rows.checks);
        outcome.extend(summary::vex(facts, &statements, &uses));
        outcome.with_derived_node(&tally.document())
    }
}

clearance_rule::export!(Vulnerabilities);
