// What webhooks and CI say, as facts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releases as sampleReleases, webhooksOf } from '../sample/sample.js';
import { open, put, send, TOKEN } from './portal.js';

const SHA = '1111111111111111111111111111111111111111';
const OLD = '2222222222222222222222222222222222222222';
const repository = { full_name: 'acme/shop' };
const account = (login) => ({ login });
let deliveries = 0;

const events = {
  deployment: ({
    id = 1,
    sha = SHA,
    ref = 'v1.0.0',
    environment = 'production',
    at = '2026-11-01T10:00:00Z',
    by = 'ada',
    updated = at,
  } = {}) => ({
    id,
    sha,
    ref,
    environment,
    creator: account(by),
    created_at: at,
    updated_at: updated,
  }),
  review: ({ id = 1, by = 'ben', state = 'approved', commit = SHA, at = '2026-11-01T09:00:00Z' } = {}) => ({
    id,
    user: by === null ? null : account(by),
    state,
    commit_id: commit,
    submitted_at: at,
    html_url: 'https://github.com/acme/shop/pull/7',
  }),
  pull: ({ head = SHA, merged = null, updated = '2026-11-01T09:00:00Z' } = {}) => ({
    number: 7,
    title: 'A change',
    user: account('ada'),
    head: { sha: head },
    merge_commit_sha: merged,
    updated_at: updated,
  }),
  run: ({ id = 1, name = 'build', conclusion = 'success', at = '2026-11-01T09:30:00Z', sha = SHA } = {}) => ({
    id,
    name,
    head_sha: sha,
    status: conclusion ? 'completed' : 'in_progress',
    conclusion,
    started_at: at,
    completed_at: conclusion ? at : null,
  }),
  published: ({
    id = 1,
    tag = 'v1.0.0',
    body = 'notes',
    at = '2026-11-01T08:00:00Z',
    updated = at,
    draft = false,
    assets = [],
  } = {}) => ({
    id,
    tag_name: tag,
    name: null,
    body,
    draft,
    prerelease: false,
    created_at: at,
    published_at: draft ? null : at,
    updated_at: updated,
    assets,
  }),
};

async function hear(app, event, payload) {
  deliveries += 1;
  const answer = await send(app, {
    event,
    payload: { action: 'created', repository, ...payload },
    delivery: `facts-${deliveries}`,
  });
  assert.equal(answer.statusCode, 202, answer.body);
  return answer.json().releases;
}

async function deployed(app, how) {
  return (await hear(app, 'deployment', { deployment: events.deployment(how) }))[0];
}

const factsOf = async (app, id) => (await app.inject(`/api/releases/${id}`)).json().facts;

test('a deployment begins a release, and one of another environment another', async (t) => {
  const app = await open(t);
  const production = await deployed(app, { ref: 'refs/tags/v1.0.0' });
  const staging = await deployed(app, { id: 2, environment: 'staging' });
  assert.notEqual(production, staging);
  assert.equal(await deployed(app, { id: 3, at: '2026-11-02T10:00:00Z', by: 'cyd' }), production);
  const { release } = await factsOf(app, production);
  assert.deepEqual(release, {
    id: production,
    name: 'shop',
    version: 'v1.0.0',
    environment: 'production',
    requested_by: 'cyd',
  });
});

test('a branch is no version', async (t) => {
  const app = await open(t);
  const id = await deployed(app, { ref: 'refs/heads/main' });
  assert.equal((await factsOf(app, id)).release.version, SHA.slice(0, 7));
});

