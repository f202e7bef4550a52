//! Stack traces of Java, Kotlin, Python, JavaScript, Go, Rust, .NET, PHP, Ruby, Elixir and of debuggers. A trace is
//! one leak from its first line to its last.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::markdown::{Line, Role};
use crate::text::Text;

/// How many lines of message may stand between the line that names the exception and the first frame.
const MESSAGE_LINES: usize = 5;

/// What a line is within a trace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A trace begins here, frames or not.
    Start,
    /// A call.
    Frame,
    /// Belongs to a trace where it stands beside one: `Caused by: …`, `... 12 more`.
    Companion,
    Other,
}

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let lines = &text.lines;
    let mut next = 0;
    while let Some(offset) = lines[next..].iter().position(|line| begins(text, line)) {
        let first = next + offset;
        let last = last_line(text, first);
        let first = first_line(text, next, first);
        let end = lines[last].start + text.str[lines[last].start..lines[last].end].trim_end().len();
        sink.add(Kind::StackTrace, lines[first].content..end, "stack trace");
        next = last + 1;
    }
}

fn begins(text: &Text<'_>, line: &Line) -> bool {
    line.role != Role::Row && line.role != Role::Fence && matches!(part(content(text, line)), Part::Start | Part::Frame)
}

fn content<'t>(text: &Text<'t>, line: &Line) -> &'t str {
    text.str[line.content..line.end].trim_end()
}

/// The line that names the exception, above the first frame.
fn first_line(text: &Text<'_>, least: usize, frame: usize) -> usize {
    let lines = &text.lines;
    let mut first = frame;
    for above in (least.max(frame.saturating_sub(MESSAGE_LINES))..frame).rev() {
        let line = &lines[above];
        // What begins an item may begin a trace, but no trace goes on above it.
        let parted = line.is_blank() && !line.is_fenced();
        if lines[above + 1].item
            || parted
            || line.role == Role::Fence
            || line.role == Role::Row
            || line.is_fenced() != lines[frame].is_fenced()
        {
            break;
        }
        if names_exception(content(text, line)) {
            first = above;
        }
    }
    first
}

fn last_line(text: &Text<'_>, first: usize) -> usize {
    let lines = &text.lines;
    let indent = |line: &Line| line.content - line.start;
    let mut last = first;
    let mut python_frame = None;
    let mut at = first;
    loop {
        let line = content(text, &lines[at]);
        let is_python = line.starts_with("File \"") || line.starts_with("Traceback ");
        if is_python {
            python_frame = Some(indent(&lines[at]));
        }
        let message_follows = line.contains("panicked at ") && line.ends_with(':');
        at += 1;
        let Some(below) = lines.get(at).filter(|line| !line.item && line.role != Role::Fence && line.role != Role::Row)
        else {
            break;
        };
        if below.is_fenced() != lines[first].is_fenced() {
            break;
        }
        let line = content(text, below);
        if line.is_empty() {
            // Within a fence a trace may hold empty lines; outside they would join what Markdown keeps apart.
            let Some(beyond) =
                below.is_fenced().then(|| (at..lines.len()).find(|&line| !lines[line].is_blank())).flatten()
            else {
                break;
            };
            if lines[beyond].role == Role::Fence || part(content(text, &lines[beyond])) == Part::Other {
                break;
            }
            at = beyond;
            last = beyond;
            continue;
        }
        let goes_on = part(line) != Part::Other
            || message_follows
            || python_frame
                .is_some_and(|frame| indent(below) > frame || names_exception(line) || is_name_and_message(line))
            || calls_above_file(text, at);
        if !goes_on {
            break;
        }
        if python_frame.is_some_and(|frame| indent(below) <= frame) && part(line) == Part::Other {
            // The exception itself is the last line of a Python trace.
            python_frame = None;
        }
        last = at;
    }
    last
}

/// Go writes the call on one line and its file on the next.
fn calls_above_file(text: &Text<'_>, at: usize) -> bool {
    let call = content(text, &text.lines[at]);
    call.ends_with(')')
        && call.contains('(')
        && text.lines.get(at + 1).is_some_and(|line| is_go_file(content(text, line)))
}

