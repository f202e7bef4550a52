"""Gathering what an evaluation found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .check import Check


@dataclass
class Contribution:
    """One term of a score: what contributes, how many points, and why so many."""

    factor: str
    points: float
    reason: str


@dataclass
class Score:
    """A number that a policy may band into review and deny, and what it is made of."""

    out_of: float
    points: float = 0.0
    contributions: list[Contribution] = field(default_factory=list)

    def add(self, factor: str, points: float, reason: str) -> None:
        """Adds a term. The sum stays between 0 and the maximum."""
        self.contributions.append(Contribution(factor, points, reason))
        if 0.0 < self.points < self.out_of:
            total = self.points + points
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


@dataclass
class Outcome:
    """All that one evaluation found."""

    checks: list[Check] = field(default_factory=list)
    score: Score | None = None
    artifacts: list[Artifact] = field(default_factory=list)
    derived: dict[str, Any] | None = None

    def push(self, check: Check) -> None:
        """Adds a row."""
        self.checks.append(check)

    def extend(self, checks: Iterable[Check]) -> None:
        """Adds rows."""
        self.checks.extend(checks)

    def write(self, name: str, media_type: str, content: str | bytes) -> None:
        """Adds a document that the rule wrote; a text is encoded as UTF-8."""
        self.artifacts.append(Artifact(name, media_type, content.encode() if isinstance(content, str) else content))
