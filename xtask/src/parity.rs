//! The table of what the engine offers in Rust, Python and Node, made from what each exports.

mod rust;

use crate::project::Project;
use crate::{made_part, python, shell};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

const PAGE: &str = "bindings/README.md";
/// The task that makes the table.
const TASK: &str = "parity";

/// What one language exports: its types with their members, in snake case, and what stands by itself.
#[derive(Debug, Default, Deserialize)]
struct Exports {
    types: BTreeMap<String, BTreeSet<String>>,
    functions: BTreeSet<String>,
}

/// Names that a language has for what bears another name elsewhere, or for how it is made.
const RUST_NAMES: [(&str, &str); 9] = [
    ("Engine.new", ""),
    ("Engine.with_options", ""),
    ("Facts.from_json", ""),
    ("Facts.from_messagepack", ""),
    ("Facts.from_serialize", ""),
    ("Facts.as_messagepack", "Facts.to_messagepack"),
    ("Error", "ClearanceError"),
    ("EvaluationFailure", "EvaluationError"),
    ("Policy.decide_then", "Policy.decide_async"),
];
const NODE_NAMES: [(&str, &str); 4] = [
    ("Policy.decide", "Policy.decide_async"),
    ("Policy.decide_sync", "Policy.decide"),
    ("Timings.total_ms", "Timings.total"),
    ("ClearanceError.name", ""),
];

/// Writes the table anew.
pub(crate) fn write(project: &Project) -> Result<()> {
    let path = project.root.join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read `{PAGE}`"))?;
    fs::write(path, made_part::replaced(&page, TASK, &table(project)?)?)?;
    Ok(())
}

/// Checks that the table is as it would be written.
pub(crate) fn check(project: &Project) -> Result<()> {
    let page = fs::read_to_string(project.root.join(PAGE)).with_context(|| format!("cannot read `{PAGE}`"))?;
    if made_part::replaced(&page, TASK, &table(project)?)? != page {
        bail!("the table in `{PAGE}` is not what the packages export; write it anew: `cargo xtask parity`");
    }
    Ok(())
}

fn table(project: &Project) -> Result<String> {
    let python = python::tools(project)?.join("bin/python");
    let ask = |command: &mut Command, script: &str| -> Result<Exports> {
        let answer = shell::output(command.arg(script).current_dir(&project.root))?;
        serde_json::from_slice(&answer).with_context(|| format!("cannot read what `{script}` says"))
    };
    let rust = renamed(rust::exports(&project.root.join("engine/src"))?, &RUST_NAMES);
    let python = ask(&mut Command::new(python), "bindings/python/tests/exports.py")?;
    let node = renamed(ask(&mut Command::new("node"), "bindings/node/tests/exports.mjs")?, &NODE_NAMES);
    Ok(compare(&[rust, python, node]))
}

fn renamed(exports: Exports, names: &[(&str, &str)]) -> Exports {
    let new = |name: String| names.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| (*new).to_owned());
    let mut types = BTreeMap::new();
    for (name, members) in exports.types {
        let owner = new(name.clone());
        let member = |member| {
            let whole = new(format!("{name}.{member}"));
            whole.rsplit_once('.').map(|(_, member)| member.to_owned())
        };
        types.insert(owner, members.into_iter().filter_map(member).collect());
    }
    Exports { types, functions: exports.functions }
}

/// A row for what all have of a type, and one for each other combination.
fn compare(all: &[Exports; 3]) -> String {
    let mut table = "| | Rust | Python | Node |\n|---|---|---|---|\n".to_owned();
    let mut row = |what: &str, present: [bool; 3]| {
        let cells = present.map(|present| if present { "✓" } else { "–" });
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| {what} | {} |", cells.join(" | "));
    };
    let names: BTreeSet<&String> = all.iter().flat_map(|one| one.types.keys()).collect();
    for name in names {
        let types = [0, 1, 2].map(|at| all[at].types.get(name));
        row(&format!("`{name}`"), types.map(|members| members.is_some()));
        let mut groups: BTreeMap<[bool; 3], Vec<&str>> = BTreeMap::new();
        let members: BTreeSet<&String> = types.iter().flatten().flat_map(|members| members.iter()).collect();
        for member in members {
            let has = types.map(|members| members.is_some_and(|members| members.contains(member)));
            groups.entry(has).or_default().push(member);
        }
        for (present, members) in groups.into_iter().rev() {
            row(&format!("— {}", members.join(", ")), present);
        }
    }
    let functions: BTreeSet<&String> = all.iter().flat_map(|one| one.functions.iter()).collect();
    for function in functions {
        row(&format!("`{function}`"), [0, 1, 2].map(|at| all[at].functions.contains(function)));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports(types: &[(&str, &[&str])]) -> Exports {
        let types = types.iter().map(|(name, members)| {
            ((*name).to_owned(), members.iter().map(ToString::to_string).collect::<BTreeSet<_>>())
        });
        Exports { types: types.collect(), functions: BTreeSet::new() }
    }

    #[test]
    fn members_are_grouped_by_who_has_them() {
        let rust = exports(&[("Policy", &["decide", "name", "decide_then"]), ("Place", &[])]);
        let python = exports(&[("Policy", &["decide", "name", "decide_async"])]);
        let node = exports(&[("Policy", &["decide", "name", "decide_async"])]);
        let table = compare(&[rust, python, node]);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| `Place` | ✓ | – | – |",
                "| `Policy` | ✓ | ✓ | ✓ |",
                "| — decide, name | ✓ | ✓ | ✓ |",
                "| — decide_then | ✓ | – | – |",
                "| — decide_async | – | ✓ | ✓ |",
            ]
        );
    }

    #[test]
    fn other_names_for_the_same_are_one() {
        let rust = renamed(exports(&[("Error", &["code"]), ("Facts", &["as_messagepack", "from_json"])]), &RUST_NAMES);
        assert_eq!(rust.types.keys().collect::<Vec<_>>(), ["ClearanceError", "Facts"]);
        assert_eq!(rust.types["Facts"].iter().collect::<Vec<_>>(), ["to_messagepack"]);
    }
}
