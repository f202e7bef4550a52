//! How each language becomes a component. The recipes pin what they fetch.

mod c;
mod go;
mod javascript;
mod python;
mod rust;

use crate::Language;
use crate::job::Job;
use anyhow::Result;

/// The component of the job's project.
pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    match job.project.language {
        Language::C => c::compile(job),
        Language::Go => go::compile(job),
        Language::JavaScript | Language::TypeScript => javascript::compile(job),
        Language::Python => python::compile(job),
        Language::Rust => rust::compile(job),
    }
}
