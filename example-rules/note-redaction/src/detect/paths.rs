//! File paths: below the usual roots of POSIX systems and build machines, on Windows drives and shares, and source
//! files with a line number. Routes of an API (`/v1/users`), URL paths and `and/or` are none.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::text::{Name, Text};
use std::ops::Range;

/// What begins a path and nothing else.
const ROOTS: [&str; 25] = [
    "home",
    "Users",
    "root",
    "var",
    "etc",
    "opt",
    "srv",
    "tmp",
    "usr",
    "mnt",
    "proc",
    "sys",
    "boot",
    "dev",
    "lib",
    "lib64",
    "bin",
    "sbin",
    "Volumes",
    "Library",
    "nix",
    "builds",
    "workspace",
    "__w",
    "actions-runner",
];

/// What may begin a route as well: taken for a path where the last part is a file with an extension.
const LIKELY_ROOTS: [&str; 18] = [
    "app",
    "apps",
    "data",
    "media",
    "run",
    "code",
    "src",
    "build",
    "repo",
    "project",
    "deploy",
    "storage",
    "logs",
    "config",
    "go",
    "private",
    "System",
    "workspaces",
];

/// Files that every system has: they tell nothing.
const COMMON: [&str; 14] = [
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/dev/random",
    "/dev/stdin",
    "/dev/stdout",
    "/dev/stderr",
    "/dev/tty",
    "/bin/sh",
    "/bin/bash",
    "/usr/bin/env",
    "/etc/hosts",
    "/etc/passwd",
    "/etc/resolv.conf",
];

/// Extensions of source files.
const SOURCES: [&str; 46] = [
    "rs", "go", "py", "js", "ts", "jsx", "tsx", "mjs", "cjs", "java", "kt", "kts", "scala", "groovy", "c", "cc", "cpp",
    "cxx", "h", "hpp", "cs", "fs", "vb", "rb", "erb", "php", "pl", "pm", "swift", "mm", "ex", "exs", "erl", "hs", "ml",
    "lua", "sql", "sh", "ps1", "vue", "svelte", "dart", "clj", "zig", "jl", "tf",
];

/// Extensions of other files that errors point into.
const OTHERS: [&str; 10] = ["yaml", "yml", "json", "xml", "html", "css", "scss", "proto", "gradle", "toml"];

/// The folders at the top of a source tree.
const SOURCE_ROOTS: [&str; 20] = [
    "src",
    "internal",
    "pkg",
    "cmd",
    "lib",
    "app",
    "apps",
    "services",
    "packages",
    "modules",
    "crates",
    "test",
    "tests",
    "spec",
    "server",
    "backend",
    "frontend",
    "scripts",
    "tools",
    "node_modules",
];

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut past = 0;
    for (at, &byte) in text.bytes.iter().enumerate() {
        if !matches!(byte, b'/' | b'\\') || at < past {
            continue;
        }
        let span = if byte == b'/' {
            drive(text, at).or_else(|| posix(scene, at))
        } else {
            drive(text, at).or_else(|| share(text, at))
        };
        if let Some(span) = span {
            past = span.end;
            sink.add(Kind::Path, span, "file path");
        }
    }
    for &name in &text.names {
        if name.has_dot() && !scene.in_public_url(name.start) {
            source_file(text, name, sink);
        }
    }
}

