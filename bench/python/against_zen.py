"""One rule over ten components: Clearance against ZEN in one process, in rounds that take turns.

Both are handed a fresh dict each time. Needs the wheel of `cargo xtask package` and `requirements.txt`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import clearance
import zen

ROUNDS = 41
CALLS = 200
ROOT = Path(__file__).parents[2]

Answer = dict[str, Any]


def facts() -> dict[str, Any]:
    return {"components": [{"name": f"component-{i}", "line_coverage": 70 + 2 * i} for i in range(10)]}


policy = clearance.Engine().parse_policy(
    "policy: line-coverage\nentries: [{id: line-coverage, rule: readme-rule.wasm, params: {minimum: 80}}]",
    ROOT / "target" / "guests",
)
model = zen.ZenEngine().create_decision((ROOT / "bench" / "line-coverage.jdm.json").read_text())


def clearance_objects() -> Answer:
    """Every check is read, as a deployment script reads them."""
    decision = policy.decide(facts(), at="2026-11-23")
    checks = [
        {"subject": row.subject, "status": row.status, "message": row.message} for row in decision.entries[0].checks
    ]
    return {"verdict": decision.verdict, "checks": checks}


def clearance_dict() -> Answer:
    return policy.decide(facts(), at="2026-11-23").to_dict()


def zen_dict() -> Answer:
    result: Answer = model.evaluate(facts())["result"]
    return result


CONTESTANTS: dict[str, Callable[[], Answer]] = {
    "clearance, every check read": clearance_objects,
    "clearance, to_dict()": clearance_dict,
    "zen, evaluate": zen_dict,
}


def answer(result: Answer) -> Answer:
    checks = result["checks"] if "checks" in result else result["entries"][0]["checks"]
    fields = ("subject", "status", "message")
    return {"verdict": str(result["verdict"]), "checks": [[str(check[name]) for name in fields] for check in checks]}


def measure(ask: Callable[[], Answer]) -> float:
    """Microseconds a call."""
    begun = time.perf_counter_ns()
    for _ in range(CALLS):
        ask()
    return (time.perf_counter_ns() - begun) / CALLS / 1000


def main() -> None:
    answers = [answer(ask()) for ask in CONTESTANTS.values()]
    assert answers[0] == answers[1] == answers[2], answers
    assert len(answers[0]["checks"]) == 10
    times: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    for turn in range(-5, ROUNDS):
        for name, ask in CONTESTANTS.items():
            taken = measure(ask)
            if turn >= 0:
                times[name].append(taken)
    spread = {name: quantiles(taken, n=4) for name, taken in times.items()}
    zens = spread["zen, evaluate"][1]
    print(f"median (quartiles) in microseconds a decision, {ROUNDS} rounds of {CALLS}")
    for name, (low, median, high) in spread.items():
        ratio = zens / median
        print(f"  {name:<28} {median:7.1f}  ({low:.1f} to {high:.1f})  {ratio:.1f} times as fast as zen")


if __name__ == "__main__":
    main()
