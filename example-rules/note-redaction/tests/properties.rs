//! What holds of every text: a redacted text has no leak left, a text without leaks is untouched, and the Markdown
//! keeps its blocks.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use support::{redacted, rule};

/// Leaks of every kind, each on one line.
const LEAKS: &[&str] = &[
    "PAY-4521",
    "INC0012345",
    "10.0.0.7",
    "192.168.10.0/24",
    "fd12:3456::1",
    "10.1.2.3:8080/health",
    "db01.corp.example.com",
    "jenkins.corp.example.com/job/7",
    "ops@corp.example.com",
    "redis:6379",
    "payments.default.svc.cluster.local",
    "http://jenkins/job/7",
    "https://wiki.corp.example.com/a_(b)?c=d#e",
    "https://app:s3cret@example.com/",
    "/home/ci/build.log",
    r"C:\Users\ci\build.log",
    r"\\files\releases\4.2",
    "src/api/orders.rs:88",
    "com.acme.Orders.place(Orders.java:88)",
    "3f9a2c1",
    "arn:aws:iam::123456789012:role/deploy",
    "AWS account 123456789012",
    "ghp_0123456789abcdefghijABCDEFGHIJ",
    "AKIAIOSFODNN7EXAMPLE",
    "password=hunter2",
    r#""api_key": "abcd1234""#,
    "trace_id=4bf92f3577b34da6",
    "TODO: ask the team",
    "dbg!(order)",
    "Project Aurora",
    "CUST0042",
];

/// Text that is nobody's secret, and the marks that give Markdown its structure.
const NEUTRAL: &[&str] = &[
    "faster",
    "CVE-2024-12345",
    "[docs](https://docs.example.com/a)",
    "UTF-8",
    "*new*",
    "`code`",
    "v4.2.0",
    "24/7",
    "TCP/IP",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "\u{65e5}\u{672c}",
    "\u{1f469}\u{200d}\u{1f469}",
    "and/or",
    "**bold**",
    "https://github.com/org/repo/pull/12",
    "#12",
    "&amp;",
    "\u{200b}",
    "<br>",
    "e\u{301}",
];

/// Where a leak may stand within a line.
const PLACES: &[&str] = &[
    "{}",
    "**{}**",
    "_{}_",
    "`{}`",
    "({})",
    "[{}]",
    "[{}](https://example.com/x)",
    "[x]({})",
    "![x]({} \"t\")",
    "<{}>",
    "{}:",
    "{}.",
    "{}'s",
    "\"{}\"",
    "x {} y",
    "[^{}]",
    "[see {} there][1]",
    "{}(x)",
    "!{}",
    "]{}",
    "<b title=\"{}\">x</b>",
];

fn leak() -> impl Strategy<Value = String> {
    (prop::sample::select(LEAKS), prop::sample::select(PLACES)).prop_map(|(leak, place)| place.replace("{}", leak))
}

fn phrase() -> impl Strategy<Value = String> {
    let neutral = prop::sample::select(NEUTRAL).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![2 => neutral, 1 => leak()], 1..5).prop_map(|parts| parts.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    let trace = "```\njava.lang.IllegalStateException: closed\n\tat com.acme.Orders.place(Orders.java:88)\n\tat a.B.c(B.java:1)\n```\n";
    let key = "~~~\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----\n~~~\n";
    prop_oneof![
        phrase().prop_map(|text| format!("{text}\n")),
        phrase().prop_map(|text| format!("## {text}\n")),
        phrase().prop_map(|text| format!("{text}\n===\n")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("- {a}\n- {b}\n")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("1. {a}\n   - {b}\n")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("> {a}\n> {b}\n")),
        (phrase(), phrase(), phrase()).prop_map(|(a, b, c)| format!("| {a} | b |\n|---|---|\n| {b} | {c} |\n")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("```text\n{a}\n{b}\n```\n")),
        phrase().prop_map(|text| format!("    {text}\n")),
        leak().prop_map(|leak| format!("[x]: {leak}\n")),
        prop::sample::select(LEAKS).prop_map(|leak| format!("[{leak}]: https://example.com/\n")),
        phrase().prop_map(|text| format!("<div>\n{text}\n</div>\n")),
        phrase().prop_map(|text| format!("<!-- {text} -->\n")),
        Just(trace.to_owned()),
        Just(key.to_owned()),
    ]
}

