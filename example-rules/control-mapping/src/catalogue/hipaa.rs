//! HIPAA, the Security Rule: 45 CFR part 164, subpart C, named by section and paragraph, as far as changes and releases give
//! evidence for it.

use super::Builtin;

pub(super) const CONTROLS: &[Builtin] = &[
    Builtin {
        id: "HIPAA:164.308(a)(1)(ii)(A)",
        title: "Risks to electronic health information are analysed",
        evidence: &[&["risk-assessment"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(1)(ii)(B)",
        title: "Those risks are reduced to what is reasonable",
        evidence: &[&["vulnerability-report"], &["risk-assessment"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(1)(ii)(D)",
        title: "Records of system activity are reviewed regularly",
        evidence: &[&["log-review"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(4)(ii)(C)",
        title: "Access is established, reviewed and changed as the policy says",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(7)(ii)(A)",
        title: "Exact copies of electronic health information can be restored",
        evidence: &[&["backup-record"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(7)(ii)(D)",
        title: "Contingency plans are tested and revised",
        evidence: &[&["restore-test"]],
    },
    Builtin {
        id: "HIPAA:164.308(a)(8)",
        title: "Security is evaluated periodically, and when operations change",
        evidence: &[&["control-assessment", "penetration-test-report", "impact-analysis"]],
    },
    Builtin {
        id: "HIPAA:164.312(a)(1)",
        title: "Only those who were granted access have it",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "HIPAA:164.312(b)",
        title: "Activity in systems with electronic health information is recorded and examined",
        evidence: &[&["audit-log"]],
    },
    Builtin {
        id: "HIPAA:164.312(c)(1)",
        title: "Electronic health information is protected from improper alteration and destruction",
        evidence: &[&["test-report", "provenance"]],
    },
    Builtin {
        id: "HIPAA:164.312(e)(1)",
        title: "Electronic health information is protected while it is transmitted",
        evidence: &[&["configuration-scan", "security-test-report"]],
    },
    Builtin {
        id: "HIPAA:164.316(b)(2)(i)",
        title: "Documentation is kept for six years",
        evidence: &[&["retention-report"]],
    },
];
