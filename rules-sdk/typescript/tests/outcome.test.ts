/** What is handed to the methods that make an outcome is looked at there, where the author's line is known. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Outcome } from "../src/index.ts";

test("texts are texts, numbers are numbers", () => {
  const outcome = new Outcome();
  const any = (value: unknown): never => value as never;
  const misdeeds: [() => unknown, RegExp][] = [
    [() => outcome.pass("c", any(undefined), "m"), /the subject of a check is a text, not undefined/],
    [() => outcome.pass("c", "s", any(3)), /the message of a check is a text, not number/],
    [() => outcome.fail("c", "s", "m").remedy(any(3)), /a remedy is a text/],
    [() => outcome.fail("c", "s", "m").required(any(null)), /what is required is a text, not null/],
    [() => outcome.fail("c", "s", "m").severity(any("urgent")), /a severity is one of info, low, medium, high, critical, not urgent/],
    [() => outcome.fail("c", "s", "m").observe(any(1), 1), /a JSON Pointer is a text/],
    [() => outcome.atLeast("c", "s", { pointer: "/a", value: any("3") }, 3), /the fact `\/a` is a number, not string/],
    [() => outcome.atLeast("c", "s", { pointer: "/a", value: any(3n) }, 3), /not bigint; write `Number\(…\)`/],
    [() => outcome.score(any("10")), /the most points of a score is a number/],
    [() => outcome.score(-1), /at least 0, not -1/],
    [() => outcome.score(10).add("f", any("3"), "r"), /the points of a factor is a number/],
    [() => outcome.write("a.json", "application/json", any({})), /a text or a Uint8Array, not Object; `JSON.stringify` makes a text/],
  ];
  for (const [misdeed, message] of misdeeds) assert.throws(misdeed, { message });
});

test("half a character is replaced, and a number that is none is not shown among facts", () => {
  const outcome = new Outcome();
  assert.equal(outcome.pass("c", "s", "🎉".slice(0, 1) + "é🎉").message, "\ufffdé🎉");
  const row = outcome.atMost("c", "s", { pointer: "/a", value: Number.NaN }, 3);
  assert.deepEqual([row.status, row.message, row.observed], ["unknown", "not a number", [{ pointer: "/a", value: undefined, found: false }]]);
});

test("what an evaluation leaves", () => {
  const outcome = new Outcome();
  outcome.write("a.txt", "text/plain", "a");
  outcome.derive({ level: 2 });
  outcome.score(5).add("f", 2, "r");
  assert.deepEqual([outcome.artifacts[0]?.content, outcome.derived, outcome.scored?.points], ["a", { level: 2 }, 2]);
});
