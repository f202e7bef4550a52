//! ISO/IEC 27001:2022, Annex A: the controls for which changes and releases give evidence. Titles paraphrase.

use super::Builtin;

pub(super) const CONTROLS: &[Builtin] = &[
    Builtin {
        id: "ISO27001:2022:A.5.3",
        title: "Conflicting duties are separated",
        evidence: &[&["access-review", "separation-of-duties-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.5.15",
        title: "There are rules for access, and they are followed",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "ISO27001:2022:A.5.18",
        title: "Access rights are granted, reviewed and withdrawn",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "ISO27001:2022:A.5.21",
        title: "Risks of the supply chain of information technology are managed",
        evidence: &[&["sbom", "supplier-assessment"]],
    },
    Builtin {
        id: "ISO27001:2022:A.5.33",
        title: "Records are protected from loss, forgery and unauthorised access",
        evidence: &[&["retention-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.5.36",
        title: "It is reviewed whether policies and standards are kept to",
        evidence: &[&["control-assessment"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.2",
        title: "Privileged access is restricted and managed",
        evidence: &[&["access-review"]],
    },
    Builtin { id: "ISO27001:2022:A.8.4", title: "Access to source code is managed", evidence: &[&["access-review"]] },
    Builtin {
        id: "ISO27001:2022:A.8.8",
        title: "Technical vulnerabilities are found, judged and dealt with",
        evidence: &[&["vulnerability-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.9",
        title: "Configurations are defined, recorded and monitored",
        evidence: &[&["configuration-snapshot", "configuration-scan"]],
    },
    Builtin { id: "ISO27001:2022:A.8.13", title: "Backups are kept", evidence: &[&["backup-record"]] },
    Builtin {
        id: "ISO27001:2022:A.8.15",
        title: "Activities are logged",
        evidence: &[&["audit-log", "deployment-log"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.16",
        title: "Systems are monitored for unusual behaviour",
        evidence: &[&["monitoring-report", "log-review"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.19",
        title: "Software is installed on systems in operation in a controlled way",
        evidence: &[&["approval-record"], &["provenance", "deployment-log"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.25",
        title: "There are rules for secure development, and they are followed",
        evidence: &[&["code-review"], &["test-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.28",
        title: "Code is written securely",
        evidence: &[&["code-review", "static-analysis-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.29",
        title: "Security is tested during development and acceptance",
        evidence: &[&["security-test-report", "penetration-test-report", "vulnerability-report"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.31",
        title: "Development, test and production are separated",
        evidence: &[&["environment-separation-record", "configuration-snapshot"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.32",
        title: "Changes go through change management",
        evidence: &[&["change-ticket"], &["approval-record"]],
    },
    Builtin {
        id: "ISO27001:2022:A.8.33",
        title: "Test data is selected, protected and managed",
        evidence: &[&["test-data-record"]],
    },
];
