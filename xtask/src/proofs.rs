//! Every `unsafe` of the tree with its proof, as the page `docs/unsafe.md`. It is found in the tokens of a file, so what
//! stands in a macro is found and what stands in a text or a comment is not.

use crate::project::Project;
use crate::tree;
use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/unsafe.md";
const PROOF: &str = "SAFETY:";
/// Where rules are, and what they are made with. All else runs on the host.
const IN_THE_SANDBOX: [&str; 4] = ["rules-sdk/rust/", "example-rules/", "tests/guests/", "bench/rules/"];

const HEAD: &str = "# Every `unsafe`, and why it is sound

Made by `cargo xtask unsafe` from the comment before each. The lint `unsafe_code` is `deny` in the whole workspace, and each
file below that may use it says so.

Not listed is what macros of others generate: wasmtime's `bindgen!` and derives on the host, the classes and functions of
PyO3 and napi in the packages for Python and Node, and the exports that `wit-bindgen` makes in a rule. None of our own macros
holds an `unsafe`.
";

/// An `unsafe` and what is said of it.
#[derive(Debug, PartialEq, Eq)]
struct Unsafe {
    /// Its line, from 1.
    line: usize,
    /// The code on that line.
    code: String,
    /// The text of the comment before it.
    proof: Option<String>,
}

/// Writes the page anew.
pub(crate) fn write(project: &Project) -> Result<()> {
    fs::write(project.root.join(PAGE), page(project)?).with_context(|| format!("cannot write `{PAGE}`"))
}

/// Checks that each has its proof, and that the page is as it would be written.
pub(crate) fn check(project: &Project) -> Result<()> {
    let page = page(project)?;
    if fs::read_to_string(project.root.join(PAGE)).ok().as_deref() != Some(&page) {
        bail!("`{PAGE}` is not what the sources say; write it anew: `cargo xtask unsafe`");
    }
    Ok(())
}

fn page(project: &Project) -> Result<String> {
    let mut files = vec![];
    for path in tree::tracked(project)?.into_iter().filter(|path| is_rust(path)) {
        // Removed and not yet committed.
        let Ok(text) = fs::read_to_string(project.root.join(&path)) else { continue };
        let found = all_in(&text).with_context(|| format!("cannot read `{path}`"))?;
        if !found.is_empty() {
            files.push((path, found));
        }
    }
    written(&files)
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// The page on these files.
fn written(files: &[(String, Vec<Unsafe>)]) -> Result<String> {
    let mut page = HEAD.to_owned();
    let mut without = vec![];
    for (title, sandboxed) in [("On the host", false), ("In the sandbox", true)] {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "\n## {title}");
        let mut none = true;
        for (path, found) in files {
            if IN_THE_SANDBOX.iter().any(|folder| path.starts_with(folder)) != sandboxed {
                continue;
            }
            none = false;
            let _ = writeln!(page, "\n### `{path}`\n");
            for Unsafe { line, code, proof } in found {
                match proof {
                    Some(proof) => drop(writeln!(page, "- `{code}`: {proof}")),
                    None => without.push(format!("{path}:{line}: no `// {PROOF} …` directly before `{code}`")),
                }
            }
        }
        if none {
            page.push_str("\nNothing.\n");
        }
    }
    if !without.is_empty() {
        bail!("an `unsafe` without its proof\n{}", without.join("\n"));
    }
    Ok(page)
}

/// Every `unsafe` in a file: blocks, functions, implementations, traits, foreign items, attributes.
fn all_in(text: &str) -> Result<Vec<Unsafe>> {
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("it is no Rust: {error}"))?;
    let mut lines = vec![];
    collect(tokens, &mut lines);
    let source: Vec<&str> = text.lines().map(str::trim).collect();
    let found = lines.into_iter().map(|line| {
        let code = source[line - 1].trim_end_matches(" {").to_owned();
        Unsafe { line, code, proof: proof(&source[..line - 1]) }
    });
    Ok(found.collect())
}

