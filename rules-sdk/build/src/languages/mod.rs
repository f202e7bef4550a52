//! How each language becomes a component. The recipes pin what they fetch.

mod c;
mod go;
mod javascript;
mod python;
mod rust;

#[cfg(feature = "coverage")]
pub(crate) use rust::target_folder;
mod zig;

use crate::job::Job;
use crate::tools::Tools;
use crate::{Language, Project};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The component of the job's project.
pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    match job.project.language {
        Language::C => c::compile(job),
        Language::Go => go::compile(job),
        Language::JavaScript | Language::TypeScript => javascript::compile(job),
        Language::Python => python::compile(job),
        Language::Rust => rust::compile(job),
        Language::Zig => zig::compile(job),
    }
}

/// Zig, with which rules in C and in Zig are built, fetched where it is missing.
///
/// # Errors
/// It cannot be fetched.
pub fn zig_compiler() -> Result<Command> {
    c::compiler(&Tools::open()?)
}

/// What the compiler of the project's language accepts and no rule should call, each with its place and what to do instead.
///
/// # Errors
/// A source cannot be read.
pub fn remarks(project: &Project) -> Result<Vec<String>> {
    if project.language == Language::Rust { rust::remarks(project) } else { Ok(vec![]) }
}

/// The Go compiler that rules are built with, fetched where it is missing.
///
/// # Errors
/// It cannot be fetched.
pub fn go_compiler() -> Result<PathBuf> {
    go::compiler(&Tools::open()?)
}

/// The folder with `tsc` and `esbuild` as rules are built with, fetched where they are missing.
///
/// # Errors
/// They cannot be fetched.
pub fn javascript_tools() -> Result<PathBuf> {
    javascript::tools(&Tools::open()?)
}
