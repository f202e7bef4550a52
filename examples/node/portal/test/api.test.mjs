// The JSON endpoints and the badge, on the sample.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Engine, toJson } from 'clearance';
import { AT, fill, releases as sampleReleases } from '../sample/sample.js';
import { open, policy, SECRET, TOKEN } from './portal.js';

const ends = [];
let app;
let rows;

before(async () => {
  app = await open({ after: (end) => ends.unshift(end) });
  await fill(app, { secret: SECRET, token: TOKEN });
  ({ rows } = (await app.inject('/api/releases')).json());
});
after(async () => {
  for (const end of ends) await end();
});

const idOf = (name) => rows.find((row) => row.name === name).id;
const get = (url, headers) => app.inject({ url, headers });
const decide = (payload, url = `/api/decide?at=${AT.toISOString()}`) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload });

test('the list has the releases, those deployed last first', async () => {
  assert.deepEqual(
    rows.map(({ name, version, environment, verdict }) => [name, version, environment, verdict]),
    [
      ['mobile-api', 'v4.0.0', null, 'deny'],
      ['search', 'v2.0.0-rc.1', 'staging', 'allow'],
      ['ledger', 'v3.4.0', 'production', 'deny'],
      ['catalogue', 'v8.1.0', 'production', 'review'],
      ['notifier', 'v1.9.3', 'production', 'deny'],
      ['checkout', 'v5.12.0', 'production', 'allow'],
      ['billing', 'v6.0.0', 'production', 'review'],
    ],
  );
  assert.ok(
    rows.every(({ decidedAt, updated, summary }) => decidedAt === AT.toISOString() && Date.parse(updated) && summary),
  );
});

const searches = [
  ['search=LEDGER', ['ledger']],
  ['search=brightloom%20production&verdict=review', ['catalogue', 'billing']],
  ['search=v4.0', ['mobile-api']],
  ['search=nothing-is-called-so', []],
  ['verdict=allow', ['search', 'checkout']],
  ['page=99', rows],
  ['search=ledger&search=checkout', rows],
];

for (const [query, expected] of searches) {
  test(`the list with ${query}`, async () => {
    const { rows: found, page, pages } = (await get(`/api/releases?${query}`)).json();
    assert.deepEqual(
      found.map(({ name }) => name),
      (expected ?? rows).map((each) => each.name ?? each),
    );
    assert.deepEqual([page, pages], [1, 1]);
  });
}

for (const query of ['verdict=cleared', 'page=0', 'page=-1', 'page=x', 'page=1e3']) {
  test(`the list refuses ${query}`, async () => {
    assert.equal((await get(`/api/releases?${query}`)).statusCode, 400);
  });
}

test('a decision is the canonical text, as the engine gives it for the facts that are shown', async () => {
  const loaded = await new Engine().parsePolicy(policy.text, policy.folder);
  for (const { id } of rows) {
    const { facts, verdict } = (await get(`/api/releases/${id}`)).json();
    const { body } = await get(`/api/releases/${id}/decision`);
    assert.equal(body, toJson(loaded.decideSync(facts, { at: AT })));
    assert.equal(JSON.parse(body).verdict, verdict);
    assert.equal((await decide(JSON.stringify(facts))).body, body);
  }
});

test('who has the decision already is told so', async () => {
  const url = `/api/releases/${idOf('ledger')}/decision`;
  const { etag } = (await get(url)).headers;
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const answer = await get(url, { 'if-none-match': known });
    assert.deepEqual([answer.statusCode, answer.body, answer.headers.etag], [304, '', etag]);
  }
  assert.equal((await get(url, { 'if-none-match': '"other"' })).statusCode, 200);
  const other = await get(`/api/releases/${idOf('checkout')}/decision`, { 'if-none-match': etag });
  assert.equal(other.statusCode, 200);
});

test('facts that are decided on are kept nowhere', async () => {
  const kept = [...app.portal.store.deliveries()];
  const answer = await decide('{"release":{"name":"secret-project"}}');
  assert.equal(answer.json().verdict, 'deny');
  assert.deepEqual([...app.portal.store.deliveries()], kept);
  assert.equal((await get('/api/releases?search=secret-project')).json().total, 0);
});

