"""What a rule cannot do is said in words. In a process of its own: the guards change what Python itself offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

KIT = Path(__file__).parent.parent

PROGRAM = """
import sys
sys.path.insert(0, {kit!r})
from clearance_rule import guards
guards.before_the_rule()
import datetime, os, random, time, traceback, uuid
{imports}
real = sys.__stdout__
guards.after_the_rule()
try:
    {call}
except BaseException as error:
    real.write(f"{{type(error).__name__}}: {{error}}")
else:
    real.write("nothing was said")
"""


def said(call: str, imports: str = "") -> str:
    program = PROGRAM.format(kit=str(KIT), call=call, imports=imports)
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return answer.stdout


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("print('x')", "`print` is not there: a rule has no output; put the text into the message of a check"),
        ("input()", "`input` is not there"),
        ("open('x')", "`open` is not there: a rule has no files"),
        ("os.listdir('.')", "`os.listdir` is not there: a rule has no files"),
        ("time.time()", "`time.time` is not there: a rule has no clock; use `at`"),
        ("time.strftime('%Y')", "`time.strftime` without a time is not there"),
        ("datetime.datetime.now()", "`datetime.now` is not there: a rule has no clock; use `at`"),
        ("datetime.date.today()", "`date.today` is not there: a rule has no clock"),
        ("random.random()", "`random.random` is not there: a rule has no randomness"),
        ("uuid.uuid4()", "`os.urandom` is not there: a rule has no randomness"),
        ("sys.stdout.buffer", "`print` is not there"),
        ("print('x', file=sys.stderr)", "`sys.stderr` is not there"),
        ("time.sleep(1)", "`time.sleep` is not there: a rule has nothing to wait for"),
        ("time.process_time()", "`time.process_time` is not there: a rule has no clock"),
        ("random.triangular()", "`random.triangular` is not there: a rule has no randomness"),
        ("random.Random()", "`random.Random` without a seed is not there"),
        ("random.SystemRandom().random()", "`random.SystemRandom` is not there"),
        ("os.environ['HOME']", "`os.environ` is not there: a rule has no system around it"),
        ("os.getenv('HOME')", "`os.environ` is not there"),
        ("os.path.exists('x')", "`os.stat` is not there: a rule has no files"),
        ("os.write(1, b'x')", "`os.write` is not there"),
        ("os.getpid()", "`os.getpid` is not there: a rule has no system around it"),
        ("breakpoint()", "`breakpoint` is not there: debug the rule outside of its component"),
        ("b'x'.decode('cp1252')", "write `import encodings.cp1252` at the top of `rule.py`"),
        ("import csv", "write `import csv` at the top of `rule.py`"),
        ("__import__('importlib').import_module('csv')", "write `import csv` at the top of `rule.py`"),
    ],
)
def test_what_a_rule_cannot_do_is_named_with_what_to_do(call: str, message: str) -> None:
    assert f"NotInARule: {message}" in said(call) or message in said(call)


def test_what_needs_no_system_goes_on_working() -> None:
    call = (
        "assert datetime.datetime.fromtimestamp(0, datetime.timezone.utc).year == 1970; "
        "assert datetime.datetime.strptime('2026-11-24', '%Y-%m-%d').day == 24; "
        "assert isinstance(datetime.datetime(2026, 1, 1) + datetime.timedelta(1), datetime.datetime); "
        "assert random.Random(7).random() == random.Random(7).random(); "
        "assert time.strftime('%Y', time.gmtime(0)) == '1970'; "
        "now = datetime.datetime(2026, 1, 1); "
        "assert isinstance(now, datetime.date) and isinstance(now.date(), datetime.date); "
        "assert issubclass(datetime.datetime, datetime.date); "
        "assert repr(now) == 'datetime.datetime(2026, 1, 1, 0, 0)'; "
        "assert repr(now.date()) == 'datetime.date(2026, 1, 1)'; "
        "assert datetime.datetime.min < now and type(now) is datetime.datetime; "
        "assert os.path.join('a', 'b') == 'a/b'; "
        "assert traceback.format_exception_only(ValueError('x'))"
    )
    assert said(call) == "nothing was said"


def test_a_module_that_is_not_there_may_be_done_without() -> None:
    assert "ModuleNotInARule" in said("import csv")
    call = "exec('try:\\n import csv\\nexcept ImportError:\\n csv = None')"
    assert said(call) == "nothing was said"


@pytest.mark.parametrize(
    ("imports", "call", "message"),
    [
        ("import logging", "logging.warning('x')", "`logging` is not there: a rule has no output"),
        ("import logging", "logging.info('x')", "nothing was said"),
        ("import warnings", "warnings.warn('x')", "nothing was said"),
        ("import secrets", "secrets.token_hex()", "`random.SystemRandom` is not there"),
        (
            "import threading",
            "threading.Thread().start()",
            "`threading.Thread.start` is not there: a rule has one thread",
        ),
        ("import subprocess", "subprocess.run(['ls'])", "`subprocess.Popen` is not there"),
        (
            "import asyncio",
            "asyncio.new_event_loop()",
            "`asyncio.new_event_loop` is not there: a rule has nothing to wait for",
        ),
        ("import socket", "socket.socket()", "`socket.socket` is not there: a rule has no network"),
        ("import pathlib", "pathlib.Path('x').read_text()", "is not there: a rule has no files"),
    ],
)
def test_modules_may_be_imported_and_are_refused_when_they_are_used(imports: str, call: str, message: str) -> None:
    assert message in said(call, imports)


def test_what_is_async_and_was_only_called_is_told() -> None:
    call = "exec('async def check(): pass\\ncheck()'); guards.complain_of_forgotten()"
    assert "`check` is `async`, and nobody waited for what it finds" in said(call)
