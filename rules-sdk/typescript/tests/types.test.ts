/** Values are read as the types say, and what does not fit is named with its place. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as kit from "../src/index.ts";
import { pack, unpack } from "../src/msgpack.ts";

const Release = kit.object({
  name: kit.string("Its name."),
  count: kit.optional(kit.bigint(undefined, { minimum: 0 })),
  small: kit.optional(kit.integer()),
  percent: kit.withDefault(kit.number(undefined, { minimum: 0, maximum: 100 }), 50),
  kind: kit.optional(kit.oneOf(["regular", "hot-fix"])),
  limit: kit.optional(kit.nullable(kit.number())),
  parts: kit.withDefault(kit.list(kit.object({ size: kit.number() })), []),
  labels: kit.withDefault(kit.record(kit.boolean()), new Map()),
});

const read = (value: unknown, strict = false) => Release.read(unpack(pack(value)), strict);

function refused(value: unknown, strict = false): [string, string] {
  try {
    read(value, strict);
  } catch (error) {
    if (error instanceof kit.Mismatch) return [error.pointer, error.message];
    throw error;
  }
  return ["it fits", ""];
}

test("a value that fits is read", () => {
  const release = read({ count: 2n ** 60n, kind: "hot-fix", labels: { "a/b": true }, limit: null, name: "web", parts: [{ size: 1.5 }] });
  assert.equal(release.count, 2n ** 60n);
  assert.equal(release.limit, null);
  assert.equal(release.percent, 50);
  assert.equal(release.labels.get("a/b"), true);
  assert.deepEqual(release.parts, [{ size: 1.5 }]);
  assert.equal(read({ kind: null, name: "web" }).kind, undefined);
});

test("a mismatch names its place, what was found and what was expected", () => {
  assert.deepEqual(refused({ name: 3 }), ["/name", "expected a text, found 3"]);
  assert.deepEqual(refused({ count: -1, name: "a" }), ["/count", "expected a whole number of at least 0, found -1"]);
  assert.equal(refused({ count: 1.5, name: "a" })[0], "/count");
  assert.equal(refused({ name: "a", small: 2n ** 53n })[0], "/small");
  assert.deepEqual(refused({ name: "a", percent: 101 }), ["/percent", "expected a number from 0 to 100, found 101"]);
  assert.deepEqual(refused({ kind: "x", name: "a" }), ["/kind", 'expected one of `regular`, `hot-fix`, found the text "x"']);
  assert.equal(refused({ name: "a", parts: [{ size: 1 }, { size: "x" }] })[0], "/parts/1/size");
  assert.deepEqual(refused({ name: "a", parts: [[1]] }), ["/parts/0", "expected a map, found a list"]);
  assert.equal(refused({ labels: { "a/b~": 1 }, name: "a" })[0], "/labels/a~1b~0");
  assert.equal(refused({ name: "a", parts: null })[0], "/parts");
});

test("the first mismatch counts, and absent fields come after", () => {
  assert.equal(refused({ kind: "y", percent: "x" })[0], "/kind");
  assert.deepEqual(refused({}), ["", "missing field `name`"]);
});

test("params may not have fields that nobody reads, not even those that every object has", () => {
  assert.equal(refused({ colour: 1, name: "a" })[0], "it fits");
  assert.equal(refused({ colour: 1, name: "a" }, true)[0], "/colour");
  assert.equal(refused({ constructor: 1, name: "a" }, true)[0], "/constructor");
});

test("the schema says what is read", () => {
  const schema = Release.schema(true) as { required: string[]; additionalProperties: boolean; properties: { [name: string]: unknown } };
  assert.deepEqual(schema.required, ["name"]);
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.properties.name, { description: "Its name.", type: "string" });
  assert.deepEqual(schema.properties.count, { type: ["integer", "null"], minimum: 0 });
  assert.deepEqual(schema.properties.limit, { type: ["number", "null"] });
  assert.deepEqual(schema.properties.percent, { type: "number", minimum: 0, maximum: 100, default: 50 });
  assert.equal((Release.schema(false) as { additionalProperties?: boolean }).additionalProperties, undefined);
});

test("a type on top of another says why a value is refused", () => {
  const even = kit.refined(kit.integer(), (value) => {
    if (value % 2 === 1) throw new RangeError("expected an even number");
    return value / 2;
  });
  assert.equal(even.read(4, true), 2);
  assert.throws(() => even.read(3, true), { name: "Mismatch", message: "expected an even number" });
});
