import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "@clearance/rule/testing";
import coverage from "../rule.ts";

test("nothing measured is unknown", () => {
  const judge = configure(coverage, { minimum: 80 });
  assert.equal(judge({ components: [{ name: "api" }] }).checks[0]?.status, "unknown");
});
