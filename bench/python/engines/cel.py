"""CEL in three implementations: Google's in C++, the Rust crate's and the one in plain Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import cel
import celpy
from cel_expr_python import cel as cel_cpp
from celpy.adapter import json_to_cel
from contestant import Answer, Contestant, Engine, Facts, Params

Rows = list[Any]
Collect = Callable[[Rows], Answer]


def coverage(params: Params) -> str:
    required = tiers(params["minimum"])
    row = f'"subject": c.name, "required": {required}'
    # A row without `found` where nothing is known, because Google's implementation gives back `None` without counting
    # the reference, which ends the interpreter sooner or later.
    return (
        f'!has(c.line_coverage) ? {{{row}, "status": "unknown"}} : '
        f'{{{row}, "found": c.line_coverage, "status": c.line_coverage >= {required} ? "pass" : "fail"}}'
    )


def risk(params: Params) -> str:
    weights, cap = params["weights"], float(params["cap"])
    own = (
        f"double(c.changed_lines) * {float(weights['lines'])} + double(c.incidents) * {float(weights['incident'])}"
        f" + (c.days_since_release > {params['stale_days']} ? {float(weights['stale'])} : 0.0)"
    )
    capped = f"({own} > {cap} ? {cap} : {own})"
    return f'{{"factor": c.name, "points": {capped} + {tiers(weights["tier"])}}}'


def residency(params: Params) -> str:
    status = '"pass"'
    for name, regions in params["allowed"].items():
        status = f'd == "{name}" ? (c.region in {json.dumps(regions)} ? "pass" : "fail") : {status}'
    none = '{"subject": c.name, "region": c.region, "status": "not-applicable"}'
    row = f'{{"subject": c.name, "class": d, "region": c.region, "status": {status}}}'
    return f"size(c.data) == 0 ? [{none}] : c.data.map(d, {row})"


def tiers(values: dict[str, Any]) -> str:
    """The value of the tier of the component at hand."""
    *others, (_, last) = values.items()
    return "(" + "".join(f"c.tier == {tier} ? {float(value)} : " for tier, value in others) + f"{float(last)})"


def summed(rows: Rows) -> Answer:
    return {"points": sum(row["points"] for row in rows), "contributions": rows}


def flat(rows: Rows) -> Answer:
    return [row for each in rows for row in each]


def contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    row = {"coverage": coverage, "risk": risk, "residency": residency}[rule](params)
    # CEL neither folds nor flattens: the host does, within the clock.
    collect: Collect = {"coverage": lambda rows: rows, "risk": summed, "residency": flat}[rule]
    absent = {"coverage": "found", "residency": "class"}.get(rule)

    def reduce(answer: Answer) -> Answer:
        return [{absent: None, **each} for each in answer] if absent else answer

    for package, ask_each, ask_all in (google(row), rust(row), python(row)):
        for variant, ask in (("once a component", ask_each), ("one expression", ask_all)):
            yield contestant(f"{package}, {variant}", ask, collect, reduce)


def contestant(variant: str, ask: Callable[[Rows], Rows], collect: Collect, reduce: Collect) -> Contestant:
    def whole(facts: Facts) -> Answer:
        return collect(ask(facts["components"]))

    return Contestant("cel", variant, whole, reduce)


def every(row: str) -> str:
    return f"components.map(c, {row})"


Asks = tuple[str, Callable[[Rows], Rows], Callable[[Rows], Rows]]


def google(row: str) -> Asks:
    kind = cel_cpp.Type
    component = kind.Map(kind.STRING, kind.DYN)
    each = cel_cpp.NewEnv(variables={"c": component}).compile(row)
    every_one = cel_cpp.NewEnv(variables={"components": kind.List(component)}).compile(every(row))
    return (
        "cel-expr-python",
        lambda components: [each.eval(data={"c": component}).plain_value() for component in components],
        lambda components: every_one.eval(data={"components": components}).plain_value(),
    )


def rust(row: str) -> Asks:
    each, every_one = cel.compile(row), cel.compile(every(row))
    return (
        "common-expression-language",
        lambda components: [each.execute({"c": component}) for component in components],
        lambda components: every_one.execute({"components": components}),
    )


def python(row: str) -> Asks:
    environment = celpy.Environment(runner_class=celpy.InterpretedRunner)
    each = environment.program(environment.compile(row))
    every_one = environment.program(environment.compile(every(row)))

    # What it gives back are subclasses of `dict`, `list`, `str` and `float`.
    def ask_all(components: Rows) -> Any:
        return every_one.evaluate({"components": json_to_cel(components)})

    return (
        "cel-python",
        lambda components: [each.evaluate({"c": json_to_cel(component)}) for component in components],
        ask_all,
    )


ENGINE = Engine(
    name="cel",
    packages=("cel-expr-python", "common-expression-language", "cel-python"),
    setup=(
        "Compiled once, params as constants; `cel-expr-python` with declared types, as its README shows, "
        "`common-expression-language` with `cel.compile` (README, compile once), `cel-python` with "
        "`json_to_cel` for the facts and the interpreting runner, because the compiling one of 0.5.0 fails on every "
        "expression tried. CEL neither sums nor flattens, so the host does, within the clock."
    ),
    contestants=contestants,
    cannot={
        "redaction": "CEL's functions match a pattern but do not replace by one; a function of the host would do it all"
    },
)
