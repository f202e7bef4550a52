"""How a rule is told what it cannot do."""

from __future__ import annotations

import dataclasses
import os
import sys
from typing import Any


class NotInARule(Exception):
    """Something that a rule cannot do, and what to do in its place."""


class ModuleNotInARule(NotInARule, ImportError):
    """A module that was not imported when the rule was built. Whoever can do without it may catch the `ImportError`."""


OUTPUT = "a rule has no output; put the text into the message of a check, or into an artifact"
INPUT = "a rule has no input but facts and params"
FILES = "a rule has no files; what it needs are facts and params"
CLOCK = "a rule has no clock; use `at`, the time of the decision"
CHANCE = "a rule has no randomness: the same facts must give the same outcome; `random.Random(7)` gives fixed numbers"
WAITING = "a rule has nothing to wait for; do the work at once"
THREADS = "a rule has one thread; do the work at once"
NETWORK = "a rule has no network; what it needs are facts and params"
WORLD = "a rule has no system around it; what it needs are facts and params"


def refuse(name: str, why: str, real: Any = None) -> Any:
    """What raises in the place of `name`. Until the rule is loaded, Python's own modules are given what `real` gives."""

    def refused(*arguments: Any, **named: Any) -> Any:
        if real is not None and _loading and sys._getframe(1).f_code.co_filename.startswith(_LIBRARY):
            return real(*arguments, **named)
        raise NotInARule(f"`{name}` is not there: {why}")

    return refused


_LIBRARY = os.path.dirname(dataclasses.__file__) + "/"
_loading: list[bool] = [True]


def loaded() -> None:
    """From here on nothing is given to anybody."""
    _loading.clear()
