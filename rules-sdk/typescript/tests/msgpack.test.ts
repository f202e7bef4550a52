/** The canonical form of MessagePack. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, unpack } from "../src/msgpack.ts";

const hex = (value: unknown): string => Buffer.from(pack(value)).toString("hex");

test("a value is read as it was written", () => {
  const values = [
    null,
    [true, false, 0, 127, 128, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2n ** 64n - 1n],
    [-1, -32, -33, -128, -129, -(2 ** 15), -(2 ** 15) - 1, -(2 ** 31), -(2 ** 31) - 1, -(2n ** 63n)],
    [0.5, -1e300, 5e-324],
    ["", "grüße 🎉", "x".repeat(31), "x".repeat(32), "x".repeat(255), "x".repeat(256), "x".repeat(70_000)],
    Array.from({ length: 70_000 }, (_, i) => i),
    new Map([["a", new Map([["__proto__", [new Map()]]])]]),
  ];
  for (const value of values) assert.deepEqual(unpack(pack(value)), value);
});

test("keys are in the order of their bytes, and whole floats are whole numbers", () => {
  assert.equal(hex({ é: 1, b: 2, a: 3.0, z: 4 }), "84a16103a16202a17a04a2c3a901");
  assert.equal(hex(2 ** 53), hex(2n ** 53n));
  assert.equal(hex(2 ** 54), "cb4350000000000000");
  assert.equal(hex(2n ** 70n), hex(2 ** 70));
  assert.equal(hex(-0), "00");
  assert.equal(hex({ a: undefined, b: 1 }), "81a16201");
});

test("what facts cannot hold is refused", () => {
  assert.throws(() => pack(Number.NaN), /NaN is no number that facts can hold/);
  assert.throws(() => pack([new Set()]), /the value, at `\/0`: Set is no value that facts can hold/);
  assert.throws(() => pack(() => 1), /function is no value/);
  assert.throws(() => pack(new Map([[1, 2]])), /a key of facts is a text, not number/);
});

test("what is cut off or foreign is refused", () => {
  const whole = pack({ name: "web", sizes: [1, 2.5, 70_000] });
  for (let end = 0; end < whole.length; end++) assert.throws(() => unpack(whole.slice(0, end)), /in the middle/);
  for (const foreign of [[0xc1], [0xc4, 1, 120], [0xd4, 0, 0]]) {
    assert.throws(() => unpack(Uint8Array.from(foreign)), /canonical/);
  }
});
