"""Whatever goes wrong, the exit code is 1 or 2, and the message says where and what to do."""

from __future__ import annotations

import ast
import os
import pty
import signal
import subprocess
import sys

import pytest
from conftest import EXAMPLE, SAMPLE, Gate

TESTS = ("--facts", "sample/tests.json")
POLICY = ("--policy", "sample/policy.yaml", "--catalogue")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"release": {}\n "tests": []}', "error[facts-syntax]: {} line 2, column 2: "),
        ('{"a": 1, "a": 2}', "error[facts-key]: {} line 1, column 16, `/a`: this key stands twice in one map"),
        ('{"a": NaN}', "error[facts-syntax]: {} line 1, column 7: "),
        ("[]", "error[facts-not-a-map]: {} the facts are an array, and should be a map of sections"),
        (" \n", "error: {} there is nothing in it"),
        (b'{"a": "\xff"}', "error: {} they are neither JSON in UTF-8 nor a MessagePack map (byte 7 is not UTF-8)"),
        (b"\x81\xa1a", "error[facts-syntax]: {} "),
    ],
)
def test_facts_that_cannot_be_used(gate: Gate, content: str | bytes, said: str) -> None:
    done = gate(*POLICY, "--facts", gate.write("a.json", content))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said.format("the facts in `a.json` cannot be used:"))
    assert len(done.stderr.splitlines()) == 1


