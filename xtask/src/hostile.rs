//! Guests that no toolchain would make: written in WebAssembly's text format, each a file of `tests/guests/hostile`.
//!
//! A file that is no whole component is the part of a module that is wrong. Around it comes what every rule must have,
//! from `parts/`: the prelude, and each function that the file does not define itself.
//!
//! Lines that begin with `;;` may ask for more than text can say in few lines:
//! `;; repeat N: TEXT` stands for N times the text, in which `{i}` is the number of the turn and `{j}` that of the next,
//! `{bits}` the turn as twenty types of numbers, and `{many}` fifty thousand of them;
//! `;; nest N` makes of the whole file N components, each in the other;
//! `;; encoding: compact-utf16` is the encoding of texts that the guest hands over.

use crate::component;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use wit_component::StringEncoding;
use wit_parser::{Resolve, WorldId};

/// Where the texts are.
const FOLDER: &str = "tests/guests/hostile";
/// Functions that a guest defines, or that it has from `parts/`.
const FUNCTIONS: [&str; 4] = ["realloc", "describe", "configure", "evaluate"];

/// The components by their names.
pub(crate) fn components(project: &Project) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = project.root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(project.root.join("wit"))?;
    let world = resolve.select_world(&[package], None)?;
    let mut made = vec![];
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{FOLDER}`"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wat") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let component = component(&folder, &path, &resolve, world)
                .with_context(|| format!("`{name}.wat` makes no component"))?;
            made.push((name, component));
        }
    }
    made.sort();
    Ok(made)
}

fn component(folder: &Path, path: &Path, resolve: &Resolve, world: WorldId) -> Result<Vec<u8>> {
    let text = fs::read_to_string(path)?;
    if let Some(depth) = directive(&text, "nest ") {
        return Ok(nested(depth.parse()?));
    }
    let own = expanded(&text)?;
    if own.contains("\n(component") {
        return Ok(wat::parse_str(&own)?);
    }
    let part = |name: &str| fs::read_to_string(folder.join(format!("parts/{name}.wat")));
    let mut module = format!("(module\n{}", part("prelude")?);
    for function in FUNCTIONS {
        if !own.contains(&format!("(func ${function} ")) {
            module += &part(function)?;
        }
    }
    let encoding = match directive(&text, "encoding: ") {
        None => StringEncoding::UTF8,
        Some("compact-utf16") => StringEncoding::CompactUTF16,
        Some(other) => bail!("there is no encoding `{other}`"),
    };
    let mut module = wat::parse_str(format!("{module}{own})"))?;
    wit_component::embed_component_metadata(&mut module, resolve, world, encoding, false)?;
    component::encode(&module)
}

/// What follows `;; ` and a word.
fn directive<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.trim().strip_prefix(";; ")?.strip_prefix(word)).map(str::trim)
}

/// The text with what is to be repeated.
fn expanded(text: &str) -> Result<String> {
    let mut whole = String::new();
    for line in text.lines() {
        match line.trim().strip_prefix(";; repeat ") {
            None => whole += line,
            Some(asked) => {
                let (times, repeated) = asked.split_once(": ").context("a `repeat` is `repeat N: TEXT`")?;
                let repeated = repeated.replace("{many}", &"i64 ".repeat(50_000));
                let bits = |turn: u32| (0..20).map(move |bit| if turn >> bit & 1 == 1 { "i64 " } else { "i32 " });
                for turn in 0..times.parse::<u32>()? {
                    let text = repeated.replace("{i}", &turn.to_string()).replace("{j}", &(turn + 1).to_string());
                    whole += &if text.contains("{bits}") {
                        text.replace("{bits}", &bits(turn).collect::<String>())
                    } else {
                        text
                    };
                    whole.push('\n');
                }
            }
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// So many components, each in the other. The text format nests less deep.
fn nested(depth: u32) -> Vec<u8> {
    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";
    const SECTION_OF_COMPONENT: u8 = 4;
    // From the inside: each is written in front of those within it, so from the end.
    let mut reversed: Vec<u8> = EMPTY.iter().rev().copied().collect();
    for _ in 1..depth {
        let mut length = reversed.len();
        let mut leb = vec![];
        loop {
            let byte = u8::try_from(length & 0x7f).unwrap_or_default();
            length >>= 7;
            leb.push(if length > 0 { byte | 0x80 } else { byte });
            if length == 0 {
                break;
            }
        }
        reversed.extend(leb.iter().rev());
        reversed.push(SECTION_OF_COMPONENT);
        reversed.extend(EMPTY.iter().rev());
    }
    reversed.reverse();
    reversed
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn a_line_is_repeated_with_its_number() {
        assert_eq!(expanded("(a)\n  ;; repeat 2: (b {i} {j})\n").unwrap(), "(a)\n(b 0 1)\n(b 1 2)\n\n");
        assert!(expanded(";; repeat many: x").is_err());
        assert_eq!(expanded(";; a remark").unwrap(), ";; a remark\n");
    }

    #[test]
    fn directives_are_found_by_their_word() {
        assert_eq!(directive("x\n  ;; encoding: utf8\n", "encoding: "), Some("utf8"));
        assert_eq!(directive(";; nested", "nest "), None);
    }

    #[test]
    fn components_are_nested_as_deep_as_was_asked() {
        assert_eq!(nested(1), b"\0asm\x0d\0\x01\0");
        assert_eq!(nested(3), wat::parse_str("(component (component (component)))").unwrap());
    }
}
