// Where GitHub sends its webhooks: `POST /webhooks/github`.
//
// The signature is checked over the bytes that came, before anything reads them. The answer is sent when what they say is on
// the disk, so that GitHub may forget what it got an answer to.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from './errors.js';

/** More than any event that the portal listens to has. */
const MOST_BYTES = 2 * 1024 * 1024;

export default async function webhooks(app, { secret }) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser('*', (request, body, done) => {
    body.resume();
    done(new Refused(415, 'media-type', 'webhooks are read as `application/json`; choose that content type in GitHub'));
  });

  app.post('/webhooks/github', async (request, reply) => {
    const body = request.body ?? Buffer.alloc(0);
    checkSignature(request.headers, body, secret);
    const event = headerOf(request, 'x-github-event');
    const id = headerOf(request, 'x-github-delivery');
    const taken = await app.portal.releases.receive({ id, event, body, payload: read(body) });
    return reply.code(taken.status === 'known' ? 200 : 202).send(taken);
  });
}

function checkSignature(headers, body, secret) {
  const given = headers['x-hub-signature-256'];
  if (given === undefined)
    throw new Refused(
      401,
      'signature',
      'the header `X-Hub-Signature-256` is missing; give the webhook the secret of the portal',
    );
  const digest = /^sha256=([0-9a-f]{64})$/.exec(given)?.[1];
  if (digest === undefined)
    throw new Refused(401, 'signature', '`X-Hub-Signature-256` is not `sha256=` and 64 hexadecimal digits');
  const expected = createHmac('sha256', secret).update(body).digest();
  if (!timingSafeEqual(Buffer.from(digest, 'hex'), expected))
    throw new Refused(
      401,
      'signature',
      'the signature is not that of the body; the secret is another, or the body was changed',
    );
}

function headerOf(request, name) {
  const value = request.headers[name];
  if (typeof value === 'string' && /^[\w-]{1,100}$/.test(value)) return value;
  throw new Refused(400, 'header', `the header \`${name}\` is missing or not what GitHub sends`);
}

function read(body) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Refused(400, 'json', `the body is not JSON: ${error.message}`);
  }
}
