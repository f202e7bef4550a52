"""Clearance: its rule by itself, and a policy of one entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import clearance
from contestant import Answer, Contestant, Engine, Facts, Params

AT = "2026-11-23T08:00:00Z"
# The notes of 1,000 components, searched for four expressions, take more than the default of 200 million.
LIMITS = clearance.Limits(instructions=2_000_000_000)
# Room for every outcome that is measured.
REMEMBERED = 64 << 20

Outcome = clearance.Outcome | clearance.EntryDecision


def coverage(outcome: Outcome) -> Any:
    return [(row.subject, row.status, row.message, row.required, row.observed[0].value) for row in outcome.checks]


def coverage_answer(rows: Any) -> Answer:
    return [
        {"subject": subject, "status": str(status), "found": found, "required": percent(required)}
        for subject, status, _message, required, found in rows
    ]


def percent(required: str) -> float:
    return float(required.removeprefix("at least ").removesuffix("%"))


def risk(outcome: Outcome) -> Any:
    score = outcome.score
    assert score is not None
    return score.points, [(term.factor, term.points) for term in score.contributions]


def risk_answer(read: Any) -> Answer:
    points, contributions = read
    return {"points": points, "contributions": [{"factor": factor, "points": each} for factor, each in contributions]}


def residency(outcome: Outcome) -> Any:
    return [
        (row.subject, row.status, row.message, row.observed[0].value, row.observed[1].value) for row in outcome.checks
    ]


def residency_answer(rows: Any) -> Answer:
    # What was seen of a component without data is its empty list.
    return [
        {"subject": subject, "class": seen or None, "region": region, "status": str(status)}
        for subject, status, _message, seen, region in rows
    ]


def redaction(outcome: Outcome) -> Any:
    return outcome.artifacts[0].text, [(row.subject, row.status, row.message) for row in outcome.checks]


def redaction_answer(read: Any) -> Answer:
    return read[0]


def plain_answer(rule: str, decision: dict[str, Any]) -> Answer:
    """The answer in a decision as a dict."""
    outcome = decision["entries"][0]
    if rule == "risk":
        terms = outcome["score"]["contributions"]
        contributions = [{"factor": term["factor"], "points": term["points"]} for term in terms]
        return {"points": outcome["score"]["points"], "contributions": contributions}
    if rule == "redaction":
        return outcome["artifacts"][0]["content"]
    rows = []
    for row in outcome["checks"]:
        seen = [each.get("value") for each in row["observed"]]
        answer = {"subject": row["subject"], "status": row["status"]}
        if rule == "coverage":
            rows.append({**answer, "found": seen[0], "required": percent(row["required"])})
        else:
            rows.append({**answer, "class": seen[0] or None, "region": seen[1]})
    return rows


READ: dict[str, tuple[Callable[[Outcome], Any], Callable[[Any], Answer]]] = {
    "coverage": (coverage, coverage_answer),
    "risk": (risk, risk_answer),
    "residency": (residency, residency_answer),
    "redaction": (redaction, redaction_answer),
}


def contestants(rule: str, params: Params, data: Path) -> Iterable[Contestant]:
    engine = clearance.Engine(limits=LIMITS, code_cache=data / "code")
    configured = engine.load_rule(data / f"bench-{rule}.wasm").configure(params)
    entry = {"id": rule, "rule": f"bench-{rule}.wasm", "params": params}
    policy = engine.parse_policy(json.dumps({"policy": "bench", "entries": [entry]}), folder=data)
    read, reduce = READ[rule]

    def evaluate(facts: Facts) -> Any:
        return read(configured.evaluate(facts, at=AT))

    def decide(facts: Facts) -> Any:
        return read(policy.decide(facts, at=AT).entries[0])

    def decide_to_dict(facts: Facts) -> Any:
        return policy.decide(facts, at=AT).to_dict()

    outcomes = clearance.OutcomeCache(REMEMBERED)

    def decide_again(facts: Facts) -> Any:
        return read(policy.decide(facts, at=AT, outcomes=outcomes).entries[0])

    yield Contestant("clearance", "evaluate", evaluate, reduce)
    yield Contestant("clearance", "decide", decide, reduce)
    yield Contestant("clearance", "outcome cache", decide_again, reduce)
    yield Contestant("clearance", "decide, to_dict", decide_to_dict, lambda decision: plain_answer(rule, decision))


ENGINE = Engine(
    name="clearance",
    packages=("clearance",),
    setup=(
        "The rule and the policy loaded once, the whole facts handed over as a dict, each evaluation in a fresh "
        "sandbox; subject, status and message of every row read, and what the answer needs besides. With the outcome "
        "cache it is asked again about facts that it decided before, which are still handed over as a dict each "
        "time. Limits as they are by default, but for 2 billion instructions, which the redaction for 1,000 "
        "components needs."
    ),
    contestants=contestants,
)