test('a time that is asked for is the time of the decision', async () => {
  assert.equal((await decide('{}', '/api/decide?at=2027-03-01')).json().at, '2027-03-01T00:00:00Z');
  assert.equal((await decide('{}', '/api/decide')).json().at, '2026-11-26T09:00:00Z');
  const answer = await decide('{}', '/api/decide?at=soon');
  assert.deepEqual([answer.statusCode, answer.json().code], [422, 'timestamp']);
});

const refusals = [
  ['{"tests": ', 422, /^facts-/],
  ['', 422, /^facts-/],
  ['[]', 422, /^facts-/],
  ['{"a":1,"a":2}', 422, /^facts-/],
  [`{"a":"${'x'.repeat(1024 * 1024)}"}`, 413, /./],
];
for (const [body, status, code] of refusals) {
  test(`facts that begin ${body.slice(0, 12)} are refused with ${status}`, async () => {
    const answer = await decide(body);
    assert.equal(answer.statusCode, status, answer.body.slice(0, 300));
    assert.match(answer.json().code, code);
  });
}

test('facts are JSON', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/decide',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'a=1',
  });
  assert.equal(answer.statusCode, 415);
});

test('a release that is not known is not found', async () => {
  for (const url of [
    '/api/releases/nobody',
    '/api/releases/nobody/decision',
    `/api/releases/${'x'.repeat(150)}`,
    '/api/releases/__proto__',
  ])
    assert.deepEqual([(await get(url)).statusCode, (await get(url)).json().code], [404, 'release'], url);
});

test('a badge says the verdict in words and is its own picture', async () => {
  for (const [name, words] of [
    ['checkout', 'checkout v5.12.0: cleared'],
    ['catalogue', 'catalogue v8.1.0: needs review'],
    ['ledger', 'ledger v3.4.0: not cleared'],
  ]) {
    const { statusCode, headers, body } = await get(`/releases/${idOf(name)}/badge.svg`);
    assert.equal(statusCode, 200);
    assert.match(headers['content-type'], /^image\/svg\+xml/);
    assert.match(headers['cache-control'], /max-age=/);
    assert.ok(body.includes(`role="img" aria-labelledby="t">\n<title id="t">${words}</title>`), body);
    assert.equal((await get(`/releases/${idOf(name)}/badge.svg`, { 'if-none-match': headers.etag })).statusCode, 304);
  }
  const unknown = await get('/releases/nobody/badge.svg');
  assert.equal(unknown.statusCode, 404);
  assert.match(unknown.body, /<title id="t">release: unknown<\/title>/);
});

test('every answer keeps browsers from running or framing anything', async () => {
  for (const url of [
    '/healthz',
    '/api/releases',
    '/api/releases/nobody',
    `/releases/${idOf('ledger')}/badge.svg`,
    '/nowhere',
    '/',
  ]) {
    const { headers } = await get(url);
    assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/, url);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|script-src/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
  }
});

test('the sample shows every verdict, every state of a waiver and of an entry, a score and an artifact', async () => {
  const decisions = await Promise.all(rows.map(({ id }) => app.portal.releases.decision(id)));
  const entries = decisions.flatMap((decision) => decision.entries);
  const all = (values) => [...new Set(values)].sort();
  assert.deepEqual(all(decisions.map(({ verdict }) => verdict)), ['allow', 'deny', 'review']);
  assert.deepEqual(all(decisions.flatMap(({ waivers }) => waivers.map(({ state }) => state))), [
    'expired',
    'not-begun',
    'over-long',
    'unmatched',
    'used',
  ]);
  assert.deepEqual(all(entries.map(({ state }) => state)), [
    'applied',
    'not-effective',
    'out-of-scope',
    'scope-unknown',
  ]);
  assert.ok(entries.some(({ score }) => score?.contributions.length > 1));
  assert.ok(entries.some(({ artifacts }) => artifacts?.some(({ name }) => name === 'notes.md')));
  assert.equal((await sampleReleases()).length, rows.length);
});