fn part(line: &str) -> Part {
    let Some(first) = line.bytes().next() else { return Part::Other };
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| line.starts_with(prefix));
    let part = match first {
        b'a' if line.strip_prefix("at ").is_some_and(is_call) => Part::Frame,
        b'F' if line.starts_with("File \"") && line.contains("\", line ") => Part::Frame,
        b'T' if line.starts_with("Traceback (most recent call ") => Part::Start,
        b'E' if line.starts_with("Exception in thread \"") => Part::Start,
        b't' if line.starts_with("thread '") && line.contains("' panicked at ") => Part::Start,
        b't' if line.starts_with("thread '") && line.contains("' (") && line.contains(" panicked at ") => Part::Start,
        b't' if line.starts_with("thrown in ") && line.contains(" on line ") => Part::Companion,
        b'g' if line.starts_with("goroutine ") && line.contains('[') && line.ends_with("]:") => Part::Start,
        b'p' if line.starts_with("panic: ") => Part::Start,
        b'#' if is_numbered_frame(line) => Part::Frame,
        b'0'..=b'9' if is_rust_frame(line) => Part::Frame,
        b'0'..=b'9' if is_numbered_symbol(line) => Part::Companion,
        b'f' if line.starts_with("from ") && is_ruby_frame(line) => Part::Frame,
        b'(' if is_elixir_frame(line) => Part::Frame,
        b'.' if line.starts_with("... ") && (line.ends_with(" more") || line.ends_with(" omitted")) => Part::Companion,
        b'^' | b'~' if line.bytes().all(|byte| matches!(byte, b'^' | b'~' | b' ')) => Part::Companion,
        b'[' if starts(&["[signal ", "[stacktrace]", "[previous exception]"]) => Part::Companion,
        b'-' if starts(&["--- End of ", "---> "]) => Part::Companion,
        _ if is_go_file(line) || is_ruby_frame(line) => Part::Frame,
        _ => Part::Other,
    };
    let companions = [
        "Caused by: ",
        "Suppressed: ",
        "Wrapped by: ",
        "During handling of the above exception",
        "The above exception was the ",
        "created by ",
        "exit status ",
        "note: run with `RUST_BACKTRACE",
        "note: Some details are omitted",
        "stack backtrace:",
        "Stack trace:",
        "Unhandled exception",
        "--- End",
        "fatal error: ",
        "Next ",
        "Node.js v",
    ];
    if part == Part::Other && starts(&companions) { Part::Companion } else { part }
}

/// What follows `at ` in a frame of Java, .NET, JavaScript or Rust.
fn is_call(rest: &str) -> bool {
    // ` ~[app.jar:1.2]` tells where Java found the class.
    let rest = if rest.ends_with(']') {
        rest.rsplit_once(" [").or(rest.rsplit_once(" ~[")).map_or(rest, |(call, _)| call)
    } else {
        rest
    };
    if let Some((call, place)) = rest.split_once(") in ") {
        return call.contains('(') && (place.contains(":line ") || place.contains(" at "));
    }
    let Some(inner) = rest.strip_suffix(')') else {
        return ends_with_place(rest) && !rest.trim_start_matches("async ").contains(' ');
    };
    let Some((call, place)) = inner.rsplit_once('(') else { return false };
    let is_java = [".java", ".kt", ".scala", ".groovy", ".clj"].iter().any(|file| place.contains(file))
        || matches!(place, "Native Method" | "Unknown Source" | "<generated>" | "<anonymous>" | "native");
    let is_script = ends_with_place(place) || place.starts_with("index ");
    let call = call.trim_start_matches("async ").trim_start_matches("new ");
    // `at Acme.Orders.Place(Order order)`: .NET without its symbols.
    let is_net = !call.contains(' ') && call.contains('.') && call.starts_with(|c: char| c.is_ascii_uppercase());
    is_java || is_script || is_net
}

