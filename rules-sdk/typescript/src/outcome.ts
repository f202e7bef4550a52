/** Gathering what an evaluation found, in checks that read like the rule they come from. */

import { asNumber, asText, named } from "./expect.js";
import type { Fact } from "./fact.js";
import * as text from "./text.js";

/** How much a failure of a check matters to the people who read it. */
export type Severity = "info" | "low" | "medium" | "high" | "critical";

const SEVERITIES: readonly unknown[] = ["info", "low", "medium", "high", "critical"] satisfies Severity[];

/** What a check found. */
export type Status = "pass" | "fail" | "not-applicable" | "unknown";

/** A fact that a check read; `found` tells a value of `null` from one that was absent. */
export interface Observation {
  readonly pointer: string;
  readonly value: unknown;
  readonly found: boolean;
}

/** One row of the decision. Completed by its methods, in a chain. */
export class Check {
  /** Which of the codes in the rule's `checks`. */
  readonly code: string;
  /** What was checked, named as the facts name it. */
  readonly subject: string;
  /** What was found. */
  readonly status: Status;
  /** What was found, in words. */
  readonly message: string;
  /** How much a failure matters; `severity` sets it. */
  severityOf: Severity = "medium";
  /** The facts that were read; `seen`, `observe` and `missing` add to them. */
  observed: Observation[] = [];
  /** What the rule wanted to find; `required` sets it. */
  requiredText: string | undefined;
  /** What would change the answer; `remedy` and `remedyIfUnknown` set it. */
  remedyText: string | undefined;

  constructor(code: string, subject: string, status: Status, message: string) {
    this.code = asText(code, "the code of a check");
    this.subject = asText(subject, "the subject of a check");
    this.status = status;
    this.message = asText(message, "the message of a check");
  }

  /** How much a failure matters: `medium` unless said. */
  severity(severity: Severity): this {
    if (!SEVERITIES.includes(severity)) throw new TypeError(`a severity is one of ${SEVERITIES.join(", ")}, not ${String(severity)}`);
    this.severityOf = severity;
    return this;
  }

  /** Records a fact that was read. */
  seen(fact: Fact<unknown>): this {
    // A number that is none is worded, and cannot stand among facts.
    const absent = fact.value === undefined || (typeof fact.value === "number" && !Number.isFinite(fact.value));
    return absent ? this.missing(fact.pointer) : this.observe(fact.pointer, fact.value);
  }

  /** Records a value read at a JSON Pointer. */
  observe(pointer: string, value: unknown): this {
    this.observed.push({ pointer: asText(pointer, "a JSON Pointer"), value, found: true });
    return this;
  }

  /** Records that nothing stands at a JSON Pointer. */
  missing(pointer: string): this {
    this.observed.push({ pointer: asText(pointer, "a JSON Pointer"), value: undefined, found: false });
    return this;
  }

  /** What the rule wanted to find. */
  required(required: string): this {
    this.requiredText = asText(required, "what is required");
    return this;
  }

  /** The nearest change that would make a failed check pass; kept only where the check failed. */
  remedy(remedy: string): this {
    const said = asText(remedy, "a remedy");
    if (this.status === "fail") this.remedyText = said;
    return this;
  }

  /** What would make an unanswered check answerable; kept only where the status is unknown. */
  remedyIfUnknown(remedy: string): this {
    const said = asText(remedy, "a remedy");
    if (this.status === "unknown") this.remedyText = said;
    return this;
  }
}

/** A number that a policy may band into review and deny, and what it is made of. */
export class Score {
  /** The points so far. */
  points = 0;
  /** The most points there can be. */
  readonly outOf: number;
  /** What the points are made of. */
  readonly contributions: { factor: string; points: number; reason: string }[] = [];

  constructor(outOf: number) {
    this.outOf = asNumber(outOf, "the most points of a score");
    if (!(outOf >= 0 && outOf < Infinity)) throw new RangeError(`the most points of a score is a number of at least 0, not ${outOf}`);
  }

  /** Adds a term. The sum stays between 0 and the maximum. */
  add(factor: string, points: number, reason: string): this {
    if (!Number.isFinite(asNumber(points, "the points of a factor"))) throw new RangeError(`the points of a factor are ${points}`);
    this.contributions.push({ factor: asText(factor, "a factor"), points, reason: asText(reason, "the reason for points") });
    const between = 0 < this.points && this.points < this.outOf;
    const sum = between ? this.points + points : this.contributions.reduce((sum, term) => sum + term.points, 0);
    this.points = Math.min(Math.max(sum, 0), this.outOf);
    return this;
  }
}

