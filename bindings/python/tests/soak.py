"""Create, decide, drop, over and over: `python soak.py CYCLES` prints the resident memory and fails when it grows."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import clearance

GUESTS = Path(__file__).parents[3] / "target" / "guests"
SLACK = 16 << 20


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def refuse(facts: dict[str, object]) -> None:
    try:
        clearance.Facts(facts)
    except clearance.FactsError as error:
        if error.place.pointer == "/a":
            return
    raise SystemExit("a set was taken for facts")


def main(cycles: int) -> int:
    policy = clearance.Engine().parse_policy(
        "policy: soak\nentries: [{id: a, rule: scripted.wasm, params: {checks: [{subject: x, status: fail}]}}]", GUESTS
    )
    curve = {}
    for cycle in range(cycles):
        facts = clearance.Facts({"release": {"name": f"release {cycle}", "parts": [cycle] * 20}})
        decision = policy.decide(facts, at="2026-11-23")
        assert decision.failing()[0][1].subject == "x"
        decision.to_dict()
        refuse({"a": {cycle}})
        if cycle + 1 in (cycles // 10, cycles // 2, cycles):
            gc.collect()
            curve[cycle + 1] = resident()
            print(f"{cycle + 1:>9} cycles: {curve[cycle + 1] / 2**20:.1f} MiB", flush=True)
    early, late = curve[cycles // 10], curve[cycles]
    return int(late > early * 1.1 + SLACK)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
