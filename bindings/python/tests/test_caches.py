"""What is kept for the next process, and for who asks again."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import clearance
import pytest
from conftest import AT, GUESTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = "policy: p\nentries: [{id: a, rule: readme-rule.wasm, params: {minimum: 80}}]"
FACTS = {"components": [{"name": f"component-{i}", "line_coverage": 70 + 2 * i} for i in range(10)]}


def test_compiled_code_is_kept_in_the_folder_named_and_used_again(tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "cache"
    first = clearance.Engine(code_cache=folder)
    assert (first.code_cache, first.code_cache_problem) == (folder, None)
    decision = first.parse_policy(POLICY, GUESTS).decide(FACTS, at=AT)
    files = sorted(folder.iterdir())
    assert any(file.suffix == ".code" for file in files)
    assert clearance.Engine(code_cache=str(folder)).parse_policy(POLICY, GUESTS).decide(FACTS, at=AT) == decision
    assert sorted(folder.iterdir()) == files


def test_compiled_code_is_kept_nowhere_when_that_is_asked_for() -> None:
    engine = clearance.Engine(code_cache=False)
    assert (engine.code_cache, engine.code_cache_problem) == (None, None)


TWO = """policy: p
entries:
- {id: a, rule: readme-rule.wasm, params: {minimum: 80}}
- {id: b, rule: readme-rule.wasm, params: {minimum: 90}}
"""


def watched(load: Callable[..., clearance.Policy], *arguments: object) -> set[clearance.LoadStep]:
    """Loads the policy of two entries, and gives the steps that a watcher was told of."""
    steps: list[clearance.LoadProgress] = []
    threads: set[int] = set()

    def note(step: clearance.LoadProgress) -> None:
        threads.add(threading.get_ident())
        steps.append(step)

    assert load(*arguments, progress=note).decide(FACTS, at=AT).verdict is clearance.Verdict.DENY
    assert threads == {threading.get_ident()}
    ready = [step for step in steps if step.step is clearance.LoadStep.READY]
    assert sorted(step.entry for step in ready) == ["a", "b"]
    assert [(step.ready, step.entries) for step in ready] == [(1, 2), (2, 2)]
    return {step.step for step in steps}


def test_whoever_watches_a_load_learns_what_is_compiled_and_what_is_ready(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(TWO.replace("readme-rule", str(GUESTS / "readme-rule")))
    folder = tmp_path.resolve() / "cache"
    assert watched(clearance.Engine(code_cache=folder).load_policy, file) == set(clearance.LoadStep)
    engine = clearance.Engine(code_cache=folder)
    assert watched(engine.load_policy, file) == {clearance.LoadStep.READY}
    assert watched(engine.parse_policy, TWO, GUESTS) == {clearance.LoadStep.READY}


def test_what_a_watcher_raises_ends_the_load() -> None:
    def stop(step: clearance.LoadProgress) -> None:
        raise KeyboardInterrupt(step.entry)

    with pytest.raises(KeyboardInterrupt, match="a"):
        clearance.Engine().parse_policy(POLICY, GUESTS, progress=stop)
    with pytest.raises(clearance.PolicyError, match="expected a list"):
        clearance.Engine().parse_policy("policy: 1\nentries: 2", GUESTS, progress=stop)


def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(clearance.SandboxError, match="can be written to by others") as raised:
        clearance.Engine(code_cache=tmp_path)
    assert raised.value.code == "code-cache"
    with pytest.raises(TypeError):
        clearance.Engine(code_cache=7)  # type: ignore[arg-type]


def test_outcomes_are_used_again_and_the_decision_is_the_same_bytes() -> None:
    policy = clearance.Engine().parse_policy(POLICY, GUESTS)
    outcomes = clearance.OutcomeCache(1 << 20)
    plain = policy.decide(FACTS, at=AT).to_json()
    for _ in range(3):
        assert policy.decide(FACTS, at=AT, outcomes=outcomes).to_json() == plain
        assert policy.decide_timed(FACTS, at=AT, outcomes=outcomes)[0].to_json() == plain
        assert asyncio.run(policy.decide_async(FACTS, at=AT, outcomes=outcomes)).to_json() == plain
        for decision in policy.decide_batch([FACTS], at=AT, outcomes=outcomes):
            assert isinstance(decision, clearance.Decision)
            assert decision.to_json() == plain
        assert len(outcomes) == 1
    assert 1000 < outcomes.bytes < 1 << 20
    assert repr(outcomes) == f"<OutcomeCache of 1 outcomes, {outcomes.bytes} bytes>"
    policy.decide(FACTS, at="1970-01-01", outcomes=outcomes)
    assert len(outcomes) == 2, "the rule may depend on the time"
    outcomes.clear()
    assert (len(outcomes), outcomes.bytes) == (0, 0)
    with pytest.raises(TypeError):
        policy.decide(FACTS, outcomes={})  # type: ignore[arg-type]


def test_a_rule_says_how_it_begins_and_answers_alike_either_way() -> None:
    rule = clearance.Engine(code_cache=False).load_rule(GUESTS / "readme-rule.wasm")
    assert (rule.startup.snapshot, rule.startup.reason) == (True, None)
    once = rule.configure({"minimum": 81}, snapshot=False)
    often = rule.configure({"minimum": 81})
    assert (once.startup.snapshot, once.startup.reason) == (False, "no snapshot was asked for")
    assert often.startup == rule.startup
    assert once.evaluate(FACTS, at=AT) == often.evaluate(FACTS, at=AT)
