import assert from 'node:assert/strict';
import path from 'node:path';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { AT, caught, components, COVERAGE, engine, guests, policy } from './support.mjs';

const coverage = policy(COVERAGE);
const rule = engine.loadRuleSync(path.join(guests, 'readme-rule.wasm')).configure({ minimum: 80 });

const calls = {
  decide: (signal) => coverage.decide(components(), { at: AT, signal }),
  decideTimed: (signal) => coverage.decideTimed(components(), { at: AT, signal }),
  evaluate: (signal) => rule.evaluate(components(), { at: AT, signal }),
  decideBatch: (signal) => coverage.decideBatch([components()], { at: AT, signal }).next(),
};

for (const [name, call] of Object.entries(calls)) {
  test(`${name} rejects with the reason of a signal that was aborted before`, async () => {
    const reason = new Error('no longer wanted');
    assert.equal(await caught(() => call(AbortSignal.abort(reason))), reason);
    assert.equal((await caught(() => call(AbortSignal.abort()))).name, 'AbortError');
  });

  test(`${name} rejects with the reason of a signal that is aborted meanwhile`, async () => {
    const controller = new AbortController();
    const answer = call(controller.signal);
    controller.abort('enough');
    await assert.rejects(answer, (reason) => reason === 'enough');
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  test(`${name} does not mind a signal that is aborted afterwards`, async () => {
    const controller = new AbortController();
    const answer = await call(controller.signal);
    controller.abort();
    assert(answer);
  });
}

test('a signal is left alone once its calls are answered', async () => {
  const controller = new AbortController();
  await Promise.all(Array.from({ length: 40 }, () => calls.decide(controller.signal)));
  for await (const decision of coverage.decideBatch([{}, {}], { signal: controller.signal })) assert(decision);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});

test('a call that is aborted does not disturb the others', async () => {
  const controller = new AbortController();
  const answers = Array.from({ length: 60 }, (_, i) => calls.decide(i % 2 ? controller.signal : undefined));
  controller.abort('stop');
  const settled = await Promise.allSettled(answers);
  settled.forEach(({ status }, i) => assert.equal(status, i % 2 ? 'rejected' : 'fulfilled'));
});
