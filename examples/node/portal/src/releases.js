// The releases as pages and the JSON endpoints see them.

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Facts } from 'clearance';
import { sha256 } from './digest.js';
import { Refused } from './errors.js';
import { assemble, OWN } from './facts.js';
import { heard, statementsOf } from './github/index.js';
import { Recent } from './recent.js';
import * as subjects from './subjects.js';

/** Releases on a page of the list. */
const PER_PAGE = 25;
/** What the facts of a release may take, in bytes as the engine encodes them. */
const MOST_FACTS = 16 * 1024 * 1024;
/** Releases that are told apart by their verdict, at most. */
const JUDGED = 500;
/** Decisions that a list asks for at once. */
const AT_ONCE = 4;

export class Releases {
  #store;
  #desk;
  #clock;
  /** The rank of what was put last. */
  #last = 0;
  /** Releases that were put together of late, with what was read for them. */
  #known = new Recent(100);
  /** By id what a list shows of each release. */
  #rows = new Map();

  constructor({ store, desk, clock }) {
    this.#store = store;
    this.#desk = desk;
    this.#clock = clock;
  }

  /**
   * Takes in a webhook. When the promise is fulfilled it is on the disk, with all that follows from it.
   *
   * @param {{ id: string, event: string, body: Buffer, payload: unknown }} webhook
   * @returns {Promise<{ status: 'accepted' | 'known' | 'ignored', releases: string[] }>}
   */
  async receive({ id, event, body, payload }) {
    if (!heard.includes(event)) return { status: 'ignored', releases: [] };
    const digest = sha256(body);
    const statements = statementsOf(event, payload, { digest });
    // Nobody signs the id of a delivery. With another body it is another delivery.
    const delivery = { id: `github ${id} ${digest}`, event, received: Date.now(), body };
    const status = await this.#store.accept(delivery, statements);
    const releases = statements
      .filter(({ about: [kind] }) => kind === 'release')
      .map(({ about: [, release] }) => release);
    return { status, releases: [...new Set(releases)] };
  }

  /**
   * Puts a section of the facts of a release, or takes back what was put where there is no value.
   *
   * @param {string} id
   * @param {string} section
   * @param {unknown} value undefined: taken back
   */
  async put(id, section, value) {
    if (section === OWN)
      throw new Refused(403, 'section', `the section \`${OWN}\` says what GitHub says, and nobody else`);
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(section))
      throw new Refused(400, 'section', 'a section has a name of lower case letters, digits and `_`');
    const release = this.#assembled(id);
    if (release === undefined)
      throw new Refused(
        404,
        'release',
        `no release \`${id.slice(0, 100)}\` is known; it begins with the webhook of its deployment`,
      );
    if (value !== undefined && new Facts({ ...release.facts, [section]: value }).toMessagePack().length > MOST_FACTS)
      throw new Refused(
        413,
        'facts',
        `with this section the facts of the release would have more than ${MOST_FACTS} bytes`,
      );
    const known = this.#store.reading().about(subjects.release(id)).get(`put:${section}`);
    // What is put later counts, whatever the clock says.
    this.#last = Math.max(Date.now(), this.#last + 1, (known?.rank[0] ?? 0) + 1);
    const put = { release: id, section, value, at: this.#clock.now().getTime(), rank: this.#last };
    const delivery = {
      id: `put ${randomUUID()}`,
      event: 'put',
      received: Date.now(),
      body: Buffer.from(JSON.stringify(put)),
    };
    await this.#store.accept(delivery, putStatements(put));
  }

  /**
   * The releases, those deployed last first.
   *
   * @param {{ page?: number, search?: string, verdict?: import('clearance').Verdict }} [filter] `search` finds words in
   *   name, version, repository and environment; by `verdict` the newest {@link JUDGED} that it finds are told apart
   * @returns {Promise<import('./types.js').ReleaseList>}
   */
  async list({ page = 1, search = '', verdict } = {}) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const at = this.#at();
    let found = (await this.#index()).filter(({ text }) => words.every((word) => text.includes(word)));
    if (verdict !== undefined) {
      const judged = await this.#judged(found.slice(0, JUDGED), at);
      found = judged.filter((row) => row.judgement.verdict === verdict);
    }
    const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
    const shown = Math.min(Math.max(1, page), pages);
    const rows = await this.#judged(found.slice((shown - 1) * PER_PAGE, shown * PER_PAGE), at);
    return {
      rows: rows.map(({ row, judgement }) => ({ ...row, ...judgement })),
      page: shown,
      pages,
      total: found.length,
    };
  }

