"""Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told."""

import asyncio
import datetime
import logging
import os
import pathlib
import random
import secrets
import subprocess
import threading
import time
import warnings
from dataclasses import dataclass
from typing import Annotated, Any, Callable

from clearance_rule import About, Check, Doc, Outcome, Rule, Score


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


async def forgotten() -> None:
    pass


def forgets() -> Any:
    forgotten()
    return Outcome()


def warns() -> Any:
    warnings.warn("careful")
    return Outcome()


def tells_time() -> Any:
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)
    assert isinstance(now, datetime.date) and isinstance(now.date(), datetime.date)
    assert datetime.datetime.fromisoformat("2026-11-24T00:00:00+00:00") == now
    return Outcome()


class WordsFail(Exception):
    def __str__(self) -> str:
        raise ValueError


def words_fail() -> Any:
    raise WordsFail


FAILED = Check.failed("does", "it", "it did")


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
    "words-fail": words_fail,
    "gives-a-coroutine": lambda: forgotten(),
    "forgets-to-wait": forgets,
    "waits": lambda: asyncio.run(forgotten()),
    "sleeps": lambda: time.sleep(1),
    "starts-a-thread": lambda: threading.Thread(target=throws).start(),
    "runs-a-program": lambda: subprocess.run(["ls"]),
    "logs": lambda: logging.warning("hello"),
    "asks-for-secrets": lambda: secrets.token_hex(),
    "rolls-odd-dice": lambda: random.triangular(),
    "seeds-nothing": lambda: random.Random(),
    "reads-the-environment": lambda: os.environ.get("HOME"),
    "looks-for-a-file": lambda: pathlib.Path("secrets").exists(),
    "decodes-oddly": lambda: b"x".decode("cp1252"),
    "warns": warns,
    "tells-time": tells_time,
    "severity-is-a-text": lambda: FAILED.with_severity("high"),  # type: ignore[arg-type]
    "pushes-nothing": lambda: Outcome().push(None),  # type: ignore[arg-type]
    "observes-a-set": lambda: FAILED.observe("/release", {"tags": {1}}),
    "derives-no-number": lambda: Outcome(derived={"risk": {"a/b": float("nan")}}),
    "scores-a-text": lambda: Score(10).add("size", "3", "so"),  # type: ignore[arg-type]
    "writes-a-dict": lambda: Outcome().write("a.json", "application/json", {}),  # type: ignore[arg-type]
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
