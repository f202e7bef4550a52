/** What an author learns of an error that nobody caught: its message, and the line of the rule that it came from. */

/** For each line of the bundle, as far as it is an author's: the file's number and the line, put there by the build. */
export interface Lines {
  readonly files: readonly string[];
  readonly lines: readonly (readonly [number, number] | 0)[];
}

/** `TypeError: text (rule.ts, line 12)`. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)} was thrown, which is no Error: throw \`new Error(…)\``;
  const message = error.name === "NotInARule" ? error.message : `${error.name}: ${error.message}`;
  const place = placed(error.stack ?? "");
  return place === undefined ? message : `${message} (${place})`;
}

function placed(stack: string): string | undefined {
  const lines = (globalThis as { clearanceLines?: Lines }).clearanceLines;
  for (const [, line] of stack.matchAll(/:(\d+)(?::\d+)?\)?$/gm)) {
    const found = lines?.lines[Number(line) - 1];
    if (found) return `${lines?.files[found[0]]}, line ${found[1]}`;
  }
  return undefined;
}
