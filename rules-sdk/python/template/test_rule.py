"""Tests in Python, for what cases cannot say: `pytest`."""

from clearance_rule.testing import configure, evaluate
from rule import LineCoverage


def test_nothing_measured_is_unknown() -> None:
    rule = configure(LineCoverage, {"minimum": 80})
    outcome = evaluate(rule, {"components": [{"name": "api"}]})
    assert outcome.checks[0].status.value == "unknown"
