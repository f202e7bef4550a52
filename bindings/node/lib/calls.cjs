'use strict';
// Calls that other threads answer. They hold the event loop only while one of them waits.

const native = require('./native.cjs');
const { classes, described, seen, wrongType } = require('./errors.cjs');

/** What is to be done with the answer of each call. */
const waiting = new Map();
let last = 0;
const port = new native.Port(dispatch);

function dispatch(answers) {
  for (let i = 0; i < answers.length; i += 3) {
    const settle = waiting.get(answers[i]);
    if (settle === undefined) continue;
    if (answers[i + 1] === 'progress') {
      settle.progress(answers[i + 2]);
      continue;
    }
    forget(answers[i]);
    if (answers[i + 1]) settle(undefined, answers[i + 2]);
    else settle(described(answers[i + 2]));
  }
}

/**
 * Begins a call: `start(port, call)` hands it to the native half, and throws where that refuses it. `settle` gets an
 * error or the answer in a later turn of the event loop.
 */
function begin(start, settle) {
  do last = (last + 1) >>> 0;
  while (waiting.has(last));
  const call = last;
  try {
    start(port, call);
  } catch (thrown) {
    throw seen(thrown, begin);
  }
  if (waiting.size === 0) port.hold();
  waiting.set(call, settle);
  return call;
}

/** Ends the wait for an answer. */
function forget(call) {
  if (waiting.delete(call) && waiting.size === 0) port.release();
}

/**
 * Begins a call and promises what `convert` makes of the answer. `onProgress`, where there is one, is told how far it is; what
 * it throws is what the promise rejects with.
 */
function promise(start, convert, { signal, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const settle = (error, answer) => {
      unwatch?.();
      if (error) {
        reject(error);
        return;
      }
      try {
        resolve(convert(answer));
      } catch (thrown) {
        reject(thrown);
      }
    };
    if (onProgress !== undefined) {
      settle.progress = (text) => {
        try {
          onProgress(Object.freeze(JSON.parse(text)));
        } catch (thrown) {
          forget(call);
          reject(thrown);
        }
      };
    }
    const call = begin(start, settle);
    const unwatch = watch(signal, () => {
      forget(call);
      reject(signal.reason);
    });
  });
}

/** Who wants to know of the end of a signal: one listener serves all, since Node warns of more than ten. */
const watchers = new WeakMap();

/** Calls back when a signal is aborted, unless the function that is returned is called before. */
function watch(signal, aborted) {
  if (signal === undefined) return undefined;
  let watching = watchers.get(signal);
  if (watching === undefined) {
    const all = new Set();
    const listener = () => {
      watchers.delete(signal);
      for (const each of [...all]) each();
    };
    watching = { all, listener };
    watchers.set(signal, watching);
    signal.addEventListener('abort', listener, { once: true });
  }
  const { all, listener } = watching;
  all.add(aborted);
  return () => {
    if (all.delete(aborted) && all.size === 0 && watchers.delete(signal)) signal.removeEventListener('abort', listener);
  };
}

/** Waits for a call, whose error then has the stack of who waits. */
async function traced(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof classes.ClearanceError) Error.captureStackTrace(error, traced);
    throw error;
  }
}

/** Throws unless the value is an AbortSignal, or none. */
function checkSignal(signal) {
  if (signal === undefined) return undefined;
  if (typeof signal?.aborted !== 'boolean' || typeof signal.addEventListener !== 'function') {
    throw wrongType('signal', 'an AbortSignal', signal);
  }
  return signal;
}

/** Throws unless the value is a function, or none. */
function checkOnProgress(onProgress) {
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw wrongType('onProgress', 'a function', onProgress);
  }
  return onProgress;
}

module.exports = { begin, forget, promise, traced, watch, checkSignal, checkOnProgress };
