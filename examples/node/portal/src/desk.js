// The engine with one policy: it decides, and decides what if.

import { availableParallelism } from 'node:os';
import { Engine, Facts, OutcomeCache } from 'clearance';
import { parse } from 'yaml';
import { Refused } from './errors.js';
import { Gate } from './gate.js';
import { Recent } from './recent.js';

/** How long somebody waits for a decision, in milliseconds. A rule by itself is stopped sooner. */
const PATIENCE = 10_000;

export class Desk {
  #engine = new Engine();
  #policy;
  #text;
  #file;
  #folder;
  #factsSchema;
  #described;
  #outcomes = new OutcomeCache(64 * 1024 * 1024);
  #decisions = new Recent(200);
  #alternatives = new Recent(16);
  // Each decision takes a core. One is left to the event loop, which would otherwise wait for the system to give it one.
  #deciding = new Gate(Math.max(1, availableParallelism() - 1), 256);
  // A policy with other params is compiled, for most of a second.
  #loading = new Gate(1, 8);

  /**
   * Loads a policy.
   *
   * @param {{ text: string, folder: string }} policy its YAML, and the folder that the paths of its rules are relative to
   */
  static async open({ text, folder }) {
    const desk = new Desk();
    desk.#policy = await desk.#engine.parsePolicy(text, folder);
    desk.#text = text;
    desk.#file = parse(text);
    desk.#folder = folder;
    return desk;
  }

  /** The digest of the policy. */
  get digest() {
    return this.#policy.digest;
  }

  /**
   * What the policy says of facts. Decisions of late are kept, so that asking again about a release at the same time costs
   * nothing.
   *
   * @param {import('clearance').FactsInput} facts
   * @param {{ at: Date }} options
   * @returns {Promise<import('clearance').Decision>}
   */
  async decide(facts, { at }) {
    if (!(facts instanceof Facts)) return this.#decideBy(this.#policy, facts, at, this.#outcomes);
    const key = `${facts.digest} ${at.getTime()}`;
    const known = this.#decisions.get(key);
    if (known !== undefined) return known;
    const decision = this.#decideBy(this.#policy, facts, at, this.#outcomes);
    // Who asks meanwhile waits for the same decision. One that failed is not kept.
    this.#decisions.set(key, decision);
    decision.catch(() => this.#decisions.delete(key));
    return decision;
  }

  /**
   * What the policy says of facts that anybody may send. Nothing of it is kept: how long an answer takes would tell who
   * else had asked.
   *
   * @param {import('clearance').FactsInput} facts JSON text goes to the engine as it is
   * @param {{ at: Date | string }} options
   * @returns {Promise<import('clearance').Decision>}
   */
  consult(facts, { at }) {
    return this.#decideBy(this.#policy, facts, at);
  }

  /**
   * What the policy would say with other params. Nothing is saved.
   *
   * @param {object} question
   * @param {import('clearance').FactsInput} question.facts
   * @param {Record<string, Record<string, unknown>>} [question.params] by the id of an entry the params that it would have,
   *   whole
   * @param {Date} question.at
   * @returns {Promise<import('clearance').Decision>} rejects with PolicyError, RuleError or FactsError where the engine
   *   refuses params or facts, with Refused where an entry does not exist, or too many ask
   */
  async decideWith({ facts, params = {}, at }) {
    for (const id of Object.keys(params)) {
      if (!this.#file.entries.some((entry) => entry.id === id))
        throw new Refused(400, 'entry', `the policy has no entry \`${id.slice(0, 100)}\``);
    }
    const policy = Object.keys(params).length === 0 ? this.#policy : await this.#alternative(params);
    return this.#decideBy(policy, facts, at);
  }

  async #decideBy(policy, facts, at, outcomes) {
    return this.#deciding.run(async () => {
      const signal = AbortSignal.timeout(PATIENCE);
      try {
        return await policy.decide(facts, { at, signal, outcomes });
      } catch (error) {
        throw signal.aborted && error === signal.reason ? late() : error;
      }
    });
  }

  /** The policy with other params, those asked for of late are kept. */
  async #alternative(params) {
    const entries = this.#file.entries.map((entry) =>
      Object.hasOwn(params, entry.id) ? { ...entry, params: params[entry.id] } : entry,
    );
    // JSON is YAML.
    const text = JSON.stringify({ ...this.#file, entries });
    let loading = this.#alternatives.get(text);
    if (loading === undefined) {
      loading = this.#loading.run(() => this.#engine.parsePolicy(text, this.#folder));
      this.#alternatives.set(text, loading);
      loading.catch(() => this.#alternatives.delete(text));
    }
    // What is being compiled is compiled to its end, for who asks again.
    return within(PATIENCE, loading);
  }

  /** The policy for people to read, as of a time. @returns {import('./types.js').PolicyView} */
  describe(at) {
    if (this.#described?.at !== at.getTime()) this.#described = { at: at.getTime(), view: this.#describe(at) };
    return this.#described.view;
  }

  #describe(at) {
    const { entries, waivers = [], waiver_days: waiverDays = 90, description } = this.#file;
    return {
      name: this.#policy.name,
      version: this.#policy.version,
      description,
      digest: this.#policy.digest,
      waiverDays,
      text: this.#text,
      entries: this.#policy.entries.map(({ id, manifest }, i) => ({
        id,
        manifest,
        enforce: entries[i].enforce ?? 'deny',
        when: entries[i].when,
        effective: entries[i].effective,
        needs: entries[i].needs ?? [],
        bands: entries[i].bands,
        params: entries[i].params ?? {},
      })),
      waivers: waivers.map((waiver) => waiverOf(waiver, waiverDays, at)),
      lints: this.#policy.lint(at),
      factsSchema: (this.#factsSchema ??= this.#policy.factsSchema()),
    };
  }
}

function waiverOf(waiver, waiverDays, at) {
  const [from, until] = [new Date(waiver.from), new Date(waiver.until)];
  let state = 'in-force';
  if (until - from > waiverDays * 86_400_000) state = 'over-long';
  else if (until <= at) state = 'expired';
  else if (from > at) state = 'not-begun';
  return { ...waiver, from, until, state };
}

function late() {
  return new Refused(503, 'late', `there was no decision within ${PATIENCE / 1000} seconds; ask again`, {
    retryAfter: 5,
  });
}

async function within(millis, promise) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(late()), millis);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
