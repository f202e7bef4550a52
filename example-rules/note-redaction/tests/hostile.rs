//! Notes made to be slow to read. Each would take hours if any detector read a byte more than a bounded number of
//! times.
mod support;

use support::{redacted, rule};

const SIZE: usize = 128 * 1024;

/// What is repeated, and what stands once before it.
const HOSTILE: &[(&str, &str)] = &[
    ("", "a"),
    ("", "1"),
    ("", "."),
    ("", "\n"),
    ("", "\r"),
    ("", "a.a-"),
    ("", "a://"),
    ("", "a://b@"),
    ("", "https://example.com/?u="),
    ("", "https://amazonaws.com/"),
    ("", "http://jenkins/"),
    ("", "a.internal/"),
    ("", "10.0.0.1/a"),
    ("", "10.0.0.1."),
    ("", "fe80::"),
    ("", ":::"),
    ("", "token="),
    ("", "token: "),
    ("", "token=\""),
    ("", "password:'x"),
    ("", "Bearer "),
    ("", "Basic YTpi"),
    ("", "aB3dE6gH9jK2-"),
    ("X=", "aB3dE6gH9jK2+"),
    ("", "eyJa-"),
    ("", "eyJhbGciOiJ."),
    ("", "glpat-"),
    ("", "sk-a1"),
    ("", "-----BEGIN PRIVATE KEY-----"),
    ("", "-----BEGIN PRIVATE KEY-----\n"),
    ("", "-----BEGIN "),
    ("", "arn:aws:"),
    ("", "arn:aws/"),
    ("", "projects/acme-prod/topics/"),
    ("", "projects/"),
    ("", "subscriptions/550e8400-e29b-41d4-a716-446655440000/"),
    ("", "/home/"),
    ("", "=/app/a"),
    ("", "\\\\aa\\bb"),
    ("", "C:\\a b\\"),
    ("\"", "/home/a b/"),
    ("", "a.rs:1/"),
    ("", "AB-1-"),
    ("", "AB-1 "),
    ("", "abc1234 "),
    ("[", "abc1234 ]("),
    ("", "TODO: (["),
    ("", "TODO "),
    ("", "dbg!("),
    ("", "<!--"),
    ("", "<!-- x -->"),
    ("", "["),
    ("", "]("),
    ("", "[10.0.0.1]("),
    ("", "[a]:"),
    ("", "<a "),
    ("", "at a.b(C.java:1)\n"),
    ("", "Error: x\n"),
    ("```\n", "panic: x\n\n\n"),
    ("", "File \"x\", line 1\n  x\n"),
    ("", "#0 a(1): b\n"),
    ("", "```\n"),
    ("", "> "),
    ("", "| - "),
    ("| a |\n|---|\n", "| 10.0.0.1 \"token=|\" |\n"),
    ("", "%2F"),
    ("", "%2f10.0.0.1"),
    ("", "&#45;"),
    ("", "&"),
    ("", "\u{200b}"),
    ("", "\u{200b}PAY-1"),
    ("", "\\-"),
    ("", "redacted"),
    ("", "[redacted: secret]"),
    ("", "[redacted: "),
    ("", "project aurora "),
    ("", "\u{65e5}"),
];

#[test]
fn long_notes_cost_what_they_weigh() {
    let rule = rule();
    for (start, repeated) in HOSTILE {
        let text = start.to_string() + &repeated.repeat(SIZE / repeated.len());
        let (redacted, rows) = redacted(&rule, &text);
        assert_eq!(rows.is_empty(), redacted == text, "{repeated:?}");
        // One row for each of the first leaks and one for each kind of the others.
        assert!(rows.len() <= 500 + 12, "{repeated:?}");
    }
}

#[test]
fn the_first_leaks_have_rows_of_their_own_and_all_are_redacted() {
    let (text, rows) = redacted(&rule(), &"PAY-1 and 10.0.0.1\n".repeat(400));
    assert!(!text.contains("PAY-1") && !text.contains("10.0.0.1"));
    assert_eq!(rows.len(), 502);
    assert_eq!(rows[499].subject, "notes:250:11");
    let further = rows[500..].iter().map(|row| row.message.as_str()).collect::<Vec<_>>();
    assert_eq!(
        further,
        ["150 leaks beyond those shown: private addresses", "150 leaks beyond those shown: ticket ids"]
    );
}
