// A portal of a test's own, and what is sent to it.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { catalogue } from 'clearance';
import { AT, signed } from '../sample/sample.js';
import { build } from '../src/app.js';

export const SECRET = 'a secret of the tests';
export const TOKEN = 'a token of the tests';

export const policy = {
  text: await readFile(new URL('../sample/policy.yaml', import.meta.url), 'utf8'),
  folder: catalogue,
};

/** The events that the portal listens to. */
export const HEARD = ['check_run', 'deployment', 'deployment_status', 'pull_request_review', 'release'];

/** Every payload that GitHub's examples have of them. */
export const payloads = HEARD.flatMap((event) =>
  examples
    .find(({ name }) => name === event)
    .examples.map((payload, i) => ({ event, payload, delivery: `${event}-${i}` })),
);

/** Payloads of every other event. */
export const others = examples
  .filter(({ name }) => !HEARD.includes(name))
  .map(({ name: event, examples: [payload] }) => ({ event, payload, delivery: `other-${event}` }));

/** A folder that goes with the test. */
export async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), 'clearance.portal.test-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A portal that is closed with the test. */
export async function open(t, { data, now = AT, token = TOKEN } = {}) {
  const app = await build({ data: data ?? (await folder(t)), policy, secret: SECRET, token, now });
  t.after(() => app.close());
  return app;
}

/** Sends a webhook. */
export function send(app, { event, payload, delivery }) {
  return app.inject(signed({ event, payload, delivery, secret: SECRET }));
}

/** Puts a section of the facts. */
export function put(app, id, section, value, { token = TOKEN } = {}) {
  return app.inject({
    method: 'PUT',
    url: `/api/releases/${id}/facts/${section}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    payload: typeof value === 'string' ? value : JSON.stringify(value),
  });
}

/** Everything that the portal tells of its releases. */
export async function state(app) {
  const list = await app.inject('/api/releases');
  const { rows } = list.json();
  const releases = await Promise.all(rows.map(async ({ id }) => (await app.inject(`/api/releases/${id}`)).json()));
  const decisions = await Promise.all(
    rows.map(async ({ id }) => (await app.inject(`/api/releases/${id}/decision`)).body),
  );
  return { rows, releases, decisions };
}

/** Random numbers below 1 that are the same in every run. */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in another order. */
export function shuffled(list, next) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
