'use strict';
// Policies: what they say of themselves, and their decisions.

const native = require('./native.cjs');
const { Batch } = require('./batch.cjs');
const { begin, promise, checkSignal } = require('./calls.cjs');
const { decisionOf, deepFreeze } = require('./decision.cjs');
const { checkOptions, seen } = require('./errors.cjs');
const { given } = require('./facts.cjs');
const { manifestOf } = require('./rule.cjs');
const { timeOf } = require('./time.cjs');

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
    const { at, signal } = checkOptions(options);
    const millis = timeOf(at);
    return promise((port, call) => this.#begin(facts, millis, port, call), decisionOf, checkSignal(signal));
  }

  decideSync(facts, options) {
    const millis = timeOf(checkOptions(options).at);
    const { data, length } = given(facts);
    let text;
    try {
      text = this.#native.decideSync(data, length, millis);
    } catch (thrown) {
      throw seen(thrown, this.decideSync);
    }
    return decisionOf(text);
  }

  async decideTimed(facts, options) {
    const { at, signal } = checkOptions(options);
    const millis = timeOf(at);
    const start = (port, call) => {
      const { data, length } = given(facts);
      this.#native.decideTimed(data, length, millis, port, call);
    };
    return promise(start, timedOf, checkSignal(signal));
  }

  decideBatch(releases, options) {
    const { at, signal, onProgress } = checkOptions(options);
    const millis = timeOf(at);
    const decide = (facts, settle) => begin((port, call) => this.#begin(facts, millis, port, call), settle);
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

  #begin(facts, millis, port, call) {
    const { data, length } = given(facts);
    this.#native.decide(data, length, millis, port, call);
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

module.exports = { Policy, policySchema };
