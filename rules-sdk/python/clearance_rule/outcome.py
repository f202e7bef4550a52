"""Gathering what an evaluation found."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .check import Check
from .expect import as_a, as_number, as_text
from .plain import plain


@dataclass
class Contribution:
    """One term of a score: what contributes, how many points, and why so many."""

    factor: str
    points: float
    reason: str

    def __post_init__(self) -> None:
        as_text(self.factor, "a factor")
        self.points = as_number(self.points, "the points of a factor")
        as_text(self.reason, "the reason for points")


@dataclass
class Score:
    """A number that a policy may band into review and deny, and what it is made of."""

    out_of: float
    points: float = 0.0
    contributions: list[Contribution] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.out_of = as_number(self.out_of, "the most points of a score")
        if not 0.0 <= self.out_of < math.inf:
            raise ValueError(f"the most points of a score is a number of at least 0, not {self.out_of}")
        self.points = as_number(self.points, "the points of a score")

    def add(self, factor: str, points: float, reason: str) -> None:
        """Adds a term. The sum stays between 0 and the maximum."""
        term = Contribution(factor, points, reason)
        self.contributions.append(term)
        if 0.0 < self.points < self.out_of:
            total = self.points + term.points
        else:
            total = 0.0
            for term in self.contributions:
                total += term.points
        self.points = min(max(total, 0.0), self.out_of)


@dataclass
class Artifact:
    """A document that the rule wrote: a file name without a folder, its media type (RFC 6838), its content."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        as_text(self.name, "the name of an artifact")
        as_text(self.media_type, "the media type of an artifact")
        if not isinstance(self.content, (bytes, bytearray)):
            raise TypeError(
                f"the content of an artifact is bytes, not {type(self.content).__name__}; `write` takes a text, too"
            )
        self.content = bytes(self.content)


@dataclass
class Outcome:
    """All that one evaluation found."""

    checks: list[Check] = field(default_factory=list)
    score: Score | None = None
    artifacts: list[Artifact] = field(default_factory=list)
    derived: Any = None
    """Facts for entries of the policy that need this one: a dict, or a dataclass. `derive` sets them, too."""

    def push(self, check: Check) -> None:
        """Adds a row."""
        self.checks.append(as_a(Check, check, "what is pushed"))

    def extend(self, checks: Iterable[Check]) -> None:
        """Adds rows."""
        for check in checks:
            self.push(check)

    def derive(self, facts: Any) -> None:
        """Sets the facts, a dict or a dataclass, that entries of the policy may need from this one."""
        self.derived = plain(facts, "the derived facts")

    def write(self, name: str, media_type: str, content: str | bytes) -> None:
        """Adds a document that the rule wrote; a text is encoded as UTF-8."""
        if isinstance(content, str):
            content = as_text(content, "the content of an artifact").encode()
        self.artifacts.append(Artifact(name, media_type, content))
