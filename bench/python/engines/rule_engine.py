"""rule-engine (zeroSteiner): one rule over each component."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rule_engine
from contestant import Answer, Contestant, Engine, Facts, Params

Rows = list[Any]


def coverage(params: Params) -> str:
    required = tiers(params["minimum"])
    status = f'line_coverage == null ? "unknown" : line_coverage >= {required} ? "pass" : "fail"'
    return f'{{"subject": name, "found": line_coverage, "required": {required}, "status": ({status})}}'


def risk(params: Params) -> str:
    weights = params["weights"]
    own = (
        f"changed_lines * {weights['lines']} + incidents * {weights['incident']}"
        f" + (days_since_release > {params['stale_days']} ? {weights['stale']} : 0)"
    )
    return f'{{"factor": name, "points": $min([{params["cap"]}, {own}]) + {tiers(weights["tier"])}}}'


def residency(params: Params) -> str:
    status = '"pass"'
    for name, regions in params["allowed"].items():
        status = f'(d == "{name}" ? (region in {json.dumps(regions)} ? "pass" : "fail") : {status})'
    none = '{"subject": name, "class": null, "region": region, "status": "not-applicable"}'
    row = f'{{"subject": name, "class": d, "region": region, "status": {status}}}'
    return f"data.is_empty ? [{none}] : [{row} for d in data]"


def tiers(values: dict[str, Any]) -> str:
    *others, (_, last) = values.items()
    return "(" + "".join(f"tier == {tier} ? {value} : " for tier, value in others) + f"{last})"


def summed(rows: Rows) -> Answer:
    return {"points": sum(row["points"] for row in rows), "contributions": rows}


def flat(rows: Rows) -> Answer:
    return [row for each in rows for row in each]


def contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    source = {"coverage": coverage, "risk": risk, "residency": residency}[rule](params)
    collect = {"coverage": lambda rows: rows, "risk": summed, "residency": flat}[rule]
    compiled = rule_engine.Rule(source, context=rule_engine.Context(default_value=None))

    def ask(facts: Facts) -> Answer:
        return collect([compiled.evaluate(component) for component in facts["components"]])

    yield Contestant("rule-engine", "once a component", ask)


ENGINE = Engine(
    name="rule-engine",
    packages=("rule-engine",),
    setup=(
        "A `Rule` parsed once and evaluated for each component (its Getting Started), a tenth of what one rule over "
        "the list takes. Numbers come back as `Decimal`; the host sums and flattens, within the clock."
    ),
    contestants=contestants,
    cannot={"redaction": "its expressions match a pattern but do not replace by one"},
)
