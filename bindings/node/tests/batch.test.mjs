import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { FactsError } from '../index.mjs';
import { AT, caught, COVERAGE, policy } from './support.mjs';

const coverage = policy(COVERAGE);
const AHEAD = 4 * availableParallelism();
const release = (i) => ({ components: [{ name: `c${i}`, line_coverage: i % 100 }] });
const subject = (decision) => decision.entries[0].checks[0].subject;

/** Releases without end that remember how far they were read, and whether they were closed. */
function endless({ asynchronous = false, failAt = Infinity } = {}) {
  const source = { read: 0, closed: 0 };
  const step = () => {
    if (source.read === failAt) throw new RangeError('the source is broken');
    return { done: false, value: release(source.read++) };
  };
  const close = () => {
    source.closed += 1;
    return { done: true, value: undefined };
  };
  if (asynchronous) {
    source[Symbol.asyncIterator] = () => ({ next: async () => step(), return: async () => close() });
  } else {
    source[Symbol.iterator] = () => ({ next: step, return: close });
  }
  return source;
}

async function collect(batch) {
  const all = [];
  for await (const item of batch) all.push(item);
  return all;
}

test('decisions come in the order of their releases, and are those of decide', async () => {
  const releases = Array.from({ length: 300 }, (_, i) => release(i));
  const decisions = await collect(coverage.decideBatch(releases, { at: AT }));
  assert.deepEqual(
    decisions.map(subject),
    releases.map((_, i) => `c${i}`),
  );
  assert.deepEqual(decisions[7], coverage.decideSync(releases[7], { at: AT }));
});

test('every kind of iterable is a source', async () => {
  async function* slowly() {
    for (let i = 0; i < 20; i++) {
      await new Promise(setImmediate);
      yield release(i);
    }
  }
  const names = Array.from({ length: 20 }, (_, i) => `c${i}`);
  const values = names.map((_, i) => release(i));
  for (const source of [
    slowly(),
    new Set(values),
    new Map(values.map((v, i) => [i, v])).values(),
    values.map((v) => JSON.stringify(v)),
  ]) {
    assert.deepEqual((await collect(coverage.decideBatch(source, { at: AT }))).map(subject), names);
  }
  assert.deepEqual(await collect(coverage.decideBatch([])), []);
});

test('one time holds for the whole batch', async () => {
  const decisions = await collect(coverage.decideBatch([release(1), release(2)]));
  assert.deepEqual(decisions[0].at, decisions[1].at);
});

test('the error of one release stands in its place', async () => {
  const items = await collect(coverage.decideBatch([release(0), '{', { components: NaN }, release(3)], { at: AT }));
  assert.deepEqual(
    items.map((item) => item instanceof FactsError),
    [false, true, true, false],
  );
  assert.deepEqual(
    [items[1].code, items[2].code, items[2].place.pointer],
    ['facts-syntax', 'facts-value', '/components'],
  );
  assert.equal(subject(items[3]), 'c3');
});

for (const asynchronous of [false, true]) {
  const kind = asynchronous ? 'an asynchronous' : 'a synchronous';

  test(`${kind} source is read a few releases ahead, and closed when the loop is left`, async () => {
    const source = endless({ asynchronous });
    let taken = 0;
    for await (const decision of coverage.decideBatch(source, { at: AT })) {
      assert.equal(subject(decision), `c${taken}`);
      taken += 1;
      assert(source.read <= taken + AHEAD, `${source.read} read, ${taken} taken`);
      if (taken === 50) break;
    }
    assert.equal(source.closed, 1);
    const { read } = source;
    await new Promise(setImmediate);
    assert.equal(source.read, read);
  });

  test(`${kind} source is not read before it is asked for`, async () => {
    const source = endless({ asynchronous });
    const batch = coverage.decideBatch(source, { at: AT });
    await new Promise(setImmediate);
    assert.equal(source.read, 0);
    await batch.return();
    assert.deepEqual(await batch.next(), { done: true, value: undefined });
  });

  test(`${kind} source that throws ends the batch after the decisions before`, async () => {
    const source = endless({ asynchronous, failAt: 5 });
    const seen = [];
    const error = await caught(async () => {
      for await (const decision of coverage.decideBatch(source, { at: AT })) seen.push(subject(decision));
    });
    assert(error instanceof RangeError);
    assert.deepEqual(seen, ['c0', 'c1', 'c2', 'c3', 'c4']);
    assert.equal(source.closed, 0);
  });
}

