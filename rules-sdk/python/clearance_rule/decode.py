"""Turns plain values into an author's own types. What a type means is worked out once, before anything is decoded."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, is_dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Union

from .markers import Doc, Key, Range, Unset
from .mismatch import AbsentField, Mismatch

Convert = Callable[[Any], Any]

I64 = Range(-(2**63), 2**64 - 1)


def key_of(owner: type, field: Field[Any]) -> str:
    """The key of a dataclass's field among facts or params."""
    for mark in marks_of(hints_of(owner)[field.name]):
        if isinstance(mark, Key):
            return mark.name
    return field.name


def hints_of(owner: type) -> dict[str, Any]:
    """The types of a dataclass's fields with what stands beside them."""
    known: dict[str, Any] | None = owner.__dict__.get("__clearance_hints__")
    if known is None:
        known = typing.get_type_hints(owner, include_extras=True)
        owner.__clearance_hints__ = known  # type: ignore[attr-defined]
    return known


def marks_of(hint: Any) -> tuple[Any, ...]:
    """What stands beside a type in `Annotated`, the innermost first."""
    return hint.__metadata__ if typing.get_origin(hint) is Annotated else ()


def bare(hint: Any) -> Any:
    """The type without what stands beside it."""
    return hint.__origin__ if typing.get_origin(hint) is Annotated else hint


def alternatives(hint: Any) -> tuple[list[Any], bool]:
    """The types that a union allows, without None and `Unset`, and whether None is among them."""
    hint = bare(hint)
    if typing.get_origin(hint) not in (Union, types.UnionType):
        return [hint], False
    arguments = typing.get_args(hint)
    return [one for one in arguments if one not in (type(None), Unset)], type(None) in arguments


def range_of(hint: Any) -> Range | None:
    """The bounds that stand beside a number's type."""
    return next((mark for mark in reversed(marks_of(hint)) if isinstance(mark, Range)), None)


def unsupported(hint: Any) -> TypeError:
    """The error for a type of which nothing is known."""
    return TypeError(
        f"a field has the type `{hint}`, of which the kit does not know how it stands among facts; use str, int, float, "
        "bool, list[…], dict[str, …], a dataclass, an Enum, Literal[…], `… | None` or Any"
    )


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
        self.known: dict[type, Convert] = {}

    def convert(self, hint: Any) -> Convert:
        limits = range_of(hint)
        options, nullable = alternatives(hint)
        if len(options) != 1:
            raise unsupported(hint)
        inner = self.one(options[0], limits or range_of(options[0]))
        return _optional(inner) if nullable else inner

    def one(self, hint: Any, limits: Range | None) -> Convert:
        kind = bare(hint)
        origin = typing.get_origin(kind)
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
        if origin is list:
            return _list(self.convert(typing.get_args(kind)[0]))
        if origin is dict and typing.get_args(kind)[0] is str:
            return _map(self.convert(typing.get_args(kind)[1]))
        if origin is Literal:
            return _choice({value: value for value in typing.get_args(kind)})
        if isinstance(kind, type):
            if issubclass(kind, Enum):
                return _choice({one.value: one for one in kind})
            if hasattr(kind, "from_fact"):
                return _custom(kind.from_fact)
            if is_dataclass(kind):
                return self.struct(kind)
        raise unsupported(hint)

    def struct(self, owner: type) -> Convert:
        if owner in self.known:
            return self.known[owner]
        entries: dict[str, tuple[str, Convert]] = {}
        required: list[tuple[str, str]] = []
        # A type may hold itself.
        self.known[owner] = lambda value: convert(value)
        for field in dataclasses.fields(owner):
            if not field.init:
                continue
            key = key_of(owner, field)
            entries[key] = (field.name, self.convert(hints_of(owner)[field.name]))
            if field.default is MISSING and field.default_factory is MISSING:
                if alternatives(hints_of(owner)[field.name])[1]:
                    raise TypeError(f"`{owner.__name__}.{field.name}` may be None: give it the default None")
                required.append((key, field.name))
        strict = self.strict
        expected = " or ".join(f"`{key}`" for key in entries)

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
                    raise Mismatch("", f"there is no `{key}`; expected {expected}").within(key)
            for key, name in required:
                if name not in given:
                    raise AbsentField(key)
            return owner(**given)

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


def _map(inner: Convert) -> Convert:
    def convert(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Mismatch("", f"expected a map, found {shown(value)}")
        made = {}
        for key, item in value.items():
            try:
                made[key] = inner(item)
            except Mismatch as mismatch:
                raise mismatch.within(key) from None
        return made

    return convert


def _choice(choices: dict[Any, Any]) -> Convert:
    listed = ", ".join(f"`{choice}`" for choice in choices)

    def convert(value: Any) -> Any:
        if isinstance(value, (str, int)) and value in choices:
            return choices[value]
        raise Mismatch("", f"expected one of {listed}, found {shown(value)}")

    return convert


def _custom(make: Convert) -> Convert:
    def convert(value: Any) -> Any:
        try:
            return make(value)
        except ValueError as error:
            raise Mismatch("", str(error)) from None

    return convert


def doc_of(hint: Any) -> str | None:
    """The description that stands beside a type."""
    return next((mark.text for mark in reversed(marks_of(hint)) if isinstance(mark, Doc)), None)
