// The portal as a Fastify instance: what `main.js` starts and tests use in their own process.

import { ClearanceError } from 'clearance';
import Fastify from 'fastify';
import api from './api.js';
import { Desk } from './desk.js';
import { Refused } from './errors.js';
import eventLoop from './event-loop.js';
import pages from './pages/index.js';
import { Releases, statementsIn } from './releases.js';
import { Store } from './store.js';
import webhooks from './webhooks.js';

/** What every answer says to browsers: nothing runs, nothing is framed, nothing is loaded from elsewhere. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * @param {object} options
 * @param {string} options.data the folder of the database
 * @param {{ text: string, folder: string }} options.policy the policy, and the folder that its rules' paths are relative to
 * @param {string} options.secret the secret of the webhooks
 * @param {string} [options.token] the bearer token by which facts are put; without it nobody can
 * @param {Date} [options.now] a clock that stands still, for samples and tests
 * @param {boolean} [options.measured] whether it tells how long its event loop is delayed
 * @param {object | boolean} [options.logger]
 */
export async function build({ data, policy, secret, token, now, measured = false, logger = false }) {
  if (!secret) throw new TypeError('a portal without a secret of its webhooks would believe everybody');
  const clock = { now: () => new Date(now ?? Date.now()), fixed: now !== undefined };
  const desk = await Desk.open(policy);
  const store = new Store(data);
  await store.upgrade(statementsIn);

  const app = Fastify({
    logger,
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
  });
  app.decorate('portal', { desk, clock, store, releases: new Releases({ store, desk, clock }) });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
  });
  app.addHook('onClose', () => store.close());
  app.setErrorHandler((error, request, reply) => {
    const { status, ...problem } = problemOf(error);
    if (status >= 500) request.log.error(error);
    if (error.retryAfter) reply.header('retry-after', error.retryAfter);
    return reply.code(status).send(problem);
  });
  // A form comes to a page as URLSearchParams.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (request, body) => new URLSearchParams(body),
  );

  await app.register(webhooks, { secret });
  await app.register(api, { token });
  if (measured) await app.register(eventLoop);
  await app.register(pages);
  return app;
}

/**
 * What is said of an error: the status of the answer, and what was found, where, and what to do. Of what is not meant for
 * the caller it says nothing.
 */
export function problemOf(error) {
  if (error instanceof Refused)
    return { status: error.statusCode, code: error.code, message: error.message, pointer: error.pointer };
  if (error instanceof ClearanceError) {
    const { code, message, place, remedy } = error;
    return { status: 422, code, message, pointer: place.pointer, place, remedy };
  }
  const { statusCode: status = 500, message } = error;
  return status < 500
    ? { status, code: 'request', message }
    : { status, code: 'internal', message: 'something went wrong in the portal; its log says what' };
}
