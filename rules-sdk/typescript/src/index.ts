/**
 * Write release-governance rules for Clearance in TypeScript or JavaScript.
 *
 * A rule is the default export of `rule.ts` or `rule.js`: what it says of itself, the types of its params and facts, and a
 * function that says what it found. The types that the builders make are checked by TypeScript, are the JSON Schemas of the
 * manifest, and read what the host hands over.
 */

export { type Artifact, Check, type Observation, Outcome, Score, type Severity, type Status } from "./outcome.js";
export { type Fact, fact } from "./fact.js";
export { MalformedFact, Mismatch, MissingFact } from "./mismatch.js";
export { rule, type Context, type Rule, type RuleDefinition } from "./rule.js";
export {
  type Infer,
  type Range,
  type Schema,
  type Type,
  anything,
  bigint,
  boolean,
  either,
  integer,
  lazy,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  refined,
  string,
  withDefault,
} from "./types.js";
