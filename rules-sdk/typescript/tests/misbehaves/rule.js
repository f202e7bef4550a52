/** Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told. */

import { anything, object, optional, rule, string } from "@clearance/rule";

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
