"""Turns plain values into an author's own types. What a type means is worked out once, before anything is decoded."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Literal

from .hints import alternatives, bare, dataclass_of, fields_of, of_texts, range_of, unsupported
from .markers import Range
from .mismatch import AbsentField, Mismatch

Convert = Callable[[Any], Any]

I64 = Range(-(2**63), 2**64 - 1)


def shown(value: Any) -> str:
    """A value as a message names it."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the text {json.dumps(value[:80], ensure_ascii=False)}"
    return "null" if value is None else json.dumps(value)


def converter(hint: Any, strict: bool) -> Convert:
    """What makes a value of the type `hint` of a plain one. `strict` refuses fields that no dataclass has."""
    return _Compiler(strict).convert(hint)


class _Compiler:
    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.known: dict[Any, Convert] = {}

    def convert(self, hint: Any) -> Convert:
        limits = range_of(hint)
        options, nullable = alternatives(hint)
        converts = [self.one(option, limits or range_of(option)) for option in options]
        if not converts:
            raise unsupported(hint)
        inner = converts[0] if len(converts) == 1 else _tagged(options, converts) or _either(converts)
        return _optional(inner) if nullable else inner

    def one(self, hint: Any, limits: Range | None) -> Convert:
        kind = bare(hint)
        origin = typing.get_origin(kind)
        arguments = typing.get_args(kind)
        if kind is Any:
            return lambda value: value
        if kind is str:
            return _text
        if kind is bool:
            return _bool
        if kind is int:
            return _number(int, limits or I64)
        if kind is float:
            return _number(float, limits or Range())
        if kind in (list, dict):
            raise TypeError(f"`{kind.__name__}` says nothing of what is in it; write `list[str]` or `dict[str, float]`")
        if origin in (list, Sequence):
            return _list(self.convert(arguments[0]))
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            items = _list(self.convert(arguments[0]))
            return lambda value: tuple(items(value))
        if origin in (dict, Mapping) and of_texts(arguments[0]):
            return _map(self.convert(arguments[0]), self.convert(arguments[1]))
        if origin is Literal:
            return _choice([(value, value) for value in arguments])
        if isinstance(kind, type) and origin is None:
            if issubclass(kind, Enum):
                return _choice([(one.value, one) for one in kind])
            if hasattr(kind, "from_fact"):
                return _refined(kind.from_fact)
        if dataclass_of(kind) is not None:
            return self.struct(kind)
        raise unsupported(kind)

    def struct(self, kind: Any) -> Convert:
        if kind in self.known:
            return self.known[kind]
        # A type may hold itself.
        self.known[kind] = lambda value: convert(value)
        owner = dataclass_of(kind)
        assert owner is not None
        make = (
            _refined(lambda given: owner(**given)) if hasattr(owner, "__post_init__") else lambda given: owner(**given)
        )
        entries: dict[str, tuple[str, Convert]] = {}
        required: list[tuple[str, str]] = []
        for named in fields_of(kind):
            name = named.field.name
            try:
                entries[named.key] = (name, self.convert(named.hint))
            except TypeError as error:
                # Named already where it is a field of a field.
                raise (
                    error if str(error).startswith("`") else TypeError(f"`{owner.__name__}.{name}`: {error}")
                ) from None
            if named.required:
                if alternatives(named.hint)[1]:
                    raise TypeError(f"`{owner.__name__}.{name}` may be None: give it the default None")
                required.append((named.key, name))
        strict = self.strict
        expected = "expected " + " or ".join(f"`{key}`" for key in entries) if entries else "nothing may be here"

        def convert(value: Any) -> Any:
            if not isinstance(value, dict):
                raise Mismatch("", f"expected a map, found {shown(value)}")
            given: dict[str, Any] = {}
            for key, item in value.items():
                entry = entries.get(key)
                if entry is not None:
                    try:
                        given[entry[0]] = entry[1](item)
                    except Mismatch as mismatch:
                        raise mismatch.within(key) from None
                elif strict:
                    raise Mismatch("", f"there is no `{key}`; {expected}").within(key)
            for key, name in required:
                if name not in given:
                    raise AbsentField(key)
            return make(given)

        return convert