fn posix(scene: &Scene<'_>, slash: usize) -> Option<Range<usize>> {
    let text = scene.text;
    let before = text.before(slash);
    let home = before == b'~' && !text.before(slash - 1).is_ascii_alphanumeric();
    let begins = before == 0
        || before.is_ascii_whitespace()
        || !before.is_ascii()
        || matches!(
            before,
            b'"' | b'\'' | b'`' | b'(' | b'[' | b'{' | b'=' | b':' | b',' | b'|' | b'>' | b'*' | b'_' | b'\\'
        );
    if !(begins || home) || scene.in_public_url(slash) || follows_method(text, slash) {
        return None;
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@+$%{}".contains(&byte) || !byte.is_ascii();
    let root_end = text.run(slash + 1, 64, is_part);
    let root = text.str.get(slash + 1..root_end)?;
    if text.at(root_end) != b'/' || text.run(root_end + 1, 1, is_part) == root_end + 1 {
        return None;
    }
    // A dot file below the home folder is the reader's own.
    let certain = if home { !root.starts_with('.') } else { ROOTS.contains(&root) };
    if !certain && (home || !LIKELY_ROOTS.contains(&root)) {
        return None;
    }
    let end = path_end(text, slash, if certain { usize::MAX } else { 400 });
    let path = text.str.get(slash..end)?;
    let last = path.rsplit('/').next().unwrap_or_default();
    let has_extension = last.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..6).contains(&extension.len())
            && extension.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    let start = slash - usize::from(home);
    ((certain || has_extension) && !COMMON.contains(&path)).then(|| start..with_line(text, end))
}

/// `GET /home/feed` is a route.
fn follows_method(text: &Text<'_>, slash: usize) -> bool {
    let word = text.previous_word(slash, 2, |byte| matches!(byte, b' ' | b'`'));
    matches!(word.as_str(), "get" | "post" | "put" | "patch" | "delete" | "head" | "options" | "route" | "endpoint")
}

/// The end of a path. A space ends it, except where a quote stands before it and the next word goes on as a path.
fn path_end(text: &Text<'_>, start: usize, most: usize) -> usize {
    let mut end = start;
    loop {
        end = text.run(end, most, is_path_byte);
        // At most: not within a character.
        end = text.str.floor_char_boundary(end);
        let quote = text.before(start);
        let goes_on = matches!(quote, b'"' | b'\'' | b'`')
            && text.at(end) == b' '
            && text.at(end + 1).is_ascii_alphanumeric()
            && text.at(text.run(end + 1, 64, |byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))) == b'/';
        if !goes_on {
            break;
        }
        end += 1;
    }
    trimmed(text, start, end)
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-@+$%{}~#=&*?!^".contains(&byte) || !byte.is_ascii()
}

/// Without the punctuation of the sentence, and within characters.
fn trimmed(text: &Text<'_>, start: usize, end: usize) -> usize {
    let path = &text.str[start..end];
    let is_edge =
        |c: char| matches!(c, '.' | '*' | '?' | '!' | '_' | '~' | '}' | '^') || (!c.is_ascii() && !c.is_alphanumeric());
    start + path.trim_end_matches(is_edge).len()
}

/// The end of `:12`, `:12:5`, `#L12` or `(12,5)` after a file.
fn with_line(text: &Text<'_>, end: usize) -> usize {
    let number = |at: usize| text.number(at, 7);
    match text.at(end) {
        b':' => match number(end + 1) {
            Some(line) if text.at(line) == b':' => number(line + 1).unwrap_or(line),
            Some(line) => line,
            None => end,
        },
        b'(' => {
            let close = text.run(end + 1, 16, |byte| byte.is_ascii_digit() || byte == b',');
            if close > end + 1 && text.at(close) == b')' { close + 1 } else { end }
        }
        b'#' if text.at(end + 1) == b'L' => number(end + 2).unwrap_or(end),
        _ => end,
    }
}

/// `C:\Users\…`, `D:/work/…`
fn drive(text: &Text<'_>, slash: usize) -> Option<Range<usize>> {
    let start = slash.checked_sub(2)?;
    if text.at(slash - 1) != b':' || !text.at(start).is_ascii_alphabetic() || text.before(start).is_ascii_alphanumeric()
    {
        return None;
    }
    let first = text.at(text.run(slash, 4, |byte| byte == b'\\').max(slash + usize::from(text.at(slash) == b'/')));
    if !(first.is_ascii_alphanumeric() || b"_.$%{".contains(&first) || !first.is_ascii()) {
        return None;
    }
    Some(start..windows_end(text, start, slash))
}

