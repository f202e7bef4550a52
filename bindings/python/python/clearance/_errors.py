"""What can go wrong before a decision. Everything raised for it is a `ClearanceError`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clearance._native import Decision


@dataclass(frozen=True)
class Place:
    """Where an error stands. Each part is `None` where it is not known."""

    file: str | None = None
    """The file."""
    line: int | None = None
    """The line, counted from 1."""
    column: int | None = None
    """The column in characters, counted from 1."""
    pointer: str | None = None
    """The RFC 6901 JSON Pointer inside the facts or params."""
    offset: int | None = None
    """The byte offset, for input that has no lines."""


class ClearanceError(Exception):
    """Why facts, a policy or a rule could not be used. Its text says where, what was found and what to do."""

    code: str
    """What kind of error it is; the page `docs/codes.md` lists them. A code never changes its meaning."""
    message: str
    """What was found and what was expected, without the place and the remedy."""
    place: Place
    """Where it stands."""
    remedy: str | None
    """What to do about it, where there is more to say than the message does."""

    def __init__(
        self, text: str, *, code: str, message: str | None = None, place: Place | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(text)
        self.code = code
        self.message = text if message is None else message
        self.place = Place() if place is None else place
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (type(self), self.args, self.__dict__))


class FactsError(ClearanceError, ValueError):
    """The facts hold what facts cannot, or are not well-formed."""


class PolicyError(ClearanceError, ValueError):
    """The policy cannot be used."""


class RuleError(ClearanceError):
    """A rule cannot be used: its file, its manifest or its params."""


class TimestampError(ClearanceError, ValueError):
    """The time of a decision is not one: a datetime without a zone, or a text that is no time."""


class DecisionError(ClearanceError, ValueError):
    """A text is not a decision."""


class SandboxError(ClearanceError, RuntimeError):
    """The sandbox cannot be set up as it was asked for: this machine, a limit, the folder for compiled code."""


class EvaluationError(ClearanceError):
    """A rule by itself came to no outcome. Its code is the row that it would be in a decision."""


class VerdictError(ClearanceError):
    """A release is not cleared. Raised by `Decision.raise_for_verdict`, and by nothing else."""

    decision: Decision
    """The decision, with every row that stands against the release."""

    def __init__(self, decision: Decision) -> None:
        rows = [f"\n- {entry.id}: {row.subject}: {row.message}" for entry, row in decision.failing()]
        super().__init__(
            f"{decision.verdict}: {decision.summary}{''.join(rows)}", code="verdict", message=decision.summary
        )
        self.decision = decision


_CLASSES: tuple[tuple[str, type[ClearanceError]], ...] = (
    ("facts-", FactsError),
    ("policy-", PolicyError),
    ("rule-", RuleError),
    ("timestamp", TimestampError),
    ("decision", DecisionError),
    ("sandbox", SandboxError),
    ("code-cache", SandboxError),
)


def from_engine(
    code: str,
    text: str,
    message: str,
    place: tuple[str | None, int | None, int | None, str | None, int | None],
    remedy: str | None,
) -> ClearanceError:
    """Makes the exception for an error of the engine."""
    kind = next((kind for prefix, kind in _CLASSES if code.startswith(prefix)), ClearanceError)
    return kind(text, code=code, message=message, place=Place(*place), remedy=remedy)


def from_evaluation(code: str, message: str, pointer: str | None) -> EvaluationError:
    """Makes the exception for a rule that came to no outcome."""
    return EvaluationError(f"{code}: {message}", code=code, message=message, place=Place(pointer=pointer))


def _again(kind: type[ClearanceError], arguments: tuple[Any, ...], state: dict[str, Any]) -> ClearanceError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error


for _kind in (
    ClearanceError,
    DecisionError,
    EvaluationError,
    FactsError,
    Place,
    PolicyError,
    RuleError,
    SandboxError,
    TimestampError,
    VerdictError,
):
    _kind.__module__ = "clearance"
