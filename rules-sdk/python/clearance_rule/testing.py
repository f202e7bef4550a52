"""A rule without its sandbox, for an author's own tests: `pip install pytest`, and no more."""

from __future__ import annotations

from typing import Any, TypeVar

from . import msgpack
from .evaluation import Evaluator
from .outcome import Outcome
from .rule import Rule

R = TypeVar("R", bound=Rule[Any])


def configure(rule: type[R], params: dict[str, Any]) -> R:
    """The rule with these params. Raises `Mismatch` where a policy with them would be refused."""
    configured = Evaluator(rule).configure(msgpack.pack(params))
    assert isinstance(configured, rule)
    return configured


def evaluate(rule: Rule[Any], facts: dict[str, Any], at: int = 0) -> Outcome:
    """What a configured rule finds. Raises `MissingFact` or `MalformedFact` where the facts do not fit."""
    return Evaluator(type(rule)).evaluate(rule, at, msgpack.pack(facts))
