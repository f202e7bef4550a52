//! Finds calls that come to nothing in a rule, or end it without a word: the standard library compiles for the sandbox, and much of
//! it does nothing there.

use crate::Project;
use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

const NO_OUTPUT: &str = "writes nowhere: a rule has no output; put the text into the message of a check, or into an artifact. \
     `cargo test -- --nocapture` shows it outside of the sandbox";
const NO_CLOCK: &str = "ends the rule, which has no clock: use `at`, the time of the decision";
const NO_END: &str = "ends the rule without a word: let `evaluate` return, or `panic!` with the reason";

/// Macros that write.
const MACROS: [&str; 5] = ["println", "print", "eprintln", "eprint", "dbg"];
/// The last two names of a path.
const FUNCTIONS: [(&str, &str, &str); 12] = [
    ("io", "stdout", NO_OUTPUT),
    ("io", "stderr", NO_OUTPUT),
    ("SystemTime", "now", NO_CLOCK),
    ("Instant", "now", NO_CLOCK),
    ("thread", "sleep", "ends the rule, which has no clock, and nothing to wait for"),
    ("thread", "spawn", "ends the rule, which has no threads: do the work where it is needed"),
    ("thread", "scope", "ends the rule once it starts a thread, for there is none: do the work where it is needed"),
    ("process", "exit", NO_END),
    ("process", "abort", NO_END),
    ("env", "var", "finds nothing: a rule has no environment; what it needs are facts and params"),
    ("env", "vars", "ends the rule, which has no environment: what it needs are facts and params"),
    ("io", "stdin", "gives nothing: a rule has no input but facts and params"),
];

/// Each such call in the sources of `project`, with its place. Code for tests and for other machines is left alone.
pub(crate) fn remarks(project: &Project) -> Result<Vec<String>> {
    let mut files = vec![];
    let folder = project.folder.join("src");
    if folder.is_dir() {
        collect(&folder, &mut files)?;
    }
    files.sort();
    let mut remarks = vec![];
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let name = file.strip_prefix(&project.folder).unwrap_or(&file).display().to_string();
        // What is no Rust, the compiler explains better.
        if let Ok(tokens) = text.parse::<TokenStream>() {
            look(&name, tokens, &mut remarks);
        }
    }
    Ok(remarks)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("bin") {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("main.rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn look(file: &str, tokens: TokenStream, remarks: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = &tokens[at..];
        if is_elsewhere(rest) {
            at += item(rest);
            continue;
        }
        if let TokenTree::Group(group) = token {
            look(file, group.stream(), remarks);
        }
        if let Some((what, why)) = called(rest) {
            remarks.push(format!("{file}, line {}: `{what}` {why}", token.span().start().line));
        }
        at += 1;
    }
}

/// What is called where `tokens` begin, with what comes of it.
fn called(tokens: &[TokenTree]) -> Option<(String, &'static str)> {
    let TokenTree::Ident(first) = tokens.first()? else { return None };
    let is = |at: usize, character: char| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == character);
    if is(1, '!') {
        let name = MACROS.iter().find(|name| first == name)?;
        return matches!(tokens.get(2), Some(TokenTree::Group(_))).then(|| (format!("{name}!"), NO_OUTPUT));
    }
    let Some(TokenTree::Ident(second)) = tokens.get(3).filter(|_| is(1, ':') && is(2, ':')) else { return None };
    let (of, name, why) = FUNCTIONS.iter().find(|(of, name, _)| first == of && second == name)?;
    Some((format!("{of}::{name}"), *why))
}

/// Whether an attribute begins that keeps what follows out of the component.
fn is_elsewhere(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else { return false };
    let attribute = group.stream().to_string().replace(' ', "");
    hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
        && (["test", "cfg(test)"].contains(&attribute.as_str())
            || attribute.starts_with("cfg(not(target_arch=\"wasm32\"")
            || attribute.starts_with("cfg(not(target_family=\"wasm\""))
}

/// How many tokens the item or statement has that begins there.
fn item(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        _ => false,
    };
    tokens.iter().position(ends).map_or(tokens.len(), |last| last + 1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn places(text: &str) -> Vec<String> {
        let mut remarks = vec![];
        look("src/lib.rs", text.parse().unwrap(), &mut remarks);
        let place = |remark: &String| remark.split('`').take(2).collect::<String>().replace("src/lib.rs, line ", "");
        remarks.iter().map(place).collect()
    }

    #[test]
    fn calls_that_come_to_nothing_are_named_with_their_line() {
        let text =
            "fn f() {\n    println!(\"{}\", dbg!(3));\n    if a { std::process::exit(1) }\n    Instant::now();\n}\n";
        assert_eq!(places(text), ["2: println!", "2: dbg!", "3: process::exit", "4: Instant::now"]);
        let mut remarks = vec![];
        look("src/a.rs", "fn f() { SystemTime::now() }".parse().unwrap(), &mut remarks);
        let said =
            "src/a.rs, line 1: `SystemTime::now` ends the rule, which has no clock: use `at`, the time of the decision";
        assert_eq!(remarks, [said]);
    }

    #[test]
    fn tests_comments_texts_and_other_names_are_left_alone() {
        for text in [
            "#[cfg(test)]\nmod tests { fn f() { println!(\"a\") } }",
            "#[test]\nfn f() { dbg!(3); }",
            "fn f() { #[cfg(not(target_arch = \"wasm32\"))]\n eprintln!(\"a\"); }",
            "// println!(\"a\")\n/// `dbg!(3)`\nfn f() { \"println!()\"; }",
            "fn println(a: bool) { a != (true); clock::now(); }",
        ] {
            assert_eq!(places(text), [""; 0], "{text}");
        }
        assert_eq!(places("#[cfg(test)]\nuse a;\nfn f() { print!(\"a\") }"), ["3: print!"]);
    }
}
