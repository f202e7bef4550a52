//! TypeScript and JavaScript: types are checked by `tsc`, files become one by esbuild, and `QuickJS` comes with componentize-qjs.

use crate::Language;
use crate::job::Job;
use crate::shell;
use crate::tools::Tools;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

const PACKAGES: [&str; 3] = ["componentize-qjs@0.4.5", "esbuild@0.28.2", "typescript@7.0.2"];
const INSTALL: &str =
    ": a package of npm is to be installed in the project's folder, and Node's own modules a rule has not";
const NO_RULE: &str = ": the rule is what the file exports, `export default rule({…})`";
const NOT_THE_LANGUAGE: &str = ": a rule has what JavaScript itself has, and nothing of Node's or of a browser's";
/// What an author imports, and the file of the kit that it is.
const MODULES: [(&str, &str); 3] = [
    ("@clearance/rule", "src/index.ts"),
    ("@clearance/rule/testing", "src/testing.ts"),
    ("@clearance/rule/text", "src/text.ts"),
];

pub(super) fn tools(tools: &Tools) -> Result<PathBuf> {
    Ok(tools.npm(&PACKAGES)?.join("node_modules/.bin"))
}

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let tools = tools(&job.tools)?;
    let folder = absolute(&job.project.folder)?;
    let configuration = folder.join("tsconfig.json");
    if configuration.is_file() {
        shell::run_aside(Command::new(tools.join("tsc")).arg("-p").arg(&configuration))
            .context(
                "the types do not fit, as tsc says above. What Node and browsers add to JavaScript, such as `console`, a rule \
                 has not",
            )?;
    } else if job.project.language == Language::TypeScript {
        eprintln!("there is no `tsconfig.json`: types are not checked");
    }
    let (bundle, made) = (job.scratch.join("rule.js"), job.scratch.join("rule.wasm"));
    let lines = bundle_into(job, &tools, &folder, &bundle)?;
    let mut componentize = Command::new(tools.join("componentize-qjs"));
    componentize.arg("--wit").arg(absolute(&job.contract)?).args([
        "-n",
        "release-rule",
        "--sync",
        "--stub-wasi",
        "--js",
    ]);
    let (made_it, said) = shell::listen(componentize.arg(absolute(&bundle)?).arg("-o").arg(absolute(&made)?))?;
    if !made_it {
        bail!("`QuickJS` could not load the rule: {}", loading(&said, &lines));
    }
    fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))
}

/// What went wrong when the rule was loaded, with the author's line, of which `lines` tells.
fn loading(said: &str, lines: &Value) -> String {
    let Some((_, told)) = said.split_once("module evaluation: ") else { return said.trim().to_owned() };
    let (message, stack) = told.split_once("\n    at ").unwrap_or((told.trim(), ""));
    // What the kit refuses says all by itself.
    let message = if message.contains("` is not there: ") { message.trim_start_matches("Error: ") } else { message };
    let hint = if message.trim().ends_with("is not defined") { NOT_THE_LANGUAGE } else { "" };
    let place = stack.lines().find_map(|frame| {
        let (_, place) = frame.rsplit_once("rule.js:")?;
        let line: usize = place.split([':', ')']).next()?.parse().ok()?;
        let found = lines["lines"].get(line.checked_sub(1)?)?;
        let file = lines["files"].get(usize::try_from(found.get(0)?.as_u64()?).ok()?)?.as_str()?;
        Some(format!(" ({file}, line {})", found.get(1)?))
    });
    format!("{}{hint}{}", message.trim(), place.unwrap_or_default())
}

/// Makes one file of the rule and the kit, and adds where its lines come from, so that an error can name the author's line.
fn bundle_into(job: &Job<'_>, tools: &Path, folder: &Path, bundle: &Path) -> Result<Value> {
    let kit = absolute(&job.kit)?;
    let mut esbuild = Command::new(tools.join("esbuild"));
    esbuild.current_dir(folder).arg(kit.join("src/component.ts"));
    esbuild.args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning", "--sourcemap=external"]);
    // What is asynchronous becomes generators and promises, which the kit refuses with the author's line. As it stands, what
    // it does after it has waited would be forgotten when the rule returns.
    for feature in ["async-await", "async-generator", "for-await", "top-level-await"] {
        esbuild.arg(format!("--supported:{feature}=false"));
    }
    // Libraries ask whether they are being developed.
    esbuild.arg("--define:process.env.NODE_ENV=\"production\"");
    let entry = folder.join(job.project.language.entry());
    esbuild.arg(format!("--alias:rule-of-the-project={}", entry.display()));
    for (module, file) in MODULES {
        esbuild.arg(format!("--alias:{module}={}", kit.join(file).display()));
    }
    let written = absolute(bundle)?;
    let (made_it, said) = shell::listen(esbuild.arg(format!("--outfile={}", written.display())))?;
    // Behind it stands what Node says of its program having failed.
    let said = said.split("\nnode:").next().unwrap_or_default().trim();
    if !said.is_empty() {
        eprintln!("{said}");
    }
    let hint = match () {
        () if said.contains("Could not resolve") => INSTALL,
        () if said.contains("for import \"default\"") => NO_RULE,
        () => "",
    };
    ensure!(made_it, "the rule's files could not be put together, as esbuild says above{hint}");
    let map = written.with_extension("js.map");
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()));
    let map: SourceMap = serde_json::from_str(&read(&map)?).context("esbuild's source map")?;
    let own = |source: &str| {
        let path = written.parent()?.join(source);
        let path = fs::canonicalize(path).ok()?;
        let path = path.strip_prefix(fs::canonicalize(folder).ok()?).ok()?;
        (!path.starts_with(".clearance")).then(|| path.to_string_lossy().into_owned())
    };
    let text = read(&written)?;
    let lines = map.lines(&text, own);
    let whole = format!("{text}globalThis.clearanceLines = {lines};\n");
    fs::write(&written, whole).with_context(|| format!("cannot write `{}`", written.display()))?;
    Ok(lines)
}

