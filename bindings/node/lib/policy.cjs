'use strict';
// Policies: what they say of themselves, their decisions, and the outcomes that are used again.

const native = require('./native.cjs');
const { Batch } = require('./batch.cjs');
const { begin, promise, checkSignal } = require('./calls.cjs');
const { decisionOf, deepFreeze } = require('./decision.cjs');
const { checkOptions, seen, wrongType } = require('./errors.cjs');
const { given } = require('./facts.cjs');
const { manifestOf } = require('./rule.cjs');
const { timeOf } = require('./time.cjs');

/** The native half of the cache in the options, where there is one. */
let nativeOf;

class OutcomeCache {
  #native;

  static {
    nativeOf = (given) => {
      if (given !== undefined && !(given instanceof OutcomeCache)) throw wrongType('outcomes', 'an OutcomeCache', given);
      return given?.#native;
    };
  }

  constructor(maxBytes) {
    if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) throw wrongType('maxBytes', 'a whole number of bytes', maxBytes);
    this.#native = new native.OutcomeCache(maxBytes);
    Object.freeze(this);
  }

  get size() {
    return this.#native.sizes()[0];
  }

  get bytes() {
    return this.#native.sizes()[1];
  }

  clear() {
    this.#native.clear();
  }
}

class Policy {
  #native;

  constructor(loaded) {
    if (!(loaded instanceof native.Policy)) throw new TypeError('policies are loaded by an Engine');
    this.#native = loaded;
    const { name, version, digest, entries } = JSON.parse(loaded.describe());
    this.name = name;
    this.version = version ?? undefined;
    this.digest = digest;
    this.entries = Object.freeze(
      entries.map(({ id, manifest }) => Object.freeze({ id, manifest: manifestOf(manifest) })),
    );
    Object.freeze(this);
  }

  async decide(facts, options) {
    const { at, signal, outcomes } = checkOptions(options);
    const [millis, cache] = [timeOf(at), nativeOf(outcomes)];
    const start = (port, call) => this.#begin(facts, millis, cache, port, call);
    return promise(start, decisionOf, { signal: checkSignal(signal) });
  }

  decideSync(facts, options) {
    const { at, outcomes } = checkOptions(options);
    const [millis, cache] = [timeOf(at), nativeOf(outcomes)];
    const { data, length } = given(facts);
    let text;
    try {
      text = this.#native.decideSync(data, length, millis, cache);
    } catch (thrown) {
      throw seen(thrown, this.decideSync);
    }
    return decisionOf(text);
  }

  async decideTimed(facts, options) {
    const { at, signal, outcomes } = checkOptions(options);
    const [millis, cache] = [timeOf(at), nativeOf(outcomes)];
    const start = (port, call) => {
      const { data, length } = given(facts);
      this.#native.decideTimed(data, length, millis, cache, port, call);
    };
    return promise(start, timedOf, { signal: checkSignal(signal) });
  }

  decideBatch(releases, options) {
    const { at, signal, outcomes, onProgress } = checkOptions(options);
    const [millis, cache] = [timeOf(at), nativeOf(outcomes)];
    const decide = (facts, settle) => begin((port, call) => this.#begin(facts, millis, cache, port, call), settle);
    return new Batch(releases, decide, checkSignal(signal), onProgress);
  }

  lint(at) {
    const millis = timeOf(at);
    let text;
    try {
      text = this.#native.lint(millis);
    } catch (thrown) {
      throw seen(thrown, this.lint);
    }
    return deepFreeze(JSON.parse(text).map(remarkOf));
  }

  factsSchema() {
    return JSON.parse(this.#native.factsSchema());
  }

  #begin(facts, millis, cache, port, call) {
    const { data, length } = given(facts);
    this.#native.decide(data, length, millis, cache, port, call);
  }
}

function timedOf(text) {
  const end = text.indexOf('\n');
  const { totalMs, entries } = JSON.parse(text.slice(0, end));
  return { decision: decisionOf(text.slice(end + 1)), timings: deepFreeze({ totalMs, entries }) };
}

function remarkOf({ kind, line, message }) {
  return line === null ? { kind, message } : { kind, line, message };
}

function policySchema() {
  return JSON.parse(native.policySchema());
}

module.exports = { OutcomeCache, Policy, policySchema };
