/** What an author learns of an error that nobody caught: its message, and the line of the rule that it came from. */

import { named } from "./expect.js";

/**
 * For each line of the bundle, as far as it is an author's: the file's number and the line, then each column from which on it is
 * another line, and that line. Put there by the build.
 */
export interface Lines {
  readonly files: readonly string[];
  readonly lines: readonly (readonly [file: number, line: number, ...others: number[]] | 0)[];
}

const NOT_THE_LANGUAGE = "a rule has what JavaScript itself has, and nothing of Node's or of a browser's";

/** `TypeError: text (rule.ts, line 12)`. */
export function told(error: unknown): string {
  try {
    return error instanceof Error ? worded(error) : `${shown(error)} was thrown, which is no Error: throw \`new Error(…)\``;
  } catch {
    return "something was thrown that cannot be shown: throw `new Error(…)`";
  }
}

function worded(error: Error): string {
  let message = error.name === "NotInARule" ? error.message : `${error.name}: ${error.message}`;
  if (error instanceof ReferenceError && error.message.endsWith("is not defined")) message += `: ${NOT_THE_LANGUAGE}`;
  const place = placed(error.stack ?? "");
  return place === undefined ? message : `${message} (${place})`;
}

/** What was thrown that is no error: a text as it is, an object with its type and its message. */
function shown(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { message } = thrown as { message?: unknown };
  return typeof message === "string" ? `${named(thrown)}: ${message}` : `${named(thrown)} ${JSON.stringify(thrown)}`;
}

function placed(stack: string): string | undefined {
  const lines = (globalThis as { clearanceLines?: Lines }).clearanceLines;
  for (const [, line, column] of stack.matchAll(/:(\d+)(?::(\d+))?\)?$/gm)) {
    const found = lines?.lines[Number(line) - 1];
    if (!found) continue;
    const [file, first, ...others] = found;
    let place = first;
    for (let i = 0; i < others.length && (others[i] ?? 0) < Number(column); i += 2) place = others[i + 1] ?? place;
    return `${lines?.files[file]}, line ${place}`;
  }
  return undefined;
}
