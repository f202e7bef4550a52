"""Results: frozen, comparable, picklable, and what each shows."""

from __future__ import annotations

import copy
import html.parser
import json
import pickle
from datetime import datetime, timezone
from typing import Any

import clearance
import pytest
from clearance import Effect, Enforcement, EntryState, Severity, Status, Verdict, WaiverState
from conftest import AT, GUESTS


def parts(decision: clearance.Decision) -> list[Any]:
    """One of every class that a decision is made of."""
    entry = decision.entries[0]
    row = entry.checks[0]
    assert entry.score is not None
    return [
        decision,
        decision.policy,
        decision.facts,
        entry,
        entry.rule,
        row,
        entry.checks[2].observed[0],
        entry.score,
        entry.score.contributions[0],
        decision.waivers[0],
    ]


def test_what_it_says(decision: clearance.Decision) -> None:
    entry, late = decision.entries
    assert decision.verdict == "deny"
    assert f"{decision.verdict}" == "deny"
    assert decision.verdict is Verdict.DENY
    assert decision.at == datetime(2026, 11, 23, 8, tzinfo=timezone.utc)
    assert decision.at.tzinfo is timezone.utc
    assert (decision.policy.name, decision.policy.version) == ("script", "7")
    assert entry.enforce is Enforcement.DENY
    assert (entry.state, late.state) == (EntryState.APPLIED, EntryState.NOT_EFFECTIVE)
    failing = entry.checks[0]
    assert (failing.status, failing.effect, failing.severity) == (Status.FAIL, Effect.DENY, Severity.MEDIUM)
    assert failing.remedy == "change the script"
    release, risk = entry.checks[2].observed
    assert (release.pointer, release.value, release.present) == ("/release", {"name": "shop", "note": None}, True)
    assert (risk.value, risk.present) == (None, False)
    assert entry.derived == {"tier": [1]}
    assert entry.score is not None
    assert (entry.score.points, entry.score.out_of) == (12.5, 100.0)
    waiver = decision.waivers[0]
    assert (waiver.state, waiver.matched, waiver.approvers) == (WaiverState.UNMATCHED, 0, ("Ada",))
    assert waiver.from_ == datetime(2026, 11, 1, tzinfo=timezone.utc)
    assert decision.failing() == [(entry, failing)]
    assert decision.failing()[0][0] is entry
    assert decision.facts.sections["release"] == entry.saw["release"]


def test_results_are_frozen(decision: clearance.Decision) -> None:
    for part in parts(decision):
        name = type(part).__match_args__[0]
        with pytest.raises(AttributeError):
            setattr(part, name, "changed")
        with pytest.raises(AttributeError):
            part.something_new = 1
        with pytest.raises(TypeError):
            type(part)()
    with pytest.raises(TypeError):
        decision.facts.sections["release"] = "forged"  # type: ignore[index]
    # What could be changed is the caller's own copy.
    decision.entries[0].derived["tier"].append(2)
    assert decision.entries[0].derived == {"tier": [1]}


def test_results_are_compared_by_value(decision: clearance.Decision, policy: clearance.Policy) -> None:
    again = policy.decide({"release": {"note": None, "name": "shop"}}, at=AT)
    other = policy.decide({"release": {"name": "web"}}, at=AT)
    assert again == decision
    assert hash(again) == hash(decision)
    assert other != decision
    for one, same in zip(parts(decision), parts(again), strict=True):
        assert one == same
        assert hash(one) == hash(same)
        assert one != "something else"
    assert len({decision, again, other}) == 2


def test_results_are_pickled_and_copied(decision: clearance.Decision) -> None:
    for part in parts(decision):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(part, protocol)) == part
        assert copy.copy(part) is part
        assert copy.deepcopy(part) is part
    assert pickle.loads(pickle.dumps(decision)).to_json() == decision.to_json()
    with pytest.raises(ValueError, match="no class `Nothing`"):
        clearance._native._restore("Nothing", b"")
    with pytest.raises(ValueError, match="not a pickled Check"):
        clearance._native._restore("Check", b"\xc1")


