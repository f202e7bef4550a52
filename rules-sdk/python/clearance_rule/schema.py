"""JSON Schemas (2020-12) of an author's types."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Literal

from .decode import I64
from .hints import alternatives, bare, dataclass_of, doc_of, fields_of, range_of, unsupported
from .markers import Range, Unset

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(hint: Any, strict: bool, within: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The schema of a type, with the schemas of its parts in it. `strict` allows no fields but a dataclass's own."""
    limits = range_of(hint)
    options, nullable = alternatives(hint)
    schemas = [_schema(option, limits or range_of(option), strict, within) for option in options]
    schema: dict[str, Any] = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    if nullable:
        kind = schema.get("type")
        if isinstance(kind, str) and "enum" not in schema:
            schema["type"] = [kind, "null"]
        else:
            schema = {"anyOf": [*schemas, {"type": "null"}]}
    description = doc_of(hint)
    return {"description": description, **_without_description(schema)} if description else schema


def _without_description(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "description"}


def _schema(hint: Any, limits: Range | None, strict: bool, within: tuple[Any, ...]) -> dict[str, Any]:
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
    if origin in (list, tuple, Sequence):
        return {"type": "array", "items": schema_of(typing.get_args(kind)[0], strict, within)}
    if origin in (dict, Mapping):
        keys, values = (schema_of(part, strict, within) for part in typing.get_args(kind))
        names = {"propertyNames": keys} if "enum" in keys else {}
        return {"type": "object", **names, "additionalProperties": values}
    if origin is Literal:
        return {"enum": list(typing.get_args(kind))}
    if isinstance(kind, type) and origin is None:
        if issubclass(kind, Enum):
            return {"enum": [one.value for one in kind]}
        if hasattr(kind, "from_fact"):
            return dict(getattr(kind, "SCHEMA", {}))
    if dataclass_of(kind) is not None:
        return struct_schema(kind, strict, within)
    raise unsupported(kind)


def struct_schema(kind: Any, strict: bool, within: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The schema of a dataclass."""
    if kind in within:
        # Nothing can be said of what holds itself without naming it: anything goes there, and decoding is as strict as ever.
        return {"type": "object"}
    properties: dict[str, Any] = {}
    required = []
    for named in fields_of(kind):
        schema = schema_of(named.hint, strict, (*within, kind))
        default = named.field.default
        if named.required:
            required.append(named.key)
        elif isinstance(default, Enum) and not isinstance(default, Unset):
            schema["default"] = default.value
        elif isinstance(default, (bool, int, float, str)):
            schema["default"] = default
        properties[named.key] = schema
    schema = {"type": "object", "properties": properties}
    description = own_doc(typing.get_origin(kind) or kind)
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
