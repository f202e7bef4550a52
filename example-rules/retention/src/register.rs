//! The register of retention: each record, until when it has to be kept and how it stands, for a spreadsheet.

use crate::deletion;
use crate::facts::Facts;
use crate::holds::Holds;
use crate::params::Retention;
use crate::period;
use clearance_rule::prelude::*;
use clearance_rule::time::utc;

/// `retention-register.csv`, as RFC 4180 has it.
pub(crate) fn written(rule: &Retention, facts: &Facts<'_>, holds: &Holds<'_>, at: Timestamp) -> String {
    let mut csv =
        String::from("record,class,release,created,period over,kept until,deleted,legal hold,status,place\r\n");
    for (i, record) in facts.records().iter().enumerate() {
        let class = record.class.and_then(|class| rule.classes.get(class));
        let over = class.and_then(|class| period::over(class, record).ok());
        let moment = record.deleted_at.map_or(at, |deleted| deleted.timestamp);
        let hold = holds.over(record, moment).map(|hold| facts.hold_name(hold));
        let status = match (record.deleted_at, over) {
            (Some(_), _) if hold.is_some() => "deleted under hold",
            (Some(_), _) if deletion::is_early(rule, facts, i) => "deleted early",
            (Some(_), None) => "deleted",
            (Some(_), Some(_)) => "deleted after its period",
            (None, None) => "period unknown",
            (None, Some(over)) if over <= at => "period over",
            (None, Some(_)) => "kept",
        };
        let time = |time: Option<Timestamp>| time.map_or(String::new(), utc);
        let cells = [
            facts.name(i),
            record.class.unwrap_or_default().to_owned(),
            record.release.unwrap_or_default().to_owned(),
            time(record.created.map(|created| created.timestamp)),
            time(over),
            time(record.retain_until.map(|until| until.timestamp)),
            time(record.deleted_at.map(|deleted| deleted.timestamp)),
            hold.unwrap_or_default(),
            status.to_owned(),
            record.uri.unwrap_or_default().to_owned(),
        ];
        for (j, cell) in cells.iter().enumerate() {
            if j > 0 {
                csv.push(',');
            }
            push_cell(&mut csv, cell);
        }
        csv.push_str("\r\n");
    }
    csv
}

/// A cell that a spreadsheet shows as it is: what begins like a formula is made a text.
fn push_cell(csv: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !cell.contains([',', '"', '\r', '\n']) {
        csv.push_str(cell);
        return;
    }
    csv.push('"');
    if formula {
        csv.push('\'');
    }
    csv.push_str(&cell.replace('"', "\"\""));
    csv.push('"');
}