test('how earlier deployments to the environment went is the history of later ones', async (t) => {
  const app = await open(t);
  const status = (id, deployment, state, at) =>
    hear(app, 'deployment_status', {
      deployment,
      deployment_status: { id, state, created_at: at, creator: account('bot') },
    });
  const first = events.deployment({ id: 1, sha: OLD, at: '2026-10-01T10:00:00Z' });
  const second = events.deployment({ id: 2, sha: '3'.repeat(40), at: '2026-10-08T10:00:00Z' });
  const elsewhere = events.deployment({ id: 3, sha: OLD, environment: 'staging', at: '2026-10-09T10:00:00Z' });
  const later = events.deployment({ id: 4, sha: '4'.repeat(40), at: '2026-12-01T10:00:00Z' });
  const id = await deployed(app, { id: 5 });
  // The newest status came first.
  await status(12, first, 'inactive', '2026-10-09T10:00:00Z');
  await status(11, first, 'success', '2026-10-01T10:05:00Z');
  await status(21, second, 'error', '2026-10-08T10:05:00Z');
  await status(20, second, 'in_progress', '2026-10-08T10:01:00Z');
  await status(31, elsewhere, 'failure', '2026-10-09T10:01:00Z');
  await status(41, later, 'failure', '2026-12-01T10:01:00Z');
  const { history } = await factsOf(app, id);
  assert.deepEqual(
    history.deployments.map(({ at, outcome }) => [at, outcome]),
    [
      ['2026-10-01T10:00:00.000Z', 'success'],
      ['2026-10-08T10:00:00.000Z', 'failure'],
    ],
  );
});

test('of the runs of a check the newest counts, however late the others come', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await hear(app, 'check_run', { check_run: events.run({ id: 2, at: '2026-11-01T09:40:00Z' }) });
  await hear(app, 'check_run', { check_run: events.run({ id: 1, conclusion: 'failure' }) });
  await hear(app, 'check_run', { check_run: events.run({ id: 2, conclusion: null, at: '2026-11-01T09:35:00Z' }) });
  await hear(app, 'check_run', { check_run: events.run({ id: 3, name: 'lint', conclusion: 'timed_out' }) });
  await hear(app, 'check_run', { check_run: events.run({ id: 4, name: 'end to end', conclusion: null }) });
  const { github, artifacts } = await factsOf(app, id);
  assert.deepEqual(
    github.checks.map(({ name, status, conclusion }) => [name, status, conclusion]),
    [
      ['build', 'completed', 'success'],
      ['end to end', 'in_progress', undefined],
      ['lint', 'completed', 'timed_out'],
    ],
  );
  assert.deepEqual([github.checks_failed, github.checks_pending], [1, 1]);
  assert.deepEqual(
    artifacts.map(({ name, kind, release, deployed }) => [name, kind, release, deployed]),
    [['build', 'check-run', id, false]],
  );
});

test('an approval counts of the newest commit, by somebody else, and as long as it is not taken back', async (t) => {
  const cases = [
    ['of the newest commit', [{}], ['ben']],
    ['by the author', [{ by: 'ada' }], []],
    ['of an older commit', [{ commit: OLD }], []],
    ['of an older commit, and then of the newest', [{ commit: OLD }, { id: 2, at: '2026-11-01T09:10:00Z' }], ['ben']],
    ['then changes are wanted', [{}, { id: 2, state: 'changes_requested', at: '2026-11-01T09:10:00Z' }], []],
    ['after changes were wanted', [{ state: 'changes_requested' }, { id: 2, at: '2026-11-01T09:10:00Z' }], ['ben']],
    ['then a comment', [{}, { id: 2, state: 'commented', at: '2026-11-01T09:10:00Z' }], ['ben']],
    ['dismissed', [{}, { state: 'dismissed' }], []],
    ['by two', [{}, { id: 2, by: 'cyd' }], ['ben', 'cyd']],
    ['by an account that is gone', [{ by: null }], []],
  ];
  for (const [what, reviews, expected] of cases) {
    for (const order of [reviews, [...reviews].reverse()]) {
      const app = await open(t);
      const id = await deployed(app);
      for (const review of order)
        await hear(app, 'pull_request_review', { pull_request: events.pull(), review: events.review(review) });
      const { github, artifacts = [] } = await factsOf(app, id);
      assert.deepEqual(github.pull_requests[0].approved_by, expected, what);
      assert.deepEqual(artifacts.filter(({ kind }) => kind === 'code-review').length, expected.length, what);
    }
  }
});

