/** Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told. */

import { anything, object, optional, rule, string } from "@clearance/rule";

class Odd {
  code = 7;
}

/** @type {{ [how: string]: (outcome: any) => unknown }} */
const MISDEEDS = {
  throws() {
    throw new TypeError("it does not fit");
  },
  "reads-what-is-not-there": (outcome) => outcome.nothing.field,
  "throws-no-error"() {
    throw "oops";
  },
  "gives-a-list": () => [],
  "is-async": async () => {},
  "message-is-no-text": (outcome) => void outcome.pass("does", "it", 3),
  "derives-a-set": (outcome) => outcome.derive({ a: new Set() }),
  "derives-no-number": (outcome) => outcome.derive({ a: Number.NaN }),
  prints: () => console.log("hello"),
  "reads-the-clock": () => Date.now(),
  "makes-a-date-of-now": () => new Date(),
  "reads-the-fine-clock": () => performance.now(),
  "rolls-dice": () => Math.random(),
  waits: () => setTimeout(() => {}, 1),
  fetches: () => fetch("https://example.com"),
  "reads-the-environment": () => process.env,
  requires: () => globalThis["require"]("fs"),
  "formats-for-a-locale": () => new Intl.NumberFormat(),
  "imports-lazily": (outcome) => import(String(outcome.checks) + "other.js"),
  "allocates-without-end"() {
    const held = [];
    for (;;) held.push(new Uint8Array(1 << 20).fill(1));
  },
  "recurses-without-end": () => recurse(0),
  "throws-an-object"() {
    throw new Odd();
  },
  "throws-what-objects"() {
    throw new Proxy({}, { getPrototypeOf: MISDEEDS["throws"] });
  },
  "waits-inside"(outcome) {
    outcome.checks.forEach(async () => outcome.pass("does", "it", "later"));
    (async () => {
      await null;
      outcome.fail("does", "it", "later");
    })();
  },
  "promises-more": (outcome) => void Promise.resolve().then(() => outcome.fail("does", "it", "later")),
  "imports-and-forgets": (outcome) => void import(String(outcome.checks) + "other.js").then(() => outcome.fail("does", "it", "later")),
  "clones-as-browsers-do": () => globalThis["structuredClone"] ?? structuredClone({}),
  "makes-a-date-by-its-constructor": () => new (/** @type {any} */ (new Date(0).constructor))(),
  "words-a-number-for-a-locale": () => (1234567).toLocaleString(),
  "subject-is-absent": (outcome) => outcome.pass("does", undefined, "it"),
  "severity-is-unknown"(outcome) {
    outcome
      .fail("does", "it", "so")
      .required("more")
      .severity("urgent");
  },
  "observes-a-date": (outcome) => outcome.fail("does", "it", "so").observe("/release", { at: [new Date(0)] }),
  "scores-a-text": (outcome) => outcome.score(10).add("size", "3", "so"),
  "writes-an-object": (outcome) => outcome.write("a.json", "application/json", {}),
  "gives-its-row": (outcome) => outcome.pass("does", "it", "so"),
  "cuts-a-character": (outcome) => outcome.pass("does", "it", "🎉".slice(0, 1)),
  "loops-without-end"() {
    for (;;);
  },
};

/** @param {number} depth @returns {number} */
function recurse(depth) {
  return recurse(depth + 1) + 1;
}

export default rule({
  id: "misbehaves",
  version: "1.0.0",
  title: "Misbehaves",
  summary: "It misbehaves.",
  checks: { does: "It does." },
  practices: ["2.5"],
  params: object({ how: string("The misdeed.") }),
  facts: object({ release: optional(anything("The release.")) }),

  prepare(params) {
    if (params.how === "throws-in-prepare") throw new RangeError("it does not fit");
    return params;
  },

  // @ts-ignore: it gives what it should not
  evaluate({ params, outcome }) {
    return MISDEEDS[params.how]?.(outcome);
  },
});
