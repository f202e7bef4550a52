"""What an author learns of an error that nobody caught: its message, and the line of the rule that it came from."""

from __future__ import annotations

import traceback


def told(error: BaseException, sources: str) -> str:
    """`ValueError: text (rule.py, line 12)`. `sources` is the folder of the rule's own modules."""
    name = type(error).__name__
    # A name of the kit's own says nothing to an author.
    message = str(error) if name == "NotInARule" else f"{name}: {error}" if str(error) else name
    place = None
    # Frames alone: the text of a line is in a file, of which there are none.
    for frame, line in traceback.walk_tb(error.__traceback__):
        folder, _, file = frame.f_code.co_filename.rpartition("/")
        if f"{folder}/".startswith(f"{sources}/"):
            inner = folder[len(sources) :].strip("/")
            place = f"{inner}/{file}" if inner else file
            place = f"{place}, line {line}"
    return f"{message} ({place})" if place else message
