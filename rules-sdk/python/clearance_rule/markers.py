"""What stands beside a type in `Annotated[…]`, and the value of a field that was not given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final


@dataclass(frozen=True)
class Doc:
    """What a field means: the description in its JSON Schema."""

    text: str


@dataclass(frozen=True)
class Range:
    """The bounds of a number, both included."""

    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Key:
    """The key of a field among facts or params, where Python cannot have it as a name."""

    name: str


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The default of a field that tells *absent* from `None`: `limit: float | None | Unset = UNSET`."""

Unsigned = Annotated[int, Range(0, 2**64 - 1)]
"""A whole number that is not negative, in 64 bits."""
