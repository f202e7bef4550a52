/**
 * Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk tier of the
 * release.
 *
 * Counts are compared, not rates: four of five reach 80 % whatever a division makes of it, and a row that fails says how many
 * tests or lines are missing. The same rule as `example-rules/test-thresholds`, in TypeScript.
 */

import { Mismatch, rule, type Context } from "@clearance/rule";
import { Tier } from "./bound.js";
import { coverage } from "./coverage.js";
import { named } from "./entries.js";
import { Facts } from "./facts.js";
import { every, Params, type Thresholds } from "./params.js";
import { results } from "./results.js";

const CHECKS = {
  "pass-rate": "Enough of the component's tests pass.",
  "skipped-tests": "Few enough of the component's tests are skipped.",
  "flaky-tests": "Few enough of the component's tests are flaky.",
  "line-coverage": "Enough of the component's lines are covered.",
  "branch-coverage": "Enough of the component's branches are covered.",
  "changed-line-coverage": "Enough of the lines that the release changes in the component are covered.",
};

export type Code = keyof typeof CHECKS;

/** What every row is made with. */
export type Rows = Context<Params, Facts, Code>;

const KINDS: readonly [Code, readonly (keyof Thresholds)[]][] = [
  ["pass-rate", ["pass_rate"]],
  ["skipped-tests", ["skipped", "skipped_tests"]],
  ["flaky-tests", ["flaky", "flaky_tests"]],
  ["line-coverage", ["lines"]],
  ["branch-coverage", ["branches"]],
  ["changed-line-coverage", ["changed_lines"]],
];

/** The codes of the thresholds that are set anywhere. */
function kinds(params: Params): Code[] {
  const all = every(params);
  const isSet = (name: keyof Thresholds): boolean => all.some((set) => set[name] !== undefined && set[name] !== null);
  return KINDS.filter(([, names]) => names.some(isSet)).map(([code]) => code);
}

export default rule({
  id: "test-thresholds",
  version: "1.0.0",
  title: "Test and coverage thresholds",
  summary:
    "Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component to thresholds that may " +
    "depend on the component and on the risk tier.",
  checks: CHECKS,
  practices: ["2.5"],
  timeless: true,
  params: Params,
  facts: Facts,

  prepare(params) {
    if (kinds(params).length === 0) {
      throw new Mismatch("/thresholds", "no threshold is set: the rule would check nothing");
    }
    return params;
  },

  evaluate(rows) {
    const { params, facts, outcome } = rows;
    const tier = new Tier(facts);
    const components = named(facts);
    for (const component of components) {
      results(rows, component, tier);
      coverage(rows, component, tier);
    }
    if (components.length === 0) {
      for (const code of kinds(params)) {
        // Nothing was measured, which is no reason to pass.
        outcome
          .unknown(code, "release", "none of `/components`, `/tests` and `/coverage` names a component")
          .remedyIfUnknown("name the components of the release in `/components`, with their tests and coverage");
      }
    } else if (outcome.checks.length === 0) {
      for (const code of kinds(params)) {
        outcome.notApplicable(code, "release", "no threshold is set for the components of this release");
      }
    }
  },
});
