"""What is handed to the methods that make an outcome is looked at there, where the author's line is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import pytest

from clearance_rule import UNSET, Artifact, Check, Contribution, Fact, Key, Outcome, Score, Unset, fact


class Level(Enum):
    HIGH = "high"


@dataclass
class Risk:
    level: Level
    media_type: Annotated[str, Key("media-type")]
    parts: list[Risk] | None = None
    limit: int | Unset = UNSET


class Version:
    def to_fact(self) -> str:
        return "1.2"


FAILED = Check.failed("code", "subject", "message")
NOT: Any = None


@pytest.mark.parametrize(
    ("misdeed", "message"),
    [
        (lambda: Check.passed("code", NOT, "message"), "the subject of a check is a text, not NoneType"),
        (lambda: FAILED.remedy(NOT), "a remedy is a text"),
        (lambda: FAILED.required(NOT), "what is required is a text"),
        (lambda: FAILED.with_severity(NOT), "write `Severity.INFO` or `Severity.LOW`"),
        (lambda: FAILED.observe(NOT, 1), "a JSON Pointer is a text"),
        (
            lambda: FAILED.observe("/a", {"b/c": [{1}]}),
            "what was observed at `/a`, at `/b~1c/0`: set is no value that facts",
        ),
        (lambda: FAILED.observe("/a", {1: 2}), "a key of facts is a text, not int"),
        (lambda: Check.at_least("c", "s", Fact("/a", NOT or "3"), 3), "the fact `/a` is to be a number, not str"),
        (lambda: Outcome().push(NOT), "what is pushed is a `Check`, not NoneType"),
        (lambda: Outcome().extend([NOT]), "what is pushed is a `Check`, not NoneType"),
        (
            lambda: Outcome().derive({"a": object()}),
            "the derived facts, at `/a`: object is no value that facts can hold",
        ),
        (lambda: Outcome().write("a", "text/plain", NOT), "the content of an artifact is bytes, not NoneType"),
        (lambda: Artifact(NOT, "text/plain", b""), "the name of an artifact is a text"),
        (lambda: Score(NOT), "the most points of a score is a number, not NoneType"),
        (lambda: Score(-1), "at least 0, not -1.0"),
        (lambda: Contribution("f", float("nan"), "r"), "the points of a factor is nan"),
        (lambda: Check.passed("c", "\ud83c", "m"), "the subject of a check has half a surrogate pair at 0"),
        (
            lambda: Outcome().derive({"a": float("inf")}),
            "the derived facts, at `/a`: inf is no number that facts can hold",
        ),
    ],
)
def test_a_misdeed_is_told_where_it_is_done(misdeed: Callable[[], object], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        misdeed()
    assert message in str(caught.value)


def test_an_authors_own_types_stand_among_facts_as_they_are_read() -> None:
    outcome = Outcome()
    outcome.derive(Risk(Level.HIGH, "text/plain", [Risk(Level.HIGH, "a", limit=3)]))
    inner = {"level": "high", "media-type": "a", "parts": None, "limit": 3}
    assert outcome.derived == {"level": "high", "media-type": "text/plain", "parts": [inner]}
    seen = FAILED.observe("/a", {Level.HIGH: (1, Version())}).observed[-1]
    assert seen.value == {"high": [1, "1.2"]}


def test_what_cannot_be_shown_is_worded_and_not_shown() -> None:
    check = Check.at_most("c", "s", Fact("/a", float("inf")), 3)
    assert (check.message, check.observed[0].found) == ("inf", False)


def test_a_path_leads_through_lists_dicts_and_dataclasses() -> None:
    risk = Risk(Level.HIGH, "a", [Risk(Level.HIGH, "b")])
    assert fact(risk, "parts", -1, "media_type") == Fact("/parts/0/media-type", "b")
    assert fact(risk, "limit") == Fact("/limit", None)
    assert fact({"a": {"b~": 1}}, "a", "b~") == Fact("/a/b~0", 1)
    assert fact(risk, "media_type").map(len) == Fact("/media-type", 1)
    with pytest.raises(TypeError, match="`/parts` is a list: the next part of the path is an index, not `media_type`"):
        fact(risk, "parts", "media_type")
    with pytest.raises(TypeError, match="`/a` is int, which has no part `b`"):
        fact({"a": 1}, "a", "b")
