// What was told and what follows from it, in an embedded database.
//
// LMDB, since an acknowledged delivery has to outlive `kill -9` and a power cut, and nobody should wait for the disk in
// the meantime: lmdb-js commits and syncs on a thread of its own, many deliveries at once, where the packages of SQLite
// (`libsql`, `better-sqlite3`) sync on the event loop, and the latter is compiled or downloaded when it is installed.
// LMDB writes no page that is in use, so that a process that is killed leaves nothing to repair. Both are old enough,
// in wide use (OpenLDAP; Parcel and Gatsby) and free (OpenLDAP Public License, MIT), and the binary comes as a package
// of npm.
//
// State is a fold. A delivery says statements: about a subject (a commit, a pull request …), by a name within it, of a
// rank. Of two statements of one name the higher rank stays, so that neither order nor repetition matters. The deliveries
// themselves are kept as they came.

import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';

/** Counts up when statements are made otherwise: the deliveries are then folded anew. */
const FOLD = 1;

/**
 * @typedef {object} Statement
 * @property {string[]} about the subject: its kind, then what tells it from others
 * @property {string} name
 * @property {number[]} rank the first number that differs decides. Where none does, the greater text of the value stays,
 *   which is as good as the other and does not depend on who came first.
 * @property {number} at when it was true, in milliseconds
 * @property {unknown} value
 */

/**
 * @typedef {object} Delivery
 * @property {string} id tells it from others; one that is known is not taken in again
 * @property {string} event what kind of delivery it is
 * @property {number} received in milliseconds
 * @property {Buffer} body as it came
 */

export class Store {
  #root;
  #deliveries;
  #bodies;
  #said;
  #index;
  #version = 0;
  /** The version at which something was last said about a subject, since the database was opened. */
  #changed = new Map();

  /** Opens the database in a folder, which is made where there is none. */
  constructor(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Without `overlappingSync` a commit is on the disk when its promise is fulfilled, not soon after.
    this.#root = open({
      path: join(folder, 'portal.mdb'),
      noSubdir: true,
      overlappingSync: false,
      encoding: 'json',
      maxDbs: 8,
    });
    syncFolder(folder);
    this.#deliveries = this.#root.openDB('deliveries', { encoding: 'json' });
    this.#bodies = this.#root.openDB('bodies', { encoding: 'binary', compression: true });
    this.#said = this.#root.openDB('said', { encoding: 'json' });
    this.#index = this.#root.openDB('index', { encoding: 'json' });
  }

  /**
   * Takes in a delivery and what it says, all of it or nothing. When the promise is fulfilled it is on the disk.
   *
   * @param {Delivery} delivery
   * @param {Statement[]} statements
   * @returns {Promise<'accepted' | 'known'>}
   */
  async accept({ id, event, received, body }, statements) {
    // A child is undone as a whole where something in it fails, a transaction that others share is not.
    const taken = await this.#root.childTransaction(() => {
      if (this.#deliveries.doesExist(id)) return 'known';
      this.#deliveries.put(id, { event, received });
      this.#bodies.put(id, body);
      this.#fold(statements);
      return 'accepted';
    });
    if (taken === 'accepted') {
      this.#version += 1;
      for (const { about } of statements) this.#changed.set(keyOf(about), this.#version);
    }
    return taken;
  }

  #fold(statements) {
    for (const { about, name, rank, at, value } of statements) {
      const subject = keyOf(about);
      const key = [subject, short(name)];
      const known = this.#said.get(key);
      const said = { about, name, rank, at, value };
      if (known !== undefined && !outranks(said, known)) continue;
      this.#said.put(key, said);
      if (known === undefined) this.#index.put([about[0], subject], about);
    }
  }

  /**
   * Folds the deliveries anew where the portal made other statements of them when it took them in.
   *
   * @param {(delivery: Delivery) => Statement[]} statementsOf
   */
  async upgrade(statementsOf) {
    const known = this.#root.get('fold');
    if (known === FOLD) return;
    if (known !== undefined) {
      await this.#said.clearAsync();
      await this.#index.clearAsync();
      for (const { key: id, value } of this.#deliveries.getRange()) {
        const statements = statementsOf({ id, ...value, body: this.#bodies.get(id) });
        await this.#root.childTransaction(() => this.#fold(statements));
      }
    }
    await this.#root.put('fold', FOLD);
  }

  /** Counts up with everything that is taken in. */
  get version() {
    return this.#version;
  }

  /** Something to read with, which knows whether what it read still stands. */
  reading() {
    return new Reading(this.#said, this.#changed, this.#version);
  }

  /** The subjects of a kind. @returns {Iterable<string[]>} */
  subjects(kind) {
    return this.#index.getRange({ start: [kind], end: [kind, after] }).map(({ value }) => value);
  }

  /** The ids of the deliveries that were taken in. @returns {Iterable<string>} */
  deliveries() {
    return this.#deliveries.getKeys();
  }

  /** What a delivery brought, as it came; undefined where it is not known. */
  body(id) {
    return this.#bodies.get(id);
  }

  /** Ends when everything is written. */
  close() {
    return this.#root.close();
  }
}

/** What was read at a time. */
class Reading {
  #said;
  #changed;
  #version;
  #read = new Set();

  constructor(said, changed, version) {
    this.#said = said;
    this.#changed = changed;
    this.#version = version;
  }

  /** What stands about a subject, by name. @returns {Map<string, Statement>} */
  about(subject) {
    const key = keyOf(subject);
    this.#read.add(key);
    const said = new Map();
    for (const { value } of this.#said.getRange({ start: [key], end: [key, after] })) said.set(value.name, value);
    return said;
  }

  /** Whether nothing was said since about what was read. */
  get stands() {
    for (const key of this.#read) if (this.#changed.get(key) > this.#version) return false;
    return true;
  }
}

/** Has the system write down that the folder has the file. */
function syncFolder(folder) {
  const opened = openSync(folder);
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Greater than every key below: digests are ASCII. */
const after = '\uffff';

/** Names come from outside and may be of any length, keys may not. */
function keyOf(parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}

function short(name) {
  return name.length <= 64 ? name : keyOf([name]);
}

function outranks(a, b) {
  for (let i = 0; i < Math.max(a.rank.length, b.rank.length); i++) {
    const difference = (a.rank[i] ?? 0) - (b.rank[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return JSON.stringify(a.value) > JSON.stringify(b.value);
}
