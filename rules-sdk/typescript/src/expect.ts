/** Complaints about values of the wrong type, thrown where an author handed them over, so that the line is known. */

/** The type of a value, as its author calls it. */
export function named(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function" && /^class\b/.test(String(value))) return `the class ${value.name}`;
  if (typeof value !== "object") return typeof value;
  const { name } = ((value as { constructor?: unknown }).constructor ?? {}) as { name?: unknown };
  return typeof name === "string" && name !== "" ? name : "object";
}

const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `value`, which is to be a text. Half a surrogate pair, as cutting a text may leave, becomes U+FFFD. */
export function asText(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} is a text, not ${named(value)}`);
  return /[\ud800-\udfff]/.test(value) ? value.replace(HALVES, "\ufffd") : value;
}

/** `value`, which is to be a number. */
export function asNumber(value: unknown, what: string): number {
  if (typeof value === "bigint") throw new TypeError(`${what} is a number, not bigint; write \`Number(…)\``);
  if (typeof value !== "number") throw new TypeError(`${what} is a number, not ${named(value)}`);
  return value;
}
