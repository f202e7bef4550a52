//! Rust: cargo, for the target that this machine has a way to.

mod remarks;

pub(crate) use remarks::remarks;

use crate::described::{self, Build};
use crate::job::Job;
use crate::{Project, component, shell, wasm_target};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A small stack, so that a fresh instance touches few pages, and memory for most evaluations from the beginning. Whatever the
/// linker resolved takes as many bytes as it needs, and rules that hash have the rounds of `sha2` as loops.
const FLAGS: &str = "-Clink-arg=-zstack-size=65536 -Clink-arg=--initial-memory=1048576 \
    -Clink-arg=--compress-relocations --cfg=sha2_backend_soft=\"compact\"";

/// The crate of the kit, without which a rule describes itself in a way of its own.
const KIT: &str = "clearance-rule";

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let target = target_folder(job.project);
    let workspace = wasm_target::Workspace {
        root: job.project.folder.clone(),
        cargo_target: target.clone(),
        rust_versions: vec![],
        may_install: false,
    };
    let toolchain = wasm_target::find(&workspace)?;
    for remark in remarks(job.project)? {
        eprintln!("warning: {remark}");
    }
    eprintln!("Rust for WebAssembly: {}", toolchain.description);
    let target = std::path::absolute(&target)?;
    let manifest = Manifest::of(job.project)?;
    let build = |prepare: &dyn Fn(&mut Command)| -> Result<PathBuf> {
        let mut cargo = toolchain.cargo_build(&workspace);
        cargo.env("RUSTFLAGS", FLAGS).args(["--release", "--lib", "--message-format", "json-render-diagnostics"]);
        prepare(&mut cargo);
        module(&shell::output(cargo.stderr(Stdio::inherit()))?)
            .context("cargo made no module: `Cargo.toml` says `[lib] crate-type = [\"cdylib\", \"rlib\"]`")
    };
    let made = if manifest.dependencies.contains_key(KIT) {
        let first = build(&|cargo| Build::First.prepare(cargo, "release", &target))?;
        let answers = std::path::absolute(job.project.made().join("manifests"))?;
        described::ask(&manifest.package.name, &first, &answers)?;
        build(&|cargo| Build::Second(&answers).prepare(cargo, "release", &target))?
    } else {
        build(&|cargo| {
            cargo.arg("--target-dir").arg(&target);
        })?
    };
    let module = fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))?;
    component::encode(&module)
}

/// What of the project's `Cargo.toml` has to be known.
#[derive(Deserialize)]
struct Manifest {
    package: Package,
    #[serde(default)]
    dependencies: toml::Table,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

impl Manifest {
    fn of(project: &Project) -> Result<Self> {
        let path = project.folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        toml::from_str(&text).with_context(|| format!("`{}`", path.display()))
    }
}

/// Where cargo puts what it builds of `project`. Whoever shares one folder among crates shares it among rules.
pub(crate) fn target_folder(project: &Project) -> PathBuf {
    let shared = std::env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    shared.unwrap_or_else(|| project.made().join("target"))
}

/// The last module that cargo says it made: dependencies come first.
fn module(messages: &[u8]) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Message {
        #[serde(default)]
        filenames: Vec<PathBuf>,
    }
    let lines = messages.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
    let messages = lines.filter_map(|line| serde_json::from_slice::<Message>(line).ok());
    let files = messages.flat_map(|message| message.filenames);
    files.filter(|file| file.extension().is_some_and(|extension| extension == "wasm")).fold(None, |_, file| Some(file))
}
