"""What a script without an engine would do: the limit, not a peer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from contestant import Answer, Contestant, Engine, Facts, Params


def coverage(params: Params) -> Callable[[Facts], Answer]:
    minimum = {int(tier): percent for tier, percent in params["minimum"].items()}

    def ask(facts: Facts) -> Answer:
        rows = []
        for component in facts["components"]:
            found = component.get("line_coverage")
            required = minimum[component["tier"]]
            status = "unknown" if found is None else "pass" if found >= required else "fail"
            rows.append({"subject": component["name"], "status": status, "found": found, "required": required})
        return rows

    return ask


def risk(params: Params) -> Callable[[Facts], Answer]:
    weights, cap, stale_days = params["weights"], params["cap"], params["stale_days"]
    lines, incident, stale = weights["lines"], weights["incident"], weights["stale"]
    of_tier = {int(tier): points for tier, points in weights["tier"].items()}

    def ask(facts: Facts) -> Answer:
        contributions = []
        for component in facts["components"]:
            own = component["changed_lines"] * lines + component["incidents"] * incident
            if component["days_since_release"] > stale_days:
                own += stale
            contributions.append({"factor": component["name"], "points": min(cap, own) + of_tier[component["tier"]]})
        return {"points": sum(term["points"] for term in contributions), "contributions": contributions}

    return ask


def residency(params: Params) -> Callable[[Facts], Answer]:
    allowed = {name: frozenset(regions) for name, regions in params["allowed"].items()}

    def ask(facts: Facts) -> Answer:
        rows = []
        for component in facts["components"]:
            name, region = component["name"], component["region"]
            if not component["data"]:
                rows.append({"subject": name, "class": None, "region": region, "status": "not-applicable"})
            for data in component["data"]:
                status = "pass" if data not in allowed or region in allowed[data] else "fail"
                rows.append({"subject": name, "class": data, "region": region, "status": status})
        return rows

    return ask


def redaction(params: Params) -> Callable[[Facts], Answer]:
    patterns = [(re.compile(each["expression"]), f"[{each['name']}]") for each in params["patterns"]]

    def ask(facts: Facts) -> Answer:
        text = facts["notes"]
        for expression, placeholder in patterns:
            text = expression.sub(placeholder, text)
        return text

    return ask


def contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    make = {"coverage": coverage, "risk": risk, "residency": residency, "redaction": redaction}[rule]
    yield Contestant("plain-python", "functions", make(params))


ENGINE = Engine(
    name="plain-python",
    packages=(),
    setup="No engine: functions over the facts, with params read and regular expressions compiled before.",
    contestants=contestants,
)
