// The facts of a release, and where each section comes from.
//
// A section that CI put stands as it was put, with two exceptions: an object is completed by what webhooks say, and lists
// of artifacts are joined. By what the portal knows a release it cannot be called otherwise.

import { happenings } from './happenings.js';
import { checksOf, deploymentsOf, historyOf, publishedOf, pullsOf, putOf } from './known.js';
import * as subjects from './subjects.js';

/** The portal's own section: what GitHub says and the vocabulary of facts has no place for. */
export const OWN = 'github';

/**
 * What is known of a release; undefined where it is not known at all.
 *
 * @param {ReturnType<import('./store.js').Store['reading']>} store
 * @param {string} id
 */
export function assemble(store, id) {
  const about = store.about(subjects.release(id));
  const identity = about.get('identity')?.value;
  if (identity === undefined) return undefined;
  const { repository, sha = null, environment = null } = identity;
  const deployments = deploymentsOf(about);
  const newest = deployments[0];
  const tag = identity.tag ?? newest?.ref;
  const published = tag === undefined ? undefined : publishedOf(store, repository, tag);
  const checks = sha === null ? [] : checksOf(store, repository, sha);
  const pulls = sha === null ? [] : pullsOf(store, repository, sha);
  // A reference that is no tag, such as a branch, is no version.
  const version = sha === null || published !== undefined || /^v?\d+\./.test(tag) ? tag : sha.slice(0, 7);
  const name = repository.split('/').pop();

  const section = new Sections();
  section.say('release', withoutNothing({ id, name, version, environment, requested_by: newest?.by }), {
    from: newest ? 'webhook deployment' : 'webhook release',
    at: newest?.created ?? published?.at ?? 0,
  });
  if (published !== undefined && published.notes !== null)
    section.say('notes', { markdown: published.notes }, { from: 'webhook release', at: published.at });
  if (sha !== null && newest !== undefined) {
    const earlier = historyOf(store, repository, environment, id, deployments.at(-1).created);
    if (earlier.length > 0) {
      const at = Math.max(...earlier.map((each) => each.at));
      section.say(
        'history',
        { deployments: earlier.map((each) => ({ ...each, at: timeOf(each.at) })) },
        { from: 'webhook deployment_status', at },
      );
    }
  }
  for (const { from, at, artifacts } of evidenceOf({ id, checks, pulls, published }))
    section.say('artifacts', artifacts, { from, at });
  for (const put of putOf(about)) section.put(put.section, put.value, { from: 'put', at: put.at });
  section.fix('release', withoutNothing({ id, name, version, environment }));
  const own = ownOf({ tag, sha, checks, pulls, deployments, published });
  const events = happenings({ about, checks, pulls, deployments, published });
  section.say(OWN, own, {
    from: 'webhooks',
    at: Math.max(0, ...events.filter(({ kind }) => kind !== 'facts').map(({ at }) => at)),
  });

  return {
    id,
    name,
    version,
    repository,
    environment,
    ref: tag ?? null,
    sha,
    created: newest?.created ?? published?.at ?? 0,
    updated: new Date(Math.max(0, ...events.map(({ at }) => at))),
    facts: section.facts,
    sources: section.sources
      .map((source) => ({ ...source, at: new Date(source.at) }))
      .sort((a, b) => (a.section < b.section ? -1 : a.section > b.section ? 1 : 0)),
    events: events.map((event) => ({ ...event, at: new Date(event.at) })),
  };
}

/** The sections, as they are said one after the other. */
class Sections {
  facts = {};
  sources = [];

  say(section, value, { from, at }) {
    const known = this.facts[section];
    this.facts[section] = Array.isArray(known) ? [...known, ...value] : value;
    this.#source(section, from, at);
  }

