"""The docstrings in `_native.pyi` are the module's own: `python tests/stubs.py` writes them anew."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from pathlib import Path
from typing import Any

STUB = Path(__file__).parent.parent / "python" / "clearance" / "_native.pyi"


def with_docstrings(stub: str, module: Any) -> str:
    """The stub with the docstring of each public class, method and property, whatever stood there before."""
    tree = ast.parse(stub)
    edits: list[tuple[int, int, list[str]]] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            owner = getattr(module, node.name)
            edits.append(_edit(node, _doc(owner)))
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                    edits.append(_edit(member, _doc(inspect.getattr_static(owner, member.name))))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            edits.append(_edit(node, _doc(getattr(module, node.name))))
    lines = stub.split("\n")
    for first, last, new in sorted(edits, reverse=True):
        lines[first:last] = new
    return "\n".join(lines)


def _doc(item: Any) -> str:
    text = inspect.getdoc(item.__func__ if isinstance(item, staticmethod) else item)
    assert text, f"{item!r} has no docstring"
    return text


def _edit(node: ast.ClassDef | ast.FunctionDef, doc: str) -> tuple[int, int, list[str]]:
    """The lines of the old docstring, or of the `...` after the signature, and what stands there instead."""
    first = node.body[0]
    indent = " " * (node.col_offset + 4)
    quoted = textwrap.indent(f'"""{doc}"""', indent, lambda line: bool(line.strip())).split("\n")
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        assert first.end_lineno is not None
        if isinstance(first.value.value, str):
            return first.lineno - 1, first.end_lineno, quoted
        # `def f(self) -> int: ...` on one line becomes a signature with a docstring below it.
        line = STUB.read_text().split("\n")[first.lineno - 1]
        signature = line[: line.rindex("...")].rstrip()
        return first.lineno - 1, first.end_lineno, [signature, *quoted]
    return first.lineno - 1 - len(_decorators(first)), first.lineno - 1 - len(_decorators(first)), quoted


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return node.decorator_list if isinstance(node, ast.FunctionDef) else []


if __name__ == "__main__":
    import clearance._native

    new = with_docstrings(STUB.read_text(), clearance._native)
    changed = new != STUB.read_text()
    STUB.write_text(new)
    sys.stdout.write("written\n" if changed else "as it was\n")
