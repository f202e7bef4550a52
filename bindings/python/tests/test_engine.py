"""Engines, policies and rules: what loads, what is refused, what they say of themselves."""

from __future__ import annotations

import asyncio
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import clearance
import pytest
from conftest import AT, GUESTS, ROOT, SCRIPT


def test_limits_are_kept_and_checked() -> None:
    limits = clearance.Limits(instructions=1_000_000, time_ms=500)
    engine = clearance.Engine(limits=limits)
    assert engine.limits == limits
    assert (limits.instructions, limits.time_ms) == (1_000_000, 500)
    assert limits.memory_bytes == clearance.Limits().memory_bytes
    assert repr(limits).startswith("Limits(instructions=1000000, time_ms=500, memory_bytes=")
    with pytest.raises(clearance.SandboxError, match="`memory_bytes` is 0") as raised:
        clearance.Engine(limits=clearance.Limits(memory_bytes=0))
    assert raised.value.code == "sandbox"
    with pytest.raises(TypeError):
        clearance.Limits(time_ms=0.5)  # type: ignore[arg-type]
    with pytest.raises(OverflowError):
        clearance.Limits(checks=-1)
    with pytest.raises(TypeError):
        clearance.Limits(1000)  # type: ignore[call-arg]


def test_a_limit_is_a_row() -> None:
    tight = clearance.Engine(limits=clearance.Limits(instructions=10_000_000, time_ms=60_000))
    policy = tight.parse_policy("policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: loop}}]", GUESTS)
    decision = policy.decide({}, at=AT)
    assert decision.entries[0].checks[0].code == "limit-instructions"
    assert decision.verdict == "deny"


def test_a_policy_says_what_it_is(policy: clearance.Policy) -> None:
    assert (policy.name, policy.version) == ("script", "7")
    assert policy.digest.startswith("sha256:")
    assert repr(policy) == f"Policy(name='script', version='7', digest='{policy.digest}')"
    entry = policy.entries[0]
    assert (entry.id, entry.manifest.id) == ("tests", "scripted")
    assert entry == policy.entries[0]
    assert [section.name for section in entry.manifest.reads] == ["release", "risk"]
    assert not entry.manifest.reads[0].required
    assert isinstance(entry.manifest.reads[0].schema, dict | bool)
    assert [kind.code for kind in entry.manifest.checks] == ["scripted", "saw"]
    assert entry.manifest.params_schema["type"] == "object"
    assert pickle.loads(pickle.dumps(entry.manifest)) == entry.manifest
    assert policy.facts_schema()["properties"].keys() == {"release", "risk"}
    assert policy.lint(at=AT) == ()
    (lint,) = policy.lint(at="2027-01-01")
    assert (lint.kind, lint.line) == (clearance.LintKind.WAIVER_EXPIRED, None)
    assert "W-1" in lint.message


def test_the_schema_of_policies_is_the_published_one() -> None:
    import json

    assert clearance.policy_schema() == json.loads((ROOT / "docs" / "policy.schema.json").read_text())


