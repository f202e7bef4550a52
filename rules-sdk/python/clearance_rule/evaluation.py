"""A rule as the host sees it: described, configured once, asked."""

from __future__ import annotations

import json
from typing import Any

from . import msgpack
from .decode import converter
from .mismatch import AbsentField, MalformedFact, Mismatch, MissingFact, escape
from .outcome import Outcome
from .rule import Rule, facts_of
from .schema import DIALECT, struct_schema


class Evaluator:
    """What is worked out of a rule's types, once."""

    def __init__(self, rule: type[Rule[Any]]) -> None:
        self.rule = rule
        self.about = rule.about
        self.facts_type = facts_of(rule)
        self.params = converter(rule, strict=True)
        self.facts = converter(self.facts_type, strict=False)

    def sections(self) -> list[tuple[str, bool, str]]:
        """Each section of the facts: its name, whether it must be there, its schema."""
        schema = struct_schema(self.facts_type, strict=False)
        required = schema.get("required", [])
        return [
            (name, name in required, json.dumps({"$schema": DIALECT, **section}, ensure_ascii=False))
            for name, section in schema["properties"].items()
        ]

    def params_schema(self) -> str:
        """The JSON Schema of the params."""
        return json.dumps({"$schema": DIALECT, **struct_schema(self.rule, strict=True)}, ensure_ascii=False)

    def configure(self, params: bytes) -> Rule[Any]:
        """The rule with its params; a `Mismatch` where they do not fit."""
        rule: Rule[Any] = self.params(msgpack.unpack(params))
        prepared: Any = rule.prepare()  # type: ignore[func-returns-value]
        if prepared is not None:
            raise TypeError(
                f"`prepare` gave {type(prepared).__name__}: it is to give nothing, and to set fields of `self`"
            )
        return rule

    def evaluate(self, rule: Rule[Any], at: int, document: bytes) -> Outcome:
        """What the rule finds; `MissingFact` or `MalformedFact` where the facts do not fit."""
        try:
            facts = self.facts(msgpack.unpack(document))
        except AbsentField as absent:
            raise MissingFact(f"{absent.pointer}/{escape(absent.field)}") from None
        except Mismatch as mismatch:
            raise MalformedFact(mismatch.pointer, mismatch.message) from None
        outcome = rule.evaluate(facts, 0 if self.about.timeless else at)
        if not isinstance(outcome, Outcome):
            raise TypeError(_instead(outcome))
        return outcome


def _instead(given: Any) -> str:
    """What an author is told whose `evaluate` does not give an outcome."""
    wanted = "it is to give an `Outcome`"
    if given is None:
        hint = ": is `return outcome` missing?"
    elif hasattr(given, "close") and hasattr(given, "send"):
        given.close()
        hint = (
            ", without `yield`"
            if hasattr(given, "gi_frame")
            else ", so without `async`: a rule has nothing to wait for"
        )
    else:
        hint = ": `Outcome([…])` takes a list of checks" if isinstance(given, (list, tuple)) else ""
    return f"`evaluate` gave {type(given).__name__}: {wanted}{hint}"
