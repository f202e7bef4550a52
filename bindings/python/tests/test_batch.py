"""Many decisions at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

import clearance
import pytest
from conftest import AT


def names(items: Any) -> list[str]:
    return [item.entries[0].checks[2].observed[0].value["name"] for item in items]


def test_decisions_come_in_order_and_errors_in_their_place(policy: clearance.Policy) -> None:
    releases: list[Any] = [{"release": {"name": str(i)}} for i in range(100)]
    releases[7] = {"release": {1, 2}}
    releases[50] = 3
    releases[99] = "{"
    items = list(policy.decide_batch(releases, at=AT))
    problems = {i: item for i, item in enumerate(items) if isinstance(item, Exception)}
    assert {i: type(problem) for i, problem in problems.items()} == {
        7: clearance.FactsError,
        50: TypeError,
        99: clearance.FactsError,
    }
    fine = [item for item in items if isinstance(item, clearance.Decision)]
    assert names(fine) == [str(i) for i in range(100) if i not in problems]
    assert fine[0] == policy.decide(releases[0], at=AT)


def test_an_endless_iterable_is_read_a_few_ahead(policy: clearance.Policy) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal taken
        for i in count():
            taken += 1
            yield {"release": {"name": str(i)}}

    assert names(islice(policy.decide_batch(endless(), at=AT), 5)) == ["0", "1", "2", "3", "4"]
    assert taken <= 5 + 4 * 64


def test_progress_is_told_and_may_end_the_batch(policy: clearance.Policy) -> None:
    told: list[int] = []
    assert len(list(policy.decide_batch([{}] * 10, at=AT, progress=told.append))) == 10
    assert told == list(range(1, 11))

    def stop(done: int) -> None:
        if done == 3:
            raise RuntimeError("enough")

    batch = policy.decide_batch([{}] * 10, at=AT, progress=stop)
    assert len(list(islice(batch, 2))) == 2
    with pytest.raises(RuntimeError, match="enough"):
        next(batch)
    assert list(batch) == []


def test_what_the_iterable_raises_ends_the_batch(policy: clearance.Policy) -> None:
    def breaking() -> Iterator[dict[str, Any]]:
        yield {}
        raise OSError("the source is gone")

    batch = policy.decide_batch(breaking(), at=AT)
    with pytest.raises(OSError, match="the source is gone"):
        list(batch)
    assert list(batch) == []
    for nothing in (3, None):
        with pytest.raises(TypeError):
            policy.decide_batch(nothing)  # type: ignore[arg-type]
    assert list(policy.decide_batch([])) == []


def test_a_batch_is_iterated_by_one_at_a_time(policy: clearance.Policy) -> None:
    def inside() -> Iterator[dict[str, Any]]:
        yield {}
        next(batch)

    batch = policy.decide_batch(inside(), at=AT)
    with pytest.raises(ValueError, match="iterated already"):
        list(batch)


def test_an_engine_is_shared_by_threads(policy: clearance.Policy, decision: clearance.Decision) -> None:
    facts = {"release": {"name": "shop", "note": None}}
    wrong: list[Any] = []
    start = threading.Barrier(32)

    def work() -> None:
        start.wait()
        for _ in range(50):
            found = policy.decide(facts, at=AT)
            if found != decision:
                wrong.append(found)
        wrong.extend(item for item in policy.decide_batch([facts] * 20, at=AT) if item != decision)

    threads = [threading.Thread(target=work) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
