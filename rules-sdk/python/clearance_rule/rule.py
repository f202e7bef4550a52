"""What an author writes."""

from __future__ import annotations

import inspect
import typing
from dataclasses import dataclass, field, is_dataclass
from typing import Any, ClassVar, Generic, TypeVar

from .expect import as_text
from .hints import dataclass_of, filled
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

    def __post_init__(self) -> None:
        for name in ("id", "version", "title", "summary"):
            as_text(getattr(self, name), f"`About.{name}`")
        if not isinstance(self.checks, dict):
            raise TypeError(f"`About.checks` is a dict of codes and what they mean, not {type(self.checks).__name__}")
        for code, summary in self.checks.items():
            as_text(code, "a code in `About.checks`")
            as_text(summary, f"what `About.checks` says of `{code}`")
        for name in ("practices", "controls"):
            if isinstance(getattr(self, name), str):
                raise TypeError(f"`About.{name}` is a list of texts, not one text")
            for one in getattr(self, name):
                as_text(one, f"an item of `About.{name}`")


class Rule(Generic[F]):
    """A rule: a dataclass whose fields are its params, `Rule[Facts]` for the facts that it reads."""

    about: ClassVar[About]

    def prepare(self) -> None:
        """Work that does not depend on facts; runs once, before `evaluate`. A `Mismatch` raised here refuses the policy."""

    def evaluate(self, facts: F, at: int) -> Outcome:
        """Judges one release. `at` is the time of the decision in milliseconds since 1970; a rule has no other clock."""
        raise NotImplementedError(f"{type(self).__name__} has no method `evaluate(self, facts, at)`")


def facts_of(rule: type[Rule[Any]]) -> Any:
    """The dataclass that a rule names as its facts."""
    facts = _facts_named_by(rule)
    if dataclass_of(facts) is None:
        raise TypeError(
            f"`class {rule.__name__}(Rule[Facts])` is to name the dataclass of its facts, with `@dataclass` above that"
        )
    return facts


def _facts_named_by(rule: Any) -> Any:
    """What stands in `Rule[…]`, of which `rule` may be a distant child."""
    for base in rule.__dict__.get("__orig_bases__", rule.__bases__):
        origin = typing.get_origin(base) or base
        if origin is Rule:
            return (*typing.get_args(base), None)[0]
        if isinstance(origin, type) and issubclass(origin, Rule):
            given = dict(zip(getattr(origin, "__parameters__", ()), typing.get_args(base), strict=False))
            return filled(_facts_named_by(origin), given)
    return None


def rule_of(module: Any) -> type[Rule[Any]]:
    """The one rule that an author's module defines."""
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Rule) and one is not Rule and one.__module__ == module.__name__
    ]
    name = module.__name__
    # What others are made of is no rule by itself.
    found = [one for one in dict.fromkeys(found) if not any(one in other.__mro__[1:] for other in found)]
    if len(found) != 1:
        names = ", ".join(f"`{one.__name__}`" for one in found) or "none"
        hint = "" if found else ": a rule that another module defines is to have a class here that inherits from it"
        raise TypeError(f"`{name}.py` is to define one rule, a dataclass `class …(Rule[Facts])`; found {names}{hint}")
    (rule,) = found
    own = set(inspect.get_annotations(rule)) - {"about"}
    if not is_dataclass(rule) or (own and "__dataclass_fields__" not in vars(rule)):
        raise TypeError(f"`{rule.__name__}` is a rule and wants `@dataclass` above it")
    if not isinstance(getattr(rule, "about", None), About):
        raise TypeError(f"`{rule.__name__}` wants `about = About(…)`: its id, version, title, summary and checks")
    facts_of(rule)
    _check_evaluate(rule)
    return rule


def _check_evaluate(rule: type[Rule[Any]]) -> None:
    wanted = f"`{rule.__name__}` wants a method `def evaluate(self, facts: Facts, at: int) -> Outcome`"
    if rule.evaluate is Rule.evaluate:
        raise TypeError(wanted)
    for kind, found in ((inspect.iscoroutinefunction, "async"), (inspect.isgeneratorfunction, "yield")):
        for method in (rule.evaluate, rule.prepare):
            if kind(method):
                raise TypeError(f"{wanted}: `{method.__name__}` has `{found}`, and a rule has nothing to wait for")
    try:
        inspect.signature(rule.evaluate).bind(None, None, 0)
    except TypeError as error:
        raise TypeError(f"{wanted}: {error}") from None
