//! Builds a project's component.

use crate::kits::{self, Placed};
use crate::stamp::Stamp;
use crate::tools::Tools;
use crate::{Language, Project, component, languages};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// What a build left.
#[derive(Debug)]
pub struct Built {
    /// The component.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: usize,
    /// Whether nothing that it is made of had changed, so that it was left as it is.
    pub unchanged: bool,
}

/// What a language's compiler is run on.
pub(crate) struct Job<'p> {
    pub(crate) project: &'p Project,
    /// The kit, in the project.
    pub(crate) kit: PathBuf,
    /// The folder of the contract.
    pub(crate) contract: PathBuf,
    /// Where whatever lies between may be left.
    pub(crate) scratch: PathBuf,
    /// Compilers that are fetched.
    pub(crate) tools: Tools,
}

/// Makes the component of `project`, or leaves it as it is where nothing of what it is made has changed.
///
/// # Errors
/// A compiler is missing and cannot be fetched, does not accept the rule, or makes what is no rule: the error says what to do.
pub fn build(project: &Project) -> Result<Built> {
    let Placed { kit, contract } = kits::place(project)?;
    // Cargo knows best what a crate is made of, which need not lie in its folder.
    let stamp = (project.language != Language::Rust).then(|| Stamp::of(project)).transpose()?;
    let path = project.component();
    if let Some(bytes) = stamp.as_ref().and_then(|stamp| stamp.built(&path)) {
        return Ok(Built { path, bytes, unchanged: true });
    }
    let scratch = project.made().join("scratch");
    fs::create_dir_all(&scratch).with_context(|| format!("cannot make `{}`", scratch.display()))?;
    let job = Job { project, kit, contract, scratch, tools: Tools::open()? };
    let made = languages::compile(&job)?;
    component::check(&made).with_context(|| format!("`{}` cannot be used", project.name))?;
    let written = component::write(&path, &made)?;
    if let Some(stamp) = stamp {
        stamp.keep(&made)?;
    }
    Ok(Built { path, bytes: made.len(), unchanged: !written })
}
