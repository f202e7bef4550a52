// Payloads that are not what GitHub sends: refused with the place, or taken for what they say, never more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, payloads, send, state } from './portal.js';

const exampleOf = (event) => payloads.find((each) => each.event === event).payload;

/** Each place in a payload, with the pointer to it. */
function* places(value, pointer = '') {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield [value, key, `${pointer}/${key}`];
    yield* places(value[key], `${pointer}/${key}`);
  }
}

const refusals = [
  ['deployment', (payload) => delete payload.deployment.sha, '/deployment/sha', 'found nothing'],
  ['deployment', (payload) => (payload.deployment.sha = 'HEAD'), '/deployment/sha', 'expected a commit, found "HEAD"'],
  ['deployment', (payload) => (payload.deployment.environment = ''), '/deployment/environment', 'expected a text'],
  [
    'deployment',
    (payload) => (payload.deployment.created_at = 'yesterday'),
    '/deployment/created_at',
    'expected a time',
  ],
  ['deployment', (payload) => delete payload.repository, '/repository', 'expected an object'],
  [
    'deployment_status',
    (payload) => (payload.deployment_status.id = 1.5),
    '/deployment_status/id',
    'expected a whole number',
  ],
  ['deployment_status', (payload) => (payload.deployment_status.state = 7), '/deployment_status/state', 'found 7'],
  ['check_run', (payload) => (payload.check_run.pull_requests = {}), '/check_run/pull_requests', 'expected a list'],
  [
    'check_run',
    (payload) => (payload.check_run.pull_requests = [null]),
    '/check_run/pull_requests/0',
    'expected an object',
  ],
  [
    'pull_request_review',
    (payload) => delete payload.pull_request.head.sha,
    '/pull_request/head/sha',
    'expected a text',
  ],
  [
    'pull_request_review',
    (payload) => (payload.review.user = 'Codertocat'),
    '/review/user',
    'expected an object or null',
  ],
  ['release', (payload) => (payload.release.draft = 'no'), '/release/draft', 'expected true or false'],
  ['release', (payload) => delete payload.release.tag_name, '/release/tag_name', 'found nothing'],
];

for (const [event, change, pointer, message] of refusals) {
  test(`${event}: ${message} at ${pointer}`, async (t) => {
    const app = await open(t);
    const payload = structuredClone(exampleOf(event));
    change(payload);
    const answer = await send(app, { event, payload, delivery: 'one' });
    assert.equal(answer.statusCode, 422, answer.body);
    assert.equal(answer.json().pointer, pointer);
    assert.ok(answer.json().message.includes(message), answer.json().message);
    assert.deepEqual([...app.portal.store.deliveries()], []);
  });
}

for (const body of ['', '{', 'null', '[]', '7', '"text"', '{"a":1}', '{"deployment":{}}']) {
  test(`a deployment that reads \`${body}\` is refused`, async (t) => {
    const app = await open(t);
    const answer = await send(app, { event: 'deployment', payload: body, delivery: 'one' });
    assert.ok(answer.statusCode === 400 || answer.statusCode === 422, `${answer.statusCode} ${answer.body}`);
    assert.ok(['json', 'payload'].includes(answer.json().code), answer.body);
  });
}

test('a wrong value anywhere is either refused with its place or does no harm', async (t) => {
  const app = await open(t);
  let [taken, refused] = [0, 0];
  for (const event of new Set(payloads.map((each) => each.event))) {
    const original = exampleOf(event);
    const pointers = [...places(original)]
      .map(([, , pointer]) => pointer)
      .filter((pointer) => !/_url$|\/(?:owner|sender|user|app|base)\//.test(pointer));
    for (const wrong of [null, 0, -1, 1e300, '', [], {}, true]) {
      for (const pointer of pointers) {
        const payload = structuredClone(original);
        const [holder, key] = [...places(payload)].find(([, , each]) => each === pointer);
        holder[key] = wrong;
        const answer = await send(app, { event, payload, delivery: `${event}-${taken + refused}` });
        if (answer.statusCode === 202) {
          taken += 1;
        } else {
          refused += 1;
          assert.equal(answer.statusCode, 422, `${event} with ${JSON.stringify(wrong)} at ${pointer}: ${answer.body}`);
          const { pointer: told } = answer.json();
          assert.ok(told === pointer || told.startsWith(`${pointer}/`), `${pointer} is told as ${told}`);
        }
      }
    }
  }
  assert.ok(taken > 0 && refused > 0);
  for (const { facts } of (await state(app)).releases) assert.ok(facts.release.name);
});

test('a body that is too large is refused', async (t) => {
  const app = await open(t);
  const payload = structuredClone(exampleOf('release'));
  payload.release.body = 'x'.repeat(3 * 1024 * 1024);
  assert.equal((await send(app, { event: 'release', payload, delivery: 'one' })).statusCode, 413);
});
