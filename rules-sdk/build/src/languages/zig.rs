//! Zig: its own compiler, on the kit in C and what that has for Zig.

use super::c;
use crate::job::Job;
use crate::{component, shell};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, absolute};

/// A small stack, though larger than in C, as buffers of Zig's library lie there.
const FLAGS: [&str; 6] = ["-target", "wasm32-wasi", "-mexec-model=reactor", "-lc", "--stack", "262144"];
/// Of each module: what Zig checks stays checked, as its author is told what it finds. The stack is not guarded, which would take a
/// random number.
const OF_MODULE: [&str; 3] = ["-OReleaseSafe", "-fstrip", "-fno-stack-protector"];
/// Of the kit in C, whose own checks Zig would turn into traps that say nothing.
const OF_C: [&str; 7] = ["-fno-sanitize-c", "-cflags", "-std=gnu17", "-O2", "-Wall", "-Wextra", "--"];

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let bindings = absolute(job.scratch.join("bindings"))?;
    c::bindings_into(&bindings, &job.contract)?;
    let kit = absolute(&job.kit)?;
    let module = absolute(job.scratch.join("core.wasm"))?;
    let mut zig = c::compiler(&job.tools)?;
    zig.current_dir(&job.project.folder).arg("build-exe").args(FLAGS);
    zig.arg("--cache-dir").arg(absolute(job.scratch.join("zig-cache"))?);
    zig.arg(joined("-femit-bin=", &module));
    // What follows belongs to the module that is named after it.
    zig.arg("-I").arg(kit.join("include")).arg("-I").arg(&bindings).args(OF_MODULE).args(OF_C);
    for source in c::sources(&kit, Path::new("src"))? {
        zig.arg(kit.join(source));
    }
    zig.args(["release_rule.c", "release_rule_component_type.o"].map(|file| bindings.join(file)));
    zig.args(["--dep", "rule", "--dep", "clearance"]).arg(joined("-Mroot=", &kit.join("zig/root.zig")));
    zig.args(OF_MODULE).args(["--dep", "clearance", "-Mrule=rule.zig"]);
    zig.args(OF_MODULE).arg(joined("-Mclearance=", &kit.join("zig/clearance.zig")));
    shell::run_aside(&mut zig).context("the rule could not be compiled, as Zig says above")?;
    component::encode(&fs::read(&module).with_context(|| format!("cannot read `{}`", module.display()))?)
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut word = OsString::from(option);
    word.push(path);
    word
}
