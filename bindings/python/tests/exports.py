"""Prints what the package exports, for the table in `bindings/README.md`: each type with its members, as JSON."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
import sys

import clearance


def members(owner: type) -> list[str]:
    if issubclass(owner, enum.Enum):
        return []
    ours = [base for base in owner.__mro__ if base.__module__.startswith("clearance")]
    names = {name for base in ours for name in (*vars(base), *inspect.get_annotations(base))}
    if dataclasses.is_dataclass(owner):
        names |= {field.name for field in dataclasses.fields(owner)}
    return sorted(name.rstrip("_") for name in names if not name.startswith("_"))


exports = {name.strip("_"): getattr(clearance, name) for name in clearance.__all__}
types = {name: members(item) for name, item in exports.items() if isinstance(item, type)}
functions = sorted(name.lower() for name, item in exports.items() if not isinstance(item, type))
json.dump({"types": types, "functions": functions}, sys.stdout)
