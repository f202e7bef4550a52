"""What the README has a newcomer type is typed."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT, Done, Gate
from ruamel.yaml import YAML

README = (EXAMPLE / "README.md").read_text(encoding="utf-8")
GH = """#!{python}
# Stands for GitHub's command: keeps what it is asked, and knows one comment of an earlier run where there is one.
import json, os, sys
from pathlib import Path

arguments = [Path(a[6:]).read_text() if a.startswith("body=@") else a for a in sys.argv[1:]]
with Path("asked.jsonl").open("a") as asked:
    print(json.dumps(arguments), file=asked)
if "--paginate" in arguments:
    assert os.environ["MARK"].startswith("<!-- clearance deploy-gate: ")
    print(os.environ.get("EARLIER", ""))
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def newcomer(gate: Gate) -> Gate:
    """Has the wheel, a `python` and a `gh`."""
    (wheel,) = (ROOT / "target" / "packages").glob("*.whl")
    shutil.copy(wheel, gate.folder)
    commands = gate.folder / "bin"
    commands.mkdir()
    python = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
    for name, text in (("python", python), ("gh", GH.format(python=sys.executable))):
        (commands / name).write_text(text, encoding="utf-8")
        (commands / name).chmod(0o755)
    return gate


def shell(gate: Gate, script: str, **environment: str) -> Done:
    path = f"{gate.folder / 'bin'}:{gate.environment()['PATH']}"
    return gate.run(["bash", "-e", "-c", script], environment={"PATH": path, "PIP_NO_INDEX": "1"} | environment)


def test_the_commands_do_what_they_say(newcomer: Gate) -> None:
    install_and_allow, deny = blocks("sh")
    done = shell(newcomer, install_and_allow)
    assert done.returncode == 0, done.stderr
    assert "ALLOW: shop 4.2.1 (exit code 0)" in done.stdout
    done = shell(newcomer, deny)
    assert done.returncode == 20, done.stderr
    assert (newcomer.folder / "decision.json").is_file()
    assert (newcomer.folder / "artifacts" / "notes" / "notes.md").is_file()


def test_the_job_decides_and_tells_the_pull_request(newcomer: Gate) -> None:
    (job,) = blocks("yaml")
    steps: list[dict[str, Any]] = YAML(typ="safe").load(job)["jobs"]["gate"]["steps"]
    github = {"GITHUB_REPOSITORY": "octo/shop", "PULL_REQUEST": "7", "GITHUB_STEP_SUMMARY": "summary.md"}
    for earlier, request in (
        ("", ["api", "--silent", "repos/octo/shop/issues/7/comments", "--field"]),
        ("41\n42", ["api", "--silent", "--method", "PATCH", "repos/octo/shop/issues/comments/41", "--field"]),
    ):
        newcomer.write("asked.jsonl", "")
        # The sample's waiver is in force at a certain time only, so that its verdict depends on today.
        codes = [shell(newcomer, step["run"], EARLIER=earlier, **github).returncode for step in steps if "run" in step]
        assert codes[0] == 0
        assert codes[1] in (0, 20)
        assert codes[2] == 0
        asked = [YAML(typ="safe").load(line) for line in newcomer.read("asked.jsonl").splitlines()]
        assert asked[-1] == [*request, newcomer.read("comment.md")]
        assert "shop 4.2.1" in newcomer.read("summary.md")


def test_the_page_names_every_option(gate: Gate) -> None:
    options = set(re.findall(r"--[a-z-]+", gate("--help").stdout)) - {"--help"}
    assert {option for option in options if option not in README} == set()


def test_the_files_to_copy_are_those_that_are_there() -> None:
    scripts = {path.name for path in Path(EXAMPLE).glob("*.py")}
    assert scripts == {"deploy_gate.py", "deploy_gate_report.py"}
    assert all(f"`{name}`" in README for name in scripts)
