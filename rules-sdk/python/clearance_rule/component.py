"""The exports of the component. Imported while it is built, and never by an author."""

from __future__ import annotations

import os
from typing import Any

import wit_world.exports  # noqa: F401
from componentize_py_types import Err
from wit_world.imports import types as wit

from . import failures, msgpack
from .check import Check, Severity, Status
from .evaluation import Evaluator
from .mismatch import MalformedFact, Mismatch, MissingFact
from .outcome import Outcome
from .rule import rule_of

_STATUS = {
    Status.PASS: wit.Status.PASS,
    Status.FAIL: wit.Status.FAIL,
    Status.NOT_APPLICABLE: wit.Status.NOT_APPLICABLE,
    Status.UNKNOWN: wit.Status.UNKNOWN,
}
_SEVERITY = {
    Severity.INFO: wit.Severity.INFO,
    Severity.LOW: wit.Severity.LOW,
    Severity.MEDIUM: wit.Severity.MEDIUM,
    Severity.HIGH: wit.Severity.HIGH,
    Severity.CRITICAL: wit.Severity.CRITICAL,
}


def exported(module: Any) -> type:
    """The class that the component exports for the rule in `module`."""
    sources = os.path.dirname(module.__file__)
    evaluator = Evaluator(rule_of(module))
    about = evaluator.about
    manifest = wit.Manifest(
        about.id,
        about.version,
        about.title,
        about.summary,
        [wit.Section(*section) for section in evaluator.sections()],
        evaluator.params_schema(),
        [wit.CheckKind(code, summary) for code, summary in about.checks.items()],
        list(about.practices),
        list(about.controls),
        about.timeless,
    )
    configured: list[Any] = []

    class Rule:
        def describe(self) -> wit.Manifest:
            return manifest

        def configure(self, params: bytes) -> None:
            try:
                configured.append(evaluator.configure(params))
            except Mismatch as mismatch:
                raise Err(wit.Mismatch(mismatch.pointer, mismatch.message)) from None
            except BaseException as error:
                raise Err(wit.Mismatch("", failures.told(error, sources))) from None

        def evaluate(self, at: int, facts: bytes) -> wit.Outcome:
            try:
                return lowered(evaluator.evaluate(configured[-1], at, facts))
            except MissingFact as missing:
                raise Err(wit.EvaluationError_MissingFact(missing.pointer)) from None
            except MalformedFact as malformed:
                mismatch = wit.Mismatch(malformed.pointer, malformed.message)
                raise Err(wit.EvaluationError_MalformedFact(mismatch)) from None
            except BaseException as error:
                raise Err(wit.EvaluationError_Failed(failures.told(error, sources))) from None

    return Rule


def lowered(outcome: Outcome) -> wit.Outcome:
    """The outcome as it crosses the boundary."""
    score = None
    if outcome.score is not None:
        terms = [wit.Contribution(term.factor, float(term.points), term.reason) for term in outcome.score.contributions]
        score = wit.Score(float(outcome.score.points), float(outcome.score.out_of), terms)
    artifacts = [wit.Artifact(one.name, one.media_type, one.content) for one in outcome.artifacts]
    derived = None if outcome.derived is None else msgpack.pack(outcome.derived)
    return wit.Outcome([_check(check) for check in outcome.checks], score, artifacts, derived)


def _check(check: Check) -> wit.Check:
    for name in ("code", "subject", "message"):
        if not isinstance(getattr(check, name), str):
            raise TypeError(f"the {name} of a check is a text, not {type(getattr(check, name)).__name__}")
    observed = [
        wit.Observation(seen.pointer, msgpack.pack(seen.value) if seen.found else None) for seen in check.observed
    ]
    return wit.Check(
        check.code,
        check.subject,
        _STATUS[check.status],
        _SEVERITY[check.severity],
        check.message,
        observed,
        check.required_text,
        check.remedy_text,
    )
