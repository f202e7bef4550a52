"""What an author's types say: the fields of a dataclass with their keys, what stands beside a type, what a union allows."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import MISSING, Field, is_dataclass
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union

from .markers import Doc, Key, Range, Unset


class Named(NamedTuple):
    """A field of a dataclass as facts and params know it."""

    field: Field[Any]
    key: str
    hint: Any

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return self.field.default is MISSING and self.field.default_factory is MISSING


def fields_of(kind: Any) -> list[Named]:
    """The fields that are read into a dataclass, which may be a generic one with its arguments."""
    owner = dataclass_of(kind)
    assert owner is not None
    hints = hints_of(owner)
    given = dict(zip(getattr(owner, "__parameters__", ()), typing.get_args(kind), strict=False))
    return [
        Named(field, key_of(owner, field), filled(hints[field.name], given))
        for field in dataclasses.fields(owner)
        if field.init
    ]


def dataclass_of(kind: Any) -> type | None:
    """The dataclass that `kind` is, or is made of with arguments; None where it is none."""
    owner = typing.get_origin(kind) or kind
    return owner if isinstance(owner, type) and is_dataclass(owner) else None


def filled(hint: Any, given: dict[Any, Any]) -> Any:
    """The type with what is `given` in the place of its variables."""
    if isinstance(hint, TypeVar):
        return given.get(hint, hint)
    variables = getattr(hint, "__parameters__", ()) if given and typing.get_origin(hint) is not None else ()
    return hint[tuple(given.get(variable, variable) for variable in variables)] if variables else hint


def hints_of(owner: type) -> dict[str, Any]:
    """The types of a dataclass's fields with what stands beside them."""
    known: dict[str, Any] | None = owner.__dict__.get("__clearance_hints__")
    if known is None:
        try:
            known = typing.get_type_hints(owner, include_extras=True)
        except NameError as error:
            raise TypeError(
                f"the types of `{owner.__name__}` name `{error.name}`, which is not there when the rule runs: define or import it "
                "at the top of the module, outside of `if TYPE_CHECKING`"
            ) from None
        owner.__clearance_hints__ = known  # type: ignore[attr-defined]
    return known


def key_of(owner: type, field: Field[Any]) -> str:
    """The key of a dataclass's field among facts or params."""
    for mark in marks_of(hints_of(owner)[field.name]):
        if isinstance(mark, Key):
            return mark.name
    return field.name


def marks_of(hint: Any) -> tuple[Any, ...]:
    """What stands beside a type in `Annotated`, the innermost first."""
    hint = _unnamed(hint)
    return hint.__metadata__ if typing.get_origin(hint) is Annotated else ()


def range_of(hint: Any) -> Range | None:
    """The bounds that stand beside a number's type."""
    return next((mark for mark in reversed(marks_of(hint)) if isinstance(mark, Range)), None)


def doc_of(hint: Any) -> str | None:
    """The description that stands beside a type."""
    return next((mark.text for mark in reversed(marks_of(hint)) if isinstance(mark, Doc)), None)


def bare(hint: Any) -> Any:
    """The type without what stands beside it."""
    hint = _unnamed(hint)
    while typing.get_origin(hint) is Annotated:
        hint = _unnamed(hint.__origin__)
    return hint


def _unnamed(hint: Any) -> Any:
    """The type without a name that `type` or `NewType` gave it."""
    while True:
        if hasattr(hint, "__supertype__"):
            hint = hint.__supertype__
        elif type(hint).__name__ == "TypeAliasType":
            hint = hint.__value__
        else:
            return hint


def alternatives(hint: Any) -> tuple[list[Any], bool]:
    """The types that a union allows, without None and `Unset`, and whether None is among them."""
    plain = bare(hint)
    if typing.get_origin(plain) not in (Union, types.UnionType):
        return [hint], False
    options: list[Any] = []
    nullable = False
    for one in typing.get_args(plain):
        if one is type(None):
            nullable = True
        elif one is not Unset:
            # An alias in a union may be one itself.
            inner, inner_nullable = alternatives(one)
            options += inner
            nullable = nullable or inner_nullable
    return options, nullable


def of_texts(hint: Any) -> bool:
    """Whether the values of a type are texts, so that it may be that of a dict's keys."""
    kind = bare(hint)
    if typing.get_origin(kind) is Literal:
        return all(isinstance(choice, str) for choice in typing.get_args(kind))
    return kind is str or (
        isinstance(kind, type) and issubclass(kind, Enum) and all(isinstance(one.value, str) for one in kind)
    )


def unsupported(hint: Any) -> TypeError:
    """The error for a type of which nothing is known."""
    name = hint.__qualname__ if isinstance(hint, type) and not typing.get_args(hint) else hint
    return TypeError(
        f"it is not known how the type `{name}` stands among facts: use str, int, float, bool, list[…], dict[str, …], a "
        "dataclass, an Enum, Literal[…], a union of these, Any, or a class of yours with `from_fact` and `SCHEMA`"
    )
