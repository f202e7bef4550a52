"""The canonical form of MessagePack."""

from __future__ import annotations

import math
from typing import Any

import pytest

from clearance_rule.msgpack import pack, unpack

VALUES: list[Any] = [
    None,
    [True, False, 0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1],
    [-1, -32, -33, -128, -129, -(2**15), -(2**15) - 1, -(2**31), -(2**31) - 1, -(2**63)],
    [0.5, -1e300, 5e-324],
    ["", "grüße", "x" * 31, "x" * 32, "x" * 255, "x" * 256, "x" * 70_000],
    {"a": {"b": [{"c": {}}]}},
    list(range(70_000)),
    {f"key {i:05}": -i for i in range(300)},
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_read_as_it_was_written(value: Any) -> None:
    assert unpack(pack(value)) == value


def test_keys_are_in_the_order_of_their_bytes_and_whole_floats_are_whole_numbers() -> None:
    assert pack({"é": 1, "b": 2, "a": 3.0, "z": 4}) == bytes.fromhex("84a16103a16202a17a04a2c3a901")
    assert pack(2.0**53) == pack(2**53) != pack(2**53 + 1)
    assert pack(2.0**54) == bytes.fromhex("cb4350000000000000")
    assert pack(2**70) == pack(2.0**70)
    assert pack(-0.0) == b"\x00"


def test_what_facts_cannot_hold_is_refused() -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="no number that facts can hold"):
            pack(value)
    with pytest.raises(ValueError, match="more than 308 digits"):
        pack(10**400)
    with pytest.raises(TypeError, match="set is no value that facts can hold"):
        pack([{1}])
    with pytest.raises(TypeError, match="a key of facts is a text, not int"):
        pack({1: 2})


def test_what_is_cut_off_or_foreign_is_refused() -> None:
    whole = pack({"name": "web", "sizes": [1, 2.5, 70_000]})
    for end in range(len(whole)):
        with pytest.raises(ValueError, match="ends in the middle"):
            unpack(whole[:end])
    for foreign in (b"\xc1", b"\xc4\x01x", b"\xd4\x00\x00"):
        with pytest.raises(ValueError, match="canonical"):
            unpack(foreign)
