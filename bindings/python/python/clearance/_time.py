"""Times as the engine takes and writes them: instants, always with a zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from clearance._errors import TimestampError

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)


def millis(at: object) -> int:
    """Milliseconds since 1970 of the time of a decision."""
    if not isinstance(at, datetime):
        raise TypeError(f"`at` is an aware datetime, an RFC 3339 text or None, not `{type(at).__name__}`")
    if at.utcoffset() is None:
        raise TimestampError(
            f"the datetime {at.isoformat()} has no zone, so it names no instant; "
            "give it one, for example `datetime.now(timezone.utc)`",
            code="timestamp",
        )
    return (at - _EPOCH) // _MILLISECOND


def from_millis(milliseconds: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    try:
        return _EPOCH + milliseconds * _MILLISECOND
    except OverflowError:
        raise TimestampError("the time lies outside the years 1 to 9999", code="timestamp") from None


def rfc3339(at: date) -> str | None:
    """How facts hold a datetime, in UTC, or a date; `None` for a datetime without a zone.

    Empty where the instant lies outside the years that UTC has in Python.
    """
    if not isinstance(at, datetime):
        return at.isoformat()
    offset = at.utcoffset()
    if offset is None:
        return None
    try:
        text = (at.replace(tzinfo=None) - offset).isoformat()
    except OverflowError:
        return ""
    return (text.rstrip("0") if "." in text else text) + "Z"
