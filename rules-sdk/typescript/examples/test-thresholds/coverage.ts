/** The rows about coverage: lines, branches and changed lines. */

import { type Check, fact } from "@clearance/rule";
import { grouped } from "@clearance/rule/text";
import { type Bound, bound, type Tier, worded } from "./bound.js";
import { gap, type Named } from "./entries.js";
import { type Percent, shareDown } from "./percent.js";
import type { Code, Rows } from "./rule.js";

/** Something that can be covered. */
interface Measure {
  readonly code: Code;
  readonly field: "lines" | "branches" | "changed_lines";
  readonly one: string;
  readonly many: string;
  /** Nothing to cover is a finding of its own rather than a measurement that is missing. */
  readonly mayBeNone: boolean;
}

const MEASURES: readonly Measure[] = [
  { code: "line-coverage", field: "lines", one: "line", many: "lines", mayBeNone: false },
  { code: "branch-coverage", field: "branches", one: "branch", many: "branches", mayBeNone: false },
  { code: "changed-line-coverage", field: "changed_lines", one: "changed line", many: "changed lines", mayBeNone: true },
];

/** Adds the rows of one component. */
export function coverage(rows: Rows, of: Named, tier: Tier): void {
  const [only] = of.coverage;
  for (const measure of MEASURES) {
    const least = bound(rows.params, measure.field, of.name, tier);
    if (least === undefined) continue;
    const check =
      only !== undefined && of.coverage.length === 1
        ? measured(rows, measure, only, of.name, least)
        : gap(rows, measure.code, of.name, "coverage", of.coverage);
    tier.seenFor(check.required(`at least ${worded(least)}`), least);
  }
}

function measured(rows: Rows, measure: Measure, i: number, name: string, least: Bound<Percent>): Check {
  const { facts } = rows;
  const counts = fact(facts, "coverage", i, measure.field);
  if (counts.value === undefined) return absent(rows, measure, name, counts.pointer).missing(counts.pointer);
  const covered = fact(facts, "coverage", i, measure.field, "covered");
  const total = fact(facts, "coverage", i, measure.field, "total");
  const check =
    covered.value === undefined
      ? absent(rows, measure, name, covered.pointer)
      : total.value === undefined
        ? absent(rows, measure, name, total.pointer)
        : judged(rows, measure, name, counts.pointer, [covered.value, total.value], least);
  return check.seen(covered).seen(total);
}

function judged(
  { outcome }: Rows,
  { code, field, one, many, mayBeNone }: Measure,
  name: string,
  place: string,
  [covered, total]: [bigint, bigint],
  bound: Bound<Percent>,
): Check {
  if (covered > total) {
    return outcome
      .unknown(code, name, `${grouped(covered)} of ${grouped(total)} ${many} cannot be covered`)
      .remedyIfUnknown(`correct the counts in \`${place}\``);
  }
  if (total === 0n && mayBeNone) return outcome.notApplicable(code, name, `it has no ${many}`);
  if (total === 0n) {
    return outcome
      .unknown(code, name, `no ${many} were measured`)
      .remedyIfUnknown(
        `measure its ${many}, or set the parameter \`${field}\` to \`null\` for this component if it has none`,
      );
  }
  const nouns = total === 1n ? one : many;
  const message = `covers ${grouped(covered)} of ${grouped(total)} ${nouns} (${shareDown(covered, total)})`;
  const least = bound.value.atLeast(total);
  if (covered >= least) return outcome.pass(code, name, message);
  return outcome
    .fail(code, name, message)
    .remedy(`cover ${grouped(least - covered)} more of its ${grouped(total)} ${nouns}`);
}

function absent({ outcome }: Rows, { code }: Measure, name: string, pointer: string): Check {
  return outcome.unknown(code, name, `\`${pointer}\` is absent`).remedyIfUnknown(`supply the fact \`${pointer}\``);
}
