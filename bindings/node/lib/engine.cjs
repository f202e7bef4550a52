'use strict';
// The engine: its limits, and what it loads.

const { fileURLToPath } = require('node:url');
const native = require('./native.cjs');
const { checkOnProgress, promise, traced } = require('./calls.cjs');
const { checkOptions, seen, wrongType } = require('./errors.cjs');
const { Policy } = require('./policy.cjs');
const { Rule } = require('./rule.cjs');

class Engine {
  #native;

  constructor(options) {
    const given = checkOptions(options);
    const limits = limitsOf(given.limits);
    const codeCache = given.codeCache === false ? '' : given.codeCache && pathOf('codeCache', given.codeCache);
    try {
      this.#native = new native.Engine(limits, codeCache);
    } catch (thrown) {
      throw seen(thrown, Engine);
    }
    this.limits = limits;
    Object.freeze(this);
  }

  get codeCache() {
    return Object.freeze(JSON.parse(this.#native.codeCache()));
  }

  async loadPolicy(path, options) {
    const [file, onProgress] = [pathOf('path', path), checkOnProgress(checkOptions(options).onProgress)];
    const load = (port, call) => this.#native.loadPolicy(file, onProgress !== undefined, port, call);
    return traced(promise(load, policyOf, { onProgress }));
  }

  loadPolicySync(path) {
    return policyOf(ask(this.loadPolicySync, () => this.#native.loadPolicySync(pathOf('path', path))));
  }

  async parsePolicy(yaml, folder, options) {
    const [text, place, onProgress] = [textOf(yaml), pathOf('folder', folder), checkOnProgress(checkOptions(options).onProgress)];
    const load = (port, call) => this.#native.parsePolicy(text, place, onProgress !== undefined, port, call);
    return traced(promise(load, policyOf, { onProgress }));
  }

  parsePolicySync(yaml, folder) {
    const [text, place] = [textOf(yaml), pathOf('folder', folder)];
    return policyOf(ask(this.parsePolicySync, () => this.#native.parsePolicySync(text, place)));
  }

  async loadRule(path) {
    const file = pathOf('path', path);
    return traced(promise((port, call) => this.#native.loadRule(file, port, call), ruleOf));
  }

  loadRuleSync(path) {
    return ruleOf(ask(this.loadRuleSync, () => this.#native.loadRuleSync(pathOf('path', path))));
  }
}

const policyOf = (loaded) => new Policy(loaded);
const ruleOf = (loaded) => new Rule(loaded);

/** The limits that an engine is to have: the given ones, and the defaults for the others. */
function limitsOf(given) {
  const limits = native.defaultLimits();
  if (given === undefined) return Object.freeze(limits);
  if (given === null || typeof given !== 'object') throw wrongType('limits', 'an object', given);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(limits, name)) {
      const message = `there is no limit \`${name}\`, expected one of \`${Object.keys(limits).join('`, `')}\``;
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
    }
    if (value === undefined) continue;
    if (typeof value !== 'number') throw wrongType(`limits.${name}`, 'a number', value);
    if (!Number.isInteger(value) || value < 0) {
      const message = `the limit \`${name}\` is ${value}, and should be a whole number`;
      throw Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' });
    }
    limits[name] = value;
  }
  return Object.freeze(limits);
}

function pathOf(name, value) {
  // Not `instanceof`: a test runner may have a `URL` of its own.
  if (typeof value?.href === 'string' && typeof value.protocol === 'string') return fileURLToPath(value.href);
  if (typeof value !== 'string') throw wrongType(name, 'a path or a file URL', value);
  return value;
}

function textOf(yaml) {
  if (typeof yaml !== 'string') throw wrongType('yaml', 'a string', yaml);
  return yaml;
}

function ask(below, question) {
  try {
    return question();
  } catch (thrown) {
    throw seen(thrown, below);
  }
}

module.exports = { Engine };
