//! What must not be in the tree, whatever the compiler thinks of it: built files, Rust files nobody reads in one go,
//! work left unfinished, tests switched off, and paths of the machine that a file was written on.

use crate::project::Project;
use crate::shell;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const BUILT: [&str; 8] = ["wasm", "cwasm", "so", "dylib", "dll", "pyd", "node", "whl"];
const LONGEST: usize = 800;
/// In two pieces each, so that this file does not hold what it looks for.
const UNFINISHED: [&str; 3] = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];
const HOMES: [&str; 3] = [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!(r"\Us", r"ers\")];
const ROOT: &str = concat!("/ro", "ot/");
/// Where invented paths are the subject: notes that leak them.
const INVENTED: [&str; 3] = ["docs/rules/note-redaction.md", "example-rules/note-redaction/", "example-rules/demo/"];

/// Checks every file that git tracks.
pub(crate) fn check(project: &Project) -> Result<()> {
    let mut problems = vec![];
    for path in &tracked(project)? {
        match fs::read(project.root.join(path)) {
            Ok(content) => problems.extend(problems_of(path, &content)),
            // Removed and not yet committed, or a submodule.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {}
            Err(error) => return Err(error).with_context(|| format!("cannot read `{path}`")),
        }
    }
    for problem in &problems {
        println!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("1 thing must not be in the tree"),
        count => bail!("{count} things must not be in the tree"),
    }
}

/// The files that git tracks, by their paths in the project.
pub(crate) fn tracked(project: &Project) -> Result<Vec<String>> {
    let mut command = shell::git(&project.root);
    let files = shell::output(command.args(["ls-files", "-z"])).context("only a git checkout can be checked")?;
    Ok(String::from_utf8_lossy(&files).split_terminator('\0').map(str::to_owned).collect())
}

/// What is wrong with the file `path`, each with its place.
fn problems_of(path: &str, content: &[u8]) -> Vec<String> {
    let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if BUILT.contains(&&*extension) {
        return vec![format!("{path}: a built file; have the build make it")];
    }
    let Ok(text) = str::from_utf8(content) else { return vec![] };
    let mut problems = vec![];
    let rust = extension == "rs";
    let lines = text.lines().count();
    if rust && lines > LONGEST {
        problems.push(format!("{path}: {lines} lines, and at most {LONGEST} are allowed; split it by subject"));
    }
    let invented = INVENTED.iter().any(|folder| path.starts_with(folder));
    for (index, line) in text.lines().enumerate() {
        let place = format!("{path}:{}", index + 1);
        let unfinished = UNFINISHED.iter().filter(|mark| rust && line.contains(*mark));
        problems.extend(unfinished.map(|mark| format!("{place}: `{mark}`; finish it or leave it out")));
        if let Some(home) = home(line).filter(|_| !invented) {
            problems.push(format!("{place}: the absolute path `{home}`; say it relative to the project"));
        }
    }
    problems
}

/// The home folder that `line` names, if it names one.
fn home(line: &str) -> Option<&str> {
    let of_user = HOMES.iter().find_map(|prefix| {
        starts(line, prefix).find_map(|start| {
            let rest = &line[start + prefix.len()..];
            let name = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"._-".contains(letter))?;
            let followed = name > 0 && rest[name..].starts_with(['/', '\\']);
            followed.then(|| &line[start..=start + prefix.len() + name])
        })
    });
    of_user.or_else(|| starts(line, ROOT).next().map(|start| &line[start..start + ROOT.len()]))
}

/// Where `prefix` begins a path in `line`, rather than going on with one or with a URL.
fn starts<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = usize> + 'a {
    let goes_on = |letter: char| letter.is_alphanumeric() || "._-~}>*".contains(letter);
    let begins = move |start: &usize| prefix.starts_with('\\') || !line[..*start].ends_with(goes_on);
    line.match_indices(prefix).map(|(start, _)| start).filter(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, content: &str) -> Vec<String> {
        problems_of(path, content.as_bytes())
    }

    #[test]
    fn built_files_are_found_by_their_extension() {
        for path in
            ["a.wasm", "bindings/python/x.cpython-311-x86_64-linux-gnu.so", "b/index.NODE", "dist/x-1.0-py3.whl"]
        {
            assert_eq!(problems(path, ""), [format!("{path}: a built file; have the build make it")]);
        }
        assert!(problems("docs/wasm.md", "see `rule.wasm`").is_empty());
        assert!(problems("so", "").is_empty());
    }

    #[test]
    fn a_rust_file_may_have_800_lines() {
        assert!(problems("a.rs", &"x\n".repeat(800)).is_empty());
        let problem = "a.rs: 801 lines, and at most 800 are allowed; split it by subject";
        assert_eq!(problems("a.rs", &"x\n".repeat(801)), [problem]);
        assert!(problems("a.json", &"x\n".repeat(2000)).is_empty());
    }

    #[test]
    fn unfinished_and_switched_off_code_is_found_with_its_line() {
        let text = format!("fn a() {{\n    {}\"later\")\n}}\n{} = \"slow\"]\n", UNFINISHED[0], UNFINISHED[2]);
        let found = problems("src/a.rs", &text);
        let expected = [("2", UNFINISHED[0]), ("4", UNFINISHED[2])];
        let expected = expected.map(|(line, mark)| format!("src/a.rs:{line}: `{mark}`; finish it or leave it out"));
        assert_eq!(found, expected);
        assert!(problems("docs/a.md", &text).is_empty());
        assert!(problems("src/a.rs", "fn todo() {}\n// ignore this\n").is_empty());
    }

    #[test]
    fn home_folders_are_found_and_what_looks_like_one_is_not() {
        let [home, users, windows] = HOMES;
        for path in [format!("{home}ada/"), format!("{users}ada.lovelace/"), format!(r"{windows}ada\"), ROOT.to_owned()]
        {
            let found = problems("docs/a.md", &format!("\nsee `{path}project/x`, or not"));
            let expected = format!("docs/a.md:2: the absolute path `{path}`; say it relative to the project");
            assert_eq!(found, [expected], "{path}");
        }
        for text in [
            format!("https://example.com{home}ada/x"),
            format!("~{ROOT}x and $HOME{ROOT}x and ${{base}}{ROOT}x"),
            format!("{home}<user>/x, {home}, {users}Shared"),
        ] {
            assert_eq!(problems("docs/a.md", &text), [""; 0], "{text}");
        }
    }

    #[test]
    fn invented_leaks_may_name_home_folders() {
        let leak = format!("at {}build/app/main.py\n", HOMES[0]);
        assert!(problems("example-rules/note-redaction/cases.yaml", &leak).is_empty());
        assert!(problems("example-rules/demo/denied.json", &leak).is_empty());
        assert_eq!(problems("example-rules/risk-score/cases.yaml", &leak).len(), 1);
    }

    #[test]
    fn a_file_that_is_no_text_is_not_read() {
        assert!(problems_of("logo.png", b"\x89PNG\xff\xfe").is_empty());
    }
}
