/** What a policy may set. */

import { bigint, type Infer, nullable, object, oneOf, optional, record, type Type, withDefault } from "@clearance/rule";
import { percent } from "./percent.js";

/** A threshold: `undefined` where what is set more generally holds, `null` where it is not checked. */
function setting<T>(type: Type<T>) {
  return optional(nullable(type));
}

const Thresholds = object(
  {
    pass_rate: setting(percent("The least percentage of the tests that count that must pass.")),
    skipped: setting(percent("The greatest percentage of all tests that may be skipped.")),
    skipped_tests: setting(bigint("The greatest number of tests that may be skipped.", { minimum: 0 })),
    flaky: setting(percent("The greatest percentage of the tests run that may be flaky.")),
    flaky_tests: setting(bigint("The greatest number of tests that may be flaky.", { minimum: 0 })),
    lines: setting(percent("The least percentage of lines that must be covered.")),
    branches: setting(percent("The least percentage of branches that must be covered.")),
    changed_lines: setting(percent("The least percentage of the changed lines that must be covered.")),
  },
  "Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing is; `null` " +
    "switches one off.",
);

export type Thresholds = Infer<typeof Thresholds>;

/** The tiers, from the most harmless to the gravest. */
export const TIERS = ["low", "medium", "high", "critical"] as const;

const none: Thresholds = {};
const inTier = withDefault(Thresholds, none);
const Tiers = object(
  { low: inTier, medium: inTier, high: inTier, critical: inTier },
  "Thresholds for releases of one risk tier, in place of those set for all tiers.",
);

export type Tiers = Infer<typeof Tiers>;

const noTiers: Tiers = { low: none, medium: none, high: none, critical: none };

const Own = object(
  {
    thresholds: withDefault(Thresholds, none),
    tiers: withDefault(Tiers, noTiers),
  },
  "Thresholds of one component, in place of those for all components. Where the general `tiers` set the same threshold as its " +
    "`thresholds` for the tier of the release, the stricter of the two holds; what its own `tiers` set holds whatever else is set.",
);

export type Own = Infer<typeof Own>;

export const Params = object(
  {
    thresholds: withDefault(Thresholds, none),
    tiers: withDefault(Tiers, noTiers),
    components: withDefault(record(Own, "Thresholds of single components, by name."), new Map<string, Own>()),
    flaky: withDefault(
      oneOf(["pass", "fail", "ignore"], "How flaky tests count towards the pass rate: `pass`, the default, `fail` or `ignore`."),
      "pass",
    ),
    skipped: withDefault(
      oneOf(["fail", "ignore"], "How skipped tests count towards the pass rate: `ignore`, the default, or `fail`."),
      "ignore",
    ),
  },
  "Holds the tests and the coverage of each component to thresholds.",
);

export type Params = Infer<typeof Params>;

/** Every set of thresholds that the params hold. */
export function every(params: Params): Thresholds[] {
  return [params, ...params.components.values()].flatMap(({ thresholds, tiers }) => [
    thresholds,
    ...TIERS.map((tier) => tiers[tier]),
  ]);
}
