// What is not signed with the secret is not read.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { signed } from '../sample/sample.js';
import { build } from '../src/app.js';
import { folder, open, payloads, policy, SECRET } from './portal.js';

const [{ event, payload }] = payloads;
const body = JSON.stringify(payload);
const good = signed({ event, payload, delivery: 'one', secret: SECRET });
const withHeaders = (changed) => ({ ...good, headers: { ...good.headers, ...changed } });
const withSignature = (signature) => withHeaders({ 'x-hub-signature-256': signature });
const digest = good.headers['x-hub-signature-256'];

const refused = {
  'no signature': withSignature(undefined),
  'an empty one': withSignature(''),
  'one of SHA-1 alone': withHeaders({
    'x-hub-signature-256': undefined,
    'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`,
  }),
  'one of SHA-1 in its place': withSignature(`sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`),
  'a short one': withSignature(digest.slice(0, -2)),
  'a long one': withSignature(`${digest}00`),
  'one without its name': withSignature(digest.slice('sha256='.length)),
  'one in Base64': withSignature(`sha256=${createHmac('sha256', SECRET).update(body).digest('base64')}`),
  'one of another secret': signed({ event, payload, delivery: 'one', secret: 'another' }),
  'one of an empty secret': signed({ event, payload, delivery: 'one', secret: '' }),
  'one of another body': { ...good, payload: `${body} ` },
  'one of no body': { ...good, payload: undefined },
};

for (const [what, request] of Object.entries(refused)) {
  test(`${what} is refused, and nothing is kept`, async (t) => {
    const app = await open(t);
    const answer = await app.inject({
      ...request,
      headers: Object.fromEntries(Object.entries(request.headers).filter(([, value]) => value !== undefined)),
    });
    assert.equal(answer.statusCode, 401, answer.body);
    assert.equal(answer.json().code, 'signature');
    assert.ok(!answer.body.includes(SECRET));
    assert.deepEqual([...app.portal.store.deliveries()], []);
  });
}

test('there is no portal without a secret', async (t) => {
  for (const secret of [undefined, ''])
    await assert.rejects(build({ data: await folder(t), policy, secret }), TypeError);
});

test('the signature is that of the bytes, however they are written', async (t) => {
  const app = await open(t);
  const spaced = signed({ event, payload: JSON.stringify(payload, null, 4), delivery: 'one', secret: SECRET });
  assert.equal((await app.inject(spaced)).statusCode, 202);
  assert.equal((await app.inject({ ...spaced, payload: JSON.stringify(payload) })).statusCode, 401);
});

test('a wrong signature is told before anything of the body', async (t) => {
  const app = await open(t);
  const answer = await app.inject({ ...good, payload: '{"action": ' });
  assert.equal(answer.json().code, 'signature');
});

test('what is no JSON by its content type is refused', async (t) => {
  const app = await open(t);
  const form = {
    ...good,
    headers: { ...good.headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `payload=${encodeURIComponent(body)}`,
  };
  assert.equal((await app.inject(form)).statusCode, 415);
});

for (const header of ['x-github-event', 'x-github-delivery']) {
  test(`without ${header} it is refused`, async (t) => {
    const app = await open(t);
    const { [header]: _, ...headers } = good.headers;
    const answer = await app.inject({ ...good, headers });
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'header']);
    assert.match(answer.json().message, new RegExp(header));
  });
}
