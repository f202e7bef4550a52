"""What an author writes."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field, is_dataclass
from typing import Any, ClassVar, Generic, TypeVar

from .outcome import Outcome

F = TypeVar("F")


@dataclass(frozen=True)
class About:
    """What a rule says of itself, beside the schemas that come from its types."""

    id: str
    """Lower case, digits and hyphens."""
    version: str
    """Semantic version."""
    title: str
    """A few words for a heading."""
    summary: str
    """One or two sentences for a reader who chooses rules."""
    checks: dict[str, str]
    """Each code that a check of this rule may bear, with what it means for that check to pass."""
    practices: list[str] = field(default_factory=list)
    """Identifiers of the governance practices it serves."""
    controls: list[str] = field(default_factory=list)
    """Identifiers of the controls it gives evidence for."""
    timeless: bool = False
    """Whether the outcome does not depend on the time. Such a rule is handed the time 0, so that it cannot."""


class Rule(Generic[F]):
    """A rule: a dataclass whose fields are its params, `Rule[Facts]` for the facts that it reads."""

    about: ClassVar[About]

    def prepare(self) -> None:
        """Work that does not depend on facts; runs once, before `evaluate`. A `Mismatch` raised here refuses the policy."""

    def evaluate(self, facts: F, at: int) -> Outcome:
        """Judges one release. `at` is the time of the decision in milliseconds since 1970; a rule has no other clock."""
        raise NotImplementedError(f"{type(self).__name__} has no method `evaluate(self, facts, at)`")


def facts_of(rule: type[Rule[Any]]) -> type:
    """The dataclass that a rule names as its facts."""
    for base in getattr(rule, "__orig_bases__", ()):
        if typing.get_origin(base) is Rule:
            (facts,) = typing.get_args(base)
            if isinstance(facts, type) and is_dataclass(facts):
                return facts
    raise TypeError(f"`class {rule.__name__}(Rule[Facts])` is to name the dataclass of its facts")


def rule_of(module: Any) -> type[Rule[Any]]:
    """The one rule that an author's module defines."""
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Rule) and one is not Rule and one.__module__ == module.__name__
    ]
    name = module.__name__
    if len(found) != 1:
        names = ", ".join(f"`{one.__name__}`" for one in found) or "none"
        raise TypeError(f"`{name}.py` is to define one rule, a dataclass `class …(Rule[Facts])`; found {names}")
    (rule,) = found
    if not is_dataclass(rule):
        raise TypeError(f"`{rule.__name__}` is a rule and wants `@dataclass` above it")
    if not isinstance(getattr(rule, "about", None), About):
        raise TypeError(f"`{rule.__name__}` wants `about = About(…)`: its id, version, title, summary and checks")
    facts_of(rule)
    return rule
