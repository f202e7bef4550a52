//! `clearance rule new` and `clearance rule build`.

use super::arguments::{BuildArguments, NewArguments};
use crate::{Answer, load};
use anyhow::Result;
use clearance::{CodeCache, Engine, EngineOptions, printable};
use clearance_build::Project;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

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
    // What the engine of policies would keep, once it has compiled it.
    let options = EngineOptions { limits: arguments.engine.limits(), code_cache: CodeCache::Off };
    let compiling = Engine::with_options(options)?;
    let started = Instant::now();
    let rule = compiling.load_rule(&built.path)?;
    let compiled = started.elapsed();
    load::engine(&arguments.engine)?.load_rule(&built.path)?;
    let again = load::engine(&arguments.engine)?;
    let started = Instant::now();
    again.load_rule(&built.path)?;
    let loaded = started.elapsed();
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

/// The path as anybody would type it.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
