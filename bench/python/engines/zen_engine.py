"""ZEN (GoRules): its expression language, compiled, and as a decision of one node."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zen
from contestant import Contestant, Engine, Facts, Params

Json = dict[str, Any]


def coverage(params: Params) -> str:
    required = tiers(params["minimum"])
    return (
        f"map(components, {{subject: #.name, found: #.line_coverage, required: {required}, "
        f"status: #.line_coverage == null ? 'unknown' : #.line_coverage >= {required} ? 'pass' : 'fail'}})"
    )


def coverage_table(params: Params) -> Json:
    """A decision table that is run for each component, as ZEN's editor draws it."""
    rows = []
    for tier, minimum in params["minimum"].items():
        for cell, status in (("null", "unknown"), (f">= {minimum}", "pass"), ("", "fail")):
            cells = {"tier": tier, "cell": cell, "subject": "name", "status": f"'{status}'"}
            rows.append({"_id": f"{tier}-{status}", **cells, "found": "line_coverage", "required": str(minimum)})
    columns = ("subject", "status", "found", "required")
    content = {
        "hitPolicy": "first",
        "executionMode": "loop",
        "inputField": "components",
        "outputPath": "answer",
        "passThrough": False,
        "inputs": [
            {"id": "tier", "name": "tier", "field": "tier"},
            {"id": "cell", "name": "coverage", "field": "line_coverage"},
        ],
        "outputs": [{"id": name, "name": name, "field": name} for name in columns],
        "rules": rows,
    }
    return decision("decisionTableNode", content)


def risk(params: Params) -> str:
    weights, cap = params["weights"], params["cap"]
    own = (
        f"#.changed_lines * {weights['lines']} + #.incidents * {weights['incident']}"
        f" + (#.days_since_release > {params['stale_days']} ? {weights['stale']} : 0)"
    )
    points = f"min([{cap}, {own}]) + {tiers(weights['tier'])}"
    contributions = f"map(components, {{factor: #.name, points: {points}}})"
    return f"{{contributions: {contributions}, points: sum(map(components, {points}))}}"


def residency(params: Params) -> str:
    status = "'pass'"
    for name, regions in params["allowed"].items():
        status = f"d == '{name}' ? (c.region in {json.dumps(regions)} ? 'pass' : 'fail') : {status}"
    none = "{subject: c.name, class: null, region: c.region, status: 'not-applicable'}"
    row = f"{{subject: c.name, class: d, region: c.region, status: {status}}}"
    return f"flatMap(components as c, len(c.data) == 0 ? [{none}] : map(c.data as d, {row}))"


def redaction(params: Params) -> Json:
    """The expression language does not replace by a pattern; a node of JavaScript does."""
    replaced = "".join(
        f".replace(new RegExp({json.dumps(each['expression'])}, 'g'), '[{each['name']}]')"
        for each in params["patterns"]
    )
    source = f"export const handler = async (input) => ({{ answer: input.notes{replaced} }});"
    return decision("functionNode", {"source": source})


def tiers(values: Json) -> str:
    """A list with a value for each tier, looked up by the tier of the component at hand."""
    return f"{[0, *values.values()]}[#.tier]"


def decision(kind: str, content: Json) -> Json:
    """A decision of one node."""
    nodes = [("input", "inputNode", {}), ("rule", kind, content), ("output", "outputNode", {})]
    edges = [("input", "rule"), ("rule", "output")]
    return {
        "nodes": [
            {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}
            for name, kind, content in nodes
        ],
        "edges": [{"id": source, "type": "edge", "sourceId": source, "targetId": to} for source, to in edges],
    }


def contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    section = "notes" if rule == "redaction" else "components"
    if rule == "redaction":
        yield decided("decision, a node of JavaScript", redaction(params), section)
        return
    source = {"coverage": coverage, "risk": risk, "residency": residency}[rule](params)
    expression = zen.compile_expression(source)
    yield Contestant(
        "zen", "compiled expression", lambda facts: expression.evaluate({"components": facts["components"]})
    )
    content = {"expressions": [{"id": "answer", "key": "answer", "value": source}], "passThrough": False}
    yield decided("decision, one expression", decision("expressionNode", content), section)
    if rule == "coverage":
        yield decided("decision, a table in a loop", coverage_table(params), section)


def decided(variant: str, content: Json, section: str) -> Contestant:
    # An engine with a loader: a `ZenDecision` from `create_decision` takes ten times as long to evaluate the same.
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rule": content}}})

    def ask(facts: Facts) -> Any:
        return engine.evaluate("rule", {section: facts[section]})["result"]["answer"]

    return Contestant("zen", variant, ask)


ENGINE = Engine(
    name="zen",
    packages=("zen-engine",),
    setup=(
        "Expressions compiled once with `compile_expression`, decisions precompiled by a static loader "
        "(docs.gorules.io/reference/python, Loader); only the section that the rule reads is handed over, as a dict, "
        "which is faster than JSON text. Params are constants of the rule."
    ),
    contestants=contestants,
)
