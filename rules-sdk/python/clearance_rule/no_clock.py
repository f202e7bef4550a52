"""Clocks, which a rule has not: what reads one is refused, and all else of `time` and `datetime` is as it was."""

from __future__ import annotations

import datetime
import time
from typing import Any

from .refused import CLOCK, WAITING, NotInARule, refuse


class _StandIn(type):
    """Of a class that stands in for another: what is one of those is one of these, whoever made it."""

    def __instancecheck__(cls, instance: Any) -> bool:
        original = vars(cls).get("stands_for")
        return isinstance(instance, original) if original else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other: Any) -> bool:
        original = vars(cls).get("stands_for")
        return issubclass(other, original) if original else super().__subclasscheck__(other)


class _Date(datetime.date, metaclass=_StandIn):
    """The class `date` without the method that reads a clock."""

    stands_for = datetime.date
    today: Any = classmethod(refuse("date.today", CLOCK))

    def __repr__(self) -> str:
        return f"datetime.{super().__repr__()}"


class _Datetime(datetime.datetime, metaclass=_StandIn):
    """The class `datetime` without the methods that read a clock."""

    stands_for = datetime.datetime
    now: Any = classmethod(refuse("datetime.now", CLOCK))
    utcnow: Any = classmethod(refuse("datetime.utcnow", CLOCK))
    today: Any = classmethod(refuse("datetime.today", CLOCK))

    def date(self) -> datetime.date:
        return _Date(self.year, self.month, self.day)

    def __repr__(self) -> str:
        return f"datetime.{super().__repr__()}"


def install() -> None:
    """Puts refusals in place. A rule's module keeps what it imports, so it is to be imported after this."""
    # `datetime.strptime` imports it when it is first called.
    import _strptime  # type: ignore[import-not-found]  # noqa: F401

    for stand_in, name in ((_Date, "date"), (_Datetime, "datetime")):
        stand_in.__name__ = stand_in.__qualname__ = name
        stand_in.__module__ = "datetime"
        setattr(datetime, name, stand_in)
    clocks = ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime", "clock_settime")
    for name in (*clocks, *(f"{name}_ns" for name in clocks), "clock_getres", "get_clock_info", "tzset"):
        if hasattr(time, name):
            setattr(time, name, refuse(f"time.{name}", CLOCK, getattr(time, name)))
    time.sleep = refuse("time.sleep", WAITING)
    for name in ("gmtime", "localtime", "ctime", "strftime", "asctime"):
        setattr(time, name, _with_time(f"time.{name}", getattr(time, name), 1 if name == "strftime" else 0))


def _with_time(name: str, call: Any, at: int) -> Any:
    """`call`, which asks the clock only where it is not handed a time."""

    def guarded(*arguments: Any) -> Any:
        if len(arguments) <= at or arguments[at] is None:
            raise NotInARule(f"`{name}` without a time is not there: {CLOCK}")
        return call(*arguments)

    return guarded