  put(section, value, { from, at }) {
    const known = this.facts[section];
    const both = (is) => is(known) && is(value);
    if (both(isObject)) this.facts[section] = { ...known, ...value };
    else if (section === 'artifacts' && both(Array.isArray)) this.facts[section] = [...known, ...value];
    else {
      this.facts[section] = value;
      this.sources = this.sources.filter((source) => source.section !== section);
    }
    this.#source(section, from, at);
  }

  fix(section, value) {
    this.facts[section] = isObject(this.facts[section]) ? { ...this.facts[section], ...value } : value;
  }

  #source(section, from, at) {
    this.sources.push({ section, from, at });
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What GitHub brings that proves something, as `control-mapping` reads it. Its digest is that of the webhook that said so.
 */
function evidenceOf({ id, checks, pulls, published }) {
  const evidence = (artifact) => withoutNothing({ release: id, deployed: false, ...artifact });
  const succeeded = checks.filter(({ conclusion }) => conclusion === 'success');
  const approvals = pulls.flatMap(({ number, approvals }) => approvals.map((approval) => ({ number, ...approval })));
  return [
    {
      from: 'webhook release',
      at: published?.at,
      // What is not said to stay behind is deployed, and `dual-approval` wants it approved.
      artifacts: (published?.assets ?? []).map(({ name, mediaType, digest, created, url }) =>
        evidence({
          name,
          kind: 'release-asset',
          deployed: undefined,
          mediaType,
          digest: digestOf(digest),
          created: timeOf(created),
          uri: url,
        }),
      ),
    },
    {
      from: 'webhook check_run',
      at: Math.max(...succeeded.map(({ completed }) => completed ?? 0)),
      artifacts: succeeded.map(({ name, completed, url, digest }) =>
        evidence({ name, kind: 'check-run', digest: { sha256: digest }, created: timeOf(completed), uri: url }),
      ),
    },
    {
      from: 'webhook pull_request_review',
      at: Math.max(...approvals.map(({ submitted }) => submitted)),
      artifacts: approvals.map(({ number, by, submitted, url, digest }) =>
        evidence({
          name: `review of #${number} by ${by}`,
          kind: 'code-review',
          digest: { sha256: digest },
          created: timeOf(submitted),
          uri: url,
        }),
      ),
    },
  ].filter(({ artifacts }) => artifacts.length > 0);
}

function digestOf(text) {
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(text ?? '')?.[1];
  return sha256 && { sha256 };
}

/** The section `github`. */
function ownOf({ tag, sha, checks, pulls, deployments, published }) {
  return withoutNothing({
    ref: tag,
    sha,
    checks: checks.map(({ name, app, status, conclusion, started, completed, url }) =>
      withoutNothing({
        name,
        app,
        status,
        conclusion,
        started_at: timeOf(started),
        completed_at: timeOf(completed),
        url,
      }),
    ),
    checks_failed: checks.filter(
      ({ conclusion }) => conclusion !== null && !['success', 'neutral', 'skipped'].includes(conclusion),
    ).length,
    checks_pending: checks.filter(({ status }) => status !== 'completed').length,
    pull_requests: pulls.map(({ number, title, by, url, head, reviews, approvals, objections }) =>
      withoutNothing({
        number,
        title,
        author: by,
        url,
        head,
        reviews: reviews.map(({ by, state, commit, submitted, current, url }) =>
          withoutNothing({ by, state, commit, current, submitted_at: timeOf(submitted), url }),
        ),
        approved_by: approvals.map(({ by }) => by),
        changes_requested_by: objections.map(({ by }) => by),
      }),
    ),
    deployments: deployments.map(({ id, state, created, by, task, description }) =>
      withoutNothing({ id, state, created_at: timeOf(created), by, task, description }),
    ),
    release:
      published &&
      withoutNothing({
        tag: published.tag,
        name: published.name,
        prerelease: published.prerelease,
        url: published.url,
      }),
  });
}

function timeOf(millis) {
  return millis === null || millis === undefined ? undefined : new Date(millis).toISOString();
}

/** Without the members that are null or undefined: what is not known is not said. */
function withoutNothing(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}
