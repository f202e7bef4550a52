"""A fact with its place, so that a check can say what it read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, TypeVar

from .decode import key_of
from .mismatch import escape

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Fact(Generic[T]):
    """One fact: where it stands (an RFC 6901 JSON Pointer into the facts) and what was found there; None where it is absent."""

    pointer: str
    value: T | None

    def map(self, view: Callable[[T], U]) -> Fact[U]:
        """The same place with another view of the value."""
        return Fact(self.pointer, None if self.value is None else view(self.value))


def fact(facts: Any, *path: str | int) -> Fact[Any]:
    """Reads a fact together with its pointer, both from one path: `fact(facts, "components", 0, "line_coverage")`.

    A text is a field of a dataclass or a key of a dict, a number an index. A part that is None is stepped into: what lies in it
    is absent.
    """
    pointer = ""
    value = facts
    for step in path:
        if isinstance(step, int):
            pointer = f"{pointer}/{step}"
            if value is not None:
                value = value[step]
        elif is_dataclass(value):
            pointer = f"{pointer}/{escape(_key(value, step))}"
            value = getattr(value, step)
        else:
            pointer = f"{pointer}/{escape(step)}"
            value = None if value is None else value.get(step)
    return Fact(pointer, value)


def _key(value: Any, name: str) -> str:
    for field in fields(value):
        if field.name == name:
            return key_of(type(value), field)
    known = ", ".join(f"`{field.name}`" for field in fields(value))
    raise AttributeError(f"{type(value).__name__} has no field `{name}`; it has {known}")
