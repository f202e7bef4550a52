//! `clearance rule new` and `clearance rule build`.

use super::arguments::{BuildArguments, NewArguments};
use super::loading::{self, Loading, milliseconds};
use super::shown;
use crate::Answer;
use anyhow::Result;
use clearance::printable;
use clearance_build::Project;
use std::fmt::Write;

pub(crate) fn new(arguments: &NewArguments) -> Result<Answer> {
    let project = clearance_build::new(&arguments.within, &arguments.name, arguments.language)?;
    let folder = shown(&project.folder).display();
    Ok(Answer::success(format!(
        "`{folder}` is a rule in {}. Next:\n\n  cd {folder}\n  clearance rule test\n",
        arguments.language.name()
    )))
}

pub(crate) fn build(arguments: &BuildArguments) -> Result<Answer> {
    let project = Project::open(&arguments.project)?;
    let built = clearance_build::build(&project)?;
    let Loading { rule, compiled, loaded } = loading::load(&built.path, &arguments.engine)?;
    let manifest = rule.manifest();
    let mut text = String::new();
    let unchanged = if built.unchanged { " (unchanged)" } else { "" };
    writeln!(text, "{}{unchanged}", shown(&built.path).display())?;
    writeln!(
        text,
        "rule     {} {}: {}",
        printable(&manifest.id),
        printable(&manifest.version),
        printable(&manifest.title)
    )?;
    writeln!(text, "size     {} kB, no imports", built.bytes.div_ceil(1000))?;
    writeln!(
        text,
        "loads    in {:.0} ms the first time, in {:.1} ms from then on",
        milliseconds(compiled),
        milliseconds(loaded)
    )?;
    Ok(Answer::success(text))
}
