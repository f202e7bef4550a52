"""Why params or facts cannot be used."""

from __future__ import annotations


def escape(token: str) -> str:
    """A name as a token of an RFC 6901 pointer."""
    return token.replace("~", "~0").replace("/", "~1")


class Mismatch(Exception):
    """Params or facts that are not what the rule can work with.

    Raised in `prepare`, it refuses the policy; `pointer` leads into the params.
    """

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.message = message

    def within(self, token: str) -> Mismatch:
        """The mismatch as seen from outside of the value at `token`."""
        self.pointer = f"/{escape(token)}{self.pointer}"
        return self


class MissingFact(Exception):
    """A fact without which nothing can be said, by its RFC 6901 JSON Pointer."""

    def __init__(self, pointer: str) -> None:
        super().__init__(f"`{pointer}` is absent")
        self.pointer = pointer


class MalformedFact(Mismatch):
    """A fact that has the wrong shape; `pointer` leads into the facts."""


class AbsentField(Mismatch):
    """A field that is absent and has no default; `pointer` leads to the map that it is absent from."""

    def __init__(self, field: str) -> None:
        super().__init__("", f"missing field `{field}`")
        self.field = field
