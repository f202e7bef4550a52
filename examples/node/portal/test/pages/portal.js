// A portal for the tests, on a port of its own, with releases that the tests choose.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from 'clearance';
import { AT, fill } from '../../sample/sample.js';
import { build } from '../../src/app.js';

export const SECRET = 'a secret of the tests';
export const TOKEN = 'a token of the tests';

const repository = new URL('../../../../../', import.meta.url);

/** The clock of the portal in these tests. */
export const now = new Date('2026-11-24T10:00:00Z');

/** A policy of the repository, whose rules are those of the package. */
async function policyOf(file) {
  const text = await readFile(new URL(`example-rules/${file}`, repository), 'utf8');
  return { text: text.replaceAll('../../target/rules/', ''), folder: catalogue };
}

const factsOf = async (file) => JSON.parse(await readFile(new URL(`example-rules/${file}`, repository), 'utf8'));

/** Facts of releases that are there for every test, by the ids of the releases. */
export const samples = {
  'shop-5-0-0': await factsOf('demo/denied.json'),
  'shop-4-2-0': await factsOf('demo/allowed.json'),
};

export const demo = await policyOf('demo/policy.yaml');
export const pack = await policyOf('packs/regulated-production.yaml');
export const packFacts = await factsOf('packs/regulated-production/denied.json');

/**
 * Starts a portal with the facts of releases by their ids, judged by its own desk. `change` may make something else of each
 * release, and `described` of the policy as it is described. Where `facts` is null, it has the releases that it is told of.
 */
export async function start({ policy = demo, facts = samples, change = (release) => release, described } = {}) {
  const { app, listen } = await open(policy, now);
  if (facts !== null) {
    const { desk } = app.portal;
    const releases = await Promise.all(Object.entries(facts).map(([id, known]) => release(desk, id, known, change)));
    app.portal.releases = stand(releases);
  }
  if (described !== undefined) {
    const { desk } = app.portal;
    const describe = desk.describe.bind(desk);
    desk.describe = (at) => described(describe(at));
  }
  return { app, ...(await listen()) };
}

/** Starts a portal with the sample, whose releases came in by the doors that real ones come in by. */
export async function startSample() {
  const text = await readFile(new URL('../../sample/policy.yaml', import.meta.url), 'utf8');
  const { app, listen } = await open({ text, folder: catalogue }, AT);
  await fill(app, { secret: SECRET, token: TOKEN });
  return { app, ...(await listen()) };
}

async function open(policy, at) {
  const data = await mkdtemp(join(tmpdir(), 'portal-'));
  const app = await build({ data, policy, secret: SECRET, token: TOKEN, now: at });
  const close = async () => {
    await app.close();
    await rm(data, { recursive: true });
  };
  return { app, listen: async () => ({ url: await app.listen({ host: '127.0.0.1', port: 0 }), close }) };
}

async function release(desk, id, facts, change) {
  const { name, version, environment } = facts.release;
  const updated = new Date('2026-11-23T16:20:00Z');
  return change({
    id,
    name,
    version,
    repository: `brightloom/${name}`,
    environment: environment ?? null,
    ref: `v${version}`,
    sha: 'b3c1f0d2a4e5968778695a4b3c2d1e0f12345678',
    updated,
    facts,
    sources: Object.keys(facts).map((section) => ({
      section,
      from: section === 'notes' ? 'webhook release' : 'put',
      at: updated,
    })),
    events: [
      { at: updated, kind: 'deployment', text: 'deployment to production asked for', by: 'mira', url: null },
      { at: new Date('2026-11-23T14:02:00Z'), kind: 'check_run', text: 'check `build` succeeded', by: 'ci', url: null },
      { at: new Date('2026-11-23T13:40:00Z'), kind: 'release', text: `release ${version} published`, by: 'ada', url: null },
    ],
    decision: await desk.decide(facts, { at: now }),
  });
}

/** Releases as the store answers for them, a few on a page. */
function stand(releases, size = 20) {
  return {
    async list({ page = 1, search, verdict } = {}) {
      const like = releases.filter(({ name, version, repository: place }) =>
        [name, version, place].some((text) => String(text).includes(search ?? '')),
      );
      const rows = like.filter(({ decision }) => verdict === undefined || decision.verdict === verdict);
      const pages = Math.max(1, Math.ceil(rows.length / size));
      const at = Math.min(page, pages);
      const counts = { allow: 0, review: 0, deny: 0 };
      for (const { decision } of like) counts[decision.verdict] += 1;
      return { rows: rows.slice((at - 1) * size, at * size).map(row), page: at, pages, total: rows.length, counts };
    },
    async get(id) {
      return releases.find((one) => one.id === id) ?? null;
    },
  };
}

function row({ decision, facts, sources, events, ...rest }) {
  return { ...rest, verdict: decision.verdict, summary: decision.summary, decidedAt: decision.at };
}
