"""Building checks that read like the rule they come from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from . import text
from .expect import as_a, as_text
from .fact import Fact
from .plain import plain

T = TypeVar("T")


class Severity(Enum):
    """How much a failure of a check matters to the people who read it."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Status(Enum):
    """What a check found."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


@dataclass
class Observation:
    """A fact that a check read, by its JSON Pointer; `found` tells a value of None from one that was absent."""

    pointer: str
    value: Any
    found: bool

    def __post_init__(self) -> None:
        as_text(self.pointer, "a JSON Pointer")
        self.value = plain(self.value, f"what was observed at `{self.pointer}`")


@dataclass
class Check:
    """One row of the decision. Made by `Check.passed`, `Check.failed` and their like, completed by its methods in a chain."""

    code: str
    subject: str
    status: Status
    message: str
    severity: Severity = Severity.MEDIUM
    observed: list[Observation] = field(default_factory=list)
    required_text: str | None = None
    remedy_text: str | None = None

    def __post_init__(self) -> None:
        as_text(self.code, "the code of a check")
        as_text(self.subject, "the subject of a check")
        as_a(Status, self.status, "the status of a check")
        as_text(self.message, "the message of a check")
        as_a(Severity, self.severity, "the severity")
        for what, said in (("what is required", self.required_text), ("a remedy", self.remedy_text)):
            if said is not None:
                as_text(said, what)

    @classmethod
    def passed(cls, code: str, subject: str, message: str) -> Check:
        """A check that passed. `message` says what was found."""
        return cls(code, subject, Status.PASS, message)

    @classmethod
    def failed(cls, code: str, subject: str, message: str) -> Check:
        """A check that failed. Follow it with `remedy`."""
        return cls(code, subject, Status.FAIL, message)

    @classmethod
    def unknown(cls, code: str, subject: str, message: str) -> Check:
        """A check that cannot be answered, for want of a fact."""
        return cls(code, subject, Status.UNKNOWN, message)

    @classmethod
    def not_applicable(cls, code: str, subject: str, message: str) -> Check:
        """A check that does not concern this subject; `message` says why."""
        return cls(code, subject, Status.NOT_APPLICABLE, message)

    @classmethod
    def at_least(cls, code: str, subject: str, fact: Fact[float], minimum: float, unit: str = "") -> Check:
        """Passes where the fact is `minimum` or more; unknown where it is absent or not a number.

        `unit` follows the numbers in the texts: `"%"`, `" days"`.
        """
        bound = f"at least {text.number(minimum)}{unit}"
        check = cls._bounded(code, subject, fact, bound, unit, lambda value: value >= minimum)
        if fact.value is None or check.status is not Status.FAIL:
            return check
        return check.remedy(f"raise `{fact.pointer}` by {text.shortfall(minimum - fact.value)}{unit}")

    @classmethod
    def at_most(cls, code: str, subject: str, fact: Fact[float], maximum: float, unit: str = "") -> Check:
        """Passes where the fact is `maximum` or less; unknown where it is absent or not a number."""
        bound = f"at most {text.number(maximum)}{unit}"
        check = cls._bounded(code, subject, fact, bound, unit, lambda value: value <= maximum)
        if fact.value is None or check.status is not Status.FAIL:
            return check
        return check.remedy(f"lower `{fact.pointer}` by {text.shortfall(fact.value - maximum)}{unit}")

    @classmethod
    def satisfies(
        cls,
        code: str,
        subject: str,
        fact: Fact[T],
        test: Callable[[T], bool],
        found: Callable[[T], str],
        required: str,
    ) -> Check:
        """Passes where the fact satisfies `test`; unknown where it is absent.

        `required` completes the sentence “required: …”; `found` words the value.
        """
        if fact.value is None:
            check = cls._absent(code, subject, fact.pointer)
        else:
            status = Status.PASS if test(fact.value) else Status.FAIL
            check = cls(code, subject, status, found(fact.value))
        return check.seen(fact).required(required)

    def with_severity(self, severity: Severity) -> Check:
        """How much a failure matters: medium unless said."""
        self.severity = as_a(Severity, severity, "the severity")
        return self

    def seen(self, fact: Fact[Any]) -> Check:
        """Records a fact that was read."""
        return self.missing(fact.pointer) if _nothing(fact.value) else self.observe(fact.pointer, fact.value)

    def observe(self, pointer: str, value: Any) -> Check:
        """Records a value read at a JSON Pointer."""
        self.observed.append(Observation(pointer, value, True))
        return self

    def missing(self, pointer: str) -> Check:
        """Records that nothing stands at a JSON Pointer."""
        self.observed.append(Observation(pointer, None, False))
        return self

    def required(self, required: str) -> Check:
        """What the rule wanted to find."""
        self.required_text = as_text(required, "what is required")
        return self

    def remedy(self, remedy: str) -> Check:
        """The nearest change that would make a failed check pass; kept only where the check failed."""
        remedy = as_text(remedy, "a remedy")
        if self.status is Status.FAIL:
            self.remedy_text = remedy
        return self

    def remedy_if_unknown(self, remedy: str) -> Check:
        """What would make an unanswered check answerable; kept only where the status is unknown."""
        remedy = as_text(remedy, "a remedy")
        if self.status is Status.UNKNOWN:
            self.remedy_text = remedy
        return self

    @classmethod
    def _absent(cls, code: str, subject: str, pointer: str) -> Check:
        check = cls.unknown(code, subject, f"the fact `{pointer}` is absent")
        return check.remedy_if_unknown(f"supply the fact `{pointer}`")

    @classmethod
    def _bounded(
        cls, code: str, subject: str, fact: Fact[float], bound: str, unit: str, test: Callable[[float], bool]
    ) -> Check:
        if fact.value is None:
            check = cls._absent(code, subject, fact.pointer)
        elif not isinstance(fact.value, (int, float)):
            raise TypeError(f"the fact `{fact.pointer}` is to be a number, not {type(fact.value).__name__}")
        elif math.isnan(fact.value):
            check = cls.unknown(code, subject, "not a number")
        else:
            status = Status.PASS if test(fact.value) else Status.FAIL
            check = cls(code, subject, status, f"{text.number(fact.value)}{unit}")
        return check.required(bound).seen(fact)


def _nothing(value: Any) -> bool:
    """Whether nothing was found that could be shown: a number that is none is worded, and cannot stand among facts."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))
