"""Text from facts, rules and policies is shown as text, whatever is in it and however much it is."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

import clearance
import cmarkgfm  # type: ignore[import-untyped]
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from conftest import AT, GUESTS, Gate

from deploy_gate import COMMENT_BYTES, SUMMARY_BYTES
from deploy_gate_report import as_markdown, as_text, report

PLANTED = (
    "::error::planted ##[set-env name=A]b ##vso[task.setvariable variable=A]b\n::set-output name=a::b\r::add-mask::x",
    "\x1b[2J\x1b]0;title\x07\x9b31mred\x08\x00",
    "\u202egpj.exe\u2066 \u200bzero\ufeff width\u2028line \U000e0041",
    "<script>alert(1)</script><img src=x onerror=alert(1)> --> <!-- <details>",
    "[link](https://evil.example) ![picture](https://evil.example/a.png) https://evil.example www.evil.example a@b.org",
    "`a@b.org` `https://evil.example` `www.evil.example` `@octocat` `#1` `|` `<b>` `\\` `**` `mailto:a@b.org`",
    "@everyone @octocat/team #1 octocat/hello#2 GH-3 :tada: **bold** ~~gone~~ $x^2$ \\| \\",
    "a | b | c\n\n# heading\n- item\n```\nfence\n```\n| d |\n|---|",
    "`code` <b> @octocat | `unclosed",
)
HOSTILE = " ".join(PLANTED)
FACTS = clearance.Facts({})
TAGS = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "code", "span", "blockquote", "strong"}
CHOSEN = {"verdict", "basis", "at", "from", "until", "enforce", "state", "status", "severity", "effect", "content"}
"""The members of a decision that no rule, no policy and no facts can word."""


class Page(HTMLParser):
    """What somebody sees of a page."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[object] = []
        self.text = ""
        self.prose = ""
        self.code = 0
        options = Options.CMARK_OPT_UNSAFE
        extensions = ["table", "autolink", "strikethrough", "tasklist"]
        self.feed(cmarkgfm.markdown_to_html_with_extensions(markdown, options=options, extensions=extensions))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attributes
        self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.text += data
        # GitHub looks for people, issues and emoji in what is no code.
        self.prose += " " if self.code else data


def shown(text: str) -> str:
    """As the gate shows it to a terminal."""

    def one(character: str) -> str:
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        return " " if character in "\n\t" else f"\\u{{{ord(character):x}}}" if hidden else character

    return "".join(map(one, text))


def assert_log_obeys_nothing(log: str) -> None:
    for line in log.split("\n"):
        assert shown(line) == line
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##[a-z]*\[", line)


def assert_markdown_is_text(markdown: str) -> Page:
    for line in markdown.split("\n"):
        assert shown(line.replace("\u200b", "")) == line
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##[a-z]*\[", line)
    page = Page(markdown)
    assert page.tags <= TAGS
    assert page.attributes == []
    assert not re.search(r"@[\w-]|#\d|GH-\d|:(?!\d\d:)[\w+-]+:", page.prose)
    assert "$" not in re.sub(r"<span>\$</span>", "", markdown)
    for table in re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE):
        # Nothing opens another cell.
        assert len({line.count("|") for line in table.splitlines()}) == 1
    return page


def plant(value: Any, hostile: str, key: str = "") -> Any:
    """A decision as it would be if whoever words it had worded everything like this."""
    if isinstance(value, dict):
        return {name: plant(member, hostile, name) for name, member in value.items()}
    if isinstance(value, list):
        return [plant(member, hostile, key) for member in value]
    free = isinstance(value, str) and key not in CHOSEN and not value.startswith("sha256:")
    return hostile if free else value


@pytest.fixture(scope="module")
def decision() -> dict[str, Any]:
    """A decision with all that one can have: every effect, waivers, scores, artifacts."""
    policy = clearance.Engine().parse_policy(POLICY.replace("NAME", "x"), GUESTS)
    facts = {"release": {"name": "shop"}}
    decided = policy.decide(facts, at=AT).to_dict()
    assert isinstance(decided, dict)
    digest = f"sha256:{hashlib.sha256(b'x').hexdigest()}"
    for entry in decided["entries"]:
        entry["artifacts"] = [{"name": "a.md", "media_type": "text/markdown", "content": "x", "digest": digest}]
        for row in entry["checks"]:
            row |= {"observed": [{"pointer": "/release", "value": "x"}], "required": "x", "remedy": "x"}
    return decided


