"""Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told."""

import datetime
import random
import time
from dataclasses import dataclass
from typing import Annotated, Any, Callable

from clearance_rule import About, Check, Doc, Outcome, Rule


@dataclass
class Facts:
    """What it reads."""

    release: Annotated[dict[str, Any] | None, Doc("The release.")] = None


def throws() -> Any:
    return {}["absent"]


def lazily() -> Any:
    import csv

    return csv


def endless() -> Any:
    held = []
    while True:
        held.append(bytearray(1 << 20))


def recursion(depth: int = 0) -> Any:
    return recursion(depth + 1)


def loop() -> Any:
    while True:
        pass


MISDEEDS: dict[str, Callable[[], Any]] = {
    "throws": throws,
    "gives-nothing": lambda: None,
    "gives-a-list": lambda: [],
    "message-is-no-text": lambda: Outcome([Check.passed("does", "it", 3)]),  # type: ignore[arg-type]
    "derives-a-set": lambda: Outcome(derived={"a": {1}}),  # type: ignore[dict-item]
    "prints": lambda: print("hello"),
    "reads-the-clock": time.time,
    "reads-the-date": lambda: datetime.datetime.now(),
    "rolls-dice": lambda: random.random(),
    "opens-a-file": lambda: open("secrets"),
    "imports-lazily": lazily,
    "exits": lambda: exit(3),
    "allocates-without-end": endless,
    "recurses-without-end": recursion,
    "loops-without-end": loop,
}


@dataclass
class Misbehaves(Rule[Facts]):
    """It misbehaves."""

    how: Annotated[str, Doc("The misdeed.")]

    about = About("misbehaves", "1.0.0", "Misbehaves", "It misbehaves.", {"does": "It does."}, practices=["2.5"])

    def prepare(self) -> None:
        if self.how == "throws-in-prepare":
            throws()

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        result: Outcome = MISDEEDS[self.how]()
        return result
