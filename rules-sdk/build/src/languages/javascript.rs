//! TypeScript and JavaScript: types are checked by `tsc`, files become one by esbuild, and `QuickJS` comes with componentize-qjs.

use crate::Language;
use crate::job::Job;
use crate::shell;
use crate::tools::Tools;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

const PACKAGES: [&str; 3] = ["componentize-qjs@0.4.5", "esbuild@0.28.2", "typescript@7.0.2"];
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
    bundle_into(job, &tools, &folder, &bundle)?;
    let mut componentize = Command::new(tools.join("componentize-qjs"));
    componentize.arg("--wit").arg(absolute(&job.contract)?).args([
        "-n",
        "release-rule",
        "--sync",
        "--stub-wasi",
        "--js",
    ]);
    shell::output(componentize.arg(absolute(&bundle)?).arg("-o").arg(absolute(&made)?))
        .context("`QuickJS` could not load the rule: what it says is an error at the top of one of its files")?;
    fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))
}

/// Makes one file of the rule and the kit, and adds where its lines come from, so that an error can name the author's line.
fn bundle_into(job: &Job<'_>, tools: &Path, folder: &Path, bundle: &Path) -> Result<()> {
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
    shell::run_aside(esbuild.arg(format!("--outfile={}", written.display())))
        .context("the rule's files could not be put together, as esbuild says above")?;
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
    fs::write(&written, whole).with_context(|| format!("cannot write `{}`", written.display()))
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