POLICY = """
policy: "NAME"
version: "NAME"
entries:
  - id: deny
    rule: scripted.wasm
    params: {checks: [{subject: "NAME", status: fail}, {subject: "NAME", status: unknown}], points: 90}
    bands: {review: 50, deny: 80}
  - {id: review, rule: scripted.wasm, enforce: review, params: {checks: [{subject: "NAME", status: fail}]}}
  - {id: warn, rule: scripted.wasm, enforce: warn, params: {checks: [{subject: "NAME", status: fail}]}}
  - {id: shadow, rule: scripted.wasm, enforce: shadow, params: {checks: [{subject: "NAME", status: fail}]}}
  - {id: waived, rule: scripted.wasm, params: {checks: [{subject: "NAME", status: fail}]}}
waivers:
  - id: "NAME"
    entry: waived
    check: scripted
    subject: "*"
    reason: "NAME"
    approvers: ["NAME"]
    ticket: "NAME"
    from: 2026-11-01
    until: 2026-12-01
"""


@pytest.mark.parametrize("planted", PLANTED)
def test_hostile_text_in_every_field_of_a_decision_is_shown_as_text(decision: dict[str, Any], planted: str) -> None:
    hostile = clearance.Decision.from_json(json.dumps(plant(decision, planted)))
    facts = clearance.Facts({"release": {"name": planted, "version": planted}})
    all_of_it = report(hostile, facts, None)
    log = as_text(all_of_it)
    assert_log_obeys_nothing(log)
    in_log = re.sub(r"##(?=[a-z]*\[)", r"#\\u{23}", shown(planted)).removeprefix("::")
    assert log.count(in_log) > 40
    page = assert_markdown_is_text(as_markdown(all_of_it, SUMMARY_BYTES))
    bare = shown(planted).replace("`", "")
    assert page.text.replace("\u200b", "").replace("`", "").count(bare) > 40


def test_each_text_of_a_decision_that_somebody_needs_is_shown(decision: dict[str, Any]) -> None:
    row = {"message", "subject", "required", "remedy", "code", "pointer", "waived"}
    score = {"factor", "reason"}
    waiver = {"id", "entry", "check", "approvers", "ticket"}
    for key in row | score | waiver | {"name", "version", "media_type"}:

        def mark(value: Any, name: str = "", key: str = key) -> Any:
            if isinstance(value, dict):
                return {name: mark(member, name) for name, member in value.items()}
            if isinstance(value, list):
                return [mark(member, name) for member in value]
            return "MARKED" if isinstance(value, str) and name == key else value

        marked = clearance.Decision.from_json(json.dumps(mark(decision)))
        all_of_it = report(marked, FACTS, None)
        assert "MARKED" in as_text(all_of_it), key
        assert "MARKED" in as_markdown(all_of_it, SUMMARY_BYTES), key


def test_hostile_facts_and_policies_are_shown_as_text_by_the_process(gate: Gate) -> None:
    name = json.dumps(HOSTILE)[1:-1]
    gate.write("policy.yaml", POLICY.replace("NAME", name).replace("rule: ", f"rule: {GUESTS}/"))
    facts = {"release": {"name": HOSTILE, "version": HOSTILE, HOSTILE: HOSTILE}, HOSTILE: [HOSTILE]}
    gate.write("facts.json", json.dumps(facts))
    reports = ("--comment", "comment.md", "--summary", "summary.md", "--json", "decision.json")
    done = gate("--policy", "policy.yaml", "--facts", "facts.json", "--at", AT, *reports)
    assert (done.returncode, done.stderr) == (20, "")
    assert_log_obeys_nothing(done.stdout)
    assert done.stdout.startswith("DENY: ")
    mark, comment = gate.read("comment.md").split("\n", 1)
    assert mark == "<!-- clearance deploy-gate: policy.yaml -->"
    assert_markdown_is_text(comment)
    assert_markdown_is_text(gate.read("summary.md"))


