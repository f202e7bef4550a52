// The releases as pages and the JSON endpoints see them.

/** A release to begin with, until webhooks bring them. */
const placeholder = {
  id: 'shop-v4-2-1-production-0a1b2c3d4e',
  name: 'shop',
  version: 'v4.2.1',
  repository: 'brightloom/shop',
  environment: 'production',
  ref: 'v4.2.1',
  sha: 'b3c1f0d2a4e5968778695a4b3c2d1e0f12345678',
  updated: new Date('2026-11-23T07:40:00Z'),
  facts: {
    release: { name: 'shop', version: 'v4.2.1', environment: 'production' },
    notes: { markdown: '# Shop 4.2.1\n\n- Finds names with accents (SHOP-1412, see https://wiki.shop.internal/x).\n' },
    components: [{ name: 'catalogue', data_classes: ['personal'], dependents: ['web'] }],
    tests: [{ component: 'catalogue', passed: 412, failed: 9, skipped: 3, flaky: 1 }],
    coverage: [{ component: 'catalogue', lines: { covered: 1310, total: 2600 } }],
  },
  sources: [
    { section: 'notes', from: 'webhook release', at: new Date('2026-11-23T07:30:00Z') },
    { section: 'release', from: 'webhook deployment', at: new Date('2026-11-23T07:40:00Z') },
  ],
  events: [
    { at: new Date('2026-11-23T07:40:00Z'), kind: 'deployment', text: 'deployment to production asked for', by: 'mira', url: null },
  ],
};

export class Releases {
  #desk;
  #clock;

  constructor({ desk, clock }) {
    this.#desk = desk;
    this.#clock = clock;
  }

  /** @returns {Promise<import('./types.js').ReleaseList>} */
  async list({ page = 1 } = {}) {
    const { facts, sources, events, decision, ...row } = await this.get(placeholder.id);
    return { rows: [{ ...row, verdict: decision.verdict, summary: decision.summary, decidedAt: decision.at }], page, pages: 1, total: 1 };
  }

  /** @returns {Promise<import('./types.js').Release | null>} */
  async get(id) {
    if (id !== placeholder.id) return null;
    return { ...placeholder, decision: await this.#desk.decide(placeholder.facts, { at: this.#clock.now() }) };
  }
}
