"""What users write, for type checkers; nothing here is run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TypedDict

import clearance
from clearance import Decision, EntryDecision, Row, Verdict
from typing_extensions import assert_type


@dataclass
class Release:
    name: str
    version: str


class Section(TypedDict):
    name: str


class Sections(TypedDict):
    release: Section


def gate(policy: clearance.Policy, sections: Sections) -> int:
    decision = policy.decide(sections, at=datetime.now(timezone.utc))
    assert_type(decision, Decision)
    assert_type(decision.verdict, Verdict)
    for entry, row in decision.failing():
        assert_type(entry, EntryDecision)
        assert_type(row, Row)
        print(entry.id, row.subject, row.remedy or "no remedy")
    if decision.verdict is Verdict.ALLOW:
        return 0
    return 10 if decision.verdict is Verdict.REVIEW else 20


def forms(policy: clearance.Policy, release: Release) -> list[Decision]:
    return [
        policy.decide({"release": {"name": "shop"}}),
        policy.decide(release, at="2026-11-23"),
        policy.decide('{"release": {}}'),
        policy.decide(b"\x80"),
        policy.decide(clearance.Facts({"release": release})),
    ]


def many(policy: clearance.Policy, releases: Iterator[dict[str, object]]) -> Iterator[str]:
    for item in policy.decide_batch(releases, progress=print):
        if isinstance(item, Decision):
            assert_type(item, Decision)
            yield item.summary
        else:
            assert_type(item, Exception)
            yield str(item)


async def portal(policy: clearance.Policy) -> Decision:
    one, two = await asyncio.gather(policy.decide_async({}), policy.decide_async({}))
    assert_type(two, Decision)
    return one


def watch(progress: clearance.LoadProgress) -> None:
    assert_type(progress.step, clearance.LoadStep)
    print(progress.entry, progress.ready / progress.entries)


def load(path: str) -> clearance.Policy | None:
    try:
        return clearance.Engine(limits=clearance.Limits(time_ms=1500)).load_policy(path, progress=watch)
    except clearance.PolicyError as error:
        assert_type(error.code, str)
        assert_type(error.place.line, int | None)
        return None
