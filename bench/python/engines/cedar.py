"""Cedar, through `cedarpy`: one request for each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import cedarpy
from contestant import Answer, Contestant, Engine, Facts, Params

Request = dict[str, Any]


def coverage_policies(params: Params) -> str:
    # Cedar has no floats, so percentages are counted in hundredths.
    *others, (_, last) = params["minimum"].items()
    required = "".join(f"if context.tier == {tier} then {round(value * 100)} else " for tier, value in others)
    required += str(round(last * 100))
    return f"""
        permit(principal, action, resource) when {{ context has line_coverage }};
        forbid(principal, action, resource)
        when {{ context has line_coverage && context.line_coverage < ({required}) }};
    """


def coverage(params: Params) -> Callable[[Facts], Answer]:
    decide = decider(coverage_policies(params))
    minimum = {int(tier): percent for tier, percent in params["minimum"].items()}

    def context(component: dict[str, Any]) -> dict[str, int]:
        if "line_coverage" not in component:
            return {"tier": component["tier"]}
        return {"tier": component["tier"], "line_coverage": round(component["line_coverage"] * 100)}

    def row(component: dict[str, Any], result: cedarpy.AuthzResult) -> Answer:
        status = "pass" if result.allowed else "fail" if result.diagnostics.reasons else "unknown"
        required = minimum[component["tier"]]
        found = component.get("line_coverage")
        return {"subject": component["name"], "status": status, "found": found, "required": required}

    def ask(facts: Facts) -> Answer:
        components = facts["components"]
        results = decide([request(component["name"], context(component)) for component in components])
        return [row(*both) for both in zip(components, results, strict=True)]

    return ask


def residency_policies(params: Params) -> str:
    forbidden = "".join(
        f"""
        forbid(principal, action, resource)
        when {{ context.class == {json.dumps(name)} && !{json.dumps(regions)}.contains(context.region) }};
        """
        for name, regions in params["allowed"].items()
    )
    return "permit(principal, action, resource);" + forbidden


def residency(params: Params) -> Callable[[Facts], Answer]:
    decide = decider(residency_policies(params))

    def ask(facts: Facts) -> Answer:
        rows: list[Request] = []
        requests: list[Request] = []
        asked: list[Request] = []
        for component in facts["components"]:
            name, region = component["name"], component["region"]
            if not component["data"]:
                rows.append({"subject": name, "class": None, "region": region, "status": "not-applicable"})
            for data in component["data"]:
                requests.append(request(name, {"class": data, "region": region}))
                asked.append({"subject": name, "class": data, "region": region})
                rows.append(asked[-1])
        for row, result in zip(asked, decide(requests), strict=True):
            row["status"] = "pass" if result.allowed else "fail"
        return rows

    return ask


def request(name: str, context: dict[str, Any]) -> Request:
    return {
        "principal": {"type": "Release", "id": "shop"},
        "action": {"type": "Action", "id": "ship"},
        "resource": {"type": "Component", "id": name},
        "context": context,
    }


def decider(policies: str) -> Callable[[list[Request]], list[cedarpy.AuthzResult]]:
    parsed, entities = cedarpy.PolicySet.from_str(policies), cedarpy.Entities.from_json_str("[]")
    return lambda requests: cedarpy.is_authorized_batch(requests, parsed, entities)


def contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    ask = {"coverage": coverage, "residency": residency}[rule](params)
    yield Contestant("cedar", "cedarpy, a batch of requests", ask)


ENGINE = Engine(
    name="cedar",
    packages=("cedarpy",),
    setup=(
        "`PolicySet` and `Entities` parsed once, all rows in one `is_authorized_batch`, entities as dicts (docstrings "
        "of cedarpy). Cedar allows or denies: the host makes a request for each row and the rows of the answers, "
        "within the clock."
    ),
    contestants=contestants,
    cannot={
        "risk": "Cedar answers with allow or deny, and computes no number that it could give back",
        "redaction": "Cedar answers with allow or deny, and has no functions that change a text",
    },
)
