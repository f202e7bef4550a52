/** The pages: they ask the store and the desk, and nothing here decides. */

import { STATUS_CODES } from 'node:http';
import { ClearanceError } from 'clearance';
import { Refused } from '../errors.js';
import { checksPage } from './checks-page.js';
import { frame } from './frame.js';
import { html } from './html.js';
import { VERDICTS, list } from './list.js';
import { factsPage } from './facts.js';
import { policyPage } from './policy.js';
import { problem } from './problem.js';
import files from './public.js';
import { releasePage } from './release.js';
import { digest, line } from './text.js';
import { whatIfPage } from './what-if.js';
import { read } from './what-if-form.js';

/** A form field or a parameter as a text of at most so many characters; undefined where it is empty or given twice. */
const asked = (value, most = 200) => (typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined);

const pageAsked = (value) => (/^[1-9][0-9]{0,8}$/.test(value) ? Number(value) : 1);

/** Sends a page. */
function send(reply, { title, here, body, status = 200 }) {
  const { desk, clock } = reply.server.portal;
  const { name, version, digest: sum } = desk.describe(clock.now());
  const policy = html`Judged by the policy <a href="/policy">${line(name, 80)} ${line(version ?? '', 40)}</a> ${digest(sum)}`;
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(String(frame({ title, here, policy, body })));
}

const titleOf = ({ name, version }) => `${name} ${version}`.slice(0, 120);

/** Answers a request for a page that is not there; other tools are answered in JSON. */
export function notFound(request, reply) {
  if (/^\/(api|webhooks)\//.test(request.url))
    return reply.code(404).send({ code: 'not-found', message: 'there is nothing here; the README lists what there is' });
  return send(reply, {
    title: 'Not found',
    status: 404,
    body: problem({ title: 'Not found', message: `There is nothing at ${request.url.slice(0, 300)}.` }),
  });
}

/** Answers a request for a page that failed. What a client did wrong is told; what went wrong here is in the log alone. */
export function failed(error, request, reply) {
  const status = error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
  if (status === 500) request.log.error(error);
  const title = STATUS_CODES[status] ?? 'Error';
  const message = status === 500 ? 'The portal failed. The log says why.' : error.message;
  return send(reply, { title, status, body: problem({ title, message }) });
}

export default async function pages(app) {
  const now = () => app.portal.clock.now();
  /** How many releases each verdict has, as the list finds them. */
  const countsOf = async (search) => {
    const counts = {};
    for (const verdict of VERDICTS) counts[verdict] = (await app.portal.releases.list({ search, verdict })).total;
    return counts;
  };
  const describe = () => app.portal.desk.describe(now());
  await app.register(files);
  app.setNotFoundHandler(notFound);
  app.setErrorHandler(failed);

  app.get('/', async (request, reply) => {
    const { page, search, verdict } = request.query;
    const wanted = { search: asked(search), verdict: VERDICTS.find((known) => known === verdict) };
    const found = await app.portal.releases.list({ ...wanted, page: pageAsked(page) });
    const counts = await countsOf(wanted.search);
    return send(reply, { title: 'Releases', here: '/', body: list({ releases: { ...found, counts }, asked: wanted }) });
  });

  /** Routes of one release. */
  const forRelease = (path, title, body) =>
    app.get(`/releases/:id${path}`, async (request, reply) => {
      const release = await app.portal.releases.get(request.params.id);
      if (release === null) return notFound(request, reply);
      return send(reply, { title: `${title}${titleOf(release)}`, body: await body(release, request) });
    });

  forRelease('', '', (release) => releasePage({ release, policy: describe(), now: now() }));
  forRelease('/checks', 'Checks of ', (release, { query }) =>
    checksPage({
      release,
      asked: {
        entry: asked(query.entry),
        status: ['pass', 'fail'].find((known) => known === query.status),
        page: pageAsked(query.page),
      },
    }),
  );
  forRelease('/what-if', 'What if of ', (release) => whatIfPage({ release, policy: describe() }));

  app.post('/releases/:id/what-if', { bodyLimit: 1024 * 1024 }, async (request, reply) => {
    const release = await app.portal.releases.get(request.params.id);
    if (release === null) return notFound(request, reply);
    const policy = describe();
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const answer = read(form, { release, policy });
    if (answer.problems.size === 0 && answer.changes.length > 0) {
      try {
        answer.decision = await app.portal.desk.decideWith({
          facts: answer.facts,
          params: answer.params,
          at: release.decision.at,
        });
      } catch (error) {
        if (!(error instanceof ClearanceError || error instanceof Refused)) throw error;
        answer.refusal = error.message;
      }
    }
    const refused = answer.problems.size > 0 || answer.refusal !== undefined;
    const body = whatIfPage({ release, policy, form, answer });
    return send(reply, { title: `What if of ${titleOf(release)}`, body, status: refused ? 422 : 200 });
  });

  app.get('/policy', async (request, reply) =>
    send(reply, { title: 'Policy', here: '/policy', body: policyPage({ policy: describe(), now: now() }) }),
  );
  app.get('/policy/facts', async (request, reply) =>
    send(reply, { title: 'Facts', here: '/policy/facts', body: factsPage({ policy: describe() }) }),
  );
}
