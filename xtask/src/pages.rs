//! The pages for authors of rules: what they have a newcomer type is typed into an empty folder, and what they show is what is
//! there, or stands in code that is tested.

use crate::project::Project;
use crate::shell;
use anyhow::{Context, Result, bail, ensure};
use clearance_build::Language;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What is the same in every language.
const OVERVIEW: &str = "docs/authoring/README.md";
/// Under this heading is the rule that `clearance rule new` writes.
const WHOLE_RULE: &str = "The rule in full";
/// The rule that the pages make.
const NAME: &str = "line-coverage";

/// A block of code of a page.
#[derive(Debug, PartialEq)]
struct Block {
    /// The heading that it stands under.
    heading: String,
    /// What it is written in; empty where the page does not say.
    language: String,
    line: usize,
    text: String,
}

/// Does what the page of `language` says, with the command in the folder `commands`, and leaves the rule in the folder that it gives,
/// in `folder`.
pub(crate) fn follow(project: &Project, language: Language, commands: &Path, folder: &Path) -> Result<PathBuf> {
    let path = page(language);
    let page = |path: &str| -> Result<Vec<Block>> {
        let text = fs::read_to_string(project.root.join(path)).with_context(|| format!("cannot read `{path}`"))?;
        Ok(blocks(&text))
    };
    let blocks = page(&path)?;
    let started = Instant::now();
    let mut script = String::from("set -eu\n");
    for block in blocks.iter().filter(|block| block.language == "sh") {
        script.push_str(&block.text);
    }
    fs::write(folder.join("typed.sh"), &script)?;
    println!("{path}, in {}:\n{script}", language.name());
    let path_of_commands = std::env::join_paths(
        [commands.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )?;
    let mut typed = Command::new("sh");
    typed.arg("typed.sh").current_dir(folder).env("PATH", &path_of_commands);
    shell::run(&mut typed).with_context(|| format!("what `{path}` has a newcomer type"))?;
    println!("{path}: a tested rule in {} after {:.0} s", language.name(), started.elapsed().as_secs_f64());
    let rule = folder.join(NAME);
    let clearance = commands.join("clearance");
    for block in blocks.iter().filter(|block| block.language != "sh") {
        shown(project, language, &clearance, &rule, block).with_context(|| format!("`{path}`, line {}", block.line))?;
    }
    for block in page(OVERVIEW)?.iter().filter(|block| block.language == "yaml") {
        let place = || format!("`{OVERVIEW}`, line {}, in {}", block.line, language.title());
        judged(&clearance, &rule, &block.text).with_context(place)?;
    }
    Ok(rule)
}

/// Whether a block is what it shows.
fn shown(project: &Project, language: Language, clearance: &Path, rule: &Path, block: &Block) -> Result<()> {
    if block.heading == WHOLE_RULE {
        let written = rule.join(source(language));
        let text = fs::read_to_string(&written).with_context(|| format!("cannot read `{}`", written.display()))?;
        ensure!(text == block.text, "the rule in full is not what `clearance rule new` writes");
        return Ok(());
    }
    match block.language.as_str() {
        "yaml" if block.text.starts_with("policy:") => {
            fs::write(rule.join("policy.yaml"), &block.text)?;
            let mut lint = Command::new(clearance);
            shell::run(lint.args(["policy", "lint", "policy.yaml"]).current_dir(rule))
        }
        "yaml" => judged(clearance, rule, &block.text),
        "" => Ok(()),
        _ => quoted(project, language, &block.text),
    }
}

/// Whether the rule passes these cases.
fn judged(clearance: &Path, rule: &Path, cases: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("cases.yaml");
    fs::write(&path, cases)?;
    let mut test = Command::new(clearance);
    shell::run(test.args(["rule", "test", "--cases"]).arg(&path).arg(rule))
}

/// Whether what a page shows stands in code that is tested.
fn quoted(project: &Project, language: Language, text: &str) -> Result<()> {
    let kit = project.root.join("rules-sdk").join(language.kit());
    let mut files = vec![];
    for tested in ["examples", "tests", "template", "template-zig"] {
        collect(&kit.join(tested), &mut files)?;
    }
    let wanted = normal(text);
    for file in files {
        if fs::read_to_string(&file).is_ok_and(|text| normal(&text).contains(&wanted)) {
            return Ok(());
        }
    }
    bail!(
        "no example, test or template in `{}` has this, so that nothing tests it:\n{text}",
        project.shown(&kit).display()
    )
}

/// The lines without what is before and after them.
fn normal(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::from("\n"), |all, line| all + line + "\n")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden && !path.ends_with("node_modules") && !path.ends_with("target") {
            collect(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn page(language: Language) -> String {
    format!("docs/authoring/{}.md", language.name())
}

/// The file that the rule in full is.
fn source(language: Language) -> &'static str {
    if language == Language::Rust { "src/lib.rs" } else { language.entry() }
}

/// The blocks of code of a page, in their order.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = vec![];
    let (mut heading, mut inside) = (String::new(), false);
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), inside) {
            (Some(language), false) => {
                blocks.push(Block {
                    heading: heading.clone(),
                    language: language.to_owned(),
                    line: index + 1,
                    text: String::new(),
                });
                inside = true;
            }
            (Some(_), true) => inside = false,
            (None, true) => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            (None, false) => {
                if let Some(text) = line.strip_prefix("## ") {
                    text.clone_into(&mut heading);
                }
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_under_their_headings_with_their_lines() {
        let found = blocks("# A page\n```sh\nls\n```\n## The rule in full\n\n```go\nx\n\n  y\n```\n");
        let block = |heading: &str, language: &str, line, text: &str| Block {
            heading: heading.to_owned(),
            language: language.to_owned(),
            line,
            text: text.to_owned(),
        };
        assert_eq!(found, [block("", "sh", 2, "ls\n"), block("The rule in full", "go", 7, "x\n\n  y\n")]);
    }

    #[test]
    fn what_is_quoted_may_be_indented_otherwise() {
        assert!(normal("fn a() {\n    let x = 1;\n\n    x\n}\n").contains(&normal("let x = 1;\nx")));
        assert!(!normal("let x = 12;\n").contains(&normal("let x = 1")));
    }

    #[test]
    fn every_language_has_a_page() {
        for language in Language::ALL {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page(language));
            assert!(path.is_file(), "`{}` is missing", path.display());
        }
    }
}
