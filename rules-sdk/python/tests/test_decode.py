"""Values become an author's own types, and what does not fit is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Literal

import pytest

from clearance_rule import UNSET, Key, Mismatch, Range, Unset, Unsigned
from clearance_rule.decode import converter
from clearance_rule.mismatch import AbsentField


class Kind(Enum):
    REGULAR = "regular"
    HOTFIX = "hot-fix"


@dataclass
class Part:
    size: float
    parts: list[Part] = field(default_factory=list)


@dataclass
class Release:
    name: str
    media_type: Annotated[str | None, Key("media-type")] = None
    count: Unsigned | None = None
    percent: Annotated[float, Range(0, 100)] = 0.0
    kind: Kind = Kind.REGULAR
    stage: Literal["test", "production"] | None = None
    limit: int | Unset | None = UNSET
    parts: list[Part] = field(default_factory=list)
    labels: dict[str, bool] = field(default_factory=dict)
    more: Any = None


def read(value: Any, strict: bool = False) -> Release:
    return converter(Release, strict=strict)(value)


def refused(value: Any, strict: bool = False) -> tuple[str, str]:
    with pytest.raises(Mismatch) as caught:
        read(value, strict)
    return caught.value.pointer, caught.value.message


def test_a_value_that_fits_becomes_the_authors_type() -> None:
    release = read(
        {
            "kind": "hot-fix",
            "labels": {"a/b": True},
            "limit": None,
            "media-type": "text/plain",
            "name": "web",
            "parts": [{"size": 1, "parts": [{"size": 0.5}]}],
            "stage": "test",
            "unknown": 1,
        }
    )
    assert release.kind is Kind.HOTFIX
    assert release.parts[0] == Part(1.0, [Part(0.5)])
    assert isinstance(release.parts[0].size, float)
    assert (release.limit, release.media_type, release.stage) == (None, "text/plain", "test")
    assert read({"name": "web"}).limit is UNSET


@pytest.mark.parametrize(
    ("value", "pointer", "found"),
    [
        ({"name": 3}, "/name", "expected a text, found 3"),
        ({"name": None}, "/name", "expected a text, found null"),
        ({"count": -1, "name": "a"}, "/count", "expected a whole number from 0 to 18446744073709551615, found -1"),
        ({"count": 1.5, "name": "a"}, "/count", "found 1.5"),
        ({"count": True, "name": "a"}, "/count", "found true"),
        ({"name": "a", "percent": 100.5}, "/percent", "expected a number from 0 to 100, found 100.5"),
        ({"kind": "other", "name": "a"}, "/kind", 'expected one of `regular`, `hot-fix`, found the text "other"'),
        ({"name": "a", "stage": 1}, "/stage", "expected one of `test`, `production`, found 1"),
        ({"name": "a", "parts": {}}, "/parts", "expected a list, found a map"),
        ({"name": "a", "parts": [{"size": 1}, {"size": "x"}]}, "/parts/1/size", 'found the text "x"'),
        ({"name": "a", "parts": [[1]]}, "/parts/0", "expected a map, found a list"),
        ({"labels": {"a/b~": 1}, "name": "a"}, "/labels/a~1b~0", "expected true or false, found 1"),
        ({"name": "a", "parts": None}, "/parts", "expected a list, found null"),
    ],
)
def test_a_mismatch_names_its_place(value: Any, pointer: str, found: str) -> None:
    place, message = refused(value)
    assert place == pointer
    assert found in message


def test_the_first_mismatch_counts_and_absent_fields_come_after() -> None:
    assert refused({"count": "x", "kind": "y"})[0] == "/count"
    with pytest.raises(AbsentField) as caught:
        read({"parts": []})
    assert (caught.value.pointer, caught.value.field) == ("", "name")


def test_params_may_not_have_fields_that_nobody_reads() -> None:
    assert refused({"colour": 1, "name": "a"}, strict=True)[0] == "/colour"
    assert refused({"name": "a", "parts": [{"size": 1, "weight": 2}]}, strict=True)[0] == "/parts/0/weight"


@pytest.mark.parametrize("hint", [list, dict, dict[int, str], set[str], tuple[int, int], complex, Callable[[], int]])
def test_a_type_that_facts_cannot_have_is_named_to_the_author(hint: Any) -> None:
    with pytest.raises(TypeError, match=r"use str, int, float|says nothing of what is in it"):
        converter(hint, strict=False)
