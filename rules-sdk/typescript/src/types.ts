/** Builders of types: what TypeScript knows, what the JSON Schema says, and how a value is read are one thing. */

import { AbsentField, Mismatch } from "./mismatch.js";
import type { Plain } from "./msgpack.js";

/** A JSON Schema (2020-12). */
export type Schema = { [key: string]: unknown };

/** A type of params or facts. */
export interface Type<T> {
  /** Its JSON Schema. `strict` allows no fields but those named. */
  schema(strict: boolean): Schema;
  /** Reads a value. `strict` refuses fields that are not named. */
  read(value: Plain, strict: boolean): T;
  /** Whether a field of this type may be absent, and what it then is. */
  readonly absent?: { readonly value: () => T };
  /** Whether `null` is a value of its own. */
  readonly nullable?: boolean;
  /** The fields of an `object`. */
  readonly fields?: { readonly [name: string]: Type<unknown> };
  /** The texts of a `oneOf`. */
  readonly choices?: readonly string[];
  /** Carries the type and no value. */
  readonly of?: T;
}

/** The TypeScript type of what a builder made. */
export type Infer<T> = T extends Type<infer Value> ? Value : never;

interface Optional<T> extends Type<T | undefined> {
  readonly absent: { readonly value: () => T | undefined };
  readonly isOptional: true;
}

