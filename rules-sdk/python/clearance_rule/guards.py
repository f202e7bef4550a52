"""What a rule cannot do, said in words. In the sandbox, a call that asks the system for anything ends the rule on the spot, and
its author learns nothing; so whatever leads there is refused before."""

from __future__ import annotations

import builtins
import io
import os
import sys
import warnings
from collections.abc import Iterator, MutableMapping
from types import ModuleType
from typing import Any

from . import no_chance, no_clock
from .refused import (
    CHANCE,
    FILES,
    INPUT,
    NETWORK,
    OUTPUT,
    THREADS,
    WAITING,
    WORLD,
    ModuleNotInARule,
    NotInARule,
    loaded,
    refuse,
)

# What begins so in `os` asks for something else than a file.
_NO_FILES = (
    "_exit",
    "abort",
    "cpu",
    "exec",
    "fork",
    "get",
    "kill",
    "po",
    "put",
    "sched",
    "set",
    "spawn",
    "sys",
    "wait",
)
_COMPUTE = ("fspath", "strerror", "major", "minor", "makedev")


class _NoStream(io.TextIOBase):
    """A stream that cannot be written to or read from."""

    def __init__(self, name: str, why: str) -> None:
        self._refused = refuse(name, why)

    @property
    def buffer(self) -> Any:
        return self._refused()

    def write(self, _: str) -> int:
        self._refused()
        return 0

    def read(self, _: int | None = -1) -> str:
        self._refused()
        return ""

    def readline(self, _: int = -1) -> str:  # type: ignore[override]
        self._refused()
        return ""


class _NoEnvironment(MutableMapping[str, str]):
    """Variables of an environment that is not there. The interpreter goes through them when it begins; nobody reads one."""

    _refused = staticmethod(refuse("os.environ", WORLD))

    def __getitem__(self, key: str) -> str:
        self._refused()
        return key

    def __setitem__(self, key: str, value: str) -> None:
        pass

    def __delitem__(self, key: str) -> None:
        pass

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _NoImports:
    """Refuses a module that was not imported when the rule was built: there are no files to import it from."""

    @staticmethod
    def find_spec(name: str, _path: Any = None, _target: Any = None) -> Any:
        # Who looks for an encoding would take an `ImportError` for one that nobody knows.
        kind = NotInARule if name.startswith("encodings.") else ModuleNotInARule
        raise kind(
            f"the module `{name}` was not imported when the rule was built: write `import {name}` at the top of `rule.py`"
        )


def before_the_rule() -> None:
    """What must be in place when the rule's module is imported, because it keeps what it imports."""
    no_clock.install()
    no_chance.install()


def after_the_rule() -> None:
    """What comes into force once all is imported."""
    loaded()
    for stream, name, why in (("stdout", "print", OUTPUT), ("stderr", "sys.stderr", OUTPUT), ("stdin", "input", INPUT)):
        for its_name in (stream, f"__{stream}__"):
            setattr(sys, its_name, _NoStream(name, why))
    # Nobody reads what is said in passing, by a library say; a rule does not fail of it.
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    setattr(warnings, "_warn_unawaited_coroutine", _forgotten.append)  # noqa: B010
    builtins.input = refuse("input", INPUT)
    builtins.breakpoint = refuse("breakpoint", "debug the rule outside of its component, with pytest")
    builtins.open = io.open = refuse("open", FILES)
    io.FileIO = refuse("io.FileIO", FILES)  # type: ignore[misc]
    _system()
    for module, path, name, why in _OF_MODULES:
        if module in sys.modules:
            _replace(sys.modules[module], path, refuse(name, why))
    if "linecache" in sys.modules:
        # The text of a line is in a file: a traceback has its number.
        sys.modules["linecache"].updatecache = lambda *_: []  # type: ignore[attr-defined]
    sys.meta_path.insert(0, _NoImports)


# What cannot be used of modules that may be imported, and its name for an author.
_OF_MODULES = (
    ("logging", "Logger._log", "logging", OUTPUT),
    ("asyncio", "new_event_loop", "asyncio.new_event_loop", WAITING),
    ("asyncio", "get_event_loop", "asyncio.get_event_loop", WAITING),
    ("asyncio.events", "new_event_loop", "asyncio", WAITING),
    ("threading", "Thread.start", "threading.Thread.start", THREADS),
    ("_thread", "start_new_thread", "_thread.start_new_thread", THREADS),
    ("subprocess", "Popen.__init__", "subprocess.Popen", WORLD),
    ("socket", "socket.__init__", "socket.socket", NETWORK),
    ("socket", "getaddrinfo", "socket.getaddrinfo", NETWORK),
    ("socket", "gethostbyname", "socket.gethostbyname", NETWORK),
    ("socket", "gethostname", "socket.gethostname", NETWORK),
    ("socket", "create_connection", "socket.create_connection", NETWORK),
    ("urllib.request", "urlopen", "urllib.request.urlopen", NETWORK),
)

# Coroutines that nobody waited for, as the interpreter reports them.
_forgotten: list[Any] = []


def complain_of_forgotten() -> None:
    """Complains where something `async` was called: what it would have found is not in the outcome."""
    if _forgotten:
        name = _forgotten.pop().__qualname__
        raise NotInARule(f"`{name}` is `async`, and nobody waited for what it finds: {WAITING}, in a plain `def`")


def _replace(module: ModuleType, path: str, refused: Any) -> None:
    owner, _, name = path.rpartition(".")
    setattr(getattr(module, owner) if owner else module, name, refused)


def _system() -> None:
    """Whatever `os` has of the system itself."""
    system = sys.modules[os.name if os.name in sys.modules else "posix"]
    for name, call in list(vars(system).items()):
        if not isinstance(call, type(len)) or name in _COMPUTE or name.startswith(("_path", "W")):
            continue
        random = name in ("urandom", "getrandom")
        why = CHANCE if random else WORLD if name.startswith(_NO_FILES) and name != "getcwd" else FILES
        refused = refuse(f"os.{name}", why)
        setattr(system, name, refused)
        if hasattr(os, name):
            setattr(os, name, refused)
    os.popen = refuse("os.popen", WORLD)
    os.system = refuse("os.system", WORLD)
    setattr(os, "environ", _NoEnvironment())  # noqa: B010
