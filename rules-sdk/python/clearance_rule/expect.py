"""Complaints about values of the wrong type, raised where an author handed them over, so that the line is known."""

from __future__ import annotations

import math
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")


def as_text(value: Any, what: str) -> str:
    """`value`, which is to be a text that UTF-8 can hold."""
    if not isinstance(value, str):
        raise TypeError(f"{what} is a text, not {type(value).__name__}")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{what} has half a surrogate pair at {error.start}, which is no character") from None
    return value


def as_number(value: Any, what: str) -> float:
    """`value`, which is to be a number."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError(f"{what} is a number, not {type(value).__name__}; write `float(…)`")
    if not math.isfinite(value):
        raise ValueError(f"{what} is {value}, which is no number that can be added up")
    return float(value)


def as_a(kind: type[T], value: Any, what: str) -> T:
    """`value`, which is to be a `kind`."""
    if not isinstance(value, kind):
        known = ""
        if issubclass(kind, Enum):
            known = ": write " + " or ".join(f"`{kind.__name__}.{one.name}`" for one in kind)
        raise TypeError(f"{what} is a `{kind.__name__}`, not {type(value).__name__}{known}")
    return value
