'use strict';
// Rules by themselves, without a policy.

const native = require('./native.cjs');
const { promise, traced, checkSignal } = require('./calls.cjs');
const { deepFreeze, outcomeOf } = require('./decision.cjs');
const { encode } = require('./encoder.cjs');
const { checkOptions, kindOf, seen, wrongType } = require('./errors.cjs');
const { given } = require('./facts.cjs');
const { timeOf } = require('./time.cjs');

class Rule {
  #native;

  constructor(loaded) {
    if (!(loaded instanceof native.Rule)) throw new TypeError('rules are loaded by an Engine');
    this.#native = loaded;
    const { manifest, digest, startup } = JSON.parse(loaded.describe());
    this.manifest = manifestOf(manifest);
    this.digest = digest;
    this.startup = Object.freeze(startup);
    Object.freeze(this);
  }

  configure(params, options) {
    const { snapshot = true } = checkOptions(options);
    if (typeof snapshot !== 'boolean') throw wrongType('snapshot', 'a boolean', snapshot);
    if (typeof params !== 'object' || params === null || Array.isArray(params))
      throw wrongType('params', 'an object', params);
    const { data, length } = encode(params);
    try {
      return new ConfiguredRule(this.#native.configure(data, length, snapshot));
    } catch (thrown) {
      throw seen(thrown, this.configure);
    }
  }
}

class ConfiguredRule {
  #native;

  constructor(configured) {
    if (!(configured instanceof native.ConfiguredRule)) throw new TypeError('rules are configured by `Rule.configure`');
    this.#native = configured;
    this.startup = Object.freeze(JSON.parse(configured.startup()));
    Object.freeze(this);
  }

  async evaluate(facts, options) {
    const { at, signal } = checkOptions(options);
    const millis = timeOf(at);
    const start = (port, call) => {
      const { data, length } = given(facts);
      this.#native.evaluate(data, length, millis, port, call);
    };
    return traced(promise(start, outcomeOf, { signal: checkSignal(signal) }));
  }

  evaluateSync(facts, options) {
    const millis = timeOf(checkOptions(options).at);
    const { data, length } = given(facts);
    try {
      return outcomeOf(this.#native.evaluateSync(data, length, millis));
    } catch (thrown) {
      throw seen(thrown, this.evaluateSync);
    }
  }
}

function manifestOf({ params_schema: paramsSchema, ...manifest }) {
  const { id, version, title, summary, reads, checks, practices, controls, timeless } = manifest;
  return deepFreeze({ id, version, title, summary, reads, paramsSchema, checks, practices, controls, timeless });
}

module.exports = { Rule, ConfiguredRule, manifestOf };
