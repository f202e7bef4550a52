"""The one form of MessagePack that the host hands over and takes: maps with keys in the order of their bytes, whole numbers in
their shortest form, other numbers as 64-bit floats, neither binary nor extension types."""

from __future__ import annotations

import math
import struct
from typing import Any

_FORMS = {
    0xCA: ">f",
    0xCB: ">d",
    0xCC: ">B",
    0xCD: ">H",
    0xCE: ">I",
    0xCF: ">Q",
    0xD0: ">b",
    0xD1: ">h",
    0xD2: ">i",
    0xD3: ">q",
}
_NUMBERS = {head: struct.Struct(form) for head, form in _FORMS.items()}
_STRINGS = {0xD9: 1, 0xDA: 2, 0xDB: 4}
_LISTS = {0xDC: 2, 0xDD: 4}
_MAPS = {0xDE: 2, 0xDF: 4}
# Up to here every whole number is a float of its own.
_EXACT = 2.0**53


class _Reader:
    __slots__ = ("data", "position")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def length(self, size: int) -> int:
        start = self.position
        self.position = start + size
        return int.from_bytes(self.data[start : self.position], "big")

    def text(self, length: int) -> str:
        start = self.position
        end = start + length
        if end > len(self.data):
            raise ValueError("the document ends in the middle of a value")
        self.position = end
        return self.data[start:end].decode()

    def value(self) -> Any:
        head = self.data[self.position]
        self.position += 1
        if head < 0x80:
            return head
        if head < 0x90:
            return self.map(head & 0x0F)
        if head < 0xA0:
            return [self.value() for _ in range(head & 0x0F)]
        if head < 0xC0:
            return self.text(head & 0x1F)
        if head >= 0xE0:
            return head - 0x100
        if head == 0xC0:
            return None
        if head in (0xC2, 0xC3):
            return head == 0xC3
        if head in _NUMBERS:
            number = _NUMBERS[head]
            (value,) = number.unpack_from(self.data, self.position)
            self.position += number.size
            return value
        if head in _STRINGS:
            return self.text(self.length(_STRINGS[head]))
        if head in _LISTS:
            return [self.value() for _ in range(self.length(_LISTS[head]))]
        if head in _MAPS:
            return self.map(self.length(_MAPS[head]))
        raise ValueError("the document is not in canonical form")

    def map(self, count: int) -> dict[str, Any]:
        found = {}
        for _ in range(count):
            key = self.value()
            found[key] = self.value()
        return found


def unpack(data: bytes) -> Any:
    """The value that `data` holds. Maps keep their order."""
    try:
        return _Reader(data).value()
    except (IndexError, struct.error):
        raise ValueError("the document ends in the middle of a value") from None


def pack(value: Any) -> bytes:
    """`value`, made of None, bool, int, float, str, lists and dicts, in canonical form."""
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    if value is None:
        out.append(0xC0)
    elif value is True or value is False:
        out.append(0xC3 if value else 0xC2)
    elif isinstance(value, int):
        _pack_int(value, out)
    elif isinstance(value, float):
        _pack_float(value, out)
    elif isinstance(value, str):
        data = value.encode()
        _head(len(data), out, 0xA0, 0x1F, (0xD9, 0xDA, 0xDB))
        out += data
    elif isinstance(value, (list, tuple)):
        _head(len(value), out, 0x90, 0x0F, (None, 0xDC, 0xDD))
        for item in value:
            _pack(item, out)
    elif isinstance(value, dict):
        _head(len(value), out, 0x80, 0x0F, (None, 0xDE, 0xDF))
        entries = []
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of facts is a text, not {type(key).__name__}")
            entries.append((key.encode(), key, item))
        for _, key, item in sorted(entries, key=lambda entry: entry[0]):
            _pack(key, out)
            _pack(item, out)
    else:
        raise TypeError(
            f"{type(value).__name__} is no value that facts can hold; make it a text, a number, a list or a dict"
        )


def _pack_int(value: int, out: bytearray) -> None:
    if 0 <= value < 0x80:
        out.append(value)
    elif -0x20 <= value < 0:
        out.append(value + 0x100)
    elif not -(2**63) <= value < 2**64:
        # As every language has it that reads JSON: the nearest float.
        try:
            near = float(value)
        except OverflowError:
            raise ValueError("a whole number of more than 308 digits is no number that facts can hold") from None
        _pack_float(near, out)
    else:
        sizes = (
            ((1, 0xCC), (2, 0xCD), (4, 0xCE), (8, 0xCF)) if value >= 0 else ((1, 0xD0), (2, 0xD1), (4, 0xD2), (8, 0xD3))
        )
        for size, head in sizes:
            try:
                data = value.to_bytes(size, "big", signed=value < 0)
            except OverflowError:
                continue
            out.append(head)
            out += data
            return


def _pack_float(value: float, out: bytearray) -> None:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number that facts can hold")
    if value.is_integer() and abs(value) <= _EXACT:
        _pack_int(int(value), out)
        return
    out.append(0xCB)
    out += struct.pack(">d", value)


def _head(length: int, out: bytearray, small: int, most: int, heads: tuple[int | None, int, int]) -> None:
    if length <= most:
        out.append(small | length)
    elif length < 0x100 and heads[0] is not None:
        out += bytes((heads[0], length))
    elif length < 0x10000:
        out.append(heads[1])
        out += length.to_bytes(2, "big")
    else:
        out.append(heads[2])
        out += length.to_bytes(4, "big")
