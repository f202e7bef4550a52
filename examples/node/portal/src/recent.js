/** A map of a bounded size: what was not asked for for the longest time goes first. */
export class Recent {
  #most;
  #kept = new Map();

  constructor(most) {
    this.#most = most;
  }

  get(key) {
    const value = this.#kept.get(key);
    if (value === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, value);
    return value;
  }

  set(key, value) {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value);
  }

  delete(key) {
    this.#kept.delete(key);
  }
}
