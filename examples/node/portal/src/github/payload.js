// What a webhook brings, read field by field: a wrong one is refused with the pointer to it.

import { Refused } from '../errors.js';
import { join } from '../pointer.js';

/** A time of GitHub's: RFC 3339, or seconds since 1970. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

export class Payload {
  #value;
  #pointer;

  constructor(value, pointer = '') {
    this.#value = value;
    this.#pointer = pointer;
  }

  /** The object of a name, which has to be there. */
  object(name) {
    return this.#object(name) ?? this.#refuse(name, 'an object');
  }

  /** The object of a name; undefined where it is null or absent. */
  maybeObject(name) {
    const value = this.#member(name);
    return value === undefined ? undefined : (this.#object(name) ?? this.#refuse(name, 'an object or null'));
  }

  /** The objects of a list; none where it is null or absent. */
  objects(name) {
    const list = this.#member(name) ?? [];
    if (!Array.isArray(list)) this.#refuse(name, 'a list or null');
    const items = new Payload(list, join(this.#pointer, name));
    return list.map((_, i) => items.object(String(i)));
  }

  /** A text that is not empty. Halves of surrogate pairs, which facts cannot hold, are replaced. */
  text(name) {
    const value = this.#member(name);
    return typeof value === 'string' && value !== '' ? value.toWellFormed() : this.#refuse(name, 'a text');
  }

  /** A text; null where it is null or absent. */
  maybeText(name) {
    const value = this.#member(name) ?? null;
    return value === null || typeof value === 'string'
      ? (value?.toWellFormed() ?? null)
      : this.#refuse(name, 'a text or null');
  }

  /** A whole number from 0 that a double holds exactly. */
  count(name) {
    const value = this.#member(name);
    return Number.isSafeInteger(value) && value >= 0 ? value : this.#refuse(name, 'a whole number');
  }

  /** Whether it is true; false where it is null or absent. */
  flag(name) {
    const value = this.#member(name) ?? false;
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  /** A time in milliseconds since 1970. */
  time(name) {
    return this.maybeTime(name) ?? this.#refuse(name, 'a time');
  }

  /** A time in milliseconds since 1970; null where it is null or absent. */
  maybeTime(name) {
    const value = this.#member(name) ?? null;
    if (value === null) return null;
    const at = typeof value === 'string' && TIME.test(value) ? Date.parse(value) : NaN;
    return Number.isNaN(at) ? this.#refuse(name, 'a time, such as `2026-11-23T08:00:00Z`') : at;
  }

  /** A commit: 40 or, of repositories with SHA-256, 64 hexadecimal digits. */
  commit(name) {
    const value = this.text(name);
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value) ? value.toLowerCase() : this.#refuse(name, 'a commit');
  }

  /** The `login` of an account; null where it is gone. */
  login(name) {
    return this.maybeObject(name)?.maybeText('login') ?? null;
  }

  /** An address that a page may link to; null for everything else. */
  link(name) {
    const value = this.maybeText(name);
    return value?.startsWith('https://') && URL.canParse(value) ? new URL(value).href : null;
  }

  #member(name) {
    const value = Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
    return value === null ? undefined : value;
  }

  #object(name) {
    const value = this.#member(name);
    if (typeof value !== 'object' || Array.isArray(value)) return undefined;
    return new Payload(value, join(this.#pointer, name));
  }

  #refuse(name, expected) {
    const pointer = join(this.#pointer, name);
    const value = this.#member(name);
    const found = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
    throw new Refused(422, 'payload', `at \`${pointer}\`: expected ${expected}, found ${found}`, { pointer });
  }
}
