// `check_run`: what a check says of a commit.
//
// The vocabulary's `tests` counts tests, which a check run does not, so that CI puts them. A check run is in the portal's
// own section `/github/checks`, which conditions of policies may ask, and one that succeeded is evidence: an artifact of the
// kind `check-run`, which `control-mapping` reads where the policy names that kind.

import { commit } from '../subjects.js';

const STATUS = ['queued', 'in_progress', 'completed'];

/** @param {import('./payload.js').Payload} payload */
export default function checkRun(payload, { digest }) {
  const repository = payload.object('repository').text('full_name');
  const run = payload.object('check_run');
  const [id, name, sha, status] = [run.count('id'), run.text('name'), run.commit('head_sha'), run.text('status')];
  const [started, completed] = [run.maybeTime('started_at'), run.maybeTime('completed_at')];
  const at = completed ?? started ?? 0;
  const about = commit(repository, sha);
  const value = {
    id,
    name,
    app: run.maybeObject('app')?.maybeText('slug') ?? null,
    status,
    conclusion: run.maybeText('conclusion'),
    started,
    completed,
    title: run.maybeObject('output')?.maybeText('title') ?? null,
    url: run.link('html_url'),
    digest,
  };
  return [
    // A run has no time of its last change. What it has shows how far it is.
    { about, name: `check:${id}`, rank: [at, STATUS.indexOf(status)], at, value },
    ...run.objects('pull_requests').map((request) => {
      const number = request.count('number');
      const head = request.maybeObject('head')?.maybeText('sha')?.toLowerCase();
      return {
        about,
        name: `pull:${number}`,
        rank: [head === sha ? 1 : 0],
        at: 0,
        value: { number, head: head === sha },
      };
    }),
  ];
}
