"""JSON Schemas (2020-12) of an author's types."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from dataclasses import MISSING, is_dataclass
from enum import Enum
from typing import Any, Literal

from .decode import I64, alternatives, bare, doc_of, hints_of, key_of, range_of, unsupported
from .markers import Range, Unset

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(hint: Any, strict: bool, within: tuple[type, ...] = ()) -> dict[str, Any]:
    """The schema of a type, with the schemas of its parts in it. `strict` allows no fields but a dataclass's own."""
    limits = range_of(hint)
    options, nullable = alternatives(hint)
    schema = _schema(options[0], limits or range_of(options[0]), strict, within)
    if nullable:
        kind = schema.get("type")
        if isinstance(kind, str) and "enum" not in schema:
            schema["type"] = [kind, "null"]
        else:
            schema = {"anyOf": [schema, {"type": "null"}]}
    description = doc_of(hint)
    return {"description": description, **_without_description(schema)} if description else schema


def _without_description(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "description"}


def _schema(hint: Any, limits: Range | None, strict: bool, within: tuple[type, ...]) -> dict[str, Any]:
    kind = bare(hint)
    origin = typing.get_origin(kind)
    if kind is Any:
        return {}
    if kind is str:
        return {"type": "string"}
    if kind is bool:
        return {"type": "boolean"}
    if kind is int or kind is float:
        schema: dict[str, Any] = {"type": "integer" if kind is int else "number"}
        if limits is not None and limits.minimum is not None and limits != I64:
            schema["minimum"] = limits.minimum
        if limits is not None and limits.maximum is not None and limits.maximum < 2**63:
            schema["maximum"] = limits.maximum
        return schema
    if origin is list:
        return {"type": "array", "items": schema_of(typing.get_args(kind)[0], strict, within)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(typing.get_args(kind)[1], strict, within)}
    if origin is Literal:
        return {"enum": list(typing.get_args(kind))}
    if isinstance(kind, type):
        if issubclass(kind, Enum):
            return {"enum": [one.value for one in kind]}
        if hasattr(kind, "from_fact"):
            return dict(getattr(kind, "SCHEMA", {}))
        if is_dataclass(kind):
            return struct_schema(kind, strict, within)
    raise unsupported(hint)


def struct_schema(owner: type, strict: bool, within: tuple[type, ...] = ()) -> dict[str, Any]:
    """The schema of a dataclass."""
    if owner in within:
        # Nothing can be said of what holds itself without naming it: anything goes there, and decoding is as strict as ever.
        return {"type": "object"}
    properties: dict[str, Any] = {}
    required = []
    for field in dataclasses.fields(owner):
        if not field.init:
            continue
        key = key_of(owner, field)
        schema = schema_of(hints_of(owner)[field.name], strict, (*within, owner))
        if field.default is MISSING and field.default_factory is MISSING:
            required.append(key)
        elif isinstance(field.default, (bool, int, float, str)):
            schema["default"] = field.default
        elif isinstance(field.default, Enum) and not isinstance(field.default, Unset):
            schema["default"] = field.default.value
        properties[key] = schema
    schema = {"type": "object", "properties": properties}
    description = own_doc(owner)
    if description:
        schema = {"description": description, **schema}
    if required:
        schema["required"] = required
    if strict:
        schema["additionalProperties"] = False
    return schema


def own_doc(owner: type) -> str | None:
    """What the author wrote under `class`; a dataclass without such a text is given one that only lists its fields."""
    text = owner.__dict__.get("__doc__")
    if not text or text.startswith(f"{owner.__name__}("):
        return None
    return inspect.cleandoc(text)
