/** Which components there are, and where the facts speak of each. */

import type { Check } from "@clearance/rule";
import type { Facts } from "./facts.js";
import type { Code, Rows } from "./rule.js";

/** A component and the places of its entries. */
export interface Named {
  readonly name: string;
  readonly tests: number[];
  readonly coverage: number[];
}

/** Every component that any section names, those of the release first. */
export function named(facts: Facts): Named[] {
  const found = new Map<string, Named>();
  const place = (name: string): Named => {
    const known = found.get(name) ?? { name, tests: [], coverage: [] };
    found.set(name, known);
    return known;
  };
  for (const { name } of facts.components ?? []) place(name);
  for (const [i, { component }] of (facts.tests ?? []).entries()) place(component).tests.push(i);
  for (const [i, { component }] of (facts.coverage ?? []).entries()) place(component).coverage.push(i);
  return [...found.values()];
}

/** Why a component has no entry to judge by: the row that says so. */
export function gap(rows: Rows, code: Code, name: string, section: "tests" | "coverage", places: number[]): Check {
  const { facts, outcome } = rows;
  const supply = `supply an entry for \`${name}\` in \`/${section}\``;
  if (facts[section] === undefined) {
    return outcome.unknown(code, name, `\`/${section}\` is absent`).missing(`/${section}`).remedyIfUnknown(supply);
  }
  if (places.length === 0) {
    return outcome.unknown(code, name, `\`/${section}\` has no entry for \`${name}\``).remedyIfUnknown(supply);
  }
  const pointers = places.map((place) => `/${section}/${place}`);
  const check = outcome
    .unknown(code, name, `several entries are for it: ${pointers.map((pointer) => `\`${pointer}\``).join(", ")}`)
    .remedyIfUnknown(`keep one entry for \`${name}\` in \`/${section}\``);
  for (const pointer of pointers) check.observe(`${pointer}/component`, name);
  return check;
}
