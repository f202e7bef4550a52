"""Nothing that a rule does hurts its host: `tests/hostile.yaml`, committed in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import clearance
import pytest
from conftest import AT, GUESTS, ROOT
from ruamel.yaml import YAML

FILE: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "tests" / "hostile.yaml")
MOST_LEFT = 64 << 20


def memory() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def commit(misdeed: dict[str, Any]) -> str:
    limits = clearance.Limits(**{**FILE["limits"], **misdeed.get("limits", {})})
    engine = clearance.Engine(limits=limits)
    policy_text = json.dumps(
        {
            "policy": "hostile",
            "entries": [
                {"id": "deed", "rule": misdeed["rule"], "params": misdeed.get("params", {})},
                {"id": "next", "rule": "misdeeds.wasm", "params": {"deed": "none"}},
            ],
        }
    )
    try:
        policy = engine.parse_policy(policy_text, GUESTS)
    except clearance.ClearanceError as error:
        return f"error {error.code}"
    facts = {"release": {"name": "shop"}}
    decision = policy.decide(facts, at=AT)
    assert policy.decide(facts, at=AT).to_json() == decision.to_json(), "a decision replays"
    deed, following = decision.entries
    assert (following.verdict, following.checks[0].code) == ("allow", "behaved")
    return "behaves" if deed.verdict == "allow" else f"row {deed.checks[0].code}"


def expected(misdeed: dict[str, Any]) -> str:
    if misdeed.get("behaves"):
        return "behaves"
    return f"row {misdeed['row']}" if "row" in misdeed else f"error {misdeed['error']}"


@pytest.mark.parametrize("misdeed", FILE["misdeeds"], ids=lambda misdeed: misdeed["name"])
def test_a_misdeed_has_its_consequence_and_the_host_is_as_it_was(misdeed: dict[str, Any]) -> None:
    commit(FILE["misdeeds"][0])
    before, running = memory(), threads()
    assert commit(misdeed) == expected(misdeed)
    assert memory() - before < MOST_LEFT
    assert threads() <= running


OBEYED = "\x1b\x07\x9b\r\u202e\u2066"


def hostile_text() -> clearance.Decision:
    policy = clearance.Engine().parse_policy(
        "policy: p\nentries: [{id: deed, rule: hostile/manifest-hostile-text.wasm}]", GUESTS
    )
    return policy.decide({"release": {"name": "shop"}}, at=AT)


@pytest.mark.parametrize("show", [repr, str, clearance.Decision._repr_html_], ids=["repr", "str", "html"])
def test_hostile_text_of_a_rule_is_shown_and_not_obeyed(show: Callable[[clearance.Decision], str]) -> None:
    decision = hostile_text()
    assert any(character in decision.entries[0].checks[0].message for character in OBEYED), "it is there"
    records: list[Any] = [decision, decision.entries[0], decision.entries[0].checks[0]]
    for record in records if show in {repr, str} else records[:1]:
        shown = show(record)
        assert not any(character in shown for character in OBEYED)
    if show not in {repr, str}:
        assert "<script>" not in shown
        assert "<img" not in shown


def test_what_a_manifest_says_is_shown_and_not_obeyed() -> None:
    rule = clearance.Engine().load_rule(GUESTS / "hostile" / "manifest-hostile-text.wasm")
    for record in (rule, rule.manifest, rule.manifest.checks[0], rule.manifest.reads[0]):
        assert not any(character in repr(record) for character in OBEYED)


def test_what_a_rule_says_in_an_error_is_one_line_that_is_not_obeyed() -> None:
    rule = clearance.Engine().load_rule(GUESTS / "misdeeds.wasm")
    with pytest.raises(clearance.ClearanceError) as raised:
        rule.configure({"deed": "a\x1b[2J\n\u202eb"})
    shown = str(raised.value)
    assert not any(character in shown for character in (*OBEYED, "\n"))
    assert r"a\u{1b}[2J" in shown
