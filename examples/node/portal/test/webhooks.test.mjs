// Webhooks as GitHub sends them, in whatever order and however often they come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releases as sampleReleases, webhooksOf } from '../sample/sample.js';
import { open, others, payloads, random, send, shuffled, state } from './portal.js';

/** Those of GitHub's examples, and those of the sample, in which many are about one release. */
const webhooks = [
  ...payloads,
  ...(await sampleReleases())
    .flatMap((release, i) => [...webhooksOf(release, 1000 * (i + 1))])
    .map((each, i) => ({ ...each, delivery: `sample-${i}` })),
];

async function stateAfter(t, deliveries) {
  const app = await open(t);
  for (const delivery of deliveries) {
    const { statusCode, body } = await send(app, delivery);
    assert.ok(statusCode === 202 || statusCode === 200, `${delivery.delivery}: ${body}`);
  }
  return state(app);
}

test('every example of the events that it listens to is taken in', async (t) => {
  const app = await open(t);
  for (const delivery of payloads) {
    const answer = await send(app, delivery);
    assert.equal(answer.statusCode, 202, `${delivery.delivery}: ${answer.body}`);
    assert.equal(answer.json().status, 'accepted');
  }
  const { rows, releases } = await state(app);
  assert.deepEqual(
    rows.map(({ repository, environment, version }) => [repository, environment, version]),
    [
      ['Codertocat/Hello-World', 'github-pages', 'f95f852'],
      ['Codertocat/Hello-World', 'production', 'f95f852'],
    ],
  );
  assert.equal(releases[1].facts.release.requested_by, 'Codertocat');
  assert.equal(releases[1].facts.github.deployments[0].state, 'success');
});

test('events that it does not listen to are answered and not kept', async (t) => {
  const app = await open(t);
  for (const delivery of others) {
    const answer = await send(app, delivery);
    assert.deepEqual([answer.statusCode, answer.json()], [202, { status: 'ignored', releases: [] }]);
  }
  assert.deepEqual([...app.portal.store.deliveries()], []);
});

test('an action that does not exist yet is taken in', async (t) => {
  const app = await open(t);
  const { event, payload, delivery } = payloads.find(({ event }) => event === 'deployment');
  assert.equal((await send(app, { event, delivery, payload: { ...payload, action: 'reconsidered' } })).statusCode, 202);
});

test('a delivery that comes again changes nothing, under its id or another', async (t) => {
  const app = await open(t);
  for (const delivery of webhooks) await send(app, delivery);
  const before = await state(app);
  const kept = [...app.portal.store.deliveries()].length;
  for (const delivery of webhooks) {
    const answer = await send(app, delivery);
    assert.deepEqual([answer.statusCode, answer.json().status], [200, 'known']);
  }
  assert.equal([...app.portal.store.deliveries()].length, kept);
  for (const delivery of webhooks) {
    assert.equal((await send(app, { ...delivery, delivery: `again-${delivery.delivery}` })).json().status, 'accepted');
  }
  assert.deepEqual(await state(app), before);
});

test('whatever the order, the state is the same', async (t) => {
  const expected = await stateAfter(t, webhooks);
  assert.deepEqual(await stateAfter(t, [...webhooks].reverse()), expected);
  for (let seed = 1; seed <= 12; seed++) {
    const next = random(seed);
    const some = shuffled(webhooks, next);
    // A few come twice, at other times.
    const again = shuffled(webhooks, next)
      .slice(0, 20)
      .map((each) => ({ ...each, delivery: `again-${each.delivery}` }));
    assert.deepEqual(await stateAfter(t, shuffled([...some, ...again], next)), expected, `order of seed ${seed}`);
  }
});

test('deliveries that come at once are all taken in', async (t) => {
  const app = await open(t);
  const answers = await Promise.all(webhooks.map((delivery) => send(app, delivery)));
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([202]));
  assert.deepEqual(await state(app), await stateAfter(t, webhooks));
});