def test_paths_are_strings_or_path_objects(engine: clearance.Engine, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(SCRIPT.replace("scripted.wasm", str(GUESTS / "scripted.wasm")))
    assert engine.load_policy(file).name == engine.load_policy(str(file)).name == "script"
    assert engine.load_rule(GUESTS / "scripted.wasm").manifest.id == "scripted"
    for wrong in (3, None, ["a"]):
        with pytest.raises(TypeError):
            engine.load_policy(wrong)  # type: ignore[arg-type]


def test_an_error_names_its_place(engine: clearance.Engine, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("policy: p\nentries:\n  - {id: a, rule: nowhere.wasm}\n")
    with pytest.raises(clearance.PolicyError) as raised:
        engine.load_policy(file)
    error = raised.value
    assert error.code == "policy-unknown-rule"
    assert (error.place.file, error.place.line) == (str(file), 3)
    assert error.message.startswith("there is no rule component at")
    assert error.remedy is not None
    assert str(error).startswith(f"{file}:3:")
    assert str(error).endswith(error.remedy)
    assert isinstance(error, clearance.ClearanceError)
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is clearance.PolicyError
    assert (again.code, again.place, again.remedy, str(again)) == (error.code, error.place, error.remedy, str(error))
    with pytest.raises(clearance.PolicyError) as raised:
        engine.load_policy(tmp_path / "none.yaml")
    assert raised.value.code == "policy-unreadable"
    with pytest.raises(clearance.RuleError) as rule_raised:
        engine.load_rule(file)
    assert rule_raised.value.code == "rule-not-a-component"


def test_every_documented_code_has_its_class() -> None:
    page = (ROOT / "docs" / "codes.md").read_text()
    codes = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    made = {code: type(clearance._errors.from_engine(code, "", "", (None,) * 5, None)) for code in codes}
    assert made["facts-key"] is clearance.FactsError
    assert made["policy-cycle"] is clearance.PolicyError
    assert made["rule-params"] is clearance.RuleError
    assert made["timestamp"] is clearance.TimestampError
    assert made["sandbox"] is clearance.SandboxError


def test_times(policy: clearance.Policy) -> None:
    east = timezone(timedelta(hours=9))
    for at in (AT, datetime(2026, 11, 23, 8, tzinfo=timezone.utc), datetime(2026, 11, 23, 17, tzinfo=east)):
        assert policy.decide({}, at=at).at == datetime(2026, 11, 23, 8, tzinfo=timezone.utc)
    assert policy.decide({}, at="2026-11-23").at.hour == 0
    before = datetime.now(timezone.utc) - timedelta(milliseconds=1)
    assert before <= policy.decide({}).at <= datetime.now(timezone.utc)
    assert policy.decide({}, at=datetime(2026, 1, 1, microsecond=1999, tzinfo=timezone.utc)).at.microsecond == 1000
    for naive in (datetime(2026, 11, 23, 8), "2026-11-23T08:00:00", "soon", "-0001-01-01T00:00:00Z"):
        with pytest.raises(clearance.TimestampError) as raised:
            policy.decide({}, at=naive)
        assert raised.value.code == "timestamp"
    for wrong in (1795420800, datetime(2026, 1, 1).date()):
        with pytest.raises(TypeError, match="aware datetime"):
            policy.decide({}, at=wrong)  # type: ignore[arg-type]


def test_timings_stand_beside_the_decision(policy: clearance.Policy, decision: clearance.Decision) -> None:
    timed, timings = policy.decide_timed({"release": {"name": "shop", "note": None}}, at=AT)
    assert timed == decision
    assert [name for name, _ in timings.entries] == ["tests"]
    assert 0 < timings.entries[0][1] <= timings.total < 10
    assert repr(timings).startswith("Timings(total=")


def test_a_rule_by_itself(engine: clearance.Engine) -> None:
    rule = engine.load_rule(GUESTS / "scripted.wasm")
    assert rule.digest.startswith("sha256:")
    outcome = rule.configure({"checks": [{"subject": "api", "status": "fail"}], "derive": [1]}).evaluate({}, at=AT)
    assert outcome.checks[0].subject == "api"
    assert outcome.derived == [1]
    assert outcome.score is None
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert rule.configure().evaluate({}).checks[0].code == "saw"
    with pytest.raises(clearance.RuleError) as raised:
        rule.configure({"points": "many"})
    assert (raised.value.code, raised.value.place.pointer) == ("rule-params", "/points")
    misdeeds = engine.load_rule(GUESTS / "misdeeds.wasm").configure({"deed": "panic"})
    with pytest.raises(clearance.EvaluationError, match="the ledger does not balance") as failed:
        misdeeds.evaluate({})
    assert failed.value.code == "rule-failed"
    needy = engine.load_rule(GUESTS / "readme-rule.wasm").configure({"minimum": 80})
    with pytest.raises(clearance.EvaluationError) as missing:
        needy.evaluate({})
    assert missing.value.code == "missing-fact"
    assert missing.value.place.pointer == "/components"


def test_a_coroutine_decides(policy: clearance.Policy, decision: clearance.Decision) -> None:
    facts: dict[str, Any] = {"release": {"name": "shop", "note": None}}

    async def many() -> list[clearance.Decision]:
        waiting = [policy.decide_async(facts, at=AT) for _ in range(32)]
        facts["release"]["name"] = "changed since"
        return await asyncio.gather(*waiting)

    assert asyncio.run(many()) == [decision] * 32

    async def refused() -> None:
        await policy.decide_async({"a": {1}}, at=AT)

    with pytest.raises(clearance.FactsError):
        asyncio.run(refused())


def test_the_event_loop_goes_on_while_rules_run() -> None:
    slow = clearance.Engine(limits=clearance.Limits(instructions=10**15, time_ms=500))
    policy = slow.parse_policy("policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: loop}}]", GUESTS)

    async def race() -> int:
        ticks = 0
        waiting = asyncio.ensure_future(policy.decide_async({}, at=AT))
        while not waiting.done():
            await asyncio.sleep(0.005)
            ticks += 1
        assert (await waiting).entries[0].checks[0].code == "limit-time"
        return ticks

    assert asyncio.run(race()) > 10
