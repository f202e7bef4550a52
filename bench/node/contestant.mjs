// What an engine brings to the benchmark, and when two answers are the same.

export const RULES = ['coverage', 'risk', 'residency', 'redaction'];
export const SIZES = [1, 10, 100, 1000];

/**
 * One way to have a rule answered.
 *
 * @typedef {object} Contestant
 * @property {string} engine
 * @property {string} variant
 * @property {(facts: object) => unknown} ask Timed, and awaited where it returns a promise.
 * @property {(returned: any) => unknown} [reduce] Not timed. It only picks and renames.
 */

/**
 * An engine and how it is set up.
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {string[]} packages Names on npm.
 * @property {string} setup How it is set up, and which page of its documentation advises it.
 * @property {(rule: string, params: any, data: URL) => Contestant[]} [contestants] For a rule, given its params and the
 *   folder with Clearance's components.
 * @property {Record<string, string>} cannot What it cannot say, rule by rule, and why.
 */

/** The first difference between two answers, if any. Numbers may differ in what their last bits hold. */
export function difference(expected, found, place = '') {
  if (typeof expected === 'number' && typeof found === 'number') {
    const near = Math.abs(expected - found) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(found));
    return near ? undefined : `${place || '/'}: expected ${expected}, found ${found}`;
  }
  if (typeof expected !== 'object' || expected === null || typeof found !== 'object' || found === null) {
    const shown = [expected, found].map((value) => String(JSON.stringify(value)).slice(0, 200));
    return expected === found ? undefined : `${place || '/'}: expected ${shown[0]}, found ${shown[1]}`;
  }
  const [wanted, there] = [expected, found].map((value) => Object.keys(value).sort());
  if (Array.isArray(expected) !== Array.isArray(found) || wanted.join() !== there.join()) {
    return `${place || '/'}: expected the keys ${wanted.slice(0, 20)}, found ${there.slice(0, 20)}`;
  }
  for (const key of wanted) {
    const other = difference(expected[key], found[key], `${place}/${key}`);
    if (other) return other;
  }
  return undefined;
}
