//! C: Zig's clang, which brings a C library for WebAssembly with it.

use crate::job::Job;
use crate::tools::Tools;
use crate::{component, shell, tools};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;
use wit_bindgen_core::Files;
use wit_parser::Resolve;

const PACKAGE: &str = "ziglang==0.17.1";

/// A small stack, which Zig puts in front of all else, so that what overflows it traps; and nothing in the module that only explains.
const FLAGS: [&str; 8] = [
    "-target",
    "wasm32-wasi",
    "-mexec-model=reactor",
    "-O2",
    "-s",
    // Zig would take assertions for something to leave out.
    "-UNDEBUG",
    "-std=gnu17",
    "-Wl,-z,stack-size=65536",
];

/// Zig, to be given what it shall do.
pub(super) fn compiler(tools: &Tools) -> Result<Command> {
    let tool = tools.pypi(&[PACKAGE])?;
    let mut zig = Command::new(tools::python()?);
    zig.env("PYTHONPATH", &tool).args(["-m", "ziglang"]);
    Ok(zig)
}

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let bindings = job.scratch.join("bindings");
    bindings_into(&bindings, &job.contract)?;
    let module = absolute(job.scratch.join("core.wasm"))?;
    let mut zig = compiler(&job.tools)?;
    zig.current_dir(&job.project.folder).arg("cc").args(FLAGS);
    zig.args(["-Wall", "-Wextra", "-I"]).arg(absolute(job.kit.join("include"))?).arg("-I").arg(absolute(&bindings)?);
    zig.arg("-o").arg(&module);
    // The kit first: what it has in the place of the C library's own must be known before anybody asks for it.
    for source in sources(&job.kit, Path::new("src"))? {
        zig.arg(absolute(job.kit.join(source))?);
    }
    zig.args(sources(&job.project.folder, Path::new(""))?);
    for file in ["release_rule.c", "release_rule_component_type.o"] {
        zig.arg(absolute(bindings.join(file))?);
    }
    shell::run_aside(&mut zig).context("the rule could not be compiled, as clang says above")?;
    component::encode(&fs::read(&module).with_context(|| format!("cannot read `{}`", module.display()))?)
}

/// Writes the bindings of the contract, which say in an object file what a component of them exports.
pub(super) fn bindings_into(folder: &Path, contract: &Path) -> Result<()> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(contract).context("the contract")?;
    let world = resolve.select_world(&[package], Some("release-rule"))?;
    let mut files = Files::default();
    wit_bindgen_c::Opts::default()
        .build()
        .generate(&mut resolve, world, &mut files)
        .map_err(|error| anyhow!("{error:#}"))?;
    for (name, content) in files.iter() {
        component::write(&folder.join(name), content)?;
    }
    Ok(())
}

/// The C files in `inner` of `folder`, relative to `folder`, in the order of their names.
pub(super) fn sources(folder: &Path, inner: &Path) -> Result<Vec<PathBuf>> {
    let place = folder.join(inner);
    let mut found = vec![];
    for entry in fs::read_dir(&place).with_context(|| format!("cannot read `{}`", place.display()))? {
        let path = PathBuf::from(entry?.file_name());
        if path.extension().is_some_and(|extension| extension == "c") {
            found.push(inner.join(path));
        }
    }
    found.sort();
    Ok(found)
}
