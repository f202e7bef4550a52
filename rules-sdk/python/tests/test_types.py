"""What an author's types may be made of: unions, generics, aliases, tuples, keys that are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Generic, Literal, NewType, TypeVar

import pytest

from clearance_rule import Doc, Mismatch, Range
from clearance_rule.decode import converter
from clearance_rule.mismatch import AbsentField
from clearance_rule.schema import schema_of

T = TypeVar("T")
Sha = NewType("Sha", str)
Percent = Annotated[float, Range(0, 100)]


class Tier(Enum):
    LOW = "low"
    HIGH = "high"


class Level(Enum):
    ONE = 1
    HALF = 0.5


@dataclass
class Cat:
    kind: Literal["cat"]
    lives: int


@dataclass
class Dog:
    kind: Literal["dog", "wolf"]
    tricks: list[str]


@dataclass
class Page(Generic[T]):
    items: list[T]
    more: T | None = None


@dataclass
class Positive:
    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("expected a number of at least 1")


class Version:
    SCHEMA = {"type": "string"}  # noqa: RUF012

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts

    @classmethod
    def from_fact(cls, value: Any) -> Version:
        if not isinstance(value, str) or "." not in value:
            raise ValueError("expected a version")
        return cls(value.split("."))


def read(hint: Any, value: Any) -> Any:
    return converter(hint, strict=True)(value)


def refused(hint: Any, value: Any) -> tuple[str, str]:
    with pytest.raises(Mismatch) as caught:
        read(hint, value)
    return caught.value.pointer, caught.value.message


def test_a_union_is_the_first_type_that_fits() -> None:
    assert [read(int | str | list[str], value) for value in (1, "a", ["b"])] == [1, "a", ["b"]]
    assert read(float | Literal["off"] | None, None) is None
    assert refused(float | Literal["off"], "on") == ("", 'expected a number or one of `off`, found the text "on"')
    assert refused(str | list[str], [1]) == ("/0", "expected a text, found 1")
    schema = schema_of(float | Literal["off"] | None, strict=True)
    assert schema == {"anyOf": [{"type": "number"}, {"enum": ["off"]}, {"type": "null"}]}


def test_a_literal_tells_dataclasses_apart() -> None:
    assert read(Cat | Dog, {"kind": "wolf", "tricks": []}) == Dog("wolf", [])
    assert refused(Cat | Dog, {"kind": "fish"}) == (
        "/kind",
        'expected one of `cat`, `dog`, `wolf`, found the text "fish"',
    )
    assert refused(Cat | Dog, {"kind": "dog", "tricks": [1]})[0] == "/tricks/0"
    assert refused(Cat | Dog, [])[1] == "expected a map, found a list"
    with pytest.raises(AbsentField, match="missing field `kind`"):
        read(Cat | Dog, {})


def test_a_generic_dataclass_has_its_arguments() -> None:
    assert read(Page[Cat], {"items": [{"kind": "cat", "lives": 9}]}).items == [Cat("cat", 9)]
    assert refused(Page[Cat], {"items": [], "more": {"kind": "cat", "lives": "x"}})[0] == "/more/lives"
    assert schema_of(Page[int], strict=False)["properties"]["items"] == {"type": "array", "items": {"type": "integer"}}


def test_names_for_types_and_other_lists_and_maps() -> None:
    assert read(Sha, "ab") == "ab"
    assert refused(dict[str, Percent], {"a": 101}) == ("/a", "expected a number from 0 to 100, found 101")
    assert read(tuple[int, ...], [1, 2]) == (1, 2)
    assert read(Sequence[int], [1]) == [1]
    assert read(Mapping[Tier, int], {"low": 1}) == {Tier.LOW: 1}
    assert refused(dict[Tier, int], {"medium": 1})[0] == "/medium"
    assert schema_of(dict[Literal["a"], int], strict=True)["propertyNames"] == {"enum": ["a"]}
    assert schema_of(Annotated[Percent, Doc("So much.")], strict=True)["maximum"] == 100


def test_a_choice_is_of_its_own_type() -> None:
    assert [read(Level, value) for value in (1, 0.5)] == [Level.ONE, Level.HALF]
    assert read(Literal["a", None], None) is None
    for value in (True, "1", [1], {}):
        assert refused(Level, value)[1].startswith("expected one of `1`, `0.5`, found")
    with pytest.raises(TypeError, match="a choice of the type `tuple` cannot stand among facts"):
        converter(Enum("Pair", {"A": (1, 2)}), strict=True)


def test_what_an_authors_own_code_refuses_is_refused_at_its_place() -> None:
    assert read(list[Version], ["1.2"])[0].parts == ["1", "2"]
    assert refused(list[Version], ["1.2", "x"]) == ("/1", "expected a version")
    assert refused(list[Positive], [{"number": 0}]) == ("/0", "expected a number of at least 1")


def test_a_field_with_a_type_that_is_not_known_is_named() -> None:
    @dataclass
    class Inner:
        odd: complex

    @dataclass
    class Outer:
        inner: list[Inner] = field(default_factory=list)

    Inner.__annotations__["odd"] = complex
    Outer.__annotations__["inner"] = list[Inner]
    with pytest.raises(TypeError, match=r"^`Inner.odd`: it is not known how the type `complex` stands among facts"):
        converter(Outer, strict=True)

    @dataclass
    class Lost:
        there: Elsewhere  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(TypeError, match=r"the types of `Lost` name `Elsewhere`.*outside of `if TYPE_CHECKING`"):
        converter(Lost, strict=True)
