//! SOC 2: the common criteria, and those of availability, of the AICPA's Trust Services Criteria (2017, points of focus revised
//! in 2022), as far as changes and releases give evidence for them.

use super::Builtin;

pub(super) const CONTROLS: &[Builtin] = &[
    Builtin {
        id: "SOC2:CC3.4",
        title: "Changes that could weaken internal control are found and judged",
        evidence: &[&["risk-assessment", "impact-analysis"]],
    },
    Builtin {
        id: "SOC2:CC4.1",
        title: "It is evaluated whether controls are there and work",
        evidence: &[&["control-assessment", "penetration-test-report", "vulnerability-report"]],
    },
    Builtin {
        id: "SOC2:CC6.1",
        title: "Logical access to systems and data is restricted",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "SOC2:CC6.2",
        title: "Access is given after approval, and taken away when it is no longer due",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "SOC2:CC6.3",
        title: "Access follows roles, least privilege and separation of duties",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "SOC2:CC6.8",
        title: "Software that nobody authorised, or that harms, is kept out or found",
        evidence: &[&["sbom", "provenance"], &["vulnerability-report"]],
    },
    Builtin {
        id: "SOC2:CC7.1",
        title: "Changes of configuration and new vulnerabilities are detected",
        evidence: &[&["vulnerability-report"], &["configuration-scan", "configuration-snapshot"]],
    },
    Builtin {
        id: "SOC2:CC7.2",
        title: "Systems are watched for what is unusual",
        evidence: &[&["monitoring-report", "log-review"]],
    },
    Builtin {
        id: "SOC2:CC7.5",
        title: "Systems are recovered after a security incident",
        evidence: &[&["restore-test", "rollback-plan"]],
    },
    Builtin {
        id: "SOC2:CC8.1",
        title: "Changes are authorised, documented, tested and approved before they are made",
        evidence: &[&["change-ticket"], &["test-report"], &["approval-record"]],
    },
    Builtin {
        id: "SOC2:A1.2",
        title: "Data is backed up, and what recovers it is kept up",
        evidence: &[&["backup-record"]],
    },
    Builtin { id: "SOC2:A1.3", title: "Recovery is tested", evidence: &[&["restore-test"]] },
];
