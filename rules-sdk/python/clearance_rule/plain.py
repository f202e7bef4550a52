"""An author's own values as facts hold them: what `decode` reads, the other way."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from .expect import as_text
from .hints import key_of
from .markers import UNSET
from .mismatch import escape

_AS_THEY_ARE = (int, float, bool, type(None))


def plain(value: Any, what: str, place: str = "") -> Any:
    """`value` made of None, bool, int, float, str, lists and dicts. `what` names it in the error for what cannot be."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return as_text(value, f"{what}{_at(place)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{what}{_at(place)}: {value} is no number that facts can hold")
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return plain(value.value, what, place)
    if hasattr(value, "to_fact"):
        return plain(value.to_fact(), what, place)
    if isinstance(value, (list, tuple)):
        return [plain(item, what, f"{place}/{i}") for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {_key(key, what, place): plain(item, what, _within(place, key)) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [(key_of(type(value), field), getattr(value, field.name)) for field in dataclasses.fields(value)]
        return {key: plain(item, what, _within(place, key)) for key, item in fields if item is not UNSET}
    if isinstance(value, _AS_THEY_ARE):
        return value
    raise TypeError(
        f"{what}{_at(place)}: {type(value).__name__} is no value that facts can hold; make it a text, a number, a list, a dict "
        "or a dataclass"
    )


def _key(key: Any, what: str, place: str) -> str:
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, str):
        raise TypeError(f"{what}{_at(place)}: a key of facts is a text, not {type(key).__name__}")
    return as_text(key, f"a key in {what}{_at(place)}")


def _within(place: str, key: Any) -> str:
    return f"{place}/{escape(str(key))}"


def _at(place: str) -> str:
    return f", at `{place}`" if place else ""