@pytest.mark.parametrize("planted", PLANTED)
def test_hostile_text_in_an_error_is_shown_as_text(gate: Gate, planted: str) -> None:
    name = planted.replace("\0", "")
    gate.write("facts.json", json.dumps({name: 1}))
    facts = ("--facts", "facts.json", "--facts", "facts.json")
    reports = ("--comment", "comment.md")
    for arguments in (
        ("--policy", "sample/policy.yaml", "--catalogue", *facts, *reports),
        ("--policy", name, *facts[:2], *reports),
        ("--policy", "sample/policy.yaml", "--facts", name, *reports),
        (name,),
    ):
        done = gate(*arguments)
        assert done.returncode in (1, 2)
        assert len(done.stderr.splitlines()) == 1
        assert_log_obeys_nothing(done.stderr + done.stdout)
        assert done.stderr.startswith("error")
        if "--comment" in arguments:
            assert_markdown_is_text(gate.read("comment.md").split("\n", 1)[1])


@pytest.mark.parametrize("planted", ["x" * 300_000, "\u202e" * 60_000, "<" * 100_000, "`" * 100_001, HOSTILE * 100])
def test_what_github_would_not_take_is_cut_with_a_note(gate: Gate, planted: str) -> None:
    checks = [{"subject": f"{index}{planted}", "status": "fail"} for index in range(10)]
    checks += [{"subject": f"{index}", "status": "fail"} for index in range(10, 500)]
    entry = {"id": "many", "rule": str(GUESTS / "scripted.wasm"), "params": {"checks": checks}}
    gate.write("policy.yaml", json.dumps({"policy": "many", "entries": [entry]}))
    gate.write("facts.json", json.dumps({"release": {"name": planted, "more": planted}}))
    before = "an earlier step\n" * 64_750
    gate.write("summary.md", before)
    reports = ("--comment", "comment.md", "--summary", "summary.md", "--json", "decision.json")
    done = gate("--policy", "policy.yaml", "--facts", "facts.json", "--at", AT, *reports)
    assert (done.returncode, done.stderr) == (20, "")
    assert len(done.stdout) < 400_000
    assert "… and 450 more; `--json FILE` writes them all" in done.stdout
    summary, comment = gate.read("summary.md"), gate.read("comment.md")
    assert len(comment.encode()) <= COMMENT_BYTES == 65_536
    assert len(summary.encode()) <= SUMMARY_BYTES == 1024 * 1024
    assert summary.startswith(before + "\n## DENY: ")
    for text in (summary.removeprefix(before), comment.split("\n", 1)[1]):
        page = assert_markdown_is_text(text)
        assert text.lstrip().startswith("## DENY: ")
        assert "more characters)" in page.text
        # However much the first ten say, the rows behind them are there.
        assert re.findall(r"^\| many/scripted \| (\d+)", text, re.MULTILINE) == [str(index) for index in range(50)]
        assert "### For the record" in text
    assert clearance.Decision.from_json(gate.read("decision.json")).verdict == "deny"


def test_no_text_is_long_enough_to_push_out_a_row_that_blocks(decision: dict[str, Any]) -> None:
    crowded = plant(decision, "<" * 5000)
    row = crowded["entries"][0]["checks"][0]
    row["observed"] *= 5
    crowded["entries"][0]["checks"] = [row | {"message": f"{number} {row['message']}"} for number in range(200)]
    comment = as_markdown(report(clearance.Decision.from_json(json.dumps(crowded)), FACTS, None), COMMENT_BYTES)
    assert len(comment.encode()) <= COMMENT_BYTES
    blocks = comment[comment.index("### What blocks it") : comment.index("### What needs review")]
    assert [int(number) for number in re.findall(r"\| (\d+) &#60;", blocks)] == list(range(50))
    assert "… and 150 more; `--json FILE` writes them all" in blocks


def test_a_report_that_cannot_fit_says_that_there_is_more(decision: dict[str, Any]) -> None:
    all_of_it = report(clearance.Decision.from_json(json.dumps(decision)), FACTS, None)
    whole = as_markdown(all_of_it, SUMMARY_BYTES)
    for most in range(0, len(whole.encode()), 211):
        text = as_markdown(all_of_it, most)
        assert len(text.encode()) <= most
        assert text == "" or text.startswith("## DENY: this release\n")
        assert text == "" or text.endswith("and `--json FILE` writes it all.\n") or text.endswith("|\n")
    assert as_markdown(all_of_it, len(whole.encode())) == whole