/** A document that the rule wrote. */
export interface Artifact {
  /** A file name without a folder. */
  readonly name: string;
  /** RFC 6838 media type. */
  readonly mediaType: string;
  /** The document itself. */
  readonly content: string | Uint8Array;
}

/** All that one evaluation found. Its methods add rows, in their order, and give them, so that they can be completed. */
export class Outcome<Code extends string = string> {
  /** The rows. */
  readonly checks: Check[] = [];
  /** The score; `score` begins it. */
  scored: Score | undefined;
  /** The documents; `write` adds to them. */
  readonly artifacts: Artifact[] = [];
  /** Facts for other entries; `derive` sets them. */
  derived: unknown;

  /** A check that passed. `message` says what was found. */
  pass(code: Code, subject: string, message: string): Check {
    return this.add(code, subject, "pass", message);
  }

  /** A check that failed. Follow it with `remedy`. */
  fail(code: Code, subject: string, message: string): Check {
    return this.add(code, subject, "fail", message);
  }

  /** A check that cannot be answered, for want of a fact. */
  unknown(code: Code, subject: string, message: string): Check {
    return this.add(code, subject, "unknown", message);
  }

  /** A check that does not concern this subject; `message` says why. */
  notApplicable(code: Code, subject: string, message: string): Check {
    return this.add(code, subject, "not-applicable", message);
  }

  /**
   * Passes where the fact is `minimum` or more; unknown where it is absent or not a number. `unit` follows the numbers in the
   * texts: `"%"`, `" days"`.
   */
  atLeast(code: Code, subject: string, fact: Fact<number>, minimum: number, unit = ""): Check {
    const check = this.bounded(code, subject, fact, unit, (value) => value >= minimum);
    check.required(`at least ${text.number(minimum)}${unit}`);
    return check.remedy(`raise \`${fact.pointer}\` by ${text.shortfall(minimum - (fact.value ?? 0))}${unit}`);
  }

  /** Passes where the fact is `maximum` or less; unknown where it is absent or not a number. */
  atMost(code: Code, subject: string, fact: Fact<number>, maximum: number, unit = ""): Check {
    const check = this.bounded(code, subject, fact, unit, (value) => value <= maximum);
    check.required(`at most ${text.number(maximum)}${unit}`);
    return check.remedy(`lower \`${fact.pointer}\` by ${text.shortfall((fact.value ?? 0) - maximum)}${unit}`);
  }

  /**
   * Passes where the fact satisfies `test`; unknown where it is absent. `required` completes the sentence “required: …”; `found`
   * words the value.
   */
  satisfies<T>(
    code: Code,
    subject: string,
    fact: Fact<T>,
    test: (value: T) => boolean,
    found: (value: T) => string,
    required: string,
  ): Check {
    const { value } = fact;
    const check =
      value === undefined
        ? this.absent(code, subject, fact.pointer)
        : this.add(code, subject, test(value) ? "pass" : "fail", found(value));
    return check.seen(fact).required(required);
  }

  /** Begins the score, out of so many points. */
  score(outOf: number): Score {
    this.scored = new Score(outOf);
    return this.scored;
  }

  /** Adds a document that the rule wrote; a text is encoded as UTF-8. */
  write(name: string, mediaType: string, content: string | Uint8Array): void {
    if (typeof content !== "string" && !(content instanceof Uint8Array)) {
      throw new TypeError(`the content of an artifact is a text or a Uint8Array, not ${named(content)}; \`JSON.stringify\` makes a text`);
    }
    this.artifacts.push({ name: asText(name, "the name of an artifact"), mediaType: asText(mediaType, "a media type"), content });
  }

  /** Sets the facts that entries of the policy may need from this one. */
  derive(facts: object): void {
    this.derived = facts;
  }

  private add(code: Code, subject: string, status: Status, message: string): Check {
    const check = new Check(code, subject, status, message);
    this.checks.push(check);
    return check;
  }

  private absent(code: Code, subject: string, pointer: string): Check {
    return this.unknown(code, subject, `the fact \`${pointer}\` is absent`).remedyIfUnknown(`supply the fact \`${pointer}\``);
  }

  private bounded(code: Code, subject: string, fact: Fact<number>, unit: string, test: (value: number) => boolean): Check {
    const { value } = fact;
    if (value !== undefined) asNumber(value, `the fact \`${fact.pointer}\``);
    if (value === undefined) return this.absent(code, subject, fact.pointer).seen(fact);
    if (Number.isNaN(value)) return this.unknown(code, subject, "not a number").seen(fact);
    return this.add(code, subject, test(value) ? "pass" : "fail", `${text.number(value)}${unit}`).seen(fact);
  }
}
