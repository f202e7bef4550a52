"""What an engine brings to the benchmark, and when two answers are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RULES = ("coverage", "risk", "residency", "redaction")
SIZES = (1, 10, 100, 1000)

Facts = dict[str, Any]
Params = dict[str, Any]
Answer = Any


@dataclass(frozen=True)
class Contestant:
    """One way to have a rule answered."""

    engine: str
    variant: str
    # Timed. Everything that `reduce` reads is in what it returns, as objects of the language.
    ask: Callable[[Facts], Any]
    # Not timed. It only picks and renames.
    reduce: Callable[[Any], Answer] = lambda returned: returned
    # The largest release that it can judge.
    most: int = SIZES[-1]


@dataclass(frozen=True)
class Engine:
    """An engine and how it is set up."""

    name: str
    # Names on PyPI.
    packages: tuple[str, ...]
    # How it is set up, and which page of its documentation advises it.
    setup: str
    # The contestants for a rule, given its params and the folder with Clearance's components.
    contestants: Callable[[str, Params, Path], Iterable[Contestant]]
    # What it cannot say, rule by rule, and why.
    cannot: Mapping[str, str] = field(default_factory=dict)


def difference(expected: Answer, found: Answer, place: str = "") -> str | None:
    """The first difference between two answers. Numbers may differ in what their last bits hold."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if expected.keys() != found.keys():
            return f"{place or '/'}: expected the keys {sorted(expected)}, found {sorted(found)}"
        pairs = [(f"{place}/{key}", expected[key], found[key]) for key in expected]
    elif isinstance(expected, list) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            return f"{place or '/'}: expected {len(expected)} rows, found {len(found)}"
        pairs = [(f"{place}/{i}", *both) for i, both in enumerate(zip(expected, found, strict=True))]
    elif is_number(expected) and is_number(found):
        near = abs(expected - float(found)) <= 1e-9 * max(abs(expected), abs(float(found)))
        return None if near else f"{place or '/'}: expected {expected}, found {found}"
    else:
        return None if expected == found else f"{place or '/'}: expected {expected!r:.200}, found {found!r:.200}"
    return next((found for pair in pairs if (found := difference(pair[1], pair[2], pair[0]))), None)


def is_number(value: object) -> bool:
    # `Decimal` is how one of the engines gives numbers; a bool is an int for Python, but not for the facts.
    return not isinstance(value, bool) and hasattr(value, "__float__")