def test_results_are_matched(decision: clearance.Decision) -> None:
    match decision.entries[0].checks[0]:
        case clearance.Row(code="scripted", status=Status.FAIL, remedy=str(remedy)):
            assert remedy == "change the script"
        case _:
            pytest.fail("a row is matched by its fields")
    match decision.waivers[0]:
        case clearance.Waiver(identifier, WaiverState.UNMATCHED):
            assert identifier == "W-1"
        case _:
            pytest.fail("a waiver is matched by position")


def test_results_show_themselves(decision: clearance.Decision) -> None:
    assert repr(decision).startswith("Decision(verdict=<Verdict.DENY: 'deny'>, summary='not cleared: ")
    assert repr(decision.entries[0].checks[0]).startswith("Row(code='scripted', subject='api', status=")
    for part in parts(decision):
        assert repr(part).startswith(type(part).__name__ + "(")


def test_a_decision_is_written_and_read(decision: clearance.Decision) -> None:
    text = decision.to_json()
    assert json.loads(text) == decision.to_dict()
    assert clearance.Decision.from_json(text) == decision
    assert clearance.Decision.from_json(text).to_json() == text
    assert decision.to_messagepack()[0] & 0xF0 == 0x80
    for broken in ("", "{}", text[:-1], text.replace('"deny"', '"maybe"')):
        with pytest.raises(clearance.DecisionError, match="not a decision") as raised:
            clearance.Decision.from_json(broken)
        assert raised.value.code == "decision"
        assert raised.value.place.line == 1


def test_an_artifact_keeps_its_bytes(demo: clearance.Policy) -> None:
    notes = {"markdown": "Fixed ABC-1 on db.internal.example; see https://intranet/x"}
    decision = demo.decide({"release": {"name": "shop", "version": "1"}, "notes": notes}, at=AT)
    artifacts = decision.entries[3].artifacts
    assert artifacts
    for artifact in artifacts:
        assert artifact.text == artifact.content.decode()
        assert pickle.loads(pickle.dumps(artifact)) == artifact
        assert artifact.digest.startswith("sha256:")
        assert "content" not in repr(artifact)


def test_raise_for_verdict(decision: clearance.Decision, engine: clearance.Engine) -> None:
    with pytest.raises(clearance.VerdictError, match=r"deny: not cleared.*\n- tests: api: as told") as raised:
        decision.raise_for_verdict()
    assert raised.value.decision is decision
    assert raised.value.code == "verdict"
    assert pickle.loads(pickle.dumps(raised.value)).decision == decision
    allowing = engine.parse_policy("policy: p\nentries: [{id: a, rule: scripted.wasm}]", GUESTS)
    allowing.decide({}, at=AT).raise_for_verdict()


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"style"}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_notebook_shows_a_table(decision: clearance.Decision) -> None:
    shown = Tags()
    shown.feed(decision._repr_html_())
    assert shown.tags == {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "small"}
    assert "change the script" in shown.text
    assert shown.text.index("fail") < shown.text.index("pass")


def test_a_notebook_shows_hostile_text_as_text(engine: clearance.Engine) -> None:
    hostile = "<script>alert(1)</script><b onload=x>\u202e\u2066 & \x1b[31m"
    checks = [{"subject": hostile, "status": "fail"}, {"subject": "y" * 9000, "status": "fail"}]
    entry = {"id": "a", "rule": "scripted.wasm", "params": {"checks": checks}}
    policy = engine.parse_policy(json.dumps({"policy": hostile, "entries": [entry]}), GUESTS)
    page = policy.decide({}, at=AT)._repr_html_()
    shown = Tags()
    shown.feed(page)
    assert "script" not in shown.tags
    assert "b" not in shown.tags
    assert "<script>alert(1)</script>" in shown.text
    assert not any(character in page for character in "\u202e\u2066\x1b")
    assert len(page) < 20_000
    many = json.dumps({"checks": [{"subject": f"s{i}", "status": "fail"} for i in range(500)]})
    policy = engine.parse_policy(f"policy: many\nentries: [{{id: a, rule: scripted.wasm, params: {many}}}]", GUESTS)
    assert "301 further rows" in policy.decide({}, at=AT)._repr_html_()