/// Whether it ends as `file.js:12:5` does.
fn ends_with_place(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.rsplitn(3, ':');
    let (Some(column), Some(line), Some(file)) = (parts.next(), parts.next(), parts.next()) else { return false };
    is_number(column) && is_number(line) && !file.is_empty()
}

/// `#0 /srv/app/index.php(12): run()`, `#1 {main}`, `#2  0x00007f… in main () at main.c:3`
fn is_numbered_frame(line: &str) -> bool {
    let rest = line[1..].trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == line.len() - 1 || !rest.starts_with(' ') {
        return false;
    }
    let rest = rest.trim_start();
    let has_line_in_brackets = || {
        rest.split_once("): ").is_some_and(|(file, _)| {
            file.rsplit_once('(')
                .is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    rest == "{main}"
        || rest.starts_with("[internal function]")
        || rest.starts_with("0x")
        || has_line_in_brackets()
        || rest.strip_suffix(')').is_some_and(ends_with_place)
        || rest.rsplit_once(") at ").is_some_and(|(_, place)| place.contains(':'))
}

/// `   0: std::panicking::begin_panic`
fn is_rust_frame(line: &str) -> bool {
    let Some((number, symbol)) = line.split_once(": ") else { return false };
    let is_symbol =
        symbol.contains("::") || symbol.starts_with("0x") || symbol == "main" || symbol.starts_with("_start");
    number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit()) && is_symbol && !symbol.trim().contains(". ")
}

/// `   0: rust_begin_unwind`, which says nothing by itself.
fn is_numbered_symbol(line: &str) -> bool {
    let is_symbol = |symbol: &str| symbol.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    line.split_once(": ")
        .is_some_and(|(number, symbol)| number.bytes().all(|b| b.is_ascii_digit()) && is_symbol(symbol))
}

/// `/srv/app/main.go:12 +0x1d`
fn is_go_file(line: &str) -> bool {
    let place = line.rsplit_once(" +0x").map_or(line, |(place, _)| place);
    !place.contains(' ')
        && place.contains('/')
        && place
            .rsplit_once(".go:")
            .is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()))
}

/// ``app/models/order.rb:12:in `place'``
fn is_ruby_frame(line: &str) -> bool {
    let Some((place, _)) = line.split_once(":in `").or_else(|| line.split_once(":in '")) else { return false };
    place.rsplit_once(':').is_some_and(|(file, line)| {
        !line.is_empty()
            && line.bytes().all(|byte| byte.is_ascii_digit())
            && !file.trim_start_matches("from ").contains(' ')
    })
}

/// `(app 0.1.0) lib/orders.ex:12: Orders.place/1`
fn is_elixir_frame(line: &str) -> bool {
    line.split_once(") ").is_some_and(|(_, place)| {
        let file = place.split(": ").next().unwrap_or_default();
        [".ex:", ".exs:", ".erl:"].iter().any(|extension| file.contains(extension)) && !file.contains(' ')
    })
}

/// `java.lang.IllegalStateException: closed`, `Uncaught TypeError: …`, `PHP Fatal error: …`
fn names_exception(line: &str) -> bool {
    const WORDS: [&str; 9] =
        ["Error", "Exception", "Throwable", "Fault", "Panic", "Interrupt", "Failure", "Timeout", "Exit"];
    const OPENINGS: [&str; 9] = [
        "Uncaught ",
        "Unhandled ",
        "PHP Fatal error",
        "Fatal error",
        "panic: ",
        "fatal error: ",
        "Caused by: ",
        "** (",
        "Exception in thread",
    ];
    if OPENINGS.iter().any(|opening| line.starts_with(opening)) {
        return true;
    }
    let name = line.split([':', ' ', '(']).next().unwrap_or_default();
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'$'));
    let ends_name = matches!(line.as_bytes().get(name.len()), None | Some(b':'));
    is_name && ends_name && WORDS.iter().any(|word| name.ends_with(word))
}

/// `requests.exceptions.ConnectTimeout: …`, `KeyError`: a dotted name before a colon or alone.
fn is_name_and_message(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
        && (name.contains('.') || name.bytes().any(|byte| byte.is_ascii_uppercase()))
}
