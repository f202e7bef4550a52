"""What Python's values are as facts, and what is refused."""

from __future__ import annotations

import copy
import enum
import json
import math
import pickle
import uuid
from collections import ChainMap, OrderedDict, UserDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import clearance
import pydantic
import pytest


def seen(value: Any) -> Any:
    """The value as a rule sees it."""
    return clearance.Facts({"a": value}).get("/a")


class Colour(enum.Enum):
    RED = "red"
    NESTED = ("x", 1)


class Tier(str, enum.Enum):
    HIGH = "high"


class Level(enum.IntEnum):
    TWO = 2


class Pair(NamedTuple):
    left: int
    right: int


@dataclass
class Part:
    name: str
    coverage: float | None = None
    tags: list[str] = field(default_factory=list)


class Model(pydantic.BaseModel):
    name: str
    at: datetime
    price: Decimal
    part: Part


class Text(str):
    __slots__ = ()


class Indexed:
    def __index__(self) -> int:
        return 41


UTC = timezone.utc


@pytest.mark.parametrize(
    ("value", "as_fact"),
    [
        (None, None),
        (True, True),
        (0, 0),
        (-(2**63), -(2**63)),
        (2**64 - 1, 2**64 - 1),
        (2**64, float(2**64)),
        (-(2**63) - 1, -float(2**63)),
        (1.0, 1),
        (-0.0, 0),
        (0.1, 0.1),
        ("", ""),
        ("日本 👩‍💻 \0", "日本 👩‍💻 \0"),
        (Text("sub"), "sub"),
        ((1, 2), [1, 2]),
        (Pair(1, 2), [1, 2]),
        ([], []),
        ({}, {}),
        (OrderedDict(b=1, a=2), {"a": 2, "b": 1}),
        (ChainMap({"a": 1}, {"b": 2}), {"a": 1, "b": 2}),
        (UserDict(a=1), {"a": 1}),
        ({Tier.HIGH: 1}, {"high": 1}),
        (Colour.RED, "red"),
        (Colour.NESTED, ["x", 1]),
        (Tier.HIGH, "high"),
        (Level.TWO, 2),
        (Indexed(), 41),
        (Decimal("12.50"), 12.5),
        (Decimal("3.00"), 3),
        (Decimal("9007199254740993"), 9007199254740993),
        (Decimal("1e30"), 1e30),
        (Decimal("0.1"), 0.1),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), "2026-11-23T08:00:00Z"),
        (datetime(2026, 11, 23, 8, 0, 0, 120000, tzinfo=UTC), "2026-11-23T08:00:00.12Z"),
        (datetime(2026, 11, 23, 8, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-11-23T02:30:00Z"),
        (datetime(1, 1, 2, tzinfo=UTC), "0001-01-02T00:00:00Z"),
        (Part("api"), {"name": "api", "coverage": None, "tags": []}),
        (
            Model(name="m", at=datetime(2026, 1, 1, tzinfo=UTC), price=Decimal("1.5"), part=Part("p", 80)),
            {
                "name": "m",
                "at": "2026-01-01T00:00:00Z",
                "price": 1.5,
                "part": {"name": "p", "coverage": 80, "tags": []},
            },
        ),
    ],
)
def test_values(value: Any, as_fact: Any) -> None:
    assert seen(value) == as_fact
    assert type(seen(value)) is type(as_fact)


def recursive() -> Any:
    outer: dict[str, Any] = {"list": []}
    outer["list"].append(outer)
    return outer


