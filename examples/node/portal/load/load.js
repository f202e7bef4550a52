#!/usr/bin/env node
// Load on the decision endpoint: `npm run load [-- --policy FILE --facts FILE --seconds N --connections N]`.
//
// Without files the policy and the releases are those of the sample. Every decision is made: the endpoint keeps nothing.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { AT } from '../sample/sample.js';

const { values } = parseArgs({
  options: {
    policy: { type: 'string' },
    facts: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '8' },
  },
});

const [others] = loadavg();
const folder = await mkdtemp(join(tmpdir(), 'clearance-load-'));
const portal = await start();
try {
  const bodies = values.facts ? [await readFile(values.facts, 'utf8')] : await sampleFacts();
  const request = {
    method: 'POST',
    path: `/api/decide?at=${AT.toISOString()}`,
    headers: { 'content-type': 'application/json' },
  };
  const run = (duration) =>
    autocannon({
      url: portal.url,
      connections: Number(values.connections),
      duration,
      requests: bodies.map((body) => ({ ...request, body })),
    });
  const idle = await delayDuring(() => new Promise((done) => setTimeout(done, 3000)));
  await run(3);
  let result;
  const busy = await delayDuring(async () => (result = await run(Number(values.seconds))));
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were refusals, ${result.errors} requests failed`);
  const bytes = Math.round(bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) / bodies.length / 1024);
  console.log(
    `${values.connections} connections, facts of ${bytes} KiB, ${availableParallelism()} cores for the portal and the load`,
  );
  console.log(`load of the machine before: ${others.toFixed(1)}`);
  console.log(`requests a second: ${Math.round(result.requests.average)}`);
  console.log(`latency in ms:     p50 ${result.latency.p50}, p99 ${result.latency.p99}, max ${result.latency.max}`);
  console.log(`event-loop delay in ms, deciding: p50 ${busy.p50}, p99 ${busy.p99}, max ${busy.max}`);
  console.log(`event-loop delay in ms, idle:     p50 ${idle.p50}, p99 ${idle.p99}, max ${idle.max}`);
} finally {
  portal.child.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}

/** The portal as a process of its own. */
async function start() {
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const given = values.policy ? ['--policy', await byName(values.policy)] : [];
  const child = spawn(process.execPath, [program, '--sample', '--event-loop', '--port', '0', ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const found = /at (http:\S+)$/.exec(line);
      if (found) return found[1];
    }
  })();
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the portal did not start')));
  ended.catch(() => {});
  return { child, url: await Promise.race([url, ended]) };
}

/** A policy whose rules are those of the catalogue, wherever its own paths lead. */
async function byName(policy) {
  const text = await readFile(policy, 'utf8');
  const copy = join(folder, 'policy.yaml');
  await writeFile(copy, text.replace(/^(\s*rule:\s*).*\/([\w-]+\.wasm)\s*$/gm, '$1$2'));
  return copy;
}

async function sampleFacts() {
  const { rows } = await (await fetch(`${portal.url}/api/releases`)).json();
  const releases = await Promise.all(
    rows.map(async ({ id }) => (await fetch(`${portal.url}/api/releases/${id}`)).json()),
  );
  return releases.map(({ facts }) => JSON.stringify(facts));
}

async function delayDuring(task) {
  await fetch(`${portal.url}/event-loop`, { method: 'DELETE' });
  await task();
  return (await fetch(`${portal.url}/event-loop`)).json();
}
