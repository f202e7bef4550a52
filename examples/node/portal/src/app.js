// The portal as a Fastify instance: what `main.js` starts and tests use in their own process.

import Fastify from 'fastify';
import { Desk } from './desk.js';
import pages from './pages/index.js';
import { Releases } from './releases.js';

/** What every answer says to browsers: nothing runs, nothing is framed, nothing is loaded from elsewhere. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
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
 * @param {object | boolean} [options.logger]
 */
export async function build({ data, policy, secret, token, now, logger = false }) {
  const app = Fastify({ logger, bodyLimit: 1024 * 1024, requestTimeout: 30_000 });
  const clock = { now: () => new Date(now ?? Date.now()), fixed: now !== undefined };
  const desk = await Desk.open(policy);
  app.decorate('portal', { desk, clock, releases: new Releases({ desk, clock }) });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
  });
  // A form comes to a page as URLSearchParams.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (request, body) => new URLSearchParams(body));

  await app.register(pages);
  return app;
}