type Fields = { [name: string]: Type<unknown> };
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isOptional: true } ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = { [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & {
  [K in OptionalKeys<F>]?: Infer<F[K]>;
};

/** The bounds of a number, both included. */
export interface Range<N extends number | bigint = number> {
  readonly minimum?: N;
  readonly maximum?: N;
}

function described(description: string | undefined, schema: Schema): Schema {
  return description === undefined ? schema : { description, ...schema };
}

/** A value as a message names it. */
export function shown(value: Plain): string {
  if (value === null) return "null";
  if (value instanceof Map) return "a map";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `the text ${JSON.stringify([...value.slice(0, 160)].slice(0, 80).join(""))}`;
  return String(value);
}

function expected(what: string, value: Plain): Mismatch {
  return new Mismatch("", `expected ${what}, found ${shown(value)}`);
}

function scalar<T>(what: string, schema: Schema, take: (value: Plain) => T | undefined, description?: string): Type<T> {
  return {
    schema: () => described(description, { ...schema }),
    read(value) {
      const taken = take(value);
      if (taken === undefined) throw expected(what, value);
      return taken;
    },
  };
}

/** A text. */
export function string(description?: string): Type<string> {
  return scalar("a text", { type: "string" }, (value) => (typeof value === "string" ? value : undefined), description);
}

/** True or false. */
export function boolean(description?: string): Type<boolean> {
  return scalar(
    "true or false",
    { type: "boolean" },
    (value) => (typeof value === "boolean" ? value : undefined),
    description,
  );
}

/** A number. A whole number beyond 2^53 is the nearest one that JavaScript has. */
export function number(description?: string, range: Range = {}): Type<number> {
  const take = (value: Plain): number | undefined => {
    const near = typeof value === "bigint" ? Number(value) : value;
    return typeof near === "number" && within(near, range) ? near : undefined;
  };
  return scalar(bounded("a number", range), { type: "number", ...range }, take, description);
}

/** A whole number that JavaScript holds exactly; `bigint` takes larger ones. */
export function integer(description?: string, range: Range = {}): Type<number> {
  const take = (value: Plain): number | undefined =>
    typeof value === "number" && Number.isSafeInteger(value) && within(value, range) ? value : undefined;
  return scalar(bounded("a whole number", range), { type: "integer", ...range }, take, description);
}

/** A whole number of up to 64 bits, exactly. */
export function bigint(description?: string, range: Range<number | bigint> = {}): Type<bigint> {
  const take = (value: Plain): bigint | undefined => {
    const whole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
    return whole && within(value, range) ? BigInt(value) : undefined;
  };
  // JSON has no `bigint`. A bound that is rounded allows no less than is meant, and `read` knows better.
  const bounds = Object.fromEntries(Object.entries(range).map(([name, bound]) => [name, Number(bound)]));
  return scalar(bounded("a whole number", range), { type: "integer", ...bounds }, take, description);
}

function within(value: number | bigint, { minimum, maximum }: Range<number | bigint>): boolean {
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

function bounded(what: string, { minimum, maximum }: Range<number | bigint>): string {
  if (minimum !== undefined && maximum !== undefined) return `${what} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${what} of at least ${minimum}`;
  return maximum === undefined ? what : `${what} of at most ${maximum}`;
}

/** One of several texts. */
export function oneOf<const T extends string>(choices: readonly T[], description?: string): Type<T> {
  const listed = choices.map((choice) => `\`${choice}\``).join(", ");
  const take = (value: Plain): T | undefined => choices.find((choice) => choice === value);
  return { ...scalar(`one of ${listed}`, { enum: [...choices] }, take, description), choices };
}

/** Whatever the facts hold: maps are `Map`s. */
export function anything(description?: string): Type<unknown> {
  return { schema: () => described(description, {}), read: (value) => value };
}

/**
 * One of several types: the first that a value fits. Objects that have a field in common, which is `oneOf` other texts in each, are
 * told apart by it.
 */
export function either<const T extends readonly Type<unknown>[]>(types: T, description?: string): Type<Infer<T[number]>> {
  const read = readByTag(types) ?? readFirst(types);
  return {
    schema: (strict) => described(description, { anyOf: types.map((type) => type.schema(strict)) }),
    read: (value, strict) => read(value, strict) as Infer<T[number]>,
  };
}

type Read = Type<unknown>["read"];

function readFirst(types: readonly Type<unknown>[]): Read {
  return (value, strict) => {
    const refusals: Mismatch[] = [];
    for (const type of types) {
      try {
        return type.read(value, strict);
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        refusals.push(error);
      }
    }
    // Of the right kind, and wrong within, is what says most.
    const within = refusals.find((one) => one.pointer !== "" || one instanceof AbsentField);
    const wanted = refusals.map((one) => one.message.replace(/^expected /, "").replace(/, found .*/s, ""));
    throw within ?? expected(wanted.join(" or "), value);
  };
}

function readByTag(types: readonly Type<unknown>[]): Read | undefined {
  for (const key of Object.keys(types[0]?.fields ?? {})) {
    const chosen = new Map<string, Type<unknown>>();
    let count = 0;
    for (const type of types) {
      const choices = type.fields?.[key]?.choices ?? [];
      for (const choice of choices) chosen.set(choice, type);
      count += choices.length > 0 ? choices.length : Number.NaN;
    }
    if (chosen.size !== count) continue;
    const tag = oneOf([...chosen.keys()]);
    return (value, strict) => {
      if (!(value instanceof Map)) throw expected("a map", value);
      const found = value.get(key);
      if (found === undefined) throw new AbsentField(key);
      try {
        tag.read(found, strict);
      } catch (error) {
        throw placed(error, key);
      }
      return chosen.get(String(found))?.read(value, strict);
    };
  }
  return undefined;
}

/** A type that is made when it is first asked for, so that it can hold itself. */
export function lazy<T>(make: () => Type<T>): Type<T> {
  let open = false;
  return {
    schema(strict) {
      // Nothing can be said of what holds itself without naming it: anything goes there, and reading is as strict as ever.
      if (open) return {};
      open = true;
      try {
        return make().schema(strict);
      } finally {
        open = false;
      }
    },
    read: (value, strict) => make().read(value, strict),
  };
}

/** A list. */
export function list<T>(item: Type<T>, description?: string): Type<T[]> {
  return {
    schema: (strict) => described(description, { type: "array", items: item.schema(strict) }),
    read(value, strict) {
      if (!Array.isArray(value)) throw expected("a list", value);
      const made: T[] = [];
      try {
        for (const one of value) made.push(item.read(one, strict));
      } catch (error) {
        throw placed(error, String(made.length));
      }
      return made;
    },
  };
}

/** A map with any keys. */
export function record<T>(item: Type<T>, description?: string): Type<Map<string, T>> {
  return {
    schema: (strict) => described(description, { type: "object", additionalProperties: item.schema(strict) }),
    read(value, strict) {
      if (!(value instanceof Map)) throw expected("a map", value);
      const made = new Map<string, T>();
      let at = "";
      try {
        for (const [key, one] of value) {
          at = key;
          made.set(key, item.read(one, strict));
        }
      } catch (error) {
        throw placed(error, at);
      }
      return made;
    },
  };
}

/** A map with named fields. */
export function object<F extends Fields>(fields: F, description?: string): Type<ObjectOf<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => fields[name]?.absent === undefined);
  const known = new Map(Object.entries(fields));
  const allowed = names.length > 0 ? `expected ${names.map((name) => `\`${name}\``).join(" or ")}` : "nothing may be here";
  return {
    fields,
    schema(strict) {
      const properties: Schema = {};
      for (const name of names) properties[name] = fields[name]?.schema(strict);
      const schema: Schema = { type: "object", properties };
      if (required.length > 0) schema["required"] = required;
      if (strict) schema["additionalProperties"] = false;
      return described(description, schema);
    },
    read(value, strict) {
      if (!(value instanceof Map)) throw expected("a map", value);
      const made: { [name: string]: unknown } = {};
      let at = "";
      try {
        for (const [key, one] of value) {
          at = key;
          const field = known.get(key);
          if (field !== undefined) made[key] = field.read(one, strict);
          else if (strict) throw new Mismatch("", `there is no \`${key}\`; ${allowed}`);
        }
      } catch (error) {
        throw placed(error, at);
      }
      for (const name of names) {
        const absent = fields[name]?.absent;
        if (value.has(name)) continue;
        if (absent === undefined) throw new AbsentField(name);
        made[name] = absent.value();
      }
      return made as ObjectOf<F>;
    },
  };
}