test('decisions come while a source is slow', async () => {
  let open;
  const gate = new Promise((resolve) => {
    open = resolve;
  });
  async function* source() {
    yield release(0);
    await gate;
    yield release(1);
  }
  const batch = coverage.decideBatch(source(), { at: AT });
  assert.equal(subject((await batch.next()).value), 'c0');
  open();
  assert.equal(subject((await batch.next()).value), 'c1');
  assert.equal((await batch.next()).done, true);
});

test('a batch whose source never answers is still ended', async () => {
  const stuck = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  const batch = coverage.decideBatch(stuck);
  const waiting = batch.next();
  assert.deepEqual(await batch.return('x'), { done: true, value: 'x' });
  assert.deepEqual(await waiting, { done: true, value: undefined });
  const controller = new AbortController();
  const aborted = coverage.decideBatch(stuck, { signal: controller.signal }).next();
  controller.abort('enough');
  await assert.rejects(aborted, (reason) => reason === 'enough');
});

test('a signal ends the batch and closes the source', async () => {
  for (const asynchronous of [false, true]) {
    const source = endless({ asynchronous });
    const controller = new AbortController();
    let taken = 0;
    const error = await caught(async () => {
      for await (const _ of coverage.decideBatch(source, { at: AT, signal: controller.signal })) {
        if (++taken === 10) controller.abort(new Error('enough'));
      }
    });
    assert.equal(error.message, 'enough');
    assert.equal(taken, 10);
    assert.equal(source.closed, 1);
  }
});

test('progress is told before each decision', async () => {
  const told = [];
  const releases = [release(0), '{', release(2)];
  let taken = 0;
  for await (const _ of coverage.decideBatch(releases, { onProgress: (done) => told.push(done) })) {
    taken += 1;
    assert.equal(told.at(-1), taken);
  }
  assert.deepEqual(told, [1, 2, 3]);
});

test('what onProgress throws ends the batch', async () => {
  const source = endless();
  const own = new Error('mine');
  const batch = coverage.decideBatch(source, {
    onProgress: (done) => {
      if (done === 3) throw own;
    },
  });
  await batch.next();
  await batch.next();
  assert.equal(await caught(() => batch.next()), own);
  assert.equal(source.closed, 1);
  assert.deepEqual(await batch.next(), { done: true, value: undefined });
});

test('a release that is no facts at all ends the batch, in its turn', async () => {
  const source = endless();
  const own = new Error('mine');
  for (const [wrong, expected] of [
    [3, (error) => error.code === 'ERR_INVALID_ARG_TYPE'],
    [
      {
        get a() {
          throw own;
        },
      },
      (error) => error === own,
    ],
  ]) {
    const batch = coverage.decideBatch([release(0), wrong, release(2)], { at: AT });
    assert.equal(subject((await batch.next()).value), 'c0');
    assert(expected(await caught(() => batch.next())));
    assert.equal((await batch.next()).done, true);
  }
  assert.equal(source.read, 0);
});

test('several may wait at once, and get theirs in order', async () => {
  const batch = coverage.decideBatch(
    Array.from({ length: 30 }, (_, i) => release(i)),
    { at: AT },
  );
  const results = await Promise.all(Array.from({ length: 32 }, () => batch.next()));
  assert.deepEqual(
    results.slice(0, 30).map(({ value }) => subject(value)),
    Array.from({ length: 30 }, (_, i) => `c${i}`),
  );
  assert(results[30].done && results[31].done);
});

test('throw ends the batch with what is thrown', async () => {
  const source = endless();
  const batch = coverage.decideBatch(source);
  await batch.next();
  const own = new Error('mine');
  assert.equal(await caught(() => batch.throw(own)), own);
  assert.equal(source.closed, 1);
});

test('arguments of a wrong type are refused at once', async () => {
  for (const releases of [undefined, null, 3, {}, 'releases']) {
    assert.equal((await caught(() => coverage.decideBatch(releases))).code, 'ERR_INVALID_ARG_TYPE');
  }
  for (const options of [3, { at: 3 }, { signal: 3 }, { onProgress: 3 }]) {
    assert.equal((await caught(() => coverage.decideBatch([], options))).code, 'ERR_INVALID_ARG_TYPE');
  }
  assert.equal((await caught(() => coverage.decideBatch([], { at: 'soon' }))).code, 'timestamp');
});
