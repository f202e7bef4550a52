"""The stub is complete and true, and type checkers understand what users write."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import clearance
import clearance._native
import stubs

HERE = Path(__file__).parent
PROJECT = HERE.parent


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_stub_declares_what_the_module_has(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed.txt"
    # Enumerations of strings are made in a way of their own; `__all__` is the package's, not the module's.
    allowed.write_text(r"clearance\._words\.\w+\.__new__" "\n" r"clearance\._native\.__all__" "\n")
    run(sys.executable, "-m", "mypy.stubtest", "clearance", "--allowlist", allowed, cwd=tmp_path)


def test_the_stubs_docstrings_are_the_modules_own() -> None:
    stub = stubs.STUB.read_text()
    written = stubs.with_docstrings(stub, clearance._native)
    assert written == stub, "write them anew: `python tests/stubs.py`"


def test_everything_public_has_a_docstring() -> None:
    for name in clearance.__all__:
        item = getattr(clearance, name)
        if isinstance(item, type):
            assert item.__doc__, name
            assert item.__module__ == "clearance", name
    assert set(clearance.__all__) == {name for name in vars(clearance) if not name.startswith("_")} | {"__version__"}


def snippets() -> list[str]:
    """The Python snippets of the package's page."""
    return re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)


def test_mypy_and_pyright_accept_what_users_write(tmp_path: Path) -> None:
    shutil.copy(HERE / "typed.py", tmp_path)
    for number, snippet in enumerate(snippets()):
        (tmp_path / f"snippet_{number}.py").write_text(snippet)
    assert number > 0
    files = sorted(path.name for path in tmp_path.glob("*.py"))
    run(sys.executable, "-m", "mypy", "--strict", "--warn-unreachable", *files, cwd=tmp_path)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    run(sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *files, cwd=tmp_path)


def test_mypy_refuses_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import clearance\n"
        "policy = clearance.Engine().load_policy(3)\n"
        "policy.decide(3)\n"
        "policy.decide({}, at=3)\n"
        "policy.decide({}).verdict = clearance.Verdict.ALLOW\n"
        "policy.decide({}).verdit\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", str(wrong)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    assert lines == {2, 3, 4, 5, 6}, done.stdout


def test_the_snippets_of_the_page_run(tmp_path: Path) -> None:
    for number, snippet in enumerate(snippets()):
        file = tmp_path / f"snippet_{number}.py"
        file.write_text(snippet)
        run(sys.executable, file, cwd=tmp_path)
