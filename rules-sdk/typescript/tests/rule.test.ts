/** A rule as its author tests it, and the checks that it builds. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checked, sections } from "../src/evaluation.ts";
import { fact, list, MalformedFact, MissingFact, Mismatch, number, object, optional, Outcome, rule, string } from "../src/index.ts";
import { configure } from "../src/testing.ts";
import { count, grouped, number as worded, shortfall } from "../src/text.ts";

const coverage = rule({
  id: "coverage",
  version: "1.0.0",
  title: "Coverage",
  summary: "Covered.",
  checks: { coverage: "Enough is covered." },
  timeless: true,
  params: object({ minimum: number() }),
  facts: object({
    components: list(object({ name: string(), coverage: optional(number()) })),
    notes: optional(string()),
  }),
  prepare(params) {
    if (params.minimum > 100) throw new Mismatch("/minimum", "nothing can be covered so much");
    return params;
  },
  evaluate({ params, facts, at, outcome }) {
    assert.equal(at, 0, "a timeless rule is handed the time 0");
    for (const [i, component] of facts.components.entries()) {
      outcome.atLeast("coverage", component.name, fact(facts, "components", i, "coverage"), params.minimum, "%");
    }
  },
});

test("a rule is configured and asked", () => {
  const judge = configure(coverage, { minimum: 80 });
  const components = [{ name: "api", coverage: 80 }, { name: "web", coverage: 71.339 }, { name: "app" }];
  const [api, web, app] = judge({ components }, 5).checks;
  assert.deepEqual([api.status, api.message, api.requiredText, api.remedyText], ["pass", "80%", "at least 80%", undefined]);
  assert.deepEqual([web.message, web.remedyText], ["71.34%", "raise `/components/1/coverage` by 8.67%"]);
  assert.deepEqual([app.status, app.remedyText], ["unknown", "supply the fact `/components/2/coverage`"]);
  assert.deepEqual(app.observed, [{ pointer: "/components/2/coverage", value: undefined, found: false }]);
});

test("params and facts that do not fit are refused with their place", () => {
  for (const [params, pointer] of [[{ minimum: 101 }, "/minimum"], [{ minimum: "x" }, "/minimum"], [{}, ""]] as const) {
    assert.throws(() => configure(coverage, params), { pointer });
  }
  const judge = configure(coverage, { minimum: 80 });
  assert.throws(() => judge({ components: [{ coverage: 3 }] }), (error) => error instanceof MissingFact && error.pointer === "/components/0/name");
  assert.throws(() => judge({ components: [{ name: 3 }] }), (error) => error instanceof MalformedFact && error.pointer === "/components/0/name");
});

test("sections are required unless they are optional", () => {
  assert.deepEqual(sections(coverage).map(({ name, required }) => [name, required]), [["components", true], ["notes", false]]);
});

test("what `evaluate` gives is looked at", () => {
  for (const evaluate of [async () => {}, () => 3]) {
    const judge = configure({ ...coverage, evaluate } as never, { minimum: 80 });
    assert.throws(() => judge({ components: [] }), TypeError);
  }
  assert.throws(() => checked({ ...coverage, facts: {} }), /`facts` of the rule is Object: it is to be made by `object\(\{…\}\)`/);
  assert.throws(() => checked({ id: "x" }), /`version` of the rule is absent: it is to be a text/);
});

test("remedies are kept where they help", () => {
  const outcome = new Outcome();
  const rows = [outcome.pass("c", "s", "m"), outcome.fail("c", "s", "m"), outcome.unknown("c", "s", "m"), outcome.notApplicable("c", "s", "m")];
  const remedies = rows.map((row) => row.remedy("mend it").remedyIfUnknown("supply it").remedyText);
  assert.deepEqual(remedies, [undefined, "mend it", "supply it", undefined]);
});

test("a maximum, a condition and a score", () => {
  const outcome = new Outcome();
  const days = outcome.atMost("c", "s", { pointer: "/days", value: 31 }, 30, " days");
  assert.deepEqual([days.message, days.requiredText, days.remedyText], ["31 days", "at most 30 days", "lower `/days` by 1 days"]);
  assert.equal(outcome.atMost("c", "s", { pointer: "/days", value: Number.NaN }, 30).status, "unknown");
  const owner = outcome.satisfies("c", "s", { pointer: "/owner", value: "ann" }, (name) => name === "bob", (name) => `it is ${name}`, "bob");
  assert.deepEqual([owner.status, owner.message], ["fail", "it is ann"]);
  const score = outcome.score(10);
  for (const points of [-3, 4, 20]) score.add("factor", points, "so");
  assert.equal(score.points, 10);
});

test("a path through what is absent is absent", () => {
  const facts: { inner?: { name: string }; labels: Map<string, number> } = { labels: new Map([["a/b", 1]]) };
  assert.deepEqual(fact(facts, "inner", "name"), { pointer: "/inner/name", value: undefined });
  assert.deepEqual(fact(facts, "labels", "a/b"), { pointer: "/labels/a~1b", value: 1 });
});

test("numbers are worded as in every kit", () => {
  const texts: [number, string][] = [
    [80, "80"], [71.3333, "71.33"], [-0.001, "0"], [0.125, "0.12"], [0.375, "0.38"], [-0.125, "-0.12"], [2.675, "2.67"],
    [100, "100"], [0.5, "0.5"], [1e21, "1000000000000000000000"], [Number.NaN, "NaN"], [-Infinity, "-inf"],
  ];
  for (const [value, text] of texts) assert.equal(worded(value), text);
  assert.deepEqual([shortfall(8.661), shortfall(0.001)], ["8.67", "0.01"]);
  assert.deepEqual([grouped(999), grouped(1_240_000n), grouped(-123_456)], ["999", "1,240,000", "-123,456"]);
  assert.deepEqual([count(1, "test"), count(1_240n, "line")], ["1 test", "1,240 lines"]);
});