def _optional(inner: Convert) -> Convert:
    return lambda value: None if value is None else inner(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise Mismatch("", f"expected a text, found {shown(value)}")


def _bool(value: Any) -> bool:
    if value is True or value is False:
        return value
    raise Mismatch("", f"expected true or false, found {shown(value)}")


def _number(kind: type[int] | type[float], limits: Range) -> Convert:
    name = "a whole number" if kind is int else "a number"
    accepted = int if kind is int else (int, float)
    least, most = limits.minimum, limits.maximum
    if least is not None and most is not None and (least, most) != (I64.minimum, I64.maximum):
        name = f"{name} from {least} to {most}"
    elif least is not None and most is None:
        name = f"{name} of at least {least}"
    elif most is not None and least is None:
        name = f"{name} of at most {most}"

    def convert(value: Any) -> int | float:
        fits = isinstance(value, accepted) and value is not True and value is not False
        if fits and (least is None or value >= least) and (most is None or value <= most):
            return kind(value)
        raise Mismatch("", f"expected {name}, found {shown(value)}")

    return convert


def _list(inner: Convert) -> Convert:
    def convert(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Mismatch("", f"expected a list, found {shown(value)}")
        made = []
        for item in value:
            try:
                made.append(inner(item))
            except Mismatch as mismatch:
                raise mismatch.within(str(len(made))) from None
        return made

    return convert


def _map(keyed: Convert, inner: Convert) -> Convert:
    def convert(value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise Mismatch("", f"expected a map, found {shown(value)}")
        made = {}
        for key, item in value.items():
            try:
                made[keyed(key)] = inner(item)
            except Mismatch as mismatch:
                raise mismatch.within(key) from None
        return made

    return convert


def _choice(choices: list[tuple[Any, Any]]) -> Convert:
    # With their types, since True is 1 in Python, and 1.0 is, too.
    known = {(type(value), value): chosen for value, chosen in choices}
    odd = next((value for value, _ in choices if not isinstance(value, (str, int, float, type(None)))), None)
    if odd is not None:
        raise TypeError(
            f"a choice of the type `{type(odd).__name__}` cannot stand among facts: choose among texts and numbers"
        )
    known = {**{(int, value): chosen for (kind, value), chosen in known.items() if kind is float}, **known}
    listed = ", ".join(f"`{value}`" for value, _ in choices)

    def convert(value: Any) -> Any:
        try:
            return known[type(value), value]
        except (KeyError, TypeError):
            raise Mismatch("", f"expected one of {listed}, found {shown(value)}") from None

    return convert


def _refined(make: Convert) -> Convert:
    """What an author's own code makes of a value, which raises a ValueError where it does not fit."""

    def convert(value: Any) -> Any:
        try:
            return make(value)
        except ValueError as error:
            raise Mismatch("", str(error)) from None

    return convert


def _tagged(options: list[Any], converts: list[Convert]) -> Convert | None:
    """A union of dataclasses that one field tells apart: in each it is a Literal of its own."""
    tags: list[dict[str, tuple[Any, ...]]] = []
    for option in options:
        if dataclass_of(bare(option)) is None:
            return None
        literals = [(named.key, bare(named.hint)) for named in fields_of(bare(option))]
        tags.append({key: typing.get_args(hint) for key, hint in literals if typing.get_origin(hint) is Literal})
    shared = [key for key in tags[0] if all(key in fields for fields in tags)]
    for key in shared:
        chosen = [(tag, convert) for fields, convert in zip(tags, converts, strict=True) for tag in fields[key]]
        if len({tag for tag, _ in chosen}) == len(chosen):
            return _by_tag(key, _choice(chosen))
    return None


def _by_tag(key: str, choice: Convert) -> Convert:
    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Mismatch("", f"expected a map, found {shown(value)}")
        if key not in value:
            raise AbsentField(key)
        try:
            chosen = choice(value[key])
        except Mismatch as mismatch:
            raise mismatch.within(key) from None
        return chosen(value)

    return convert


def _either(converts: list[Convert]) -> Convert:
    """The first of several types that a value fits."""

    def convert(value: Any) -> Any:
        refused: list[Mismatch] = []
        for one in converts:
            try:
                return one(value)
            except Mismatch as mismatch:
                refused.append(mismatch)
        # Of the right kind, and wrong within, is what says most.
        within = next((one for one in refused if one.pointer or isinstance(one, AbsentField)), None)
        if within is not None:
            raise within
        expected = [one.message.partition(", found ")[0].removeprefix("expected ") for one in refused]
        raise Mismatch("", f"expected {' or '.join(expected)}, found {shown(value)}")

    return convert
