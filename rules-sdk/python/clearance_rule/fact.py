"""A fact with its place, so that a check can say what it read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, TypeVar

from .hints import key_of
from .markers import UNSET
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

    A text is a field of a dataclass or a key of a dict, a number an index. A part that is None, or UNSET, is stepped into: what
    lies in it is absent.
    """
    pointer = ""
    value = facts
    for step in path:
        if value is UNSET:
            value = None
        if isinstance(value, (list, tuple)):
            if not isinstance(step, int):
                raise TypeError(f"`{pointer}` is a list: the next part of the path is an index, not `{step}`")
            value, step = value[step], step % len(value)
        elif is_dataclass(value):
            name, step = str(step), _key(value, str(step))
            value = getattr(value, name)
        elif isinstance(value, Mapping):
            value = value.get(step)
        elif value is not None:
            raise TypeError(f"`{pointer}` is {type(value).__name__}, which has no part `{step}`")
        pointer = f"{pointer}/{escape(str(step))}"
    return Fact(pointer, None if value is UNSET else value)


def _key(value: Any, name: str) -> str:
    for field in fields(value):
        if field.name == name:
            return key_of(type(value), field)
    known = ", ".join(f"`{field.name}`" for field in fields(value))
    raise AttributeError(f"{type(value).__name__} has no field `{name}`; it has {known}")
