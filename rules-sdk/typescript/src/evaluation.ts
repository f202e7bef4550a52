/** A rule as the host sees it: described, configured once, asked. */

import { named } from "./expect.js";
import { AbsentField, MalformedFact, Mismatch, MissingFact, escape } from "./mismatch.js";
import { unpack } from "./msgpack.js";
import { Outcome } from "./outcome.js";
import type { Rule } from "./rule.js";
import type { Schema } from "./types.js";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** What each part of a rule is to be. */
const PARTS: { readonly [name: string]: readonly [wanted: string, fits: (value: unknown) => boolean] } = {
  id: ["a text", isText],
  version: ["a text", isText],
  title: ["a text", isText],
  summary: ["a text", isText],
  checks: ["an object of codes and what they mean", (value) => isPlain(value) && Object.values(value).every(isText)],
  practices: ["a list of texts", (value) => value === undefined || (Array.isArray(value) && value.every(isText))],
  controls: ["a list of texts", (value) => value === undefined || (Array.isArray(value) && value.every(isText))],
  timeless: ["true or false", (value) => value === undefined || typeof value === "boolean"],
  params: ["made by `object({…})`", isObjectType],
  facts: ["made by `object({…})`", isObjectType],
  prepare: ["a function", (value) => value === undefined || typeof value === "function"],
  evaluate: ["a function", (value) => typeof value === "function"],
};

/** Complains of what is no rule, in words for its author. */
export function checked(exported: unknown): Rule {
  if (!isPlain(exported)) throw new TypeError(`the rule's file is to have \`export default rule({…})\`, and exports ${named(exported)}`);
  const rule = exported as { [name: string]: unknown };
  for (const [name, [wanted, fits]] of Object.entries(PARTS)) {
    if (fits(rule[name])) continue;
    const found = rule[name] === undefined ? "is absent" : `is ${named(rule[name])}`;
    throw new TypeError(`\`${name}\` of the rule ${found}: it is to be ${wanted}`);
  }
  return exported as unknown as Rule;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isObjectType(value: unknown): boolean {
  const type = value as Partial<Rule["facts"]> | undefined;
  if (typeof type?.schema !== "function" || typeof type.read !== "function") return false;
  return type.schema(false)["properties"] !== undefined;
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
  if (rule.prepare === undefined) return read;
  const prepared: unknown = rule.prepare(read);
  refuseThenable(prepared, "prepare", "give the params");
  if (prepared === undefined) throw new TypeError("`prepare` returned undefined: it is to return what `evaluate` has as `params`");
  return prepared;
}

function refuseThenable(value: unknown, name: string, what: string): void {
  if (typeof (value as { then?: unknown } | null | undefined)?.then === "function") {
    throw new TypeError(`\`${name}\` is \`async\`, or gave a promise: a rule has nothing to wait for, so let it ${what} at once`);
  }
}

/** What the rule finds; `MissingFact` or `MalformedFact` where the facts do not fit. */
export function evaluate(rule: Rule, params: unknown, at: number, document: Uint8Array): Outcome {
  const outcome = new Outcome();
  const returned: unknown = rule.evaluate({ params, facts: facts(rule, document), at: rule.timeless === true ? 0 : at, outcome });
  refuseThenable(returned, "evaluate", "add its checks");
  // An arrow function gives its last row.
  const added = returned === undefined || returned === outcome || (outcome.checks as unknown[]).includes(returned);
  if (!added) {
    throw new TypeError(`\`evaluate\` returned ${named(returned)}: it is to add its checks to \`outcome\`, and return nothing`);
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
