"""Forks, exits and memory: what the host process relies on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import clearance
import pytest
from conftest import AT, GUESTS


def in_child(work: object) -> int:
    """Runs `work` in a forked child; its exit code, or a failure when it does not end."""
    process = os.fork()
    if process == 0:
        signal.alarm(30)
        try:
            work()  # type: ignore[operator]
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_an_engine_survives_a_fork(policy: clearance.Policy, decision: clearance.Decision) -> None:
    facts = {"release": {"name": "shop", "note": None}}

    def child() -> None:
        assert policy.decide(facts, at=AT) == decision
        assert list(policy.decide_batch([facts] * 20, at=AT)) == [decision] * 20
        loop = clearance.Engine(limits=clearance.Limits(instructions=10**15, time_ms=200))
        slow = loop.parse_policy("policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: loop}}]", GUESTS)
        assert slow.decide({}, at=AT).entries[0].checks[0].code == "limit-time"

    list(policy.decide_batch([facts] * 20, at=AT))
    assert in_child(child) == 0
    assert policy.decide(facts, at=AT) == decision


def test_a_deadline_made_before_a_fork_holds_after_it() -> None:
    engine = clearance.Engine(limits=clearance.Limits(instructions=10**15, time_ms=200))
    slow = engine.parse_policy("policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: loop}}]", GUESTS)

    def child() -> None:
        assert slow.decide({}, at=AT).entries[0].checks[0].code == "limit-time"

    assert in_child(child) == 0


def test_a_watcher_of_a_load_may_fork() -> None:
    policy = "policy: p\nentries: [{id: a, rule: readme-rule.wasm, params: {minimum: 80}}]"
    codes: list[int] = []
    engine = clearance.Engine(code_cache=False)

    def fork(_: clearance.LoadProgress) -> None:
        codes.append(in_child(lambda: engine.parse_policy(policy, GUESTS).decide({}, at=AT)))

    engine.parse_policy(policy, GUESTS, progress=fork)
    assert codes
    assert set(codes) == {0}


def test_forks_while_other_threads_decide(policy: clearance.Policy, decision: clearance.Decision) -> None:
    facts = {"release": {"name": "shop", "note": None}}
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            policy.decide(facts, at=AT)
            list(policy.decide_batch([facts] * 8, at=AT))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()

    def child() -> None:
        assert policy.decide(facts, at=AT) == decision
        assert next(policy.decide_batch([facts], at=AT)) == decision

    codes = [in_child(child) for _ in range(40)]
    stop.set()
    for thread in threads:
        thread.join()
    assert codes == [0] * 40


def test_a_batch_of_the_parent_is_refused_in_the_child(policy: clearance.Policy) -> None:
    batch = policy.decide_batch([{}] * 100, at=AT)
    next(batch)

    def child() -> None:
        with pytest.raises(RuntimeError, match="before a fork"):
            next(batch)

    assert in_child(child) == 0
    assert len(list(batch)) == 99


def _decide(name: str) -> str:
    policy = clearance.Engine().parse_policy("policy: p\nentries: [{id: a, rule: scripted.wasm}]", GUESTS)
    return str(policy.decide({"release": {"name": name}}, at=AT).verdict)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_way_to_start_processes_works(method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(_decide, ["a", "b", "c"]) == ["allow"] * 3


def test_the_interpreter_ends_while_threads_decide(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent(f"""
        import threading, time, clearance
        text = "policy: p\\nentries: [{{id: a, rule: scripted.wasm}}]"
        policy = clearance.Engine().parse_policy(text, {str(GUESTS)!r})
        def work():
            while True:
                policy.decide({{}})
                next(policy.decide_batch([{{}}] * 9))
        for _ in range(4):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.2)
        """)
    )
    for _ in range(5):
        done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_rule_that_fills_its_stack_ends_itself_in_a_thread_with_a_small_one(engine: clearance.Engine) -> None:
    policy = engine.parse_policy(
        "policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: recursion}}]", GUESTS
    )
    found: list[str] = []
    before = threading.stack_size(128 << 10)
    try:
        thread = threading.Thread(target=lambda: found.append(policy.decide({}, at=AT).entries[0].checks[0].code))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert found == ["limit-stack"]


def test_memory_stays_flat() -> None:
    soak = Path(__file__).with_name("soak.py")
    done = subprocess.run([sys.executable, soak, "20000"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
