"""Measures contestants in rounds that take turns, so that whatever slows the machine slows all of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from contestant import Contestant, Facts

WARM_UP = 5
# Rounds that count, unless others are asked for.
ROUNDS = 31
# Of what takes longer than a second, at most that many rounds and none that warms up.
SLOW_ROUNDS = 5
SLOW = 1e9
# Nanoseconds of a turn: long enough for the clock, short enough that the next has the same machine.
TURN = 4e6
TRIES = 3


@dataclass(frozen=True)
class Spread:
    """Median and quartiles over the rounds, in microseconds a call."""

    median: float
    low: float
    high: float
    rounds: int


@dataclass
class Turns:
    contestant: Contestant
    calls: int
    slow: bool
    rounds: int
    means: list[float]


def measure(contestants: Sequence[Contestant], facts: Facts, rounds: int) -> list[Spread]:
    every = [calibrate(contestant, facts, rounds) for contestant in contestants]
    for turn in range(-WARM_UP, rounds):
        for each in every:
            if turn < each.rounds and (turn >= 0 or not each.slow):
                taken = timed(each.contestant, facts, each.calls)
                if turn >= 0:
                    each.means.append(taken / each.calls / 1000)
    return [spread(each.means) for each in every]


def calibrate(contestant: Contestant, facts: Facts, rounds: int) -> Turns:
    """How many calls fill a turn.

    The shortest of some tries counts: one that was interrupted, or that came first and warmed up, would leave too few
    calls, and those the slow ones, after whoever had the caches before.
    """
    calls = 1
    while (taken := shortest(contestant, facts, calls)) < TURN / 2:
        calls *= 2
    slow = taken / calls > SLOW
    rounds = min(rounds, SLOW_ROUNDS) if slow else rounds
    return Turns(contestant, max(1, round(calls * TURN / taken)), slow, rounds, [])


def shortest(contestant: Contestant, facts: Facts, calls: int) -> int:
    first = timed(contestant, facts, calls)
    return first if first > SLOW else min([first, *(timed(contestant, facts, calls) for _ in range(1, TRIES))])


def timed(contestant: Contestant, facts: Facts, calls: int) -> int:
    """Nanoseconds. What a call returned is dropped within the time, as a caller would."""
    ask = contestant.ask
    begun = time.perf_counter_ns()
    for _ in range(calls):
        ask(facts)
    return time.perf_counter_ns() - begun


def spread(means: list[float]) -> Spread:
    low, median, high = quantiles(means, n=4, method="inclusive")
    return Spread(round(median, 3), round(low, 3), round(high, 3), len(means))
