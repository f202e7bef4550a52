//! An author's project: a folder with `rule.toml`.

use crate::Language;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that makes a folder a project.
pub const PROJECT_FILE: &str = "rule.toml";

/// An author's project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its folder.
    pub folder: PathBuf,
    /// The rule's name, which is its component's.
    pub name: String,
    /// What it is written in.
    pub language: Language,
    /// Its case file.
    pub cases: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    name: String,
    language: Language,
    cases: Option<PathBuf>,
}

impl Project {
    /// Reads the project in `folder`.
    ///
    /// # Errors
    /// There is none, or `rule.toml` is not as it should be; the error says where.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(PROJECT_FILE);
        let text = fs::read_to_string(&path).with_context(|| {
            let shown = folder.display();
            format!(
                "`{shown}` is no rule's project: cannot read `{PROJECT_FILE}` there. `clearance rule new` writes one"
            )
        })?;
        let file: ProjectFile = toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
        check_name(&file.name).with_context(|| format!("`{}`: `name`", path.display()))?;
        let entry = folder.join(file.language.entry());
        // In Go, files may have any name.
        if file.language != Language::Go && !entry.is_file() {
            bail!("`{}` is missing: it is where a rule in {} begins", entry.display(), file.language.name());
        }
        let cases = folder.join(file.cases.unwrap_or_else(|| "cases.yaml".into()));
        Ok(Self { folder: folder.to_owned(), name: file.name, language: file.language, cases })
    }

    /// Where its component is.
    #[must_use]
    pub fn component(&self) -> PathBuf {
        self.folder.join("build").join(format!("{}.wasm", self.name))
    }

    /// The folder in which everything lies that nobody writes by hand.
    pub(crate) fn made(&self) -> PathBuf {
        self.folder.join(".clearance")
    }
}

/// Whether `name` may be a rule's: lower case letters, digits and hyphens, beginning with a letter.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    ensure!(
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(plain)
            && !name.ends_with('-')
            && !name.contains("--"),
        "`{name}` is no rule's name: it begins with a letter and is made of lower case letters, digits and single hyphens, \
         such as `line-coverage`"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn project(text: &str) -> Result<Project> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(PROJECT_FILE), text).unwrap();
        fs::write(folder.path().join("rule.py"), "").unwrap();
        Project::open(folder.path())
    }

    #[test]
    fn a_project_has_a_name_a_language_and_cases() {
        let project = project("name = \"line-coverage\"\nlanguage = \"python\"\ncases = \"other.yaml\"\n").unwrap();
        assert_eq!((project.name.as_str(), project.language), ("line-coverage", Language::Python));
        assert!(project.cases.ends_with("other.yaml"));
        assert!(project.component().ends_with("build/line-coverage.wasm"));
    }

    #[test]
    fn what_is_wrong_with_a_project_is_said_with_its_place() {
        let said = |text: &str| format!("{:#}", project(text).unwrap_err());
        let error = said("name = \"a\"\nlanguage = \"cobol\"\n");
        assert!(error.contains("rule.toml") && error.contains("line 2") && error.contains("cobol"), "{error}");
        let error = said("name = \"a\"\nlanguage = \"c\"\n");
        assert!(error.contains("rule.c` is missing"), "{error}");
        let error = said("name = \"A rule\"\nlanguage = \"python\"\n");
        assert!(error.contains("`A rule` is no rule's name"), "{error}");
        let error = said("name = \"a\"\nlanguage = \"python\"\nkind = 1\n");
        assert!(error.contains("kind"), "{error}");
        let error = format!("{:#}", Project::open(Path::new("/nowhere")).unwrap_err());
        assert!(error.contains("`clearance rule new` writes one"), "{error}");
    }

    #[test]
    fn names_are_those_of_files_and_of_crates() {
        for good in ["a", "line-coverage", "cve2-gate"] {
            check_name(good).unwrap();
        }
        for bad in ["", "-a", "a-", "a--b", "A", "2a", "a_b", "a/b", "..", "ä"] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
