//! NIST Special Publication 800-53, revision 5: the controls for which changes and releases give evidence.

use super::Builtin;

pub(super) const CONTROLS: &[Builtin] = &[
    Builtin { id: "NIST-800-53:AC-2", title: "Accounts are managed and reviewed", evidence: &[&["access-review"]] },
    Builtin {
        id: "NIST-800-53:AC-5",
        title: "Duties are separated",
        evidence: &[&["access-review", "separation-of-duties-report"]],
    },
    Builtin {
        id: "NIST-800-53:AC-6",
        title: "Nobody has more privileges than the work needs",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "NIST-800-53:AU-2",
        title: "It is decided and recorded which events are logged",
        evidence: &[&["audit-log"]],
    },
    Builtin {
        id: "NIST-800-53:AU-6",
        title: "Audit records are reviewed, analysed and reported on",
        evidence: &[&["log-review"]],
    },
    Builtin {
        id: "NIST-800-53:AU-10",
        title: "Who did something cannot deny it",
        evidence: &[&["approval-record", "provenance"]],
    },
    Builtin {
        id: "NIST-800-53:AU-11",
        title: "Audit records are kept as long as they have to be",
        evidence: &[&["retention-report"]],
    },
    Builtin {
        id: "NIST-800-53:AU-12",
        title: "Systems write audit records",
        evidence: &[&["audit-log", "deployment-log"]],
    },
    Builtin { id: "NIST-800-53:CA-2", title: "Controls are assessed", evidence: &[&["control-assessment"]] },
    Builtin {
        id: "NIST-800-53:CA-7",
        title: "Controls and security are monitored continuously",
        evidence: &[&["monitoring-report", "vulnerability-report"]],
    },
    Builtin { id: "NIST-800-53:CA-8", title: "Penetration tests are done", evidence: &[&["penetration-test-report"]] },
    Builtin {
        id: "NIST-800-53:CM-2",
        title: "There is a baseline of the configuration",
        evidence: &[&["configuration-snapshot"]],
    },
    Builtin {
        id: "NIST-800-53:CM-3",
        title: "Changes are proposed, reviewed, approved and recorded",
        evidence: &[&["change-ticket"], &["approval-record"]],
    },
    Builtin {
        id: "NIST-800-53:CM-4",
        title: "The impact of changes is analysed beforehand",
        evidence: &[&["impact-analysis", "risk-assessment"]],
    },
    Builtin { id: "NIST-800-53:CM-5", title: "Who may make changes is restricted", evidence: &[&["access-review"]] },
    Builtin {
        id: "NIST-800-53:CM-6",
        title: "Configuration settings are set, documented and checked",
        evidence: &[&["configuration-scan", "configuration-snapshot"]],
    },
    Builtin { id: "NIST-800-53:CM-8", title: "System components are listed", evidence: &[&["sbom"]] },
    Builtin {
        id: "NIST-800-53:CM-14",
        title: "Components are installed only if their signature is verified",
        evidence: &[&["provenance"]],
    },
    Builtin { id: "NIST-800-53:CP-4", title: "The contingency plan is tested", evidence: &[&["restore-test"]] },
    Builtin { id: "NIST-800-53:CP-9", title: "Systems are backed up", evidence: &[&["backup-record"]] },
    Builtin {
        id: "NIST-800-53:CP-10",
        title: "Systems are recovered to a known state",
        evidence: &[&["restore-test", "rollback-plan"]],
    },
    Builtin { id: "NIST-800-53:RA-3", title: "Risk is assessed", evidence: &[&["risk-assessment"]] },
    Builtin {
        id: "NIST-800-53:RA-5",
        title: "Vulnerabilities are looked for and monitored",
        evidence: &[&["vulnerability-report"]],
    },
    Builtin {
        id: "NIST-800-53:SA-10",
        title: "Developers manage configuration, and control and track changes",
        evidence: &[&["change-ticket"], &["code-review", "provenance"]],
    },
    Builtin { id: "NIST-800-53:SA-11", title: "Developers test and evaluate", evidence: &[&["test-report"]] },
    Builtin {
        id: "NIST-800-53:SI-2",
        title: "Flaws are found, reported and corrected",
        evidence: &[&["vulnerability-report"], &["test-report"]],
    },
    Builtin {
        id: "NIST-800-53:SI-7",
        title: "The integrity of software and information is verified",
        evidence: &[&["provenance"]],
    },
    Builtin {
        id: "NIST-800-53:SR-3",
        title: "Weaknesses of the supply chain are found and dealt with",
        evidence: &[&["sbom", "supplier-assessment"]],
    },
    Builtin { id: "NIST-800-53:SR-4", title: "The provenance of components is recorded", evidence: &[&["provenance"]] },
    Builtin {
        id: "NIST-800-53:SR-6",
        title: "Suppliers are assessed and reviewed",
        evidence: &[&["supplier-assessment"]],
    },
];
