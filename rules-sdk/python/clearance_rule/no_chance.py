"""Randomness, which a rule has not: generators that are given a seed go on working."""

from __future__ import annotations

import random
from typing import Any

from .refused import CHANCE, NotInARule, refuse


class _Random(random.Random):
    """A generator of numbers that are the same every time, since it wants a seed."""

    def __new__(cls, *seed: Any) -> _Random:
        _want(seed)
        return super().__new__(cls, *seed)

    def seed(self, *seed: Any, **version: Any) -> None:
        _want(seed)
        super().seed(*seed, **version)


def _want(seed: tuple[Any, ...]) -> None:
    if not seed or seed[0] is None:
        raise NotInARule(f"`random.Random` without a seed is not there: {CHANCE}")


class _SystemRandom(random.Random):
    """What modules may have, and nobody ask: `secrets` makes one when it is imported."""

    def __new__(cls, *_: Any) -> _SystemRandom:
        return super().__new__(cls, 0)  # type: ignore[call-arg]

    def seed(self, *_: Any, **__: Any) -> None:
        pass

    random: Any = refuse("random.SystemRandom", CHANCE)
    getrandbits: Any = random
    randbytes: Any = random


def install() -> None:
    """Puts refusals in place. A rule's module keeps what it imports, so it is to be imported after this."""
    _Random.__name__ = _Random.__qualname__ = "Random"
    for name in random.__all__:
        if isinstance(getattr(getattr(random, name), "__self__", None), random.Random):
            setattr(random, name, refuse(f"random.{name}", CHANCE, getattr(random, name)))
    for name, stand_in in (("Random", _Random), ("SystemRandom", _SystemRandom)):
        setattr(random, name, stand_in)
