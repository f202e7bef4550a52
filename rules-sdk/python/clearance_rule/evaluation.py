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
        rule.prepare()
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
            raise TypeError(f"`evaluate` gave {type(outcome).__name__}: it is to give an `Outcome`")
        return outcome
