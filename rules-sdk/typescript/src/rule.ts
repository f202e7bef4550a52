/** What an author writes. */

import type { Outcome } from "./outcome.js";
import type { Type } from "./types.js";

/** What a rule is handed when it is asked. */
export interface Context<Params, Facts, Code extends string> {
  readonly params: Params;
  readonly facts: Facts;
  /** The time of the decision in milliseconds since 1970; a rule has no other clock. */
  readonly at: number;
  /** Where the rule says what it found. */
  readonly outcome: Outcome<Code>;
}

/** A rule: what it says of itself, what it reads, and what it does. */
export interface RuleDefinition<Params, Facts, Code extends string, Prepared = Params> {
  /** Lower case, digits and hyphens. */
  readonly id: string;
  /** Semantic version. */
  readonly version: string;
  /** A few words for a heading. */
  readonly title: string;
  /** One or two sentences for a reader who chooses rules. */
  readonly summary: string;
  /** Each code that a check may bear, with what it means for that check to pass. */
  readonly checks: { readonly [code in Code]: string };
  /** Identifiers of the governance practices it serves. */
  readonly practices?: readonly string[];
  /** Identifiers of the controls it gives evidence for. */
  readonly controls?: readonly string[];
  /** Whether the outcome does not depend on the time. Such a rule is handed the time 0, so that it cannot. */
  readonly timeless?: boolean;
  /** The params that a policy sets, made by `object`. */
  readonly params: Type<Params>;
  /** The sections of the facts that it reads, made by `object`. */
  readonly facts: Type<Facts>;
  /** Work that does not depend on facts; runs once. What it gives is what `evaluate` has as params. A `Mismatch` thrown here
   * refuses the policy. */
  readonly prepare?: (params: Params) => Prepared;
  /** Judges one release: adds what it found to `outcome`. */
  evaluate(context: Context<Prepared, Facts, Code>): void;
}

/** A rule, whatever its types. */
export type Rule = RuleDefinition<any, any, any, any>;

/** A rule whose types are checked: the codes of its checks, its params and its facts. */
export function rule<Params, Facts, Code extends string, Prepared = Params>(
  definition: RuleDefinition<Params, Facts, Code, Prepared>,
): RuleDefinition<Params, Facts, Code, Prepared> {
  return definition;
}