test('a review of the head counts for the commit that it was merged as', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await hear(app, 'pull_request_review', {
    pull_request: events.pull({ head: OLD, merged: SHA }),
    review: events.review({ commit: OLD }),
  });
  assert.deepEqual((await factsOf(app, id)).github.pull_requests[0].approved_by, ['ben']);
});

test('an approval of a head does not count for what was pushed after it', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await hear(app, 'pull_request_review', {
    pull_request: events.pull({ head: OLD }),
    review: events.review({ commit: OLD }),
  });
  // The check run of the newer head tells that it is of the same pull request.
  await hear(app, 'check_run', { check_run: { ...events.run(), pull_requests: [{ number: 7, head: { sha: SHA } }] } });
  const [pull] = (await factsOf(app, id)).github.pull_requests;
  assert.deepEqual([pull.reviews[0].current, pull.approved_by], [false, []]);
});

test('a GitHub release brings notes and files, and is a release by itself until it is deployed', async (t) => {
  const app = await open(t);
  const digest = 'ab'.repeat(32);
  const assets = [
    {
      name: 'shop.tar.gz',
      content_type: 'application/gzip',
      digest: `sha256:${digest}`,
      created_at: '2026-11-01T07:00:00Z',
      browser_download_url: 'https://example.com/shop.tar.gz',
    },
  ];
  const [tagged] = await hear(app, 'release', { release: events.published({ assets }) });
  const listed = async () =>
    (await app.inject('/api/releases')).json().rows.map(({ id, environment }) => [id, environment]);
  assert.deepEqual(await listed(), [[tagged, null]]);
  const id = await deployed(app, { ref: 'refs/tags/v1.0.0' });
  assert.deepEqual(await listed(), [[id, 'production']]);
  const facts = await factsOf(app, id);
  assert.deepEqual(facts.notes, { markdown: 'notes' });
  assert.deepEqual(facts.artifacts, [
    {
      release: id,
      name: 'shop.tar.gz',
      kind: 'release-asset',
      mediaType: 'application/gzip',
      digest: { sha256: digest },
      created: '2026-11-01T07:00:00.000Z',
      uri: 'https://example.com/shop.tar.gz',
    },
  ]);
});

test('notes are those that were edited last, and none of a draft or of what was deleted', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await hear(app, 'release', {
    action: 'edited',
    release: events.published({ body: 'second', updated: '2026-11-01T08:30:00Z' }),
  });
  await hear(app, 'release', { action: 'published', release: events.published({ body: 'first' }) });
  await hear(app, 'release', {
    release: events.published({ id: 2, body: 'draft', draft: true, at: '2026-11-05T08:00:00Z' }),
  });
  assert.deepEqual((await factsOf(app, id)).notes, { markdown: 'second' });
  await hear(app, 'release', { action: 'deleted', release: events.published({ body: 'first' }) });
  await hear(app, 'release', {
    action: 'edited',
    release: events.published({ body: 'third', updated: '2026-11-02T08:30:00Z' }),
  });
  assert.equal((await factsOf(app, id)).notes, undefined);
});

