//! A rule in Rust reads its manifest off its types, and what writes JSON Schemas is larger than most rules. So its module is
//! built twice: the first is asked, by an interpreter, what it says of itself; the second has the answer in it as data, and
//! nothing that writes schemas.

use crate::component;
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::process::Command;
use wasmi::{Engine, Linker, Module, Store};

/// What the second build is told through its environment: the folder with the answers, each named after its package.
const FOLDER: &str = "CLEARANCE_MANIFESTS";
/// The feature of the kit with which it is the second build.
const FEATURE: &str = "clearance-rule/described";
/// What the first build does without: all that makes a module small or quick.
const UNFINISHED: [&str; 3] = ["opt-level=1", "lto=false", "codegen-units=16"];

/// Which of the two builds one is.
#[derive(Clone, Copy)]
pub enum Build<'a> {
    /// Its module is asked what it is.
    First,
    /// Its module has the answers that lie in a folder.
    Second(&'a Path),
}

impl Build<'_> {
    /// Has `cargo`, which builds with `profile`, do this build below the folder `target`. Each has its own there: a module is
    /// named after its package alone, so in one folder each build would undo the other.
    pub fn prepare(self, cargo: &mut Command, profile: &str, target: &Path) {
        match self {
            Self::First => {
                cargo.arg("--target-dir").arg(target.join("first"));
                for setting in UNFINISHED {
                    cargo.arg("--config").arg(format!("profile.{profile}.{setting}"));
                }
            }
            Self::Second(answers) => {
                cargo.arg("--target-dir").arg(target).env(FOLDER, answers).args(["--features", FEATURE]);
            }
        }
    }
}

/// Asks the module that the first build of `package` made, and puts its answer into the folder `answers` for the second. A module
/// that was asked before is not asked again, as it takes a second or two where the interpreter is not optimised.
///
/// # Errors
/// The module is none of a rule, or its manifest cannot be read or written.
pub fn ask(package: &str, module: &Path, answers: &Path) -> Result<()> {
    let module = fs::read(module).with_context(|| format!("cannot read `{}`", module.display()))?;
    let path = answers.join(format!("{package}.rs"));
    let asked = asked(&module);
    if fs::read_to_string(&path).is_ok_and(|answer| answer.starts_with(&asked)) {
        return Ok(());
    }
    let answer = expression(&module).with_context(|| format!("`{package}`"))?;
    component::write(&path, format!("{asked}{answer}").as_bytes()).map(drop)
}

/// The line of an answer that says what was asked, and by which version of this file.
fn asked(module: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(include_bytes!("described.rs"));
    hasher.write(module);
    format!("// {:016x}\n", hasher.finish())
}

const DESCRIBE: &str = "clearance:rule/rule@0.1.0#describe";

/// The manifest that `module` describes, as the expression in Rust which the kit includes.
fn expression(module: &[u8]) -> Result<String> {
    let engine = Engine::default();
    let module = Module::new(&engine, module).context("the module cannot be read")?;
    let mut store = Store::new(&engine, ());
    let instance =
        Linker::new(&engine).instantiate_and_start(&mut store, &module).context("the module does not start")?;
    let describe = instance.get_typed_func::<(), u32>(&store, DESCRIBE).context("the module exports no rule")?;
    let at = describe.call(&mut store, ()).context("the rule cannot say what it is")?;
    let memory = instance.get_memory(&store, "memory").context("the module exports no memory")?;
    Manifest { memory: memory.data(&store), at: usize::try_from(at)? }
        .expression()
        .context("the manifest cannot be read")
}

/// A manifest in a rule's memory, in the form of the component model's canonical ABI.
struct Manifest<'a> {
    memory: &'a [u8],
    at: usize,
}

