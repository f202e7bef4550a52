"""What a rule cannot do, said in words. In the sandbox, a call that asks the system for anything ends the rule on the spot, and
its author learns nothing; so whatever leads there raises `NotInARule` before."""

from __future__ import annotations

import builtins
import datetime
import io
import os
import random
import sys
import time
from typing import Any, NoReturn


class NotInARule(Exception):
    """Something that a rule cannot do, and what to do in its place."""


OUTPUT = "a rule has no output; put the text into the message of a check, or into an artifact"
INPUT = "a rule has no input but facts and params"
FILES = "a rule has no files; what it needs are facts and params"
CLOCK = "a rule has no clock; use `at`, the time of the decision"
CHANCE = "a rule has no randomness: the same facts must give the same outcome; `random.Random(7)` gives fixed numbers"
WORLD = "a rule has no system around it"


def _refuse(name: str, why: str) -> Any:
    def refused(*_: Any, **__: Any) -> NoReturn:
        raise NotInARule(f"`{name}` is not there: {why}")

    return refused


class _NoStream(io.TextIOBase):
    def __init__(self, name: str, why: str) -> None:
        self.refused = _refuse(name, why)

    def write(self, _: str) -> int:
        self.refused()
        return 0

    def read(self, _: int | None = -1) -> str:
        self.refused()
        return ""

    def readline(self, _: int = -1) -> str:  # type: ignore[override]
        self.refused()
        return ""


class _NoDatetime(datetime.datetime):
    """The class `datetime` without the methods that read a clock."""

    now: Any = classmethod(_refuse("datetime.now", CLOCK))
    utcnow: Any = classmethod(_refuse("datetime.utcnow", CLOCK))
    today: Any = classmethod(_refuse("datetime.today", CLOCK))


class _NoDate(datetime.date):
    """The class `date` without the method that reads a clock."""

    today: Any = classmethod(_refuse("date.today", CLOCK))


class _NoImports:
    """Refuses a module that was not imported when the rule was built: there are no files to import it from."""

    @staticmethod
    def find_spec(name: str, _path: Any = None, _target: Any = None) -> NoReturn:
        raise NotInARule(
            f"the module `{name}` was not imported when the rule was built: write `import {name}` at the top of `rule.py`"
        )


def before_the_rule() -> None:
    """What must be in place when the rule's module is imported, because it keeps what it imports."""
    _NoDatetime.__name__ = _NoDatetime.__qualname__ = "datetime"
    _NoDate.__name__ = _NoDate.__qualname__ = "date"
    # `datetime.strptime` imports it when it is first called.
    import _strptime  # type: ignore[import-not-found]  # noqa: F401

    datetime.datetime = _NoDatetime  # type: ignore[misc]
    datetime.date = _NoDate  # type: ignore[misc]
    for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep"):
        setattr(time, name, _refuse(f"time.{name}", CLOCK))
    for name in ("gmtime", "localtime", "ctime", "strftime", "asctime"):
        setattr(time, name, _with_time(f"time.{name}", getattr(time, name), 1 if name in ("strftime",) else 0))
    for name in (
        "random",
        "randint",
        "randrange",
        "choice",
        "choices",
        "shuffle",
        "sample",
        "uniform",
        "gauss",
        "seed",
        "getrandbits",
    ):
        setattr(random, name, _refuse(f"random.{name}", CHANCE))


def after_the_rule() -> None:
    """What comes into force once all is imported."""
    sys.stdout = sys.stderr = _NoStream("print", OUTPUT)
    sys.stdin = _NoStream("input", INPUT)
    builtins.input = _refuse("input", INPUT)
    builtins.open = io.open = _refuse("open", FILES)
    for name in ("open", "listdir", "scandir", "stat", "remove", "mkdir", "getcwd"):
        setattr(os, name, _refuse(f"os.{name}", FILES))
    os.urandom = _refuse("os.urandom", CHANCE)
    os.system = os.popen = _refuse("os.system", WORLD)
    os.environ.clear()
    if "threading" in sys.modules:
        sys.modules["threading"].Thread.start = _refuse("Thread.start", "a rule has one thread")
    sys.meta_path.insert(0, _NoImports)


def _with_time(name: str, call: Any, times_at: int) -> Any:
    """`call`, which asks the clock only where it is not handed a time."""

    def guarded(*arguments: Any) -> Any:
        if len(arguments) <= times_at or arguments[times_at] is None:
            raise NotInARule(f"`{name}` without a time is not there: {CLOCK}")
        return call(*arguments)

    return guarded
