/** A rule without its sandbox, for an author's own tests. */

import * as evaluation from "./evaluation.js";
import { pack } from "./msgpack.js";
import type { Outcome } from "./outcome.js";
import type { Rule } from "./rule.js";

/** The rule with these params. Throws a `Mismatch` where a policy with them would be refused. */
export function configure(rule: Rule, params: object): (facts: object, at?: number) => Outcome {
  const configured = evaluation.configure(rule, pack(params));
  return (facts, at = 0) => evaluation.evaluate(rule, configured, at, pack(facts));
}
