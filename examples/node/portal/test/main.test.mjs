// The command line.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { folder } from './portal.js';
import { policyFile, run, serve } from './process.js';

test('without a secret it does not start, and says what to do', async (t) => {
  for (const secret of [undefined, '']) {
    const portal = run(t, ['--policy', policyFile], { GITHUB_WEBHOOK_SECRET: secret });
    assert.deepEqual(await portal.ended, [1, null]);
    assert.match(portal.errors, /GITHUB_WEBHOOK_SECRET/);
    assert.deepEqual(portal.lines, []);
  }
});

const refusals = [
  [[], /--policy FILE/],
  [['--policy', 'nowhere.yaml'], /policy cannot be read.*nowhere\.yaml/],
  [['--policy', new URL('../package.json', import.meta.url).pathname], /line 2/],
  [['--policy', policyFile, '--port', '80a'], /--port 80a/],
  [['--bogus'], /--bogus/],
];

for (const [args, message] of refusals) {
  test(`it refuses \`${args.map((each) => each.split('/').pop()).join(' ')}\``, async (t) => {
    const portal = run(t, ['--data', await folder(t), ...args], { GITHUB_WEBHOOK_SECRET: 'x' });
    assert.deepEqual(await portal.ended, [1, null]);
    assert.match(portal.errors, message);
    assert.doesNotMatch(portal.errors, /^\s+at /m);
  });
}

test('it says where it is, and ends when it is asked to', async (t) => {
  const data = await folder(t);
  const portal = serve(t, data);
  const url = await portal.url;
  assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: 'ok' });
  assert.deepEqual(await (await fetch(`${url}/api/releases`)).json(), { rows: [], page: 1, pages: 1, total: 0 });
  portal.child.kill('SIGTERM');
  assert.deepEqual(await portal.ended, [0, null]);
});

test('it does not start where its port is taken', async (t) => {
  const first = serve(t, await folder(t));
  const { port } = new URL(await first.url);
  const second = serve(t, await folder(t), '--port', port);
  assert.deepEqual(await second.ended, [1, null]);
  assert.match(second.errors, /EADDRINUSE/);
});

test('a sample needs nothing, and leaves nothing behind', async (t) => {
  const temporary = await folder(t);
  const portal = run(t, ['--sample', '--port', '0'], { TMPDIR: temporary, GITHUB_WEBHOOK_SECRET: undefined });
  const url = await portal.url;
  const { rows } = await (await fetch(`${url}/api/releases`)).json();
  assert.deepEqual(new Set(rows.map(({ verdict }) => verdict)), new Set(['allow', 'review', 'deny']));
  assert.equal(portal.lines.filter((line) => /made for this start: [0-9a-f]{48}$/.test(line)).length, 2);
  const { readdir } = await import('node:fs/promises');
  assert.equal((await readdir(temporary)).length, 1);
  portal.child.kill('SIGTERM');
  assert.deepEqual(await portal.ended, [0, null]);
  assert.deepEqual(await readdir(temporary), []);
  assert.ok(existsSync(temporary));
});
