// What the README tells people to do can be done.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { HEARD, open } from './portal.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

test('its commands are scripts of the package', () => {
  const named = [...readme.matchAll(/npm (?:run )?(\w+)/g)]
    .map(([, name]) => name)
    .filter((name) => !['install', 'package'].includes(name));
  assert.ok(named.includes('sample') && named.includes('start') && named.includes('load'));
  for (const name of named) assert.ok(scripts[name], name);
});

test('its endpoints are there', async (t) => {
  const app = await open(t);
  const named = [...readme.matchAll(/^\| `(GET|PUT|POST) (\S+)` \|/gm)];
  assert.ok(named.length > 0);
  for (const [, method, url] of named) assert.ok(app.hasRoute({ method, url }), `${method} ${url}`);
});

test('its events are those that the portal listens to', () => {
  const [, table] = readme.split('## What GitHub says');
  assert.deepEqual([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, event]) => event).sort(), HEARD);
});

test('a condition on the section `github` decides whether an entry applies', async (t) => {
  const [, condition] = /`when: (\{\/github\/checks_failed: 0\})`/.exec(readme);
  const { build } = await import('../src/app.js');
  const { policy, folder, payloads, send, SECRET, state } = await import('./portal.js');
  const text = `policy: p\nentries:\n  - id: tests\n    rule: test-thresholds.wasm\n    when: ${condition}\n    params: {thresholds: {pass_rate: 99}}\n`;
  const app = await build({ data: await folder(t), policy: { ...policy, text }, secret: SECRET });
  t.after(() => app.close());
  for (const webhook of payloads.filter(({ event }) => event === 'deployment')) await send(app, webhook);
  const { decisions } = await state(app);
  assert.equal(JSON.parse(decisions[0]).entries[0].state, 'applied');
});
