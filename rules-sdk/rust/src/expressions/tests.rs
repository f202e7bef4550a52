//! Each expression is compared with what the crate `regex-lite` finds.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use proptest::prelude::*;

#[track_caller]
fn same(source: &str, text: &str) {
    let theirs = regex_lite::RegexBuilder::new(source).size_limit(1 << 20).build();
    match (Compiler::new().compile(source), theirs) {
        (Ok(ours), Ok(theirs)) => {
            let wanted: Vec<_> = theirs.find_iter(text).map(|found| found.range()).collect();
            for ours in [ours, unbuilt(source)] {
                let found: Vec<_> = ours.find_iter(text).collect();
                assert_eq!(found, wanted, "`{source}` in {text:?}");
            }
        }
        (Err(_), Err(_)) => {}
        // Classes within classes are more than it can read; a count after flags counts for it what stands before them.
        (Ok(_), Err(theirs)) if theirs.to_string().contains("character class") => {}
        (Err(ours), Ok(_)) if ours.why == "repetition operator missing expression" => {}
        (ours, theirs) => panic!("`{source}`: {:?}, {:?}", ours.map(drop), theirs.map(drop)),
    }
}

/// The expression as it is where its automata would be too large.
fn unbuilt(source: &str) -> Expression {
    let expression = Compiler { left: 0 }.compile(source).unwrap();
    assert!(matches!(expression.engine, Engine::Unbuilt(_)));
    expression
}

/// Pieces that are expressions, or become one beside others.
const PIECES: &[&str] = &[
    "a",
    "b",
    "-",
    "@",
    "_",
    "é",
    "日",
    "\n",
    " ",
    "#",
    ".",
    "^",
    "$",
    "|",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?i:",
    "(?m)",
    "(?m:",
    "(?mR)",
    "(?s)",
    "(?U)",
    "(?x)",
    "(?-i)",
    "(?P<n>",
    "(?<m>",
    "*",
    "+",
    "?",
    "{2}",
    "{1,2}",
    "{0,2}",
    "{2,}",
    "{0}",
    "{1}",
    "{ 1 , 2 }",
    "{,2}",
    "*?",
    "+?",
    "??",
    "{1,2}?",
    r"\b",
    r"\B",
    r"\b{start}",
    r"\b{end}",
    r"\b{start-half}",
    r"\b{end-half}",
    r"\b{2}",
    r"\<",
    r"\>",
    r"\A",
    r"\z",
    r"\d",
    r"\D",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    "[ab]",
    "[^a]",
    "[^a-z]",
    "[a-]",
    "[]a]",
    "[^]a]",
    "[-a]",
    r"[\w-]",
    r"[^\W_]",
    r"[\d.]",
    "[[:alpha:]]",
    "[[:^word:]]",
    "[é-日]",
    "[b-a]",
    "[a-b-c]",
    "[a&&b]",
    "[[a]]",
    "[ a # b\n]",
    "[",
    "]",
    r"\x61",
    r"\x{e9}",
    r"\u65e5",
    r"\U00000061",
    r"\x{110000}",
    r"\n",
    r"\.",
    r"\-",
    r"\e",
    r"\1",
    r"\p{L}",
    "(?=a)",
    "(?",
    "(?z)",
    "ab",
    "abb",
    "a@b",
    "-1",
    "1",
];

const TEXTS: &[&str] = &[
    "a", "b", "A", "B", "-", "@", "_", "é", "日", "\n", "\r", "\r\n", " ", "1", "12", ".", "ab", "abb", "a@b", "-1",
    "#",
];

fn some_of(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..=most).prop_map(|pieces| pieces.concat())
}

/// Expressions that are one more often than not.
fn expression() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(PIECES).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join("|"))),
            (inner, proptest::sample::select(&["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}"][..]))
                .prop_map(|(part, count)| format!("(?:{part}){count}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_regex_lite_finds(source in expression(), text in some_of(TEXTS, 16)) {
        same(&source, &text);
    }

    #[test]
    fn what_is_refused_is_what_regex_lite_refuses(source in some_of(PIECES, 6), text in some_of(TEXTS, 8)) {
        same(&source, &text);
    }
}

