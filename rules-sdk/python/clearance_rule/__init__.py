"""Write release-governance rules for Clearance in Python.

A rule is a dataclass. Its fields are the params that a policy sets; the dataclass that it names as its facts has a field for
each section of the facts that it reads; its method `evaluate` says what it found. Everything else (the manifest, the JSON
Schemas, the MessagePack, the component) is read off those types.
"""

from .check import Check, Observation, Severity, Status
from .fact import Fact, fact
from .markers import UNSET, Doc, Key, Range, Unset, Unsigned
from .mismatch import MalformedFact, Mismatch, MissingFact
from .outcome import Artifact, Contribution, Outcome, Score
from .rule import About, Rule

__all__ = [
    "UNSET",
    "About",
    "Artifact",
    "Check",
    "Contribution",
    "Doc",
    "Fact",
    "Key",
    "MalformedFact",
    "Mismatch",
    "MissingFact",
    "Observation",
    "Outcome",
    "Range",
    "Rule",
    "Score",
    "Severity",
    "Status",
    "Unset",
    "Unsigned",
    "fact",
]