fn document() -> impl Strategy<Value = String> {
    (prop::collection::vec(block(), 1..6), any::<bool>()).prop_map(|(blocks, windows)| {
        let text = blocks.join("\n");
        if windows { text.replace('\n', "\r\n") } else { text }
    })
}

/// Letters, marks and controls that the detectors look for, thrown together.
fn noise() -> impl Strategy<Value = String> {
    let parts = [
        "PAY",
        "-",
        "123",
        "10.0.0.1",
        ".",
        ":",
        "/",
        "\\",
        "//",
        "://",
        "http",
        "%2F",
        "&#45;",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "`",
        "|",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "password",
        "=",
        "\"",
        "'",
        "token",
        "at ",
        "File \"",
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "-----END ",
        "<!--",
        "-->",
        "TODO",
        "eyJ",
        "ghp_",
        "@",
        "#",
        "\u{200b}",
        "\u{ad}",
        "\u{e9}",
        "\u{65e5}",
        "\u{1f600}",
        "\u{2011}",
        "\u{ff11}",
        "x",
        "abc1234",
        "0",
        "home",
        "arn:aws",
        "::",
        "fe80",
        "account",
        "redacted",
        ": ",
        "!",
        "*",
        "_",
        "~",
        "```\n",
        "    ",
        "- ",
        "> ",
        "corp.example.com",
        "id",
        "localhost",
    ];
    prop::collection::vec(
        prop_oneof![9 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned), 1 => "\\PC{1,6}"],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

/// The blocks of a document in order, without what is said in them.
fn blocks(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let is_inline = |tag: &Tag<'_>| {
        matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
    };
    Parser::new_ext(markdown, options)
        .filter_map(|event| match event {
            Event::Start(tag) if !is_inline(&tag) => Some(match tag {
                Tag::CodeBlock(_) => "CodeBlock".to_owned(),
                Tag::FootnoteDefinition(_) => "Footnote".to_owned(),
                tag => format!("{tag:?}"),
            }),
            Event::Rule => Some("Rule".to_owned()),
            _ => None,
        })
        .collect()
}

fn clean(markdown: &str) -> Result<(), TestCaseError> {
    let rule = rule();
    let (text, rows) = redacted(&rule, markdown);
    if rows.is_empty() {
        prop_assert_eq!(&text, markdown);
    }
    let (again, left) = redacted(&rule, &text);
    prop_assert!(left.is_empty(), "{:?} of {:?} leaves {:?}", left, markdown, text);
    prop_assert_eq!(again, text);
    let unix = markdown.replace("\r\n", "\n");
    let lines: Vec<&str> = unix.split(['\n', '\r']).collect();
    for row in rows {
        let mut place = row.subject.rsplitn(3, ':');
        let column: usize = place.next().unwrap().parse().unwrap();
        let line: usize = place.next().unwrap().parse().unwrap();
        prop_assert!(column >= 1 && column <= lines[line - 1].chars().count(), "{} of {markdown:?}", row.subject);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn noise_is_redacted_once_and_for_all(text in noise()) {
        clean(&text)?;
    }

    #[test]
    fn any_text_is_redacted_once_and_for_all(text in "\\PC*") {
        clean(&text)?;
    }

    #[test]
    fn notes_are_redacted_once_and_for_all_and_keep_their_blocks(text in document()) {
        clean(&text)?;
        let (redacted, _) = redacted(&rule(), &text);
        prop_assert_eq!(blocks(&text), blocks(&redacted), "{} became {}", text, redacted);
    }

    #[test]
    fn what_is_no_leak_stays(parts in prop::collection::vec((prop::sample::select(LEAKS), 0..1000_u16), 1..8)) {
        let words = parts.iter().map(|(leak, number)| format!("before{number:04}x {leak} after{number:04}x"));
        let text = words.collect::<Vec<_>>().join("\n\n");
        let (redacted, rows) = redacted(&rule(), &text);
        prop_assert_eq!(rows.len(), parts.len(), "{:?}", rows);
        let mut rest = redacted.as_str();
        for (leak, number) in &parts {
            for word in [format!("before{number:04}x "), format!(" after{number:04}x")] {
                // A remark goes with all that follows it on its line.
                if leak.starts_with("TODO") && word.starts_with(' ') {
                    continue;
                }
                let found = rest.find(&word);
                prop_assert!(found.is_some(), "{} of {}", word, redacted);
                rest = &rest[found.unwrap() + word.len()..];
            }
        }
    }
}