#[test]
fn usual_expressions_find_what_they_always_did() {
    let text = "See SHOP-12, UTF-8, db1.prod.internal and Project Aurora.\nAsk ann.lee1@example.com; x@y.\r\n\
                ghp_0001abcdefABCDEF0123456789abcdefABCD 10.0.0.255 C\u{e9}sar \u{65e5}\u{672c} PAY-7";
    for source in [
        r"[A-Za-z0-9._]+@[A-Za-z0-9.]+[A-Za-z]",
        r"\b[A-Z]{2,}-[0-9]+\b",
        r"\b[a-z0-9.-]+\.internal\b",
        r"\bghp_[A-Za-z0-9]{36}\b",
        r"(?i)\bproject (aurora|borealis)\b",
        r"10\.0\.0\.\d+",
        r"(?m)^.*$",
        r"(?m)^\S+|\S+$",
        r"\w+\s*",
        "",
        "é|日本",
        "[^ -~]+",
        "(?s)See.*7",
        "See.*?x",
        "aurora|SHOP|Aurora",
    ] {
        same(source, text);
    }
}

#[test]
fn an_automaton_that_would_be_too_large_is_found_as_the_text_needs_it() {
    let text = "abbabaababbbaaababab abbbabababa\nbbabbaaaabbababab".repeat(20);
    for source in ["(a|b)*a(a|b){14}b", "a.{30}b", r"b(?:a|b.){9,25}?\b\n?", r"(?m)\b[ab]*b[ab]{14}a+$"] {
        let expression = Compiler::new().compile(source).unwrap();
        assert!(matches!(expression.engine, Engine::Unbuilt(_)), "{source}");
        same(source, &text);
    }
}

#[test]
fn what_could_exhaust_a_rule_is_refused() {
    let nested = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    let starred = format!("a{}", "*".repeat(60));
    for source in [r"a{100000}", r"((a{100}){100}){100}", r"(a?){4000000000}", &nested, &starred] {
        same(source, "a");
        assert!(Compiler::new().compile(source).is_err(), "{source}");
    }
}

#[test]
fn more_is_read_than_regex_lite_reads() {
    for (source, text, found) in [
        ("[a-c&&b-d]+", "abcd", vec!["bc"]),
        ("[a-z--b]+", "abc", vec!["a", "c"]),
        ("[a-c~~b-d]+", "abcd", vec!["a", "d"]),
        ("(?i)[[^a]&&[^É]]+", "aAbÉé", vec!["b", "é"]),
        ("(?i)é", "éÉ", vec!["é"]),
    ] {
        let expression = Compiler::new().compile(source).unwrap();
        assert_eq!(expression.find_iter(text).map(|found| &text[found]).collect::<Vec<_>>(), found, "{source}");
    }
}

#[test]
fn what_is_refused_is_told_with_its_place() {
    for (source, refused) in [
        ("a)", "unopened group, at character 2"),
        ("é[b-a]", "invalid character class range, the start must be <= the end, at character 3"),
        ("*", "repetition operator missing expression, at character 1"),
        (r"é\p{L}", "Unicode classes are not supported, at character 2"),
        (r"[é\p{L}]", "Unicode classes are not supported, at character 3"),
        ("é(?m)+", "repetition operator missing expression, at character 6"),
        ("a{99999}", "it is too long, counts multiplied"),
    ] {
        assert_eq!(Compiler::new().compile(source).unwrap_err().to_string(), refused);
    }
}

#[test]
fn whom_automata_are_left_for_is_decided_by_what_went_before() {
    let mut compiler = Compiler::new();
    let built: Vec<bool> = (0..100)
        .map(|i| matches!(compiler.compile(&format!(r"\bname-{i}[a-z]+\b")).unwrap().engine, Engine::Built(_)))
        .collect();
    assert!(built[..8].iter().all(|built| *built), "a usual number of expressions has automata");
    assert!(!built[99], "a hundred would cost more than `configure` may");
    let last = compiler.compile("b+").unwrap();
    assert_eq!(last.find_iter("abba, b").collect::<Vec<_>>(), [1..3, 6..7]);
}