impl Manifest<'_> {
    /// In the order of the record `manifest` of the contract.
    fn expression(&self) -> Result<String> {
        let mut text = String::from("(\n");
        for field in 0..4 {
            writeln!(text, "    {:?},", self.text(self.at + 8 * field)?)?;
        }
        text.push_str("    &[\n");
        for section in self.list(self.at + 32, 20)? {
            let (name, required, schema) = (self.text(section)?, self.flag(section + 8)?, self.text(section + 12)?);
            writeln!(text, "        ({name:?}, {required}, {schema:?}),")?;
        }
        writeln!(text, "    ],\n    {:?},\n    &[", self.text(self.at + 40)?)?;
        for check in self.list(self.at + 48, 16)? {
            writeln!(text, "        ({:?}, {:?}),", self.text(check)?, self.text(check + 8)?)?;
        }
        text.push_str("    ],\n");
        for list in [56, 64] {
            text.push_str("    &[");
            for item in self.list(self.at + list, 8)? {
                write!(text, "{:?}, ", self.text(item)?)?;
            }
            text.push_str("],\n");
        }
        writeln!(text, "    {},\n)", self.flag(self.at + 72)?)?;
        Ok(text)
    }

    /// The places of a list's items.
    fn list(&self, at: usize, size: usize) -> Result<impl Iterator<Item = usize> + use<>> {
        let (first, count) = (self.number(at)?, self.number(at + 4)?);
        ensure!(count <= self.memory.len() / size, "a list does not fit into the memory");
        Ok((0..count).map(move |item| first + item * size))
    }

    fn text(&self, at: usize) -> Result<&str> {
        let (first, length) = (self.number(at)?, self.number(at + 4)?);
        Ok(str::from_utf8(self.slice(first, length)?)?)
    }

    fn flag(&self, at: usize) -> Result<bool> {
        Ok(self.slice(at, 1)? != [0])
    }

    fn number(&self, at: usize) -> Result<usize> {
        let bytes: [u8; 4] = self.slice(at, 4)?.try_into()?;
        Ok(usize::try_from(u32::from_le_bytes(bytes))?)
    }

    fn slice(&self, first: usize, length: usize) -> Result<&[u8]> {
        let end = first.checked_add(length).context("a place beyond all memory")?;
        self.memory.get(first..end).context("a place outside of the memory")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    /// A module whose `describe` points to `manifest`, behind which all other `data` lies from 128 on.
    fn module(manifest: &[u32], data: &str) -> Vec<u8> {
        let manifest = manifest
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .fold(String::new(), |text, byte| format!("{text}\\{byte:02x}"));
        let text = format!(
            "(module (memory (export \"memory\") 1) (data (i32.const 8) \"{manifest}\") (data (i32.const 128) \"{data}\")
               (func (export \"{DESCRIBE}\") (result i32) i32.const 8))"
        );
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn a_manifest_is_read_field_by_field() {
        // id, version, title, summary, reads, params-schema, checks, practices, controls, timeless.
        let words = [128, 4, 132, 1, 133, 0, 133, 0, 256, 1, 128, 1, 0, 0, 300, 1, 0, 0, 1];
        // One section: name, required, schema; one practice.
        let data = format!(
            "rule1\\\"{}{}",
            "\\00".repeat(122),
            "\\85\\00\\00\\00\\01\\00\\00\\00\\01\\00\\00\\00\\80\\00\\00\\00\\02\\00\\00\\00"
        );
        let data = format!("{data}{}{}", "\\00".repeat(24), "\\84\\00\\00\\00\\01\\00\\00\\00");
        let said = expression(&module(&words, &data)).unwrap();
        let expected = "(\n    \"rule\",\n    \"1\",\n    \"\",\n    \"\",\n    &[\n        (\"\\\"\", true, \"ru\"),\n    ],\n    \
                        \"r\",\n    &[\n    ],\n    &[\"1\", ],\n    &[],\n    true,\n)\n";
        assert_eq!(said, expected);
    }

    #[test]
    fn a_module_is_asked_once() {
        let folder = tempfile::tempdir().unwrap();
        let (path, answer) = (folder.path().join("rule.wasm"), folder.path().join("rule.rs"));
        fs::write(&path, module(&[0; 19], "")).unwrap();
        ask("rule", &path, folder.path()).unwrap();
        let first = fs::read_to_string(&answer).unwrap();
        let kept = format!("{first}// kept");
        fs::write(&answer, &kept).unwrap();
        ask("rule", &path, folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&answer).unwrap(), kept);
        fs::write(&path, module(&[128, 4], "rule")).unwrap();
        ask("rule", &path, folder.path()).unwrap();
        let second = fs::read_to_string(&answer).unwrap();
        assert!(second.contains("\"rule\"") && second.lines().next() != first.lines().next(), "{second}");
    }

    #[test]
    fn what_lies_outside_of_the_memory_is_no_manifest() {
        for words in [[70_000, 1, 0, 0], [u32::MAX, u32::MAX, 0, 0], [0, u32::MAX, 0, 0]] {
            let words: Vec<u32> = words.into_iter().chain([0; 15]).collect();
            assert!(expression(&module(&words, "")).is_err());
        }
        let mut words = [0; 19];
        words[9] = u32::MAX;
        assert!(expression(&module(&words, "")).is_err());
        assert!(expression(b"none").is_err());
        assert!(expression(&wat::parse_str("(module)").unwrap()).is_err());
    }
}
