"""Wording that every rule shares, so that decisions read as from one hand."""

from __future__ import annotations

import math


def number(value: float) -> str:
    """A number as a person writes it: at most two decimals, none that are zero.

    >>> number(80.0), number(71.3333), number(-0.001)
    ('80', '71.33', '0')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def shortfall(value: float) -> str:
    """A shortfall, rounded up to two decimals: who makes it good reaches the bound.

    >>> shortfall(8.661), shortfall(0.001)
    ('8.67', '0.01')
    """
    # The subtraction that made the value may have left a trace in the last bits: not worth a hundredth.
    scaled = value * 100.0 - 1e-6
    return number(math.ceil(scaled) / 100.0 if math.isfinite(scaled) else scaled)


def grouped(count: int) -> str:
    """A whole number with its thousands grouped.

    >>> grouped(999), grouped(1_240_000)
    ('999', '1,240,000')
    """
    return f"{count:,}"


def count(number: int, noun: str) -> str:
    """How many of something.

    >>> count(1, "test"), count(1_240, "line")
    ('1 test', '1,240 lines')
    """
    return f"{grouped(number)} {noun}{'' if number == 1 else 's'}"