  /**
   * A release, with what the policy says of it now; null where it is not known.
   *
   * @param {string} id
   * @returns {Promise<import('./types.js').Release | null>}
   */
  async get(id) {
    const release = this.#assembled(id);
    if (release === undefined) return null;
    const { encoded, created, ...shown } = release;
    return { ...shown, decision: await this.#desk.decide(encoded, { at: this.#at() }) };
  }

  /**
   * What the policy says of a release now; null where it is not known.
   *
   * @param {string} id
   * @returns {Promise<import('clearance').Decision | null>}
   */
  async decision(id) {
    const release = this.#assembled(id);
    return release === undefined ? null : this.#desk.decide(release.encoded, { at: this.#at() });
  }

  /** The time for which is decided: the minute, so that whoever looks within it sees the same. */
  #at() {
    const now = this.#clock.now();
    return this.#clock.fixed ? now : new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  }

  /** Rows of the list, each with the verdict at a time, which is kept. */
  async #judged(rows, at) {
    for (let begin = 0; begin < rows.length; begin += AT_ONCE) {
      const some = rows.slice(begin, begin + AT_ONCE);
      await Promise.all(some.map((row) => this.#judge(row, at)));
    }
    return rows;
  }

  async #judge(listed, at) {
    if (listed.judgement?.decidedAt.getTime() === at.getTime()) return;
    const { verdict, summary, at: decidedAt } = await this.#desk.decide(this.#assembled(listed.row.id).encoded, { at });
    listed.judgement = { verdict, summary, decidedAt };
  }

  /** What the list shows. Others have their turn while many are put together. */
  async #index() {
    const rows = [];
    let since = performance.now();
    for (const [, id] of this.#store.subjects('release')) {
      const known = this.#rows.get(id);
      const listed = known?.reading.stands ? known : this.#listed(id);
      if (listed.row !== undefined) rows.push(listed);
      if (performance.now() - since < 5) continue;
      await setImmediate();
      since = performance.now();
    }
    return rows.sort((a, b) => b.created - a.created || (a.row.id < b.row.id ? -1 : 1));
  }

  #listed(id) {
    const { reading, release } = this.#read(id);
    const { name, version, repository, environment, updated, created } = release;
    const listed = { reading, created };
    if (isListed(reading, release)) {
      listed.row = { id, name, version, repository, environment, updated };
      listed.text = [name, version, repository, environment ?? ''].join(' ').toLowerCase();
    }
    this.#rows.set(id, listed);
    return listed;
  }

  #assembled(id) {
    return this.#read(id)?.release;
  }

  #read(id) {
    const known = this.#known.get(id);
    if (known?.reading.stands) return known;
    const reading = this.#store.reading();
    const release = assemble(reading, id);
    if (release === undefined) return undefined;
    release.encoded = new Facts(release.facts);
    const read = { reading, release };
    this.#known.set(id, read);
    return read;
  }
}

/** What a tag releases is listed as long as it is there and deployed nowhere. */
function isListed(reading, { sha, repository, ref, created }) {
  if (sha !== null) return true;
  if (created === 0) return false;
  return ![...reading.about(subjects.tag(repository, ref)).keys()].some((name) => name.startsWith('release:'));
}

/** What a delivery says that was taken in. @param {import('./store.js').Delivery} delivery */
export function statementsIn({ event, body }) {
  const said = JSON.parse(body);
  return event === 'put' ? putStatements(said) : statementsOf(event, said, { digest: sha256(body) });
}

function putStatements({ release, section, value, at, rank }) {
  const said = value === undefined ? null : { section, value };
  return [{ about: subjects.release(release), name: `put:${section}`, rank: [rank], at, value: said }];
}
