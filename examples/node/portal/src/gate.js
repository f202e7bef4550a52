// Lets a few through at a time, has some wait, and turns the rest away: who asks too much is told so at once, and memory
// does not grow with the questions.

import { Refused } from './errors.js';

export class Gate {
  #free;
  #room;
  #waiting = [];

  /**
   * @param {number} width how many run at a time
   * @param {number} room how many may wait
   */
  constructor(width, room) {
    this.#free = width;
    this.#room = room;
  }

  /** Runs a task in its turn. @template T @param {() => Promise<T>} task @returns {Promise<T>} */
  async run(task) {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn();
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #turn() {
    if (this.#waiting.length >= this.#room)
      throw new Refused(503, 'busy', 'too many decisions are asked for at once; ask again in a second', {
        retryAfter: 1,
      });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
