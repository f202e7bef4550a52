// What was acknowledged is there after the process was killed.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { open as openDatabase } from 'lmdb';
import { signed } from '../sample/sample.js';
import { Store } from '../src/store.js';
import { folder, open, payloads, put, SECRET, send, state, TOKEN } from './portal.js';
import { serve } from './process.js';

const idOf = ({ delivery, payload }) =>
  `github ${delivery} ${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`;

test('killed at each acknowledgment, it has lost nothing that it acknowledged', async (t) => {
  const data = await folder(t);
  const acknowledged = [];
  let left = [...payloads];
  while (left.length > 0) {
    const portal = serve(t, data);
    const url = await portal.url;
    // Several are under way when the first is answered, and the process is killed in the midst of the others.
    const now = left.splice(0, 4);
    const answers = now.map(async (webhook) => {
      const { headers, payload: body } = signed({ ...webhook, secret: SECRET });
      const { status } = await fetch(`${url}/webhooks/github`, { method: 'POST', headers, body });
      portal.child.kill('SIGKILL');
      assert.ok(status === 202 || status === 200, `${webhook.delivery}: ${status}`);
      return webhook;
    });
    const settled = await Promise.allSettled(answers);
    await portal.ended;
    const answered = settled.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
    assert.ok(answered.length > 0);
    acknowledged.push(...answered);
    left.push(...now.filter((webhook) => !answered.includes(webhook)));

    const store = new Store(data);
    const kept = new Set(store.deliveries());
    for (const webhook of acknowledged) {
      assert.ok(kept.has(idOf(webhook)), `${webhook.delivery} is lost`);
      assert.equal(String(store.body(idOf(webhook))), JSON.stringify(webhook.payload));
    }
    await store.close();
  }

  const undisturbed = await open(t);
  for (const webhook of payloads) await send(undisturbed, webhook);
  assert.deepEqual(await state(await open(t, { data })), await state(undisturbed));
});

test('facts that were put are there after the process was killed', async (t) => {
  const data = await folder(t);
  const before = await open(t, { data });
  for (const webhook of payloads) await send(before, webhook);
  const [{ id }] = (await state(before)).rows;
  await before.close();

  for (const users of [1, 2, 3]) {
    const portal = serve(t, data);
    const { status } = await fetch(`${await portal.url}/api/releases/${id}/facts/release`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ exposure: { users } }),
    });
    portal.child.kill('SIGKILL');
    assert.equal(status, 204);
    await portal.ended;
  }
  const after = await open(t, { data });
  assert.deepEqual((await after.inject(`/api/releases/${id}`)).json().facts.release.exposure, { users: 3 });
});

test('a database whose statements are of another version is folded anew from its deliveries', async (t) => {
  const data = await folder(t);
  const before = await open(t, { data });
  for (const webhook of payloads) await send(before, webhook);
  const { rows } = await state(before);
  await put(before, rows[0].id, 'tests', [{ component: 'a', passed: 1, failed: 0 }]);
  await put(before, rows[0].id, 'tests', [{ component: 'b', passed: 2, failed: 0 }]);
  const expected = await state(before);
  await before.close();

  const database = openDatabase({
    path: join(data, 'portal.mdb'),
    noSubdir: true,
    overlappingSync: false,
    encoding: 'json',
    maxDbs: 8,
  });
  await database.put('fold', 0);
  const said = database.openDB('said', { encoding: 'json' });
  const [{ key }] = said.getRange({ limit: 1 });
  await said.remove(key);
  await database.close();

  assert.deepEqual(await state(await open(t, { data })), expected);
});
