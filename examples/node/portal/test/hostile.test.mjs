// Text from webhooks and facts is what it is, and nothing more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badge } from '../src/badge.js';
import { open, payloads, put, send, state } from './portal.js';

const texts = {
  'a script': '</title></svg><script>alert(1)</script>"\'><img src=x onerror=alert(1)>&amp;',
  'a right-to-left override': 'safe\u202egnp.exe\u2066\u2069',
  'what XML cannot hold': 'a\u0000b\u0008c\ufffed\u2028',
  'half of a surrogate pair': 'a\ud800b',
  'a huge text': 'x'.repeat(4_000),
  'a name of a prototype': '__proto__',
  'a path': '../../../etc/passwd',
  'a line break': 'a\r\nSet-Cookie: b=c',
};

/** A copy with each text replaced, as far as the event is still one: not commits, times, states and kinds. */
function planted(value, text, key = '') {
  if (typeof value === 'string') return /(?:sha|_at|_id|^status|^ref)$/.test(key) ? value : text;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => planted(each, text, key));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, planted(each, text, name)]));
}

for (const [what, text] of Object.entries(texts)) {
  test(`${what} in every field of every webhook`, async (t) => {
    const app = await open(t);
    for (const { event, payload, delivery } of payloads) {
      const answer = await send(app, {
        event,
        payload: { ...planted(payload, text), action: payload.action },
        delivery,
      });
      assert.equal(answer.statusCode, 202, `${delivery}: ${answer.body.slice(0, 300)}`);
    }
    const { rows, releases } = await state(app);
    assert.ok(rows.length > 0);
    for (const { id, facts, events } of releases) {
      assert.match(id, /^[a-z0-9-]{1,80}$/);
      assert.equal(facts.release.environment, text.toWellFormed());
      assert.ok(events.every(({ url }) => url === null || url.startsWith('https://')));
      const answer = await app.inject(`/releases/${id}/badge.svg`);
      assert.equal(answer.statusCode, 200);
      assertPlain(answer.body);
    }
  });

  test(`${what} in facts that CI puts`, async (t) => {
    const app = await open(t);
    const [{ id }] = await (async () => {
      for (const webhook of payloads) await send(app, webhook);
      return (await state(app)).rows;
    })();
    const value = [{ component: text, passed: 1, failed: 1, [text]: text }];
    const answer = await put(app, id, 'tests', value);
    if (!text.isWellFormed()) {
      assert.equal(answer.statusCode, 422);
      return;
    }
    assert.equal(answer.statusCode, 204, answer.body);
    const shown = await app.inject(`/api/releases/${id}`);
    assert.deepEqual(shown.json().facts.tests, JSON.parse(JSON.stringify(value)));
    const { entries } = (await app.inject(`/api/releases/${id}/decision`)).json();
    assert.ok(entries.find(({ id }) => id === 'tests').checks.length > 0);
  });

  test(`${what} in the badge`, () => {
    assertPlain(badge({ name: text, version: text, verdict: 'review' }));
  });
}

/** That a badge has the elements that it always has, and no character that XML refuses or that turns text round. */
function assertPlain(svg) {
  const elements = [...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, name]) => name);
  assert.deepEqual(elements, [
    'svg',
    'title',
    'title',
    'rect',
    'path',
    'g',
    'text',
    'text',
    'text',
    'text',
    'g',
    'svg',
  ]);
  assert.doesNotMatch(svg, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/);
  assert.ok(svg.length < 3000, `${svg.length} characters`);
}

test('notes and a name of half a million characters each', async (t) => {
  const app = await open(t);
  const payload = structuredClone(
    payloads.find(({ event, payload }) => event === 'release' && payload.action === 'published').payload,
  );
  Object.assign(payload.release, { body: 'note '.repeat(100_000), name: 'name '.repeat(100_000) });
  const answer = await send(app, { event: 'release', payload, delivery: 'one' });
  assert.equal(answer.statusCode, 202);
  const shown = await app.inject(`/api/releases/${answer.json().releases[0]}`);
  assert.equal(shown.json().facts.notes.markdown, payload.release.body);
});

test('an address that is none of the web is no link', async (t) => {
  const app = await open(t);
  for (const { event, payload, delivery } of payloads) {
    const changed = JSON.parse(JSON.stringify(payload).replaceAll(/"https:[^"]*"/g, '"javascript:alert(1)"'));
    assert.equal((await send(app, { event, payload: changed, delivery })).statusCode, 202);
  }
  const { body } = await app.inject('/api/releases');
  assert.doesNotMatch(body, /javascript:/);
  for (const { releases } of [await state(app)]) assert.doesNotMatch(JSON.stringify(releases), /javascript:/);
});
