"""Decisions for coroutines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from clearance._native import Decision, Facts, OutcomeCache, Policy


async def decide(policy: Policy, facts: Facts, at: datetime, outcomes: OutcomeCache | None) -> Decision:
    """Decides on a thread of the event loop's executor."""
    return await asyncio.to_thread(policy.decide, facts, at=at, outcomes=outcomes)
