// Releases that are made up. They come in by the doors that real ones come in by: signed webhooks, and facts that CI puts.

import { createHash, createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The time at which the sample is looked at: a Thursday, the day before the freeze of its policy. */
export const AT = new Date('2026-11-26T09:00:00Z');

/** The releases as their files describe them. */
export async function releases() {
  const folder = new URL('releases/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(files.map(async (name) => parse(await readFile(new URL(name, folder), 'utf8'))));
}

/** Fills a portal with them. */
export async function fill(app, { secret, token }) {
  let deliveries = 0;
  for (const [i, release] of (await releases()).entries()) {
    let id;
    for (const { event, payload } of webhooksOf(release, 1000 * (i + 1))) {
      deliveries += 1;
      const answer = await app.inject(signed({ event, payload, delivery: `sample-${deliveries}`, secret }));
      if (answer.statusCode >= 300) throw new Error(`${event} of ${release.repository}: ${answer.body}`);
      id = answer.json().releases[0] ?? id;
    }
    for (const [section, value] of Object.entries(release.facts ?? {})) {
      const answer = await app.inject({
        method: 'PUT',
        url: `/api/releases/${id}/facts/${section}`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        payload: JSON.stringify(value),
      });
      if (answer.statusCode >= 300) throw new Error(`${section} of ${release.repository}: ${answer.body}`);
    }
  }
}

/** A webhook as GitHub sends it. */
export function signed({ event, payload, delivery, secret }) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    method: 'POST',
    url: '/webhooks/github',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    payload: body,
  };
}

/** What GitHub would send of a release. `first` is where its numbers begin. */
export function* webhooksOf(release, first) {
  const { repository: full_name, tag, checks = [], pull, published, deployment } = release;
  const repository = {
    id: first,
    full_name,
    name: full_name.split('/')[1],
    html_url: `https://github.com/${full_name}`,
  };
  const sha = createHash('sha1').update(`${full_name} ${tag}`).digest('hex');
  const url = (path) => `${repository.html_url}/${path}`;
  let id = first;

  if (pull !== undefined) {
    const described = {
      number: pull.number,
      title: pull.title,
      user: { login: pull.by },
      html_url: url(`pull/${pull.number}`),
      merge_commit_sha: null,
      head: { sha },
    };
    for (const { by, state, at, commit = sha } of pull.reviews) {
      id += 1;
      const review = {
        id,
        user: { login: by },
        state,
        commit_id: commit,
        submitted_at: at,
        html_url: url(`pull/${pull.number}#pullrequestreview-${id}`),
      };
      const request = { ...described, updated_at: at };
      yield {
        event: 'pull_request_review',
        payload: { action: 'submitted', review, pull_request: request, repository },
      };
    }
  }
  for (const { name, conclusion, at, title = null } of checks) {
    id += 1;
    const run = {
      id,
      name,
      head_sha: sha,
      status: conclusion ? 'completed' : 'in_progress',
      conclusion: conclusion ?? null,
      started_at: at,
      completed_at: conclusion ? at : null,
      output: { title },
      app: { slug: 'github-actions' },
      html_url: url(`runs/${id}`),
      pull_requests: pull ? [{ number: pull.number, head: { sha } }] : [],
    };
    yield { event: 'check_run', payload: { action: 'created', check_run: run, repository } };
  }
  if (published !== undefined) {
    id += 1;
    const described = {
      id,
      tag_name: tag,
      name: published.name,
      body: published.notes,
      draft: false,
      prerelease: false,
      created_at: published.at,
      published_at: published.at,
      author: { login: published.by },
      assets: [],
      html_url: url(`releases/tag/${tag}`),
    };
    yield { event: 'release', payload: { action: 'published', release: described, repository } };
  }
  if (deployment !== undefined) {
    id += 1;
    const { environment, by, at, description = null, states = [] } = deployment;
    const asked = {
      id,
      sha,
      ref: tag,
      environment,
      task: 'deploy',
      description,
      creator: { login: by },
      created_at: at,
      updated_at: at,
    };
    yield { event: 'deployment', payload: { action: 'created', deployment: asked, repository } };
    for (const { state, at, description = '' } of states) {
      id += 1;
      const status = {
        id,
        state,
        description,
        environment,
        creator: { login: 'deployer[bot]' },
        log_url: url(`actions/runs/${id}`),
        created_at: at,
        updated_at: at,
      };
      yield {
        event: 'deployment_status',
        payload: { action: 'created', deployment_status: status, deployment: asked, repository },
      };
    }
  }
}
