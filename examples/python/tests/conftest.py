"""What the tests share: the gate as a team has it, copied into a folder of its own and run as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1]
ROOT = EXAMPLE.parents[1]
GUESTS = ROOT / "target" / "guests"
"""Rules that `cargo xtask guests` builds for tests."""
AT = "2026-11-23"
"""When the releases of the samples are judged."""

Done = subprocess.CompletedProcess[str]

# Their functions are tested in this process where a process of their own would see no more.
sys.path.insert(0, str(EXAMPLE))


@dataclass
class Gate:
    """The folder in which the gate lies, and how it is run there."""

    folder: Path

    def __call__(self, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> Done:
        """Runs the gate; what is said in capitals is set in its environment."""
        return self.run(self.command(*arguments), stdin, environment)

    def judge(self, tests: str, *more: str | Path, **environment: str) -> Done:
        """Judges the release of the sample with one of its two files of test results."""
        command = self.command(*SAMPLE, "--facts", f"sample/{tests}", *more)
        return self.run(command, environment=environment)

    def run(self, command: list[str], stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Done:
        """Runs any command where the gate lies."""
        variables = self.environment() | dict(environment or {})
        done = subprocess.run(
            command, cwd=self.folder, env=variables, input=stdin, capture_output=True, check=False, timeout=300
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "deploy_gate.py", *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """Ours, without what a runner or a developer has set that would change what the gate does."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))}
        return kept | {"PYTHONDONTWRITEBYTECODE": "1"}

    def write(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


SAMPLE = ("--policy", "sample/policy.yaml", "--catalogue", "--at", AT, "--facts", "sample/release.json")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    for script in EXAMPLE.glob("*.py"):
        shutil.copy(script, tmp_path)
    shutil.copytree(EXAMPLE / "sample", tmp_path / "sample")
    return Gate(tmp_path)