/** An error as seen from outside of the value at `token`. */
function placed(error: unknown, token: string): unknown {
  return error instanceof Mismatch ? error.within(token) : error;
}

/** A field that may be absent, or `null`, and then is `undefined`. Around `nullable`, `null` stays `null`. */
export function optional<T>(type: Type<T>): Optional<T> {
  return {
    schema: (strict) => (type.nullable === true ? type.schema(strict) : orNull(type.schema(strict))),
    read: (value, strict) => (value === null && type.nullable !== true ? undefined : type.read(value, strict)),
    absent: { value: () => undefined },
    isOptional: true,
  };
}

/** A type that has `null` as a value of its own. */
export function nullable<T>(type: Type<T>): Type<T | null> {
  return {
    schema: (strict) => orNull(type.schema(strict)),
    read: (value, strict) => (value === null ? null : type.read(value, strict)),
    nullable: true,
  };
}

function orNull(schema: Schema): Schema {
  const { description, ...rest } = schema;
  const either =
    typeof rest["type"] === "string" ? { ...rest, type: [rest["type"], "null"] } : { anyOf: [rest, { type: "null" }] };
  return described(typeof description === "string" ? description : undefined, either);
}

/** A field that has a value of its own where it is absent. */
export function withDefault<T>(type: Type<T>, value: T): Type<T> {
  const simple = ["string", "number", "boolean"].includes(typeof value);
  return {
    ...type,
    schema: (strict) => (simple ? { ...type.schema(strict), default: value } : type.schema(strict)),
    read: (plain, strict) => type.read(plain, strict),
    absent: { value: () => copied(value) },
  };
}

/** A value of its own for each, as far as what is in it could be changed. */
function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copied) as T;
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, copied(one)])) as T;
  const plain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? (Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one)])) as T) : value;
}

/** A type of one's own on top of another: `make` converts, and throws a `RangeError` that says why it cannot. */
export function refined<T, U>(type: Type<T>, make: (value: T) => U): Type<U> {
  return {
    schema: (strict) => type.schema(strict),
    read(value, strict) {
      const plain = type.read(value, strict);
      try {
        return make(plain);
      } catch (error) {
        throw error instanceof RangeError ? new Mismatch("", error.message) : error;
      }
    },
  };
}