SAME = "sample/tests.json"
LIMITED = """
# Runs the gate on a machine that has no room for files of more than a kilobyte, once the policy is loaded.
import resource, sys
import deploy_gate

load = deploy_gate.load_policy
def limited(*arguments):
    policy = load(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    return policy

deploy_gate.load_policy = limited
sys.exit(deploy_gate.main())
"""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*POLICY, "--facts", "none.json"], "cannot read the facts from `none.json`: No such file or directory"),
        ([*POLICY, "--facts", "sample"], "cannot read the facts from `sample`: Is a directory"),
        ([*POLICY, "--facts", ""], "cannot read the facts from ``: "),
        ([*POLICY, "--facts", "-"], "the facts in standard input cannot be used: there is nothing in it"),
        (
            [*POLICY, *TESTS, *TESTS],
            f"the section `coverage` stands in `{SAME}` and in `{SAME}`; leave it in",
        ),
        (["--policy", "none.yaml", *TESTS], "none.yaml: cannot read the policy: No such file or directory"),
        (["--policy", "none.yaml", "--catalogue", *TESTS], "none.yaml: cannot read the policy: No such file or"),
        (["--policy", "sample/policy.yaml", *TESTS], "the path is relative to the policy file; build the rule"),
        ([*SAMPLE, *TESTS, "--json", "none/a"], "cannot write the decision to `none/a`: No such file or directory"),
        ([*SAMPLE, *TESTS, "--comment", "none/a"], "cannot write the comment to `none/a`: No such file or directory"),
        ([*SAMPLE, *TESTS, "--comment", "sample"], "cannot write the comment to `sample`: Is a directory"),
        ([*SAMPLE, *TESTS, "--summary", "sample"], "cannot write the summary to `sample`: Is a directory"),
        (
            [*SAMPLE, *TESTS, "--artifacts", SAME],
            f"cannot write an artifact to `{SAME}/notes/notes.md`: ",
        ),
    ],
)
def test_where_it_could_not_decide_it_exits_with_1(gate: Gate, arguments: list[str], said: str) -> None:
    done = gate(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert done.stderr.startswith("error")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            [*POLICY, *TESTS, "--at", "soon"],
            "argument --at: `soon` is not a time: expected a timestamp",
        ),
        ([*POLICY, *TESTS, "--at", "2026-11-23T08:00:00"], "argument --at: `2026-11-23T08:00:00` is not a time"),
        (["--facts", "-"], "the following arguments are required: --policy; `--help` shows what there is"),
        ([*POLICY], "the following arguments are required: --facts"),
        ([*POLICY, *TESTS, "--dry"], "unrecognized arguments: --dry"),
        ([*POLICY, "--facts", "-", "--facts", "-"], "standard input can be read once"),
        ([*POLICY, *TESTS, "--json", SAME], f"`--json` would write over `{SAME}`, which is the file of `--facts`"),
        ([*POLICY, *TESTS, "--comment", "./a", "--json", "a"], "`--json` would write over `a`, which is the file of"),
    ],
)
def test_wrong_usage_exits_with_2(gate: Gate, arguments: list[str], said: str) -> None:
    done = gate(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert done.stderr.startswith("error")
    assert said in done.stderr


@pytest.mark.parametrize("where", [["--policy"], ["--catalogue", "--policy"]])
def test_a_policy_that_cannot_be_loaded_is_shown_with_its_place(gate: Gate, where: list[str]) -> None:
    gate.write("policy.yaml", "policy: x\nentries:\n  - {id: tests, rule: a.wasm, enforce: maybe}\n")
    done = gate(*where, "policy.yaml", *TESTS)
    assert done.returncode == 1
    assert done.stderr.startswith("error[policy-invalid]: policy.yaml")
    assert "3" in done.stderr.split("policy.yaml", 1)[1].split("expected", 1)[0]
    gate.write("policy.yaml", b"policy: \xff")
    done = gate(*where, "policy.yaml", *TESTS)
    assert (done.returncode, done.stderr[:5]) == (1, "error")
    assert "policy.yaml" in done.stderr


def test_who_would_read_an_earlier_decision_is_told_that_there_is_none(gate: Gate) -> None:
    gate.write("comment.md", "ALLOW")
    done = gate(*POLICY, "--facts", "none.json", "--comment", "comment.md", GITHUB_STEP_SUMMARY="summary.md")
    assert done.returncode == 1
    for text in (gate.read("comment.md"), gate.read("summary.md")):
        assert "## COULD NOT DECIDE\n" in text
        assert "cannot read the facts from <code>none.json</code>: No such file or directory" in text
        assert "ALLOW" not in text
    assert gate.read("comment.md").startswith("<!-- clearance deploy-gate: sample-policy.yaml -->\n")


def test_a_decision_that_cannot_be_recorded_lets_nothing_go(gate: Gate) -> None:
    done = gate(*SAMPLE, *TESTS, "--json", "none/a", "--comment", "comment.md")
    assert done.returncode == 1
    assert done.stdout.startswith("ALLOW: shop 4.2.1\n")
    assert "## COULD NOT DECIDE\n" in gate.read("comment.md")


def test_a_terminal_is_not_waited_for(gate: Gate) -> None:
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(
            gate.command(*POLICY, "--facts", "-"),
            cwd=gate.folder,
            env=gate.environment(),
            stdin=terminal,
            capture_output=True,
            check=False,
        )
    finally:
        os.close(master)
        os.close(terminal)
    assert done.returncode == 2
    assert done.stderr == b"error: `--facts -` reads standard input, and nothing is piped into it\n"


def test_without_the_package_it_says_how_to_install_it(gate: Gate) -> None:
    done = gate.run([sys.executable, "-S", "deploy_gate.py", *POLICY, *TESTS])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {sys.executable} cannot import the package `clearance` (No module named")
    assert "python -m pip install clearance-….whl" in done.stderr


def test_without_the_other_file_it_says_that_there_are_two(gate: Gate) -> None:
    (gate.folder / "deploy_gate_report.py").unlink()
    done = gate(*SAMPLE, *TESTS)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: `deploy_gate_report.py` has to lie beside this file (No module named")


def test_an_older_python_is_told_so(gate: Gate) -> None:
    for script in EXAMPLE.glob("*.py"):
        ast.parse(script.read_text(encoding="utf-8"), feature_version=(3, 7))
    older = "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_path('deploy_gate.py', run_name='__main__')"
    done = gate.run([sys.executable, "-c", older])
    assert done.returncode == 1
    assert done.stderr == "error: this needs Python 3.10 or later, and is run by 3.9\n"


@pytest.mark.parametrize(("tests", "exit_code"), [("tests.json", 0), ("failing-tests.json", 20)])
def test_a_reader_that_goes_away_changes_nothing(gate: Gate, tests: str, exit_code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        gate.command(*SAMPLE, "--facts", f"sample/{tests}", "--comment", "comment.md"),
        cwd=gate.folder,
        env=gate.environment(),
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (exit_code, b"")
    assert "shop 4.2.1" in gate.read("comment.md")


def test_an_answer_that_nobody_can_read_lets_nothing_go(gate: Gate) -> None:
    full = 'exec "$@" > /dev/full'
    done = gate.run(["sh", "-c", full, "sh", *gate.command(*SAMPLE, *TESTS)])
    assert (done.returncode, done.stderr) == (1, "error: cannot write the answer: No space left on device\n")
    done = gate(*SAMPLE, *TESTS, "--summary", "/dev/full")
    assert done.returncode == 1
    assert done.stderr == "error: cannot write the summary to `/dev/full`: No space left on device\n"


def test_a_file_is_written_whole_or_left_as_it_was(gate: Gate) -> None:
    gate.write("limited.py", LIMITED)
    for option, name, what in (
        ("--json", "decision.json", "decision"),
        ("--comment", "comment.md", "comment"),
        ("--summary", "summary.md", "summary"),
    ):
        gate.write(name, "before\n")
        done = gate.run([sys.executable, "limited.py", *SAMPLE, *TESTS, option, name])
        assert (done.returncode, done.stderr.split(": ")[:2]) == (1, ["error", f"cannot write the {what} to `{name}`"])
    assert gate.read("decision.json") == "before\n"
    # What it says of the failure is short enough.
    assert gate.read("comment.md").splitlines()[1] == "## COULD NOT DECIDE"
    assert gate.read("summary.md").startswith("before\n\n## COULD NOT DECIDE\n")
    assert not [path for path in gate.folder.iterdir() if path.name.startswith(".")]


def test_an_interrupt_is_no_verdict(gate: Gate) -> None:
    facts = gate.folder / "facts"
    os.mkfifo(facts)
    process = subprocess.Popen(
        gate.command(*POLICY, "--facts", facts), cwd=gate.folder, env=gate.environment(), stderr=subprocess.PIPE
    )
    # Opens when the other side is opened: by then, the gate reads.
    with facts.open("wb"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (1, b"error: interrupted\n")


def test_a_fault_of_the_script_is_no_verdict(gate: Gate) -> None:
    broken = gate.read("deploy_gate_report.py").replace("def waivers(decision", "def removed(decision")
    gate.write("deploy_gate_report.py", broken)
    done = gate(*SAMPLE, *TESTS)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "error: a fault of this script: NameError(\"name 'waivers' is not defined\")"
