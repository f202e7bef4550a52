/**
 * What a rule cannot do, said in words. Imported before the rule: in the sandbox, a call that asks the system for anything ends
 * the rule on the spot, and its author learns nothing.
 *
 * What packages only look at while they are loaded, to learn where they run, is refused after that.
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
const LOCALES = "a rule has no locales; it words texts itself, with `@clearance/rule/text` say";

/** Stands for a function or a class, whose every use is refused. */
function refuse(name: string, why: string): (...arguments_: unknown[]) => never {
  // Not an arrow, of which `new` would say something else.
  return function () {
    throw new NotInARule(`\`${name}\` is not there: ${why}`);
  };
}

/** An object whose every function is refused. To look whether it is there is not. */
function refused(name: string, why: string): object {
  return new Proxy({}, { get: (_, member) => refuse(`${name}.${String(member)}`, why) });
}

const NativeDate = Date;
NativeDate.now = refuse("Date.now", CLOCK);
const RuleDate = new Proxy<DateConstructor>(NativeDate, {
  construct(target, parts, made): object {
    if (parts.length === 0) refuse("new Date()", CLOCK)();
    return Reflect.construct(target, parts, made) as object;
  },
  apply: refuse("Date()", CLOCK),
});
NativeDate.prototype.constructor = RuleDate;

const world = globalThis as { [name: string]: unknown };
world["Date"] = RuleDate;
world["console"] = refused("console", OUTPUT);
world["print"] = refuse("print", OUTPUT);
world["performance"] = refused("performance", CLOCK);
world["crypto"] = refused("crypto", CHANCE);
world["Intl"] = refused("Intl", LOCALES);
world["fetch"] = refuse("fetch", NETWORK);
for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"]) {
  world[name] = refuse(name, WAITING);
}
Math.random = refuse("Math.random", CHANCE);
for (const type of [Number, BigInt, NativeDate, Array]) {
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    if (name in type.prototype) (type.prototype as unknown as typeof world)[name] = refuse(name, LOCALES);
  }
}

/** What comes into force once all is loaded. */
export function refuseTheRest(): void {
  world["process"] = new Proxy({}, { get: (_, member) => refuse(`process.${String(member)}`, SYSTEM)() });
  world["require"] = refuse("require", MODULES);
  // `async`, too, is made of it by the build: whatever it waits for would be forgotten when the rule returns.
  const promise = refuse("Promise", WAITING) as unknown as typeof world;
  for (const name of Object.getOwnPropertyNames(Promise)) {
    if (typeof (Promise as unknown as typeof world)[name] === "function") promise[name] = refuse(`Promise.${name}`, WAITING);
  }
  for (const name of ["then", "catch", "finally"]) {
    (Promise.prototype as unknown as typeof world)[name] = refuse(`Promise.${name}`, WAITING);
  }
  world["Promise"] = promise;
}
