"""What the tests share: the repository, the components that `cargo xtask guests` builds, and an engine."""

from __future__ import annotations

from pathlib import Path

import clearance
import pytest

ROOT = Path(__file__).parents[3]
GUESTS = ROOT / "target" / "guests"
AT = "2026-11-23T08:00:00Z"

SCRIPT = """
policy: script
version: "7"
entries:
  - id: tests
    rule: scripted.wasm
    params: {checks: [{subject: api, status: fail}, {subject: web, status: pass}], points: 12.5, derive: {tier: [1]}}
  - {id: late, rule: scripted.wasm, effective: {from: 2027-01-01}}
waivers:
  - id: W-1
    entry: tests
    check: scripted
    subject: app
    reason: none
    approvers: [Ada]
    ticket: T-1
    from: 2026-11-01
    until: 2026-12-01
"""


@pytest.fixture(scope="session")
def engine() -> clearance.Engine:
    return clearance.Engine()


@pytest.fixture(scope="session")
def policy(engine: clearance.Engine) -> clearance.Policy:
    """One entry that denies, with a score and derived facts, and one that is not in force yet."""
    return engine.parse_policy(SCRIPT, GUESTS)


@pytest.fixture(scope="session")
def decision(policy: clearance.Policy) -> clearance.Decision:
    return policy.decide({"release": {"name": "shop", "note": None}}, at=AT)


@pytest.fixture(scope="session")
def demo(engine: clearance.Engine) -> clearance.Policy:
    return engine.load_policy(ROOT / "example-rules" / "demo" / "policy.yaml")
