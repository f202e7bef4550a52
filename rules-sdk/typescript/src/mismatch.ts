/** Why params or facts cannot be used. */

/** A name as a token of an RFC 6901 pointer. */
export function escape(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/**
 * Params or facts that are not what the rule can work with. Thrown in `prepare`, it refuses the policy; `pointer` leads into the
 * params.
 */
export class Mismatch extends Error {
  pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.name = "Mismatch";
    this.pointer = pointer;
  }

  /** The mismatch as seen from outside of the value at `token`. */
  within(token: string): this {
    this.pointer = `/${escape(token)}${this.pointer}`;
    return this;
  }
}

/** A field that is absent and not optional; `pointer` leads to the map that it is absent from. */
export class AbsentField extends Mismatch {
  readonly field: string;

  constructor(field: string) {
    super("", `missing field \`${field}\``);
    this.field = field;
  }
}

/** A fact without which nothing can be said, by its RFC 6901 JSON Pointer. */
export class MissingFact extends Error {
  readonly pointer: string;

  constructor(pointer: string) {
    super(`\`${pointer}\` is absent`);
    this.name = "MissingFact";
    this.pointer = pointer;
  }
}

/** A fact that has the wrong shape; `pointer` leads into the facts. */
export class MalformedFact extends Mismatch {
  override name = "MalformedFact";
}
