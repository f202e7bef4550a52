'use strict';
// Many decisions, in the order of their releases, a few of which are read ahead.

const { availableParallelism } = require('node:os');
const { checkOnProgress, forget, watch } = require('./calls.cjs');
const { decisionOf } = require('./decision.cjs');
const { classes, wrongType } = require('./errors.cjs');

/** Releases read ahead, so that no core waits for the slowest. */
const AHEAD = 4 * availableParallelism();

class Batch {
  #decide;
  #signal;
  #unwatch;
  #onProgress;
  #iterable;
  #source;
  #asynchronous;
  /** Those who wait for a result of `next`, the first first. */
  #asked = [];
  /** The releases that were read, in order; each gets its decision, or the error that stands for it or ends all. */
  #begun = [];
  #reading = false;
  #ended = false;
  #done = 0;

  constructor(releases, decide, signal, onProgress) {
    const asynchronous = releases?.[Symbol.asyncIterator];
    // A text is iterable, too, and never what was meant.
    if (typeof releases === 'string' || typeof (asynchronous ?? releases?.[Symbol.iterator]) !== 'function') {
      throw wrongType('releases', 'iterable', releases);
    }
    this.#onProgress = checkOnProgress(onProgress);
    this.#iterable = releases;
    this.#asynchronous = asynchronous !== undefined && asynchronous !== null;
    this.#decide = decide;
    this.#signal = signal;
    if (signal?.aborted) this.#abort();
    else this.#unwatch = watch(signal, this.#abort);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next() {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#proceed();
    });
  }

  async return(value) {
    await this.#stop();
    return { done: true, value };
  }

  async throw(error) {
    await this.#stop();
    throw error;
  }

  /** Gives out what is decided, and reads more where there is room. */
  #proceed() {
    this.#giveOut();
    while (!this.#ended && !this.#reading && this.#begun.length < AHEAD) {
      this.#read();
      this.#giveOut();
    }
  }

  #giveOut() {
    while (this.#asked.length > 0) {
      const first = this.#begun[0];
      if (first === undefined) {
        if (!this.#ended) return;
        this.#unwatch?.();
        this.#asked.shift().resolve({ done: true, value: undefined });
      } else if (first.settled) {
        this.#begun.shift();
        this.#give(first, this.#asked.shift());
      } else {
        return;
      }
    }
  }

  #give({ value, failure }, { resolve, reject }) {
    try {
      if (failure) throw failure.error;
      this.#done += 1;
      this.#onProgress?.(this.#done);
      resolve({ done: false, value });
    } catch (error) {
      reject(error);
      this.#stop().catch(() => {});
    }
  }

  #read() {
    try {
      this.#source ??= this.#iterable[this.#asynchronous ? Symbol.asyncIterator : Symbol.iterator]();
      const step = this.#source.next();
      if (!this.#asynchronous) {
        this.#take(step);
        return;
      }
      this.#reading = true;
      Promise.resolve(step).then(
        (step) => {
          this.#reading = false;
          if (!this.#ended) this.#take(step);
          this.#proceed();
        },
        (error) => {
          this.#reading = false;
          this.#fail(error);
          this.#proceed();
        },
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #take({ done, value }) {
    if (done) {
      this.#end();
      return;
    }
    const release = { settled: false };
    this.#begun.push(release);
    const settle = (error, text) => {
      release.settled = true;
      if (error) release.failure = { error };
      else release.value = decisionOf(text);
      this.#proceed();
    };
    try {
      release.call = this.#decide(value, settle);
    } catch (error) {
      release.settled = true;
      if (error instanceof classes.FactsError) {
        release.value = error;
      } else {
        release.failure = { error };
        this.#end();
        this.#close().catch(() => {});
      }
    }
  }

  /** The source failed: that is told when its turn comes. */
  #fail(error) {
    if (this.#ended) return;
    this.#begun.push({ settled: true, failure: { error } });
    this.#end();
  }

  #abort = () => {
    this.#stop().catch(() => {});
    const { reason } = this.#signal;
    const [first, ...others] = this.#asked.splice(0);
    if (first) first.reject(reason);
    else this.#begun.push({ settled: true, failure: { error: reason } });
    for (const other of others) other.resolve({ done: true, value: undefined });
  };

  /** Nothing more is read. */
  #end() {
    this.#ended = true;
  }

  /** Ends everything that is under way. */
  async #stop() {
    for (const { call } of this.#begun.splice(0)) if (call !== undefined) forget(call);
    const closing = this.#ended ? undefined : this.#close();
    this.#end();
    this.#unwatch?.();
    if (!this.#signal?.aborted)
      for (const { resolve } of this.#asked.splice(0)) resolve({ done: true, value: undefined });
    await closing;
  }

  /** Has the source free what it holds. One that is still being read may never come to it. */
  async #close() {
    const closed = this.#source?.return?.();
    if (!this.#reading) await closed;
    else Promise.resolve(closed).catch(() => {});
  }
}

module.exports = { Batch };