test('facts that CI puts complete those of webhooks, and the last ones count', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await hear(app, 'check_run', { check_run: events.run() });
  assert.equal((await put(app, id, 'tests', [{ component: 'api', passed: 1, failed: 1 }])).statusCode, 204);
  assert.equal((await put(app, id, 'tests', [{ component: 'api', passed: 2, failed: 0 }])).statusCode, 204);
  assert.equal(
    (await put(app, id, 'release', { kind: 'hotfix', requested_by: 'eve', environment: 'elsewhere', id: 'x' }))
      .statusCode,
    204,
  );
  assert.equal((await put(app, id, 'artifacts', [{ name: 'image', kind: 'image' }])).statusCode, 204);
  const { facts, sources } = (await app.inject(`/api/releases/${id}`)).json();
  assert.deepEqual(facts.tests, [{ component: 'api', passed: 2, failed: 0 }]);
  assert.deepEqual(facts.release, {
    id,
    name: 'shop',
    version: 'v1.0.0',
    environment: 'production',
    requested_by: 'eve',
    kind: 'hotfix',
  });
  assert.deepEqual(
    facts.artifacts.map(({ kind }) => kind),
    ['check-run', 'image'],
  );
  assert.deepEqual(
    sources.map(({ section, from }) => [section, from]),
    [
      ['artifacts', 'webhook check_run'],
      ['artifacts', 'put'],
      ['github', 'webhooks'],
      ['release', 'webhook deployment'],
      ['release', 'put'],
      ['tests', 'put'],
    ],
  );
});

test('what was put can be taken back', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  await put(app, id, 'tests', []);
  const request = {
    method: 'DELETE',
    url: `/api/releases/${id}/facts/tests`,
    headers: { authorization: `Bearer ${TOKEN}` },
  };
  assert.equal((await app.inject(request)).statusCode, 204);
  assert.equal((await factsOf(app, id)).tests, undefined);
});

test('facts that are put move the verdict', async (t) => {
  const app = await open(t);
  const [checkout] = await sampleReleases();
  let id;
  for (const { event, payload } of webhooksOf(checkout, 1000)) {
    deliveries += 1;
    [id = id] = (await send(app, { event, payload, delivery: `facts-${deliveries}` })).json().releases;
  }
  const verdict = async () => (await app.inject(`/api/releases/${id}/decision`)).json().verdict;
  assert.equal(await verdict(), 'deny');
  for (const [section, value] of Object.entries(checkout.facts))
    assert.equal((await put(app, id, section, value)).statusCode, 204);
  assert.equal(await verdict(), 'allow');
  await put(app, id, 'tests', [{ component: 'checkout-api', passed: 1, failed: 1, skipped: 0, flaky: 0 }]);
  assert.equal(await verdict(), 'deny');
});

test('who has no token puts nothing', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  for (const token of ['', 'another', `${TOKEN} `, TOKEN.slice(1)]) {
    const answer = await put(app, id, 'tests', [], { token });
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'token'], JSON.stringify(token));
  }
  assert.equal((await factsOf(app, id)).tests, undefined);
  for (const none of [null, '']) {
    const closed = await open(t, { token: none });
    assert.equal((await put(closed, await deployed(closed), 'tests', [], { token: '' })).statusCode, 403);
  }
});

test('facts that cannot be kept are refused with their place', async (t) => {
  const app = await open(t);
  const id = await deployed(app);
  const refused = [
    ['tests', '[', 400, 'json', undefined],
    ['tests', '[{"component":"\\ud800"}]', 422, undefined, '/tests/0/component'],
    ['github', '{}', 403, 'section', undefined],
    ['Tests', '[]', 400, 'section', undefined],
    ['__proto__', '{}', 400, 'section', undefined],
  ];
  for (const [section, body, status, code, pointer] of refused) {
    const answer = await put(app, id, section, body);
    assert.equal(answer.statusCode, status, `${section} ${body}: ${answer.body}`);
    if (code) assert.equal(answer.json().code, code);
    assert.equal(answer.json().pointer, pointer);
  }
  const large = { text: 'x'.repeat(1_000_000) };
  const sizes = [];
  for (let i = 0; i < 17; i++) sizes.push((await put(app, id, `large_${i}`, large)).statusCode);
  assert.deepEqual([new Set(sizes.slice(0, 16)), sizes[16]], [new Set([204]), 413]);
  assert.equal((await put(app, 'nobody-knows', 'tests', [])).statusCode, 404);
  assert.equal((await put(app, id, 'tests', `"${'x'.repeat(1024 * 1024)}"`)).statusCode, 413);
});
