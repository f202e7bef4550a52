/** A fact with its place, so that a check can say what it read. */

import { escape } from "./mismatch.js";

/** One fact: where it stands (an RFC 6901 JSON Pointer into the facts) and what was found there; `undefined` where it is absent. */
export interface Fact<T> {
  readonly pointer: string;
  readonly value: T | undefined;
}

type Part<T> = NonNullable<T>;
type Key<T> = Part<T> extends Map<string, unknown> ? string : keyof Part<T> & (string | number);
type At<T, K> =
  Part<T> extends Map<string, infer V> ? V : K extends keyof Part<T> ? Part<T>[K] : never;

/**
 * Reads a fact together with its pointer, both from one path: `fact(facts, "components", 0, "line_coverage")`. A part that is
 * absent is stepped into: what lies in it is absent.
 */
export function fact<T, A extends Key<T>>(facts: T, a: A): Fact<Part<At<T, A>>>;
export function fact<T, A extends Key<T>, B extends Key<At<T, A>>>(facts: T, a: A, b: B): Fact<Part<At<At<T, A>, B>>>;
export function fact<T, A extends Key<T>, B extends Key<At<T, A>>, C extends Key<At<At<T, A>, B>>>(
  facts: T,
  a: A,
  b: B,
  c: C,
): Fact<Part<At<At<At<T, A>, B>, C>>>;
export function fact<
  T,
  A extends Key<T>,
  B extends Key<At<T, A>>,
  C extends Key<At<At<T, A>, B>>,
  D extends Key<At<At<At<T, A>, B>, C>>,
>(facts: T, a: A, b: B, c: C, d: D): Fact<Part<At<At<At<At<T, A>, B>, C>, D>>>;
export function fact(facts: unknown, ...path: (string | number)[]): Fact<unknown>;
export function fact(facts: unknown, ...path: (string | number)[]): Fact<unknown> {
  let pointer = "";
  let value: unknown = facts;
  for (const step of path) {
    pointer += `/${escape(String(step))}`;
    if (value instanceof Map) value = value.get(String(step));
    else if (value !== null && value !== undefined) value = (value as { [step: string | number]: unknown })[step];
  }
  return { pointer, value: value ?? undefined };
}
