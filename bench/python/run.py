"""Clearance beside other engines in one process of Python: `python bench/python/run.py --help`.

Every answer is compared before a clock is started. Needs the packages of `requirements.txt`, the wheel of
`cargo xtask package`, and what the Rust lane wrote: facts, params, answers and components.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contestant import RULES, SIZES, Contestant, difference
from engines import ENGINES
from measure import ROUNDS, measure

DATA = Path(__file__).parents[2] / "target" / "bench"

Wanted = tuple[str | None, int | None]


def main() -> None:
    parser = argparse.ArgumentParser(description="Clearance beside other engines, from Python.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of facts, params, answers and components")
    parser.add_argument(
        "--only",
        type=wanted,
        action="append",
        metavar="RULE,SIZE",
        help="a rule, a size or both, such as `coverage,10`; may be given several times; writes no result",
    )
    parser.add_argument("--engine", action="append", help="an engine; may be given several times; writes no result")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds that count; at least 2")
    options = parser.parse_args()
    rows = list(results(options.data, options.only or [(None, None)], options.engine, options.rounds))
    if options.only or options.engine:
        return
    report = {
        "lane": "python",
        "machine": machine(),
        "versions": {"python": platform.python_version(), **versions()},
        "setup": {engine.name: engine.setup for engine in ENGINES},
        "rows": rows,
        "cannot": list(cannot()),
    }
    path = options.data / "python.json"
    path.write_text(json.dumps(report, indent=1) + "\n")
    print(f"\nwrote {path}")


def wanted(text: str) -> Wanted:
    parts = text.split(",")
    rule = next((part for part in parts if part in RULES), None)
    size = next((int(part) for part in parts if part.isdigit() and int(part) in SIZES), None)
    if len(parts) != (rule is not None) + (size is not None):
        raise argparse.ArgumentTypeError(f"`{text}` names no rule or size")
    return rule, size


def results(data: Path, only: list[Wanted], engines: list[str] | None, rounds: int) -> Iterator[dict[str, Any]]:
    params = read(data / "params.json")
    for rule in RULES:
        sizes = [n for n in SIZES if any(one in (None, rule) and size in (None, n) for one, size in only)]
        if not sizes:
            continue
        entered = [
            contestant
            for engine in ENGINES
            if rule not in engine.cannot and (not engines or engine.name in engines)
            for contestant in engine.contestants(rule, params[rule], data)
        ]
        for size in sizes:
            yield from compare(data, rule, size, [each for each in entered if size <= each.most], rounds)


def compare(data: Path, rule: str, size: int, contestants: list[Contestant], rounds: int) -> Iterator[dict[str, Any]]:
    facts, answer = read(data / f"facts-{size}.json"), read(data / f"answers-{size}.json")[rule]
    for each in contestants:
        if found := difference(answer, each.reduce(each.ask(facts))):
            sys.exit(f"`{each.engine}` ({each.variant}) answers `{rule}` about {size} otherwise: {found}")
    print(f"\n{rule}, {size} components: microseconds a call, median (quartiles)")
    for each, spread in zip(contestants, measure(contestants, facts, rounds), strict=True):
        quartiles = f"({spread.low:.2f} to {spread.high:.2f})"
        print(f"  {each.engine:<13} {each.variant:<46} {spread.median:12.2f}  {quartiles}", flush=True)
        yield {
            "table": "evaluate",
            "rule": rule,
            "components": size,
            "engine": each.engine,
            "variant": each.variant,
            "unit": "us",
            **asdict(spread),
        }


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def machine() -> str:
    """Processor, cores and system."""
    about = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in about if line.startswith("model name")), "processor unknown")
    kernel = ".".join(platform.release().split(".")[:2])
    return f"{model}, {len(os.sched_getaffinity(0))} cores, Linux {kernel}"


def versions() -> dict[str, str]:
    return {package: version(package) for engine in ENGINES for package in engine.packages}


def cannot() -> Iterator[dict[str, str]]:
    for engine in ENGINES:
        for rule, why in engine.cannot.items():
            yield {"engine": engine.name, "rule": rule, "why": why}


if __name__ == "__main__":
    main()