fn collect(tokens: TokenStream, lines: &mut Vec<usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), lines),
            TokenTree::Ident(word) if word == "unsafe" => lines.push(word.span().start().line),
            _ => {}
        }
    }
}

/// What the comment at the end of these lines says after `SAFETY:`. Attributes may stand between.
fn proof(before: &[&str]) -> Option<String> {
    let end = before.iter().rposition(|line| !line.starts_with("#["))? + 1;
    let start = before[..end].iter().rposition(|line| !line.starts_with("//")).map_or(0, |line| line + 1);
    let comment: Vec<&str> = before[start..end].iter().map(|line| line.trim_start_matches('/').trim()).collect();
    let comment = comment.join(" ");
    let (_, proof) = comment.split_once(PROOF)?;
    Some(proof.trim().to_owned()).filter(|proof| !proof.is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn found(text: &str) -> Vec<(usize, String, Option<String>)> {
        all_in(text).unwrap().into_iter().map(|one| (one.line, one.code, one.proof)).collect()
    }

    #[test]
    fn each_kind_is_found_with_its_proof() {
        let text = "
// SAFETY: it is
// sound.
#[expect(unsafe_code, reason = \"r\")]
unsafe impl Send for A {}

fn f() {
    // Why. SAFETY: so.
    let a = unsafe { g() };
    assert!(unsafe { g() });
}
// SAFETY: the name is ours.
#[unsafe(no_mangle)]
extern \"C\" fn g() {}
unsafe extern \"C\" {
}
";
        let some = |proof: &str| Some(proof.to_owned());
        let expected = [
            (5, "unsafe impl Send for A {}", some("it is sound.")),
            (9, "let a = unsafe { g() };", some("so.")),
            (10, "assert!(unsafe { g() });", None),
            (13, "#[unsafe(no_mangle)]", some("the name is ours.")),
            (15, "unsafe extern \"C\"", None),
        ];
        assert_eq!(found(text), expected.map(|(line, code, proof)| (line, code.to_owned(), proof)));
    }

    #[test]
    fn a_word_in_a_text_or_a_comment_is_none() {
        assert_eq!(found("// unsafe {\nconst A: &str = \"unsafe\"; /* unsafe */\n#![deny(unsafe_code)]\n"), []);
    }

    #[test]
    fn a_comment_that_stands_elsewhere_proves_nothing() {
        assert_eq!(found("// SAFETY: so.\n\nunsafe impl Send for A {}\n")[0].2, None);
        assert_eq!(found("// It is sound.\nunsafe impl Send for A {}\n")[0].2, None);
        assert_eq!(found("// SAFETY:\nunsafe impl Send for A {}\n")[0].2, None);
        assert_eq!(found("unsafe impl Send for A {}\n")[0].2, None);
    }

    #[test]
    fn the_page_tells_the_host_from_the_sandbox_and_is_not_written_without_a_proof() {
        let one = |proof: Option<&str>| Unsafe { line: 7, code: "unsafe".to_owned(), proof: proof.map(str::to_owned) };
        let file = |path: &str, proof| (path.to_owned(), vec![one(proof)]);
        let page =
            written(&[file("engine/src/a.rs", Some("so")), file("rules-sdk/rust/src/b.rs", Some("thus"))]).unwrap();
        let sections = "\n## On the host\n\n### `engine/src/a.rs`\n\n- `unsafe`: so\n\
                        \n## In the sandbox\n\n### `rules-sdk/rust/src/b.rs`\n\n- `unsafe`: thus\n";
        assert_eq!(page, format!("{HEAD}{sections}"));
        assert!(written(&[]).unwrap().ends_with("\n## In the sandbox\n\nNothing.\n"));
        let error = written(&[file("engine/src/a.rs", None)]).unwrap_err().to_string();
        assert!(error.contains("engine/src/a.rs:7: no `// SAFETY: …` directly before `unsafe`"), "{error}");
    }
}