def deep(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


class Endless(pydantic.BaseModel):
    def model_dump(self, **_: Any) -> Any:
        return Endless()


@pytest.mark.parametrize(
    ("value", "code", "pointer", "advice"),
    [
        (math.nan, "facts-value", "/a", "NaN"),
        ([1, math.inf], "facts-value", "/a/1", "inf"),
        (10**400, "facts-value", "/a", "inf"),
        (Decimal("NaN"), "facts-value", "/a", "NaN"),
        (Decimal("sNaN"), "facts-value", "/a", "NaN"),
        (Decimal("-Infinity"), "facts-value", "/a", "inf"),
        ("\ud800", "facts-value", "/a", "lone surrogate"),
        ({"x\udfff": 1}, "facts-key", "/a", "lone surrogate"),
        ({1: 2}, "facts-key", "/a", "the key 1 is no string"),
        ({None: 2}, "facts-key", "/a", "None"),
        ({("x", 1): 2}, "facts-key", "/a", "('x', 1)"),
        (datetime(2026, 11, 23, 8), "facts-value", "/a", "zone"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), "facts-value", "/a", "outside the years"),
        (time(8), "facts-value", "/a", "`time`"),
        (timedelta(1), "facts-value", "/a", "seconds"),
        ({1, 2}, "facts-value", "/a", "sorted list"),
        (frozenset(), "facts-value", "/a", "sorted list"),
        (b"raw", "facts-value", "/a", "base64"),
        (bytearray(b"raw"), "facts-value", "/a", "base64"),
        ((i for i in [1]), "facts-value", "/a", "list"),
        (range(3), "facts-value", "/a", "list"),
        (lambda: 1, "facts-value", "/a", "`function`"),
        (Part, "facts-value", "/a", "`type`"),
        (object(), "facts-value", "/a", "`object`"),
        (1j, "facts-value", "/a", "`complex`"),
        (Fraction(1, 3), "facts-value", "/a", "`Fraction`"),
        (uuid.UUID(int=1), "facts-value", "/a", "make it a string"),
        (recursive(), "facts-value", "/a/list/0", "holds itself"),
        (deep(126), None, None, None),
        (deep(128), "facts-limit", None, "deeper than 128"),
        (deep(100_000), "facts-limit", None, "deeper than 128"),
        (Endless(), "facts-value", "/a", "stand for one another"),
    ],
)
def test_refusals(value: Any, code: str | None, pointer: str | None, advice: str | None) -> None:
    if code is None:
        seen(value)
        return
    with pytest.raises(clearance.FactsError) as raised:
        seen(value)
    error = raised.value
    assert error.code == code
    assert advice is not None
    assert advice in str(error)
    if pointer is not None:
        assert error.place.pointer == pointer
        assert f"`{pointer}`" in str(error)


def test_a_text_of_any_size_is_taken_or_refused() -> None:
    assert len(seen("x" * 20_000_000)) == 20_000_000
    with pytest.raises(clearance.FactsError, match="more than") as raised:
        clearance.Facts({"a": ["x" * 1_000_000] * 100})
    assert raised.value.code == "facts-limit"
    with pytest.raises(clearance.FactsError) as raised:
        clearance.Facts("[" * 70_000_000)
    assert raised.value.code == "facts-limit"


def test_what_a_callers_code_raises_is_passed_on() -> None:
    class Broken(Mapping[str, int]):
        def __getitem__(self, key: str) -> int:
            raise KeyError(key)

        def __iter__(self) -> Iterator[str]:
            raise LookupError("no keys today")

        def __len__(self) -> int:
            return 1

    with pytest.raises(LookupError, match="no keys today"):
        seen(Broken())

    class Interrupted:
        def __index__(self) -> int:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seen(Interrupted())


def test_an_object_that_changes_while_it_is_read_does_no_harm() -> None:
    facts: dict[str, Any] = {}

    class Meddler:
        def __index__(self) -> int:
            facts.clear()
            facts.update({str(i): i for i in range(1000)})
            return 7

    items: list[Any] = []

    class Shrinker:
        def __index__(self) -> int:
            items.clear()
            return 8

    facts.update(a=Meddler(), b=1)
    assert clearance.Facts(facts).sections == ("a", "b")
    items.extend([Shrinker(), 1, 2, 3])
    assert seen(items) == [8]


@pytest.mark.parametrize("content", [3, None, object, object(), 1.5, True, {1, 2}, Part])
def test_what_is_no_facts_at_all_is_a_type_error(content: Any) -> None:
    with pytest.raises(TypeError, match="facts are a dict of sections"):
        clearance.Facts(content)


def test_every_form_of_the_same_facts_is_the_same() -> None:
    value = {"release": {"name": "shop", "size": 1.5}, "components": []}
    facts = clearance.Facts(value)
    raw = facts.to_messagepack()
    for form in (json.dumps(value), raw, bytearray(raw), memoryview(raw), facts, OrderedDict(reversed(value.items()))):
        assert clearance.Facts(form) == facts
        assert hash(clearance.Facts(form)) == hash(facts)
    assert facts != clearance.Facts({"release": {}})
    assert facts.sections == ("components", "release")
    assert facts.get("/release/size") == 1.5
    assert facts.get("/release/none") is None
    assert facts.get("/release/none", 3) == 3
    assert facts.get("no pointer", 4) == 4
    assert facts.section_digest("release") != facts.section_digest("components")
    assert facts.section_digest("none") is None
    assert facts.digest.startswith("sha256:")
    assert repr(facts) == f"Facts(sections=('components', 'release'), digest='{facts.digest}')"
    assert pickle.loads(pickle.dumps(facts)) == facts
    assert copy.deepcopy(facts) is facts
    assert copy.copy(facts) is facts
