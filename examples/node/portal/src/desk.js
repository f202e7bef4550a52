// The engine with one policy: it decides, and decides what if.

import { Engine, OutcomeCache } from 'clearance';
import { parse, parseDocument } from 'yaml';

export class Desk {
  #engine;
  #policy;
  #text;
  #folder;
  #outcomes = new OutcomeCache(64 * 1024 * 1024);

  /** Loads the policy. Its rules' paths are relative to `folder`. */
  static async open({ text, folder }) {
    const desk = new Desk();
    desk.#engine = new Engine();
    desk.#text = text;
    desk.#folder = folder;
    desk.#policy = await desk.#engine.parsePolicy(text, folder);
    return desk;
  }

  /** @returns {Promise<import('clearance').Decision>} */
  decide(facts, { at, signal } = {}) {
    return this.#policy.decide(facts, { at, signal, outcomes: this.#outcomes });
  }

  /**
   * What the policy would say with other params: a map from ids of entries to the params that they would have, whole.
   * Nothing is saved. Rejects with PolicyError or RuleError where the params are refused.
   *
   * @returns {Promise<import('clearance').Decision>}
   */
  async decideWith({ facts, params = {}, at, signal }) {
    if (Object.keys(params).length === 0) return this.decide(facts, { at, signal });
    const document = parseDocument(this.#text);
    for (const [i, entry] of document.toJS().entries.entries()) {
      if (Object.hasOwn(params, entry.id)) document.setIn(['entries', i, 'params'], params[entry.id]);
    }
    const policy = await this.#engine.parsePolicy(String(document), this.#folder);
    return policy.decide(facts, { at, signal });
  }

  /** @returns {import('./types.js').PolicyView} */
  describe(at) {
    const file = parse(this.#text);
    return {
      name: this.#policy.name,
      version: this.#policy.version,
      description: file.description,
      digest: this.#policy.digest,
      waiverDays: file.waiver_days ?? 90,
      text: this.#text,
      entries: this.#policy.entries.map(({ id, manifest }, i) => ({
        id,
        manifest,
        enforce: file.entries[i].enforce ?? 'deny',
        when: file.entries[i].when,
        effective: file.entries[i].effective,
        needs: file.entries[i].needs ?? [],
        bands: file.entries[i].bands,
        params: file.entries[i].params ?? {},
      })),
      waivers: (file.waivers ?? []).map((waiver) => ({
        ...waiver,
        from: new Date(waiver.from),
        until: new Date(waiver.until),
        state: new Date(waiver.until) <= at ? 'expired' : new Date(waiver.from) > at ? 'not-begun' : 'in-force',
      })),
      lints: this.#policy.lint(at),
      factsSchema: this.#policy.factsSchema(),
    };
  }
}