/// `\\server\share\…`, with twice as many backslashes where they are escaped.
fn share(text: &Text<'_>, slash: usize) -> Option<Range<usize>> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._$-".contains(&byte);
    let before = text.before(slash);
    let server = text.run(slash, 5, |byte| byte == b'\\');
    let server_end = text.run(server, 64, is_part);
    let share = text.run(server_end, 3, |byte| byte == b'\\');
    let share_end = text.run(share, 64, is_part);
    let fits = matches!(server - slash, 2 | 4)
        && !before.is_ascii_alphanumeric()
        && !matches!(before, b':' | b'\\' | b'/' | b']' | b')')
        && server_end >= server + 2
        && (1..=2).contains(&(share - server_end))
        && share_end >= share + 2;
    fits.then(|| slash..windows_end(text, slash, share_end))
}

/// The end of a Windows path. Its names may hold spaces: it goes on where the next word holds a backslash.
fn windows_end(text: &Text<'_>, start: usize, from: usize) -> usize {
    let is_byte =
        |byte: u8| is_path_byte(byte) && !matches!(byte, b'*' | b'?') || matches!(byte, b'\\' | b'(' | b')' | b'\'');
    let mut end = from;
    loop {
        end = text.run(end, usize::MAX, is_byte);
        if text.at(end) != b' ' {
            break;
        }
        let program_files = [&b"\\Program"[..], b"/Program"].iter().any(|name| text.bytes[start..end].ends_with(name))
            && text.has(end, b" Files");
        let program_x86 = text.bytes[start..end].ends_with(b"Program Files") && text.has(end, b" (x86)");
        let word_end = text.run(end + 1, 64, |byte| byte.is_ascii_alphanumeric() || b"._-()".contains(&byte));
        let goes_on = text.at(end + 1).is_ascii_alphanumeric() && text.at(word_end) == b'\\';
        if !(program_files || program_x86 || goes_on) {
            break;
        }
        end += 1;
    }
    let path = text.str[start..end].trim_end_matches(['.', ',', '!', '\'', '\\']);
    let open = path.bytes().filter(|&byte| byte == b'(').count();
    let close = path.bytes().filter(|&byte| byte == b')').count();
    let path = if close > open { path.trim_end_matches(')') } else { path };
    with_line(text, trimmed(text, start, start + path.len()))
}

/// `src/api/users.rs:88`, `Main.java:12`; without a line only below the top of a source tree.
fn source_file(text: &Text<'_>, name: Name, sink: &mut Sink) {
    let Some((stem, extension)) = text.str[name.start..name.end].rsplit_once('.') else { return };
    let is_source = SOURCES.contains(&extension);
    if stem.is_empty() || !(is_source || OTHERS.contains(&extension)) {
        return;
    }
    let end = with_line(text, name.end);
    let has_folder = matches!(text.before(name.start), b'/' | b'\\');
    if end == name.end && !(is_source && has_folder) {
        return;
    }
    let is_folder = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/\\@+".contains(&byte);
    let start = text.run_back(name.start, 300, is_folder);
    let start = text.run(start, name.start - start, |byte| matches!(byte, b'_' | b'-' | b'@' | b'+'));
    if end > name.end {
        if text.at(name.end) == b':' && end == name.end + 1 {
            return;
        }
        match frame(text, start, end) {
            Some(frame) => sink.add(Kind::StackTrace, frame, "stack frame"),
            None => sink.add(Kind::Path, start..end, "source file with a line"),
        }
        return;
    }
    let path = text.str[start..name.end].trim_start_matches(['.', '/']);
    let Some((top, _)) = path.split_once(['/', '\\']) else { return };
    if SOURCE_ROOTS.contains(&top) {
        sink.add(Kind::Path, start..name.end, "source file");
    }
}

/// `com.acme.Orders.place(Orders.java:88)` around the file in brackets.
fn frame(text: &Text<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let open = start.checked_sub(1).filter(|&open| text.at(open) == b'(' && text.at(end) == b')')?;
    let method = text.run_back(open, 200, |byte| byte.is_ascii_alphanumeric() || b"._$<>".contains(&byte));
    let method = text.run(method, open - method, |byte| !byte.is_ascii_alphanumeric());
    text.bytes[method..open].contains(&b'.').then_some(method..end + 1)
}
