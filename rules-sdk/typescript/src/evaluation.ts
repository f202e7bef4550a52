/** A rule as the host sees it: described, configured once, asked. */

import { AbsentField, MalformedFact, Mismatch, MissingFact, escape } from "./mismatch.js";
import { unpack } from "./msgpack.js";
import { Outcome } from "./outcome.js";
import type { Rule } from "./rule.js";
import type { Schema } from "./types.js";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Complains of what is no rule, in words for its author. */
export function checked(exported: unknown, file: string): Rule {
  const rule = exported as Partial<Rule> | undefined;
  const lacking = ["id", "version", "title", "summary", "checks", "params", "facts", "evaluate"].filter(
    (name) => rule?.[name as keyof Rule] === undefined,
  );
  if (typeof rule !== "object" || lacking.length > 0) {
    throw new TypeError(`\`${file}\` is to have \`export default rule({…})\`; it lacks ${lacking.join(", ")}`);
  }
  return rule as Rule;
}

/** The sections of the facts: name, whether it must be there, schema. */
export function sections(rule: Rule): { name: string; required: boolean; schema: string }[] {
  const facts = rule.facts.schema(false);
  const required = (facts["required"] ?? []) as string[];
  const properties = (facts["properties"] ?? {}) as { [name: string]: Schema };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema: JSON.stringify({ $schema: DIALECT, ...schema }),
  }));
}

/** The JSON Schema of the params. */
export function paramsSchema(rule: Rule): string {
  return JSON.stringify({ $schema: DIALECT, ...rule.params.schema(true) });
}

/** What `evaluate` has as params; a `Mismatch` where they do not fit. */
export function configure(rule: Rule, params: Uint8Array): unknown {
  const read: unknown = rule.params.read(unpack(params), true);
  return rule.prepare === undefined ? read : rule.prepare(read);
}

/** What the rule finds; `MissingFact` or `MalformedFact` where the facts do not fit. */
export function evaluate(rule: Rule, params: unknown, at: number, document: Uint8Array): Outcome {
  const outcome = new Outcome();
  const returned: unknown = rule.evaluate({ params, facts: facts(rule, document), at: rule.timeless === true ? 0 : at, outcome });
  if (returned instanceof Promise) {
    throw new TypeError("`evaluate` is `async`, or gave a promise: a rule has nothing to wait for, so let it add its checks at once");
  }
  if (returned !== undefined && returned !== outcome) {
    throw new TypeError(`\`evaluate\` returned ${typeof returned}: it is to add its checks to \`outcome\`, and return nothing`);
  }
  return outcome;
}

function facts(rule: Rule, document: Uint8Array): unknown {
  try {
    return rule.facts.read(unpack(document), false);
  } catch (error) {
    if (error instanceof AbsentField) throw new MissingFact(`${error.pointer}/${escape(error.field)}`);
    if (error instanceof Mismatch) throw new MalformedFact(error.pointer, error.message);
    throw error;
  }
}
