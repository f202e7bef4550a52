"""What an author learns of an error that nobody caught: its message, and the line of the rule that it came from."""

from __future__ import annotations

import traceback

from .refused import NotInARule


def told(error: BaseException, sources: str) -> str:
    """`ValueError: text (rule.py, line 12)`. `sources` is the folder of the rule's own modules."""
    message = _worded(error)
    place = None
    # Frames alone: the text of a line is in a file, of which there are none.
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if file.startswith(f"{sources}/"):
            place = f"{file[len(sources) + 1 :]}, line {line}"
    return f"{message} ({place})" if place else message


def _worded(error: BaseException) -> str:
    try:
        text = str(error).encode("utf-8", "replace").decode()
    except Exception:
        text = "its `__str__` raises an error itself"
    # A name of the kit's own says nothing to an author.
    if isinstance(error, NotInARule):
        return text
    if isinstance(error, SystemExit):
        return "`exit` was called: a rule ends by giving its `Outcome`"
    name = type(error).__name__
    return f"{name}: {text}" if text else name
