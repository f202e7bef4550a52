"""The exports of the component. Imported while it is built, and never by an author."""

from __future__ import annotations

import os
from typing import Any

import wit_world.exports  # noqa: F401
from componentize_py_types import Err
from wit_world.imports import types as wit

from . import failures, guards, msgpack
from .check import Check, Severity, Status
from .evaluation import Evaluator
from .expect import as_a
from .mismatch import MalformedFact, Mismatch, MissingFact
from .outcome import Artifact, Outcome, Score
from .plain import plain
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
                outcome = evaluator.evaluate(configured[-1], at, facts)
                guards.complain_of_forgotten()
                return lowered(outcome)
            except MissingFact as missing:
                raise Err(wit.EvaluationError_MissingFact(missing.pointer)) from None
            except MalformedFact as malformed:
                mismatch = wit.Mismatch(malformed.pointer, malformed.message)
                raise Err(wit.EvaluationError_MalformedFact(mismatch)) from None
            except BaseException as error:
                raise Err(wit.EvaluationError_Failed(failures.told(error, sources))) from None

    return Rule


def lowered(outcome: Outcome) -> wit.Outcome:
    """The outcome as it crosses the boundary. What an author assigned, rather than passed, nobody has looked at yet."""
    score = None if outcome.score is None else _score(as_a(Score, outcome.score, "the score"))
    artifacts = [_artifact(as_a(Artifact, artifact, "an artifact")) for artifact in outcome.artifacts]
    checks = [
        _check(as_a(Check, check, "a row")) for check in as_a(list, outcome.checks, "what an outcome has as `checks`")
    ]
    derived = None
    if outcome.derived is not None:
        derived = msgpack.pack(plain(outcome.derived, "the derived facts"))
    return wit.Outcome(checks, score, artifacts, derived)


def _score(score: Score) -> wit.Score:
    score.__post_init__()
    terms = [wit.Contribution(term.factor, term.points, term.reason) for term in score.contributions]
    return wit.Score(score.points, score.out_of, terms)


def _artifact(artifact: Artifact) -> wit.Artifact:
    artifact.__post_init__()
    return wit.Artifact(artifact.name, artifact.media_type, artifact.content)


def _check(check: Check) -> wit.Check:
    check.__post_init__()
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
