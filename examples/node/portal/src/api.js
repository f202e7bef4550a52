// The JSON endpoints and the badge.

import { createHash, timingSafeEqual } from 'node:crypto';
import { toJson } from 'clearance';
import { badge } from './badge.js';
import { sha256 } from './digest.js';
import { Refused } from './errors.js';

const MOST_FACTS = 1024 * 1024;

export default async function api(app, { token }) {
  const { portal } = app;
  // Facts go to the engine as the text that came, which reads them itself.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: MOST_FACTS }, (request, body, done) =>
    done(null, body),
  );

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/api/releases', async (request) => {
    const { search, verdict, page } = request.query;
    if (verdict !== undefined && !['allow', 'review', 'deny'].includes(verdict))
      throw new Refused(400, 'verdict', 'a verdict is `allow`, `review` or `deny`');
    if (page !== undefined && !/^[1-9]\d{0,8}$/.test(page)) throw new Refused(400, 'page', 'a page is a number from 1');
    return portal.releases.list({ search: text(search), verdict, page: Number(page ?? 1) });
  });

  app.get('/api/releases/:id', async (request) => {
    const { decision, ...release } = found(await portal.releases.get(request.params.id));
    return { ...release, verdict: decision.verdict, summary: decision.summary, decidedAt: decision.at };
  });

  app.get('/api/releases/:id/decision', async (request, reply) => {
    const decision = toJson(found(await portal.releases.decision(request.params.id)));
    reply.type('application/json; charset=utf-8');
    return cached(request, reply, decision, 'no-cache');
  });

  app.put('/api/releases/:id/facts/:section', async (request, reply) => {
    checkToken(request, token);
    await portal.releases.put(request.params.id, request.params.section, parsed(request.body));
    return reply.code(204).send();
  });

  app.delete('/api/releases/:id/facts/:section', async (request, reply) => {
    checkToken(request, token);
    await portal.releases.put(request.params.id, request.params.section, undefined);
    return reply.code(204).send();
  });

  app.post('/api/decide', async (request, reply) => {
    if (typeof request.body !== 'string') throw new Refused(415, 'media-type', 'facts are sent as `application/json`');
    const at = text(request.query.at) || portal.clock.now();
    return reply.type('application/json; charset=utf-8').send(toJson(await portal.desk.consult(request.body, { at })));
  });

  app.get('/releases/:id/badge.svg', async (request, reply) => {
    const release = await portal.releases.get(request.params.id);
    if (release === null) reply.code(404);
    const shown = release ?? { name: 'release', version: '' };
    reply.type('image/svg+xml; charset=utf-8');
    return cached(
      request,
      reply,
      badge({ ...shown, verdict: release?.decision.verdict ?? 'unknown' }),
      'public, max-age=60',
    );
  });
}

/** Answers with a text, or that it is still the one that the caller has. */
function cached(request, reply, body, control) {
  const tag = `"${sha256(body).slice(0, 32)}"`;
  reply.header('etag', tag).header('cache-control', control);
  const known = (request.headers['if-none-match'] ?? '').split(/\s*,\s*/).map((each) => each.replace(/^W\//, ''));
  return known.includes(tag) || known.includes('*') ? reply.code(304).send() : reply.send(body);
}

/** Compares digests, which are equally long whatever was sent. */
function checkToken(request, token) {
  if (!token) throw new Refused(403, 'token', 'nobody can put facts: the portal was started without `PORTAL_TOKEN`');
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  if (!timingSafeEqual(a, b))
    throw new Refused(401, 'token', 'send the token of the portal as `Authorization: Bearer …`');
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Refused(400, 'json', `the body is not JSON: ${error.message}`);
  }
}

function found(release) {
  if (release === null) throw new Refused(404, 'release', 'no such release is known');
  return release;
}

/** Of a query that is given twice, nothing. */
function text(value) {
  return typeof value === 'string' ? value : '';
}
