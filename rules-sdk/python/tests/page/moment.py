"""A type of an author's own, as the page for Python shows it."""

from datetime import datetime, timezone
from typing import Any


class Moment(datetime):
    SCHEMA = {"type": "string", "format": "date-time"}

    @classmethod
    def from_fact(cls, value: Any) -> "Moment":
        moment = cls.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None:
            raise ValueError("expected a time with its zone, such as `2026-11-24T08:00:00Z`")
        return moment


def days_since(moment: Moment, at: int) -> int:
    return (datetime.fromtimestamp(at / 1000, timezone.utc) - moment).days
