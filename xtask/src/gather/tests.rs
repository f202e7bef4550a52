//! What is gathered from repositories that each test makes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::shell;
use std::fs;
use tempfile::TempDir;

struct Fixture(TempDir);

impl Fixture {
    fn new() -> Self {
        let fixture = Self(tempfile::tempdir().unwrap());
        fixture.git(&["init", "--quiet", "--initial-branch=main"]);
        fixture
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, arguments: &[&str]) {
        self.git_as("ada@example.com", arguments);
    }

    fn git_as(&self, email: &str, arguments: &[&str]) {
        let email = format!("user.email={email}");
        let settings = ["-c", "user.name=Test", "-c", &email, "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"];
        shell::output(shell::git(self.root()).args(settings).args(arguments)).unwrap();
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn commit(&self) {
        self.commit_as("ada@example.com");
    }

    fn commit_as(&self, email: &str) {
        self.git(&["add", "--all"]);
        self.git_as(email, &["commit", "--quiet", "--message", "change"]);
    }

    fn gather(&self) -> Gathered {
        gather(self.root(), "product").unwrap()
    }

    fn shallow_clone(&self) -> Self {
        let clone = Self(tempfile::tempdir().unwrap());
        let from = format!("file://{}", self.root().display());
        clone.git(&["clone", "--quiet", "--depth=1", "--tags", &from, "."]);
        clone
    }
}

fn remarked(gathered: &Gathered, text: &str) -> bool {
    gathered.remarks.iter().any(|remark| remark.contains(text))
}

#[test]
fn without_a_tag_everything_since_the_beginning_counts() {
    let fixture = Fixture::new();
    fixture.write("a.txt", "one\ntwo\n").write("b/ä ö.txt", "one\n").commit();
    fixture.write("a.txt", "one\n").commit_as("grace@example.com");
    let gathered = fixture.gather();
    let changes = &gathered.facts["changes"];
    assert_eq!(
        changes,
        &json!({
            "commits": 2, "authors": 2, "files": 2, "lines_added": 2, "lines_removed": 0,
            "changed_files": [
                { "path": "a.txt", "lines_added": 1, "lines_removed": 0 },
                { "path": "b/ä ö.txt", "lines_added": 1, "lines_removed": 0 },
            ],
        })
    );
    assert!(remarked(&gathered, "since the beginning: commits 2, authors 2, files 2"), "{:?}", gathered.remarks);
}

#[test]
fn with_tags_what_came_after_the_nearest_counts() {
    let fixture = Fixture::new();
    fixture.write("a.txt", "one\n").commit();
    fixture.git(&["tag", "v0.1.0"]);
    fixture.write("a.txt", "two\n").commit();
    fixture.git(&["tag", "--annotate", "--message=release", "v0.2.0"]);
    fixture.write("a.txt", "two\nthree\n").write("logo.png", b"\x89\0\xff").commit();
    let changes = &fixture.gather().facts["changes"];
    assert_eq!(
        changes,
        &json!({
            "since": "v0.2.0", "commits": 1, "authors": 1, "files": 2, "lines_added": 1, "lines_removed": 0,
            "changed_files": [{ "path": "a.txt", "lines_added": 1, "lines_removed": 0 }, { "path": "logo.png" }],
        })
    );
}

#[test]
fn a_tag_on_head_is_the_release_itself() {
    let fixture = Fixture::new();
    fixture.write("a.txt", "one\n").commit();
    fixture.git(&["tag", "v0.1.0"]);
    assert_eq!(fixture.gather().facts["changes"].get("since"), None);
    fixture.write("a.txt", "two\n").commit();
    fixture.git(&["tag", "v0.2.0"]);
    fixture.git(&["tag", "latest"]);
    let changes = &fixture.gather().facts["changes"];
    assert_eq!((&changes["since"], &changes["commits"]), (&json!("v0.1.0"), &json!(1)));
}

#[test]
fn a_renamed_file_counts_for_what_changed_in_it() {
    let fixture = Fixture::new();
    fixture.write("old.txt", "line\n".repeat(50)).commit();
    fixture.git(&["tag", "v0.1.0"]);
    fixture.git(&["mv", "old.txt", "new.txt"]);
    fixture.write("new.txt", "line\n".repeat(50) + "more\n").commit();
    let files = &fixture.gather().facts["changes"]["changed_files"];
    let renamed = json!({ "path": "new.txt", "renamed_from": "old.txt", "lines_added": 1, "lines_removed": 0 });
    assert_eq!(files, &json!([renamed]));
}

#[test]
fn a_clone_too_shallow_to_tell_leaves_the_changes_out() {
    let fixture = Fixture::new();
    fixture.write("a.txt", "one\n").commit();
    fixture.write("a.txt", "two\n").write("CHANGELOG.md", "## 0.1.0\nNew.\n").commit();
    let gathered = fixture.shallow_clone().gather();
    assert_eq!(gathered.facts.get("changes"), None);
    assert!(remarked(&gathered, "too shallow"), "{:?}", gathered.remarks);
    assert_eq!(gathered.facts["notes"]["markdown"], "## 0.1.0\nNew.\n");
}

#[test]
fn a_shallow_clone_that_reaches_back_to_the_tag_is_enough() {
    let fixture = Fixture::new();
    fixture.write("a.txt", "one\n").commit();
    fixture.write("a.txt", "two\n").commit();
    fixture.git(&["tag", "v0.1.0"]);
    let clone = fixture.shallow_clone();
    clone.write("a.txt", "three\n").commit();
    let changes = &clone.gather().facts["changes"];
    assert_eq!((&changes["since"], &changes["commits"]), (&json!("v0.1.0"), &json!(1)));
}

#[test]
fn the_release_is_named_with_its_version_and_commit() {
    let fixture = Fixture::new();
    fixture.write("Cargo.toml", "[workspace.package]\nversion = \"1.2.3\"\n").commit();
    let release = &fixture.gather().facts["release"];
    assert_eq!((&release["name"], &release["version"]), (&json!("product"), &json!("1.2.3")));
    assert_eq!(release["commit"].as_str().unwrap().len(), 40);
    assert!(release["committed_at"].as_str().unwrap().contains('T'));
}

#[test]
fn files_are_read_at_head_and_the_reader_is_told() {
    let fixture = Fixture::new();
    fixture.write("CHANGELOG.md", "## 0.1.0\nCommitted.\n").commit();
    assert!(!remarked(&fixture.gather(), "not committed"));
    fixture.write("CHANGELOG.md", "## 0.2.0\nNot committed.\n");
    let gathered = fixture.gather();
    assert_eq!(gathered.facts["notes"]["markdown"], "## 0.1.0\nCommitted.\n");
    assert!(remarked(&gathered, "what is not committed does not count"), "{:?}", gathered.remarks);
}

#[test]
fn without_a_repository_the_files_are_read_and_the_changes_left_out() {
    let folder = Fixture(tempfile::tempdir().unwrap());
    folder.write("CHANGELOG.md", "## 0.1.0\nNew.\n").write("Cargo.lock", "version = 4\n");
    let gathered = folder.gather();
    assert_eq!(
        gathered.facts,
        json!({ "release": { "name": "product" }, "notes": { "markdown": "## 0.1.0\nNew.\n" }, "dependencies": [] })
    );
    assert!(remarked(&gathered, "what changed is not known"), "{:?}", gathered.remarks);
}

#[test]
fn a_repository_without_a_commit_has_no_changes() {
    let gathered = Fixture::new().gather();
    assert_eq!(gathered.facts, json!({ "release": { "name": "product" } }));
}

#[test]
fn a_folder_inside_another_repository_does_not_take_its_history() {
    let outer = Fixture::new();
    outer.write("inner/a.txt", "one\n").commit();
    let gathered = gather(&outer.root().join("inner"), "product").unwrap();
    assert_eq!(gathered.facts.get("changes"), None);
    assert!(remarked(&gathered, "another repository"), "{:?}", gathered.remarks);
}

#[test]
fn dependencies_come_with_version_and_source() {
    let lock = r#"
version = 4
[[package]]
name = "anyhow"
version = "1.0.104"
source = "registry+https://example.com/index"
checksum = "330a"
dependencies = ["xtask"]
[[package]]
name = "xtask"
version = "0.1.0"
"#;
    assert_eq!(
        dependencies::locked(lock).unwrap(),
        json!([
            {
                "name": "anyhow", "version": "1.0.104", "source": "registry+https://example.com/index",
                "checksum": "sha256:330a",
            },
            { "name": "xtask", "version": "0.1.0", "source": "path" },
        ])
    );
    let error = format!("{:#}", dependencies::locked("[[package]]\nname = 1\n").unwrap_err());
    assert!(error.starts_with("cannot read `Cargo.lock`"), "{error}");
}

#[test]
fn the_version_is_the_workspaces_or_the_packages() {
    let version = |manifest| dependencies::version(manifest).unwrap();
    assert_eq!(version("[workspace.package]\nversion = \"1.0.0\"").as_deref(), Some("1.0.0"));
    assert_eq!(version("[package]\nversion = \"2.0.0\"").as_deref(), Some("2.0.0"));
    assert_eq!(version("[package]\nversion.workspace = true"), None);
    assert_eq!(version("[workspace]\nmembers = []"), None);
}

#[test]
fn the_newest_section_is_the_first_that_says_anything() {
    let changelog =
        "# Changelog\n\nAll changes.\n\n## Unreleased\n\n### Added\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n";
    assert_eq!(notes::newest_section(changelog).as_deref(), Some("## 0.2.0\n\n- New.\n"));
    assert_eq!(notes::newest_section("# Changelog\n\nNothing yet.\n"), None);
    assert_eq!(notes::newest_section("## Unreleased\n\n"), None);
    assert_eq!(notes::newest_section(""), None);
}

#[test]
fn a_heading_in_a_code_block_ends_no_section() {
    let changelog = "## 0.1.0\n\n````md\n```\n## not a heading\n````\n\nThe end.\n## 0.0.1\n";
    let expected = "## 0.1.0\n\n````md\n```\n## not a heading\n````\n\nThe end.\n";
    assert_eq!(notes::newest_section(changelog).as_deref(), Some(expected));
}

#[test]
fn what_git_would_never_say_is_an_error() {
    assert!(changes::changed_files("1\t2").is_err());
    assert!(changes::changed_files("1\t2\t\0only-one\0").is_err());
    assert!(changes::changed_files("").unwrap().is_empty());
}
