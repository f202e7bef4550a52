"""Rego in two implementations: regorus (Rust) and rego-cpp (C++)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import regopy
import regorus
from contestant import Contestant, Engine, Facts, Params

COVERAGE = """
answer := [row |
    some c in input.components
    required := params.minimum[c.tier]
    row := {
        "subject": c.name,
        "status": status(c, required),
        "found": object.get(c, "line_coverage", null),
        "required": required,
    }
]

status(c, required) := "pass" if c.line_coverage >= required
else := "fail" if c.line_coverage < required
else := "unknown"
"""

RISK = """
answer := {"points": sum([term.points | some term in contributions]), "contributions": contributions}

contributions := [term |
    some c in input.components
    own := ((c.changed_lines * params.weights.lines) + (c.incidents * params.weights.incident)) + stale(c)
    term := {"factor": c.name, "points": capped(own) + params.weights.tier[c.tier]}
]

# Not `min`, because rego-cpp 1.5.2 says that 12 is less than 3.5.
capped(own) := params.cap if own > params.cap
else := own

stale(c) := params.weights.stale if c.days_since_release > params.stale_days
else := 0
"""

RESIDENCY = """
answer := [row | some c in input.components; some row in rows(c)]

rows(c) := [{"subject": c.name, "class": null, "region": c.region, "status": "not-applicable"}] if count(c.data) == 0
else := [row |
    some class in c.data
    row := {"subject": c.name, "class": class, "region": c.region, "status": status(class, c.region)}
]

status(class, region) := "fail" if not region in object.get(params.allowed, class, [region])
else := "pass"
"""


def source(rule: str, params: Params) -> str:
    """The policy. Params are constants of it, which is faster than documents below `data`."""
    if rule == "redaction":
        return f"package bench\n\nimport rego.v1\n\nanswer := {redacted(params)}\n"
    policy = {"coverage": COVERAGE, "risk": RISK, "residency": RESIDENCY}[rule]
    return f"package bench\n\nimport rego.v1\n\nparams := {literal(params)}\n{policy}"


def redacted(params: Params) -> str:
    text = "input.notes"
    for each in params["patterns"]:
        text = f"regex.replace({text}, {json.dumps(each['expression'])}, {json.dumps('[' + each['name'] + ']')})"
    return text


def literal(value: Any) -> str:
    """A term of Rego. Tiers are numbers in the facts, and so they are numbers as keys."""
    if isinstance(value, dict):
        keys = (key if key.isdigit() else json.dumps(key) for key in value)
        return "{" + ", ".join(f"{key}: {literal(each)}" for key, each in zip(keys, value.values(), strict=True)) + "}"
    return json.dumps(value)


def section(rule: str) -> str:
    return "notes" if rule == "redaction" else "components"


def regorus_contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    name, policy = section(rule), source(rule, params)
    engine = regorus.Engine()
    engine.add_policy("bench.rego", policy)

    def interpreted(facts: Facts) -> Any:
        engine.set_input({name: facts[name]})
        return engine.eval_rule("data.bench.answer")

    yield Contestant("regorus", "interpreter", interpreted)

    program = regorus.Program.compile_from_modules("{}", [("bench.rego", policy)], ["data.bench.answer"])
    machine = regorus.Rvm()
    machine.load_program(program)
    machine.set_data_json("{}")

    def compiled(facts: Facts) -> Any:
        machine.set_input_json(json.dumps({name: facts[name]}))
        return json.loads(machine.execute())

    yield Contestant("regorus", "compiled program", compiled, most=1000 if rule == "redaction" else 100)


def rego_cpp_contestants(rule: str, params: Params, _data: Path) -> Iterable[Contestant]:
    name, policy = section(rule), source(rule, params)
    builder, interpreter = regopy.Interpreter(), regopy.Interpreter()
    builder.add_module("bench.rego", policy)
    bundle = builder.build(None, ["bench/answer"])

    def give(value: Facts) -> None:
        # The package cannot read back a text with a line feed that came in as an object.
        if rule == "redaction":
            interpreter.set_input_term(json.dumps(value))
        else:
            interpreter.set_input(value)

    def ask(facts: Facts) -> Any:
        give({name: facts[name]})
        return interpreter.query_bundle_entrypoint(bundle, "bench/answer")[0][0]

    yield Contestant("rego-cpp", "bundle", ask)


ENGINES = (
    Engine(
        name="regorus",
        packages=("gordon-to-regorus",),
        setup=(
            "A policy added once and `set_input` with a dict, then `eval_rule` (README of the Python binding); or a "
            "program compiled once for its virtual machine, which takes and gives JSON text. The machine stops after "
            "25,000 instructions, which the binding cannot raise, too few for 1,000 components. Microsoft publishes no "
            "package; this is a rebuild of its binding. Params are constants of the policy; only the section that the "
            "rule reads is handed over."
        ),
        contestants=regorus_contestants,
    ),
    Engine(
        name="rego-cpp",
        packages=("regopy",),
        setup=(
            "A bundle built once for an entry point and queried (documentation of `Interpreter.build`), a third of "
            "what `query` takes. Params are constants of the policy; only the section that the rule reads is handed "
            "over."
        ),
        contestants=rego_cpp_contestants,
    ),
)
