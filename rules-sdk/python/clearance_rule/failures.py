"""What an author learns of an error that nobody caught: its message, and the line of the rule that it came from."""

from __future__ import annotations

import os
import traceback

_KIT = os.path.dirname(os.path.abspath(__file__))


def told(error: BaseException, sources: str) -> str:
    """`ValueError: text (rule.py, line 12)`. `sources` is the folder of the rule's own modules."""
    name = type(error).__name__
    # A name of the kit's own says nothing to an author.
    message = str(error) if name == "NotInARule" else f"{name}: {error}" if str(error) else name
    place = None
    for frame in traceback.extract_tb(error.__traceback__):
        path = os.path.normpath(frame.filename)
        own = path.startswith(os.path.normpath(sources)) and not path.startswith(_KIT)
        if own:
            place = f"{os.path.relpath(path, sources)}, line {frame.lineno}"
    return f"{message} ({place})" if place else message
