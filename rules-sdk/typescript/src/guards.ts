/**
 * What a rule cannot do, said in words. Imported before the rule: in the sandbox, a call that asks the system for anything ends
 * the rule on the spot, and its author learns nothing.
 */

/** Something that a rule cannot do, and what to do in its place. */
export class NotInARule extends Error {
  override name = "NotInARule";
}

const OUTPUT = "a rule has no output; put the text into the message of a check, or into an artifact";
const CLOCK = "a rule has no clock; use `at`, the time of the decision";
const CHANCE = "a rule has no randomness: the same facts must give the same outcome";
const WAITING = "a rule has nothing to wait for; do the work at once";
const NETWORK = "a rule has no network; what it needs are facts and params";
const MODULES = "a rule is one file when it runs; use `import … from` at the top";
const SYSTEM = "a rule has no system around it; what it needs are facts and params";
const LOCALES = "a rule has no locales; it words texts itself";

function refuse(name: string, why: string): (...arguments_: unknown[]) => never {
  return () => {
    throw new NotInARule(`\`${name}\` is not there: ${why}`);
  };
}

/** An object whose every member is refused. */
function refused(name: string, why: string): object {
  return new Proxy(
    {},
    {
      get: (_, member) => refuse(`${name}.${String(member)}`, why)(),
    },
  );
}

class RuleDate extends Date {
  // What is handed over is handed on.
  constructor(...parts: [] | [number | string | Date]) {
    if (parts.length === 0) refuse("new Date()", CLOCK)();
    super(...(parts as [number]));
  }

  static override now: () => number = refuse("Date.now", CLOCK);
}

const world = globalThis as { [name: string]: unknown };
world["console"] = refused("console", OUTPUT);
world["print"] = refuse("print", OUTPUT);
world["Date"] = RuleDate;
world["performance"] = refused("performance", CLOCK);
world["crypto"] = refused("crypto", CHANCE);
world["process"] = refused("process", SYSTEM);
world["Intl"] = refused("Intl", LOCALES);
world["fetch"] = refuse("fetch", NETWORK);
world["require"] = refuse("require", MODULES);
for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"]) {
  world[name] = refuse(name, WAITING);
}
Math.random = refuse("Math.random", CHANCE);