/// As far as it is of use here (ECMA-426).
#[derive(Deserialize)]
struct SourceMap {
    sources: Vec<String>,
    mappings: String,
}

impl SourceMap {
    /// For each line of the bundle the file and the line, counted from one, that it begins in, followed by each column from which
    /// on it is another line, and that line; 0 where it is none of the author's, of whose files `own` gives the names.
    fn lines(&self, bundle: &str, own: impl Fn(&str) -> Option<String>) -> Value {
        let names: Vec<_> = self.sources.iter().map(|source| own(source)).collect();
        let mut files: Vec<&str> = vec![];
        let (mut source, mut line) = (0, 0);
        let mut texts = bundle.lines();
        let lines = self.mappings.split(';').map(|group| {
            let text = texts.next().unwrap_or_default();
            // What stands before the first word is still of the line before.
            let indent = i64::try_from(text.len() - text.trim_start().len()).unwrap_or_default();
            let mut column = 0;
            let mut places: Vec<(i64, i64, i64)> = vec![];
            for segment in group.split(',').filter(|segment| !segment.is_empty()) {
                let fields = numbers(segment);
                column += fields.first().copied().unwrap_or(0);
                source += fields.get(1).copied().unwrap_or(0);
                line += fields.get(2).copied().unwrap_or(0);
                if fields.len() < 3 {
                    continue;
                }
                if column <= indent {
                    places.clear();
                }
                if places.last().is_none_or(|last| (last.1, last.2) != (source, line)) {
                    places.push((column, source, line));
                }
            }
            let Some(&(_, first, line)) = places.first() else { return json!(0) };
            let name = usize::try_from(first).ok().and_then(|first| names.get(first)?.as_deref());
            name.map_or(json!(0), |name| {
                let file = files.iter().position(|file| *file == name).unwrap_or_else(|| {
                    files.push(name);
                    files.len() - 1
                });
                let others = places[1..].iter().filter(|place| place.1 == first);
                let others = others.flat_map(|&(column, _, line)| [column, line + 1]).map(Value::from);
                [json!(file), json!(line + 1)].into_iter().chain(others).collect()
            })
        });
        let lines: Vec<Value> = lines.collect();
        json!({ "files": files, "lines": lines })
    }
}

/// The numbers of a segment, in base 64 of variable length.
fn numbers(segment: &str) -> Vec<i64> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut found = vec![];
    let (mut value, mut shift) = (0_i64, 0);
    for byte in segment.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte).and_then(|digit| i64::try_from(digit).ok());
        let Some(digit) = digit.filter(|_| shift < 60) else { break };
        value |= (digit & 31) << shift;
        shift += 5;
        if digit & 32 == 0 {
            found.push(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_at_the_top_of_a_file_is_told_with_the_authors_line() {
        let lines = json!({ "files": ["rule.js"], "lines": [0, 0, [0, 7]] });
        let said = "Error: : Failed to evaluate user JavaScript module: Failed to finish JavaScript module evaluation: Error: \
             `Date.now` is not there: a rule has no clock\n    at NotInARule (/a/rule.js:1:1)\n    at <anonymous> (/a/rule.js:3:9)";
        assert_eq!(loading(said, &lines), "`Date.now` is not there: a rule has no clock (rule.js, line 7)");
        let said = "module evaluation: Error: process is not defined\n    at <anonymous> (/a/rule.js:3:9)";
        let told = loading(said, &lines);
        assert!(told.starts_with("Error: process is not defined: a rule has what JavaScript itself has"), "{told}");
        assert_eq!(loading("no such file\n", &lines), "no such file");
    }

    #[test]
    fn numbers_are_read_as_source_maps_have_them() {
        assert_eq!(numbers("AAAA"), [0, 0, 0, 0]);
        assert_eq!(numbers("CDgB"), [1, -1, 16]);
        assert_eq!(numbers("!"), [0_i64; 0]);
    }

    #[test]
    fn a_line_of_the_bundle_leads_to_the_authors_line_and_the_kits_to_none() {
        let map = SourceMap {
            sources: vec!["kit.ts".to_owned(), "rule.ts".to_owned()],
            mappings: ";AAAA;ACGA,GAAE;AAEF;AAAA,EACA,IACA,MAAA".to_owned(),
        };
        let own = |source: &str| (source == "rule.ts").then(|| source.to_owned());
        let bundle = "// kit\nkit();\nrule();\nmore();\n  of(its, own);\n";
        let lines = json!([0, 0, [0, 4], [0, 6], [0, 7, 6, 8]]);
        assert_eq!(map.lines(bundle, own), json!({ "files": ["rule.ts"], "lines": lines }));
    }
}
