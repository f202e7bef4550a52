"""Is this release cleared to go, and if not, exactly why?

Governance rules are WebAssembly components. A policy binds them to params, scope, enforcement and waivers. An `Engine`
runs each rule in a fresh sandbox on just the facts that it declares, and `Policy.decide` weighs what they found into a
`Decision`: allow, review or deny, every check with the facts it read and the remedy, the digests of all that went in.

    import clearance

    engine = clearance.Engine()
    policy = engine.load_policy("policy.yaml")
    decision = policy.decide({"release": {"name": "shop", "version": "4.2.0"}})
    print(decision.summary)
    decision.raise_for_verdict()

Loading can fail, and raises a `ClearanceError` that says where and why. Deciding cannot: a rule that traps, hits a
limit or lacks a fact is a row of the decision that counts as a failure.
"""

from pathlib import Path as _Path

from clearance._errors import (
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
)
from clearance._native import (
    Artifact,
    Batch,
    Check,
    CheckKind,
    ConfiguredRule,
    Contribution,
    Decision,
    Engine,
    EntryDecision,
    Facts,
    FactsReference,
    Limits,
    Lint,
    LoadProgress,
    Manifest,
    Observation,
    Outcome,
    OutcomeCache,
    Policy,
    PolicyEntry,
    PolicyReference,
    Row,
    Rule,
    RuleReference,
    Score,
    SectionNeed,
    Startup,
    Timings,
    Waiver,
    policy_schema,
)
from clearance._native import version as __version__
from clearance._words import (
    Basis,
    Effect,
    Enforcement,
    EntryState,
    LintKind,
    LoadStep,
    Severity,
    Status,
    Verdict,
    WaiverState,
)

CATALOGUE: _Path = _Path(__file__).parent / "catalogue"
"""The folder of the rules that this package brings, for `Engine.parse_policy`."""

__all__ = [
    "CATALOGUE",
    "Artifact",
    "Basis",
    "Batch",
    "Check",
    "CheckKind",
    "ClearanceError",
    "ConfiguredRule",
    "Contribution",
    "Decision",
    "DecisionError",
    "Effect",
    "Enforcement",
    "Engine",
    "EntryDecision",
    "EntryState",
    "EvaluationError",
    "Facts",
    "FactsError",
    "FactsReference",
    "Limits",
    "Lint",
    "LintKind",
    "LoadProgress",
    "LoadStep",
    "Manifest",
    "Observation",
    "Outcome",
    "OutcomeCache",
    "Place",
    "Policy",
    "PolicyEntry",
    "PolicyError",
    "PolicyReference",
    "Row",
    "Rule",
    "RuleError",
    "RuleReference",
    "SandboxError",
    "Score",
    "SectionNeed",
    "Severity",
    "Startup",
    "Status",
    "TimestampError",
    "Timings",
    "Verdict",
    "VerdictError",
    "Waiver",
    "WaiverState",
    "__version__",
    "policy_schema",
]
