//! The repository that facts are read from: git at HEAD where there is git, else the files as they lie there.

use crate::shell;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder, and the commit that is checked out in it where one is.
pub(super) struct Repository {
    root: PathBuf,
    head: Option<Head>,
}

/// The commit that is checked out.
pub(super) struct Head {
    /// Its id.
    pub(super) commit: String,
    /// When it was committed, as RFC 3339 has it.
    pub(super) committed_at: String,
}

impl Repository {
    /// Looks for a commit in `root`. Where there is none, `remarks` say why.
    pub(super) fn open(root: &Path, remarks: &mut Vec<String>) -> Self {
        let mut repository = Self { root: root.to_owned(), head: None };
        match repository.find_head() {
            Ok(head) => repository.head = Some(head),
            Err(error) => remarks.push(format!("what changed is not known: {error:#}")),
        }
        if repository.head.is_some() && repository.git(&["status", "--porcelain"]).is_ok_and(|told| !told.is_empty()) {
            remarks.push("what is not committed does not count".to_owned());
        }
        repository
    }

    /// The commit that is checked out, if one is.
    pub(super) fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// What git prints for `arguments`, without its last line end.
    pub(super) fn git(&self, arguments: &[&str]) -> Result<String> {
        shell::text(shell::git(&self.root).args(arguments))
    }

    /// The text of the file `path` at HEAD, if it is there.
    pub(super) fn file(&self, path: &str) -> Result<Option<String>> {
        if self.head.is_none() {
            return match fs::read_to_string(self.root.join(path)) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error).with_context(|| format!("cannot read `{path}`")),
            };
        }
        if self.git(&["ls-tree", "--name-only", "HEAD", "--", path])?.is_empty() {
            return Ok(None);
        }
        self.git(&["show", &format!("HEAD:{path}")]).map(Some)
    }

    fn find_head(&self) -> Result<Head> {
        // A folder that merely lies in somebody's repository is not that repository.
        let prefix = self.git(&["rev-parse", "--show-prefix"])?;
        ensure!(prefix.is_empty(), "the folder is `{prefix}` in another repository, not one of its own");
        let told = self.git(&["log", "-1", "--no-show-signature", "--format=%H %cI", "HEAD"])?;
        let (commit, committed_at) = told.split_once(' ').context("git names no commit")?;
        Ok(Head { commit: commit.to_owned(), committed_at: committed_at.to_owned() })
    }
}
