//! Builds the plug-in that the measurements run in Extism: a core module with Extism's imports, and so no component.

use crate::project::Project;
use crate::{component, guests, shell, wasm_target};
use anyhow::{Context, Result};
use std::fs;
use std::process::Stdio;

const PACKAGE: &str = "bench-extism-plugin";
/// In a folder of its own: what is beside the components and is none is removed.
const FOLDER: &str = "bench/plugins";
const FILE: &str = "extism.wasm";

/// Writes `target/bench/plugins/extism.wasm`.
pub(crate) fn build(project: &Project) -> Result<()> {
    let toolchain = wasm_target::find(&project.workspace())?;
    println!("Rust for WebAssembly: {}", toolchain.description);
    let mut command = toolchain.cargo_build(&project.workspace());
    command.args(["--manifest-path", "bench/rust/Cargo.toml", "--profile", "guest", "--target-dir"]);
    command.arg(project.shown(&project.cargo_target.join("wasm")));
    command.args(["--message-format", "json-render-diagnostics", "-p", PACKAGE]);
    let modules = guests::modules(&shell::output(command.stderr(Stdio::inherit()))?)?;
    let module = modules.values().next().with_context(|| format!("cargo made no module of `{PACKAGE}`"))?;
    let module = fs::read(module).with_context(|| format!("cannot read `{}`", module.display()))?;
    let path = project.made(FOLDER).join(FILE);
    component::write(&path, &module)?;
    println!("wrote {}", project.shown(&path).display());
    Ok(())
}
