"""A rule as its author tests it, and the checks that it builds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from types import ModuleType
from typing import Annotated, Any, Generic, TypeVar

import pytest

from clearance_rule import (
    About,
    Check,
    Doc,
    Fact,
    MalformedFact,
    Mismatch,
    MissingFact,
    Outcome,
    Rule,
    Score,
    Severity,
    Status,
    fact,
)
from clearance_rule.evaluation import Evaluator
from clearance_rule.failures import told
from clearance_rule.refused import NotInARule
from clearance_rule.rule import rule_of
from clearance_rule.testing import configure, evaluate

ABOUT = About("coverage", "1.0.0", "Coverage", "Covered.", {"coverage": "Enough is covered."}, timeless=True)


@dataclass
class Component:
    """One of the release."""

    name: str
    coverage: Annotated[float | None, Doc("In percent.")] = None


@dataclass
class Facts:
    components: list[Component]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class Coverage(Rule[Facts]):
    """Holds coverage to a minimum."""

    minimum: float

    about = ABOUT

    def prepare(self) -> None:
        if self.minimum > 100:
            raise Mismatch("/minimum", "nothing can be covered so much")

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        assert at == 0, "a timeless rule is handed the time 0"
        outcome = Outcome()
        for i, component in enumerate(facts.components):
            coverage = fact(facts, "components", i, "coverage")
            outcome.push(Check.at_least("coverage", component.name, coverage, self.minimum, "%"))
        return outcome


def test_a_rule_is_configured_and_asked() -> None:
    rule = configure(Coverage, {"minimum": 80})
    facts = {"components": [{"name": "api", "coverage": 80}, {"name": "web", "coverage": 71.339}, {"name": "app"}]}
    api, web, app = evaluate(rule, facts, at=5).checks
    assert (api.status, api.message, api.required_text, api.remedy_text) == (Status.PASS, "80%", "at least 80%", None)
    assert (web.message, web.remedy_text) == ("71.34%", "raise `/components/1/coverage` by 8.67%")
    assert (app.status, app.remedy_text) == (Status.UNKNOWN, "supply the fact `/components/2/coverage`")
    assert not app.observed[0].found


def test_params_and_facts_that_do_not_fit_are_refused_with_their_place() -> None:
    for params, pointer in (({"minimum": 101}, "/minimum"), ({"minimum": "x"}, "/minimum"), ({}, "")):
        with pytest.raises(Mismatch) as refused:
            configure(Coverage, params)
        assert refused.value.pointer == pointer
    rule = configure(Coverage, {"minimum": 80})
    with pytest.raises(MissingFact) as missing:
        evaluate(rule, {"components": [{"coverage": 3}]})
    assert missing.value.pointer == "/components/0/name"
    with pytest.raises(MalformedFact) as malformed:
        evaluate(rule, {"components": [{"name": 3}]})
    assert malformed.value.pointer == "/components/0/name"


def test_the_schemas_come_from_the_types() -> None:
    evaluator = Evaluator(Coverage)
    (components, required, schema), (notes, optional, _) = evaluator.sections()
    assert (components, required, notes, optional) == ("components", True, "notes", False)
    items = json.loads(schema)["items"]
    assert items["description"] == "One of the release."
    assert items["required"] == ["name"]
    assert items["properties"]["coverage"] == {"description": "In percent.", "type": ["number", "null"]}
    assert "additionalProperties" not in items
    params = json.loads(evaluator.params_schema())
    assert params["properties"] == {"minimum": {"type": "number"}}
    assert (params["required"], params["additionalProperties"]) == (["minimum"], False)


def test_remedies_are_kept_where_they_help() -> None:
    for check, remedy in (
        (Check.passed("c", "s", "m"), None),
        (Check.failed("c", "s", "m"), "mend it"),
        (Check.unknown("c", "s", "m"), "supply it"),
        (Check.not_applicable("c", "s", "m"), None),
    ):
        assert check.remedy("mend it").remedy_if_unknown("supply it").remedy_text == remedy
    assert Check.passed("c", "s", "m").severity is Severity.MEDIUM


def test_a_maximum_and_a_condition() -> None:
    check = Check.at_most("c", "s", Fact("/days", 31.0), 30, " days")
    assert (check.message, check.required_text, check.remedy_text) == (
        "31 days",
        "at most 30 days",
        "lower `/days` by 1 days",
    )
    assert Check.at_most("c", "s", Fact("/days", float("nan")), 30).status is Status.UNKNOWN
    owner: Fact[str] = Fact("/owner", "ann")
    check = Check.satisfies("c", "s", owner, lambda name: name == "bob", lambda name: f"it is {name}", "bob")
    assert (check.status, check.message, check.observed[0].value) == (Status.FAIL, "it is ann", "ann")


def test_a_path_through_what_is_absent_is_absent() -> None:
    @dataclass
    class Holder:
        inner: Component | None = None
        labels: dict[str, int] = field(default_factory=dict)

    assert fact(Holder(), "inner", "name") == Fact("/inner/name", None)
    assert fact(Holder(labels={"a/b": 1}), "labels", "a/b") == Fact("/labels/a~1b", 1)
    with pytest.raises(AttributeError, match="Component has no field `nmae`; it has `name`, `coverage`"):
        fact(Holder(Component("x")), "inner", "nmae")


def test_a_score_stays_between_nothing_and_its_maximum() -> None:
    score = Score(out_of=10)
    for points in (-3.0, 4.0, 20.0):
        score.add("factor", points, "so")
    assert (score.points, len(score.contributions)) == (10, 3)


def module(**content: Any) -> ModuleType:
    made = ModuleType("rule")
    for value in content.values():
        value.__module__ = "rule"
    vars(made).update(content)
    return made


def test_a_module_that_is_no_rule_says_what_it_lacks() -> None:
    with pytest.raises(TypeError, match=r"`rule.py` is to define one rule.*found none"):
        rule_of(module())

    class Bare(Rule[Facts]):
        pass

    with pytest.raises(TypeError, match="wants `@dataclass` above it"):
        rule_of(module(Bare=Bare))

    @dataclass
    class Nameless(Rule[Facts]):
        pass

    with pytest.raises(TypeError, match=r"wants `about = About\(…\)`"):
        rule_of(module(Nameless=Nameless))

    @dataclass
    class Idle(Rule[Facts]):
        about = ABOUT

    @dataclass
    class Waiting(Idle):
        async def evaluate(self, facts: Facts, at: int) -> Outcome:  # type: ignore[override]
            return Outcome()

    @dataclass
    class Timeless(Idle):
        def evaluate(self, facts: Facts) -> Outcome:  # type: ignore[override]
            return Outcome()

    @dataclass
    class Factless(Rule):  # type: ignore[type-arg]
        about = ABOUT

    for rule, message in (
        (Idle, "wants a method `def evaluate"),
        (Waiting, "`evaluate` has `async`"),
        (Timeless, "too many positional arguments"),
        (Factless, "is to name the dataclass of its facts"),
    ):
        with pytest.raises(TypeError, match=message):
            rule_of(module(Made=rule))


G = TypeVar("G")


@dataclass
class Ruled(Rule[G], Generic[G]):
    minimum: float = 0

    about = ABOUT

    def evaluate(self, facts: G, at: int) -> Outcome:
        return Outcome()


@dataclass
class Made(Ruled[Facts]):
    maximum: float = 1


def test_a_rule_may_inherit_from_others_which_are_none_themselves() -> None:
    assert rule_of(module(Ruled=Ruled, Made=Made, Alias=Made)) is Made
    evaluator = Evaluator(Made)
    assert [section[0] for section in evaluator.sections()] == ["components", "notes"]
    assert list(json.loads(evaluator.params_schema())["properties"]) == ["minimum", "maximum"]


def test_what_a_rule_says_of_itself_is_looked_at() -> None:
    for about, message in (
        ({"checks": ["a"]}, "`About.checks` is a dict"),
        ({"checks": {"a": None}}, "what `About.checks` says of `a` is a text"),
        ({"title": None}, "`About.title` is a text"),
        ({"practices": "2.5"}, "`About.practices` is a list of texts, not one text"),
    ):
        with pytest.raises(TypeError, match=message):
            About(**{"id": "a", "version": "1.0.0", "title": "A", "summary": "A.", "checks": {}, **about})


def test_what_evaluate_and_prepare_give_is_looked_at() -> None:
    rule = configure(Coverage, {"minimum": 80})
    for given, message in (
        (None, "is `return outcome` missing"),
        ([], r"`Outcome\(\[…\]\)` takes a list"),
        ((i for i in ()), "without `yield`"),
    ):
        vars(rule)["evaluate"] = lambda facts, at, given=given: given
        with pytest.raises(TypeError, match=message):
            evaluate(rule, {"components": []})

    @dataclass
    class Prepared(Coverage):
        def prepare(self) -> None:
            return self  # type: ignore[return-value]

    with pytest.raises(TypeError, match="`prepare` gave Prepared: it is to give nothing"):
        configure(Prepared, {"minimum": 80})


def test_an_error_is_told_with_the_authors_line() -> None:
    def deep() -> None:
        raise KeyError("absent")

    class Wordless(Exception):
        def __str__(self) -> str:
            raise ValueError

    here = __file__.rpartition("/")[0]
    with pytest.raises(KeyError) as caught:
        deep()
    assert re.fullmatch(r"KeyError: 'absent' \(test_rule.py, line \d+\)", told(caught.value, here))
    assert told(caught.value, "/elsewhere") == "KeyError: 'absent'"
    assert told(Wordless(), here) == "Wordless: its `__str__` raises an error itself"
    assert told(SystemExit(3), here) == "`exit` was called: a rule ends by giving its `Outcome`"
    assert told(NotInARule("`print` is not there"), here) == "`print` is not there"
    assert told(AssertionError(), here) == "AssertionError"
