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
        "assert time.strftime('%Y', time.gmtime(0)) == '1970'"
    )
    assert said(call) == "nothing was said"
