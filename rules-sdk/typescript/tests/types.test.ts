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

const refusal = (type: kit.Type<unknown>, value: unknown): [string, string] => {
  try {
    type.read(unpack(pack(value)), true);
  } catch (error) {
    if (error instanceof kit.Mismatch) return [error.pointer, error.message];
    throw error;
  }
  return ["it fits", ""];
};

test("one of several types is the first that fits", () => {
  const limit = kit.either([kit.number(), kit.oneOf(["off"])], "When to stop.");
  assert.deepEqual([limit.read(3, true), limit.read("off", true)], [3, "off"]);
  assert.deepEqual(refusal(limit, "on"), ["", 'expected a number or one of `off`, found the text "on"']);
  assert.deepEqual(limit.schema(true), { description: "When to stop.", anyOf: [{ type: "number" }, { enum: ["off"] }] });
  const names = kit.either([kit.string(), kit.list(kit.string())]);
  assert.deepEqual(refusal(names, ["a", 1]), ["/1", "expected a text, found 1"]);
});

test("objects are told apart by a field", () => {
  const Pet = kit.either([
    kit.object({ kind: kit.oneOf(["cat"]), lives: kit.integer() }),
    kit.object({ kind: kit.oneOf(["dog", "wolf"]), tricks: kit.list(kit.string()) }),
  ]);
  const pet: kit.Infer<typeof Pet> = Pet.read(unpack(pack({ kind: "dog", tricks: ["sit"] })), true);
  assert.equal(pet.kind === "cat" ? pet.lives : pet.tricks[0], "sit");
  assert.deepEqual(refusal(Pet, { kind: "fish" }), ["/kind", 'expected one of `cat`, `dog`, `wolf`, found the text "fish"']);
  assert.deepEqual(refusal(Pet, { kind: "wolf", tricks: [1] }), ["/tricks/0", "expected a text, found 1"]);
  assert.deepEqual(refusal(Pet, {}), ["", "missing field `kind`"]);
});

test("a type may hold itself", () => {
  interface Tree {
    name: string;
    children: Tree[];
  }
  const Tree: kit.Type<Tree> = kit.object({ name: kit.string(), children: kit.withDefault(kit.list(kit.lazy(() => Tree)), []) });
  assert.deepEqual(Tree.read(unpack(pack({ name: "a", children: [{ name: "b" }] })), true).children, [{ name: "b", children: [] }]);
  assert.deepEqual(refusal(Tree, { name: "a", children: [{ name: 1 }] }), ["/children/0/name", "expected a text, found 1"]);
  assert.ok(JSON.stringify(Tree.schema(true)).length > 0);
});

test("a default is a value of one's own each time", () => {
  const lists = kit.list(kit.object({ names: kit.withDefault(kit.list(kit.string()), []), more: kit.withDefault(kit.record(kit.number()), new Map()) }));
  const [one, other] = lists.read(unpack(pack([{}, {}])), true);
  one?.names.push("a");
  one?.more.set("a", 1);
  assert.deepEqual([other?.names, other?.more.size], [[], 0]);
});

test("whole numbers beyond 2^53 have bounds, too", () => {
  const signed = kit.bigint(undefined, { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n });
  assert.equal(signed.read(2n ** 63n - 1n, true), 2n ** 63n - 1n);
  assert.equal(refusal(signed, 2n ** 63n)[0], "");
  assert.deepEqual(signed.schema(true), { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 });
});

test("booleans, and whatever there is", () => {
  assert.equal(kit.boolean().read(true, true), true);
  assert.deepEqual(refusal(kit.boolean(), 1), ["", "expected true or false, found 1"]);
  assert.deepEqual(kit.anything().read(unpack(pack({ a: [1] })), true), new Map([["a", [1]]]));
});
