"""Percentages and counts, compared exactly: four of five are 80 %, and no rounding says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from clearance_rule.decode import shown
from clearance_rule.text import grouped

WHOLE = 1_000_000


@dataclass(frozen=True, order=True)
class Percent:
    """A percentage from 0 to 100 with at most four decimals."""

    millionths: int
    """In ten-thousandths of a percent: 99.9 as decimals say it, not as the nearest binary fraction does."""

    SCHEMA: ClassVar[dict[str, Any]] = {"type": "number", "minimum": 0, "maximum": 100}

    @classmethod
    def from_fact(cls, value: Any) -> Percent:
        """Reads it; a ValueError says why it cannot be read."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise ValueError(f"expected a percentage, found {shown(value)}")
        if not 0 <= value <= 100:
            raise ValueError(f"expected a percentage from 0 to 100, found {_plain(value)}")
        millionths = round(value * 10_000.0)
        if abs(value * 10_000.0 - millionths) > 1e-6:
            raise ValueError(f"expected a percentage with at most four decimals, found {_plain(value)}")
        return cls(millionths)

    def at_least(self, whole: int) -> int:
        """The smallest number of `whole` that is at least this percentage of it."""
        return -(-self.millionths * whole // WHOLE)

    def at_most(self, whole: int) -> int:
        """The greatest number of `whole` that is at most this percentage of it."""
        return self.millionths * whole // WHOLE

    def __str__(self) -> str:
        return f"{_decimal(self.millionths, 4)}%"


def share_down(part: int, whole: int) -> str:
    """A part as a person reads it, rounded down, so that what misses a minimum is never shown as having reached it."""
    return f"{_decimal(part * 10_000 // whole, 2)}%"


def share_up(part: int, whole: int) -> str:
    """A part as a person reads it, rounded up, so that what exceeds a maximum is never shown as keeping to it."""
    return f"{_decimal(-(-part * 10_000 // whole), 2)}%"


def tests(number: int, adjective: str) -> str:
    """`1 flaky test`, `1,240 tests`."""
    return " ".join(part for part in (grouped(number), adjective, "test" if number == 1 else "tests") if part)


def _decimal(scaled: int, decimals: int) -> str:
    whole, fraction = divmod(scaled, 10**decimals)
    return f"{whole}.{fraction:0{decimals}}".rstrip("0").rstrip(".")


def _plain(value: float) -> str:
    """Every digit that tells the number from others, and no exponent."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")
