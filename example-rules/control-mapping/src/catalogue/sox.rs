//! The Sarbanes-Oxley Act: its sections, and the general IT controls that audits under section 404 commonly look at. The Act has
//! no identifiers for the latter: those that begin with `ITGC` are the catalogue's own.

use super::Builtin;

pub(super) const CONTROLS: &[Builtin] = &[
    Builtin {
        id: "SOX:302",
        title: "Officers certify that they have evaluated internal control within 90 days",
        evidence: &[&["control-assessment"]],
    },
    Builtin {
        id: "SOX:404",
        title: "Internal control over financial reporting is assessed",
        evidence: &[&["change-ticket"], &["approval-record"], &["access-review"]],
    },
    Builtin {
        id: "SOX:802",
        title: "Audit-relevant records are kept, and not altered or destroyed",
        evidence: &[&["retention-report"]],
    },
    Builtin {
        id: "SOX:ITGC-AC",
        title: "Own name: access to programs and data is granted, reviewed and separated",
        evidence: &[&["access-review"]],
    },
    Builtin {
        id: "SOX:ITGC-CM",
        title: "Own name: changes of programs are requested, tested and approved",
        evidence: &[&["change-ticket"], &["test-report"], &["approval-record"]],
    },
    Builtin {
        id: "SOX:ITGC-CO",
        title: "Own name: computer operations, backups among them, are watched",
        evidence: &[&["backup-record"], &["monitoring-report", "deployment-log"]],
    },
    Builtin {
        id: "SOX:ITGC-PD",
        title: "Own name: programs are developed and acquired in a controlled way",
        evidence: &[&["test-report"], &["code-review"]],
    },
];
