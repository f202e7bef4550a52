//! The rule that a command is about: a project, which is built first, or a component.

use super::arguments::Subject;
use crate::load;
use anyhow::{Context, Result, ensure};
use clearance::{Engine, Rule};
use clearance_build::{PROJECT_FILE, Project};
use clearance_cases::{Case, CaseFile, CaseFileError};
use std::path::PathBuf;

/// What a subject turned out to be.
pub(crate) struct Found {
    /// The project that it was built from, where it is not a component alone.
    pub(crate) project: Option<Project>,
    /// The component.
    pub(crate) component: PathBuf,
    /// The case file.
    pub(crate) cases: PathBuf,
    pub(crate) engine: Engine,
    pub(crate) rule: Rule,
}

impl Subject {
    /// Builds the rule where it is a project, and loads it.
    pub(crate) fn find(&self) -> Result<Found> {
        let project = self.rule.is_dir().then(|| Project::open(&self.rule)).transpose()?;
        let beside = self.rule.with_file_name("cases.yaml");
        let (component, cases) = match &project {
            Some(project) => (clearance_build::build(project)?.path, project.cases.clone()),
            None => (self.rule.clone(), beside),
        };
        let engine = load::engine(&self.engine)?;
        let rule = engine.load_rule(&component)?;
        Ok(Found { project, component, cases: self.cases.clone().unwrap_or(cases), engine, rule })
    }
}

impl Found {
    /// The cases, of which there is at least one.
    pub(crate) fn cases(&self) -> Result<Vec<Case>> {
        let read = CaseFile::read(&self.cases);
        let cases = if matches!(read, Err(CaseFileError::Unreadable { .. })) {
            read.with_context(|| {
                format!("a rule's cases are looked for beside it, or where `cases` in `{PROJECT_FILE}` says; `--cases` names others")
            })?
        } else {
            read?
        };
        let advice =
            "give it one: a `name`, `params` and `facts`; `clearance rule test --update` writes what comes out";
        ensure!(!cases.cases.is_empty(), "`{}` has no case: {advice}", self.cases.display());
        Ok(cases.cases)
    }
}
