/** What an author is told of an error, and where it was. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "../src/failures.ts";

class Odd {
  code = 7;
}

test("an error is told with its name, and something else with what it is", () => {
  assert.equal(told(new RangeError("too far")), "RangeError: too far");
  const no = "which is no Error: throw `new Error(…)`";
  const thrown: [unknown, string][] = [
    ["oops", `oops was thrown, ${no}`],
    [null, `null was thrown, ${no}`],
    [Symbol("x"), `Symbol(x) was thrown, ${no}`],
    [new Odd(), `Odd {"code":7} was thrown, ${no}`],
    [{ message: "odd" }, `Object: odd was thrown, ${no}`],
  ];
  for (const [value, text] of thrown) assert.equal(told(value), text);
});

test("what cannot be shown does not end the rule without a word", () => {
  const unkind = {
    get message(): string {
      throw new Error("not again");
    },
  };
  assert.equal(told(unkind), "something was thrown that cannot be shown: throw `new Error(…)`");
});

test("a name that is not there is told with what is", () => {
  const error = new ReferenceError("'structuredClone' is not defined");
  assert.match(told(error), /is not defined: a rule has what JavaScript itself has, and nothing of Node's or of a browser's/);
});

test("the line is the first of the author's in the stack", () => {
  const world = globalThis as { clearanceLines?: unknown };
  world.clearanceLines = { files: ["rule.ts"], lines: [0, [0, 12, 20, 13, 40, 15]] };
  const error = new Error("here");
  for (const [column, line] of [[7, 12], [21, 13], [40, 13], [99, 15]]) {
    error.stack = `    at kit (rule.js:1:5)\n    at evaluate (rule.js:2:${column})\n`;
    assert.equal(told(error), `Error: here (rule.ts, line ${line})`);
  }
  delete world.clearanceLines;
});
