// `pull_request_review`: what somebody thinks of a change.
//
// The vocabulary's `approvals` are signed statements, which a review is not, so that `dual-approval` does not count it.
// Reviews are in the portal's own section `/github/pull_requests`, and an approval of the newest commit by somebody else
// than its author is evidence: an artifact of the kind `code-review`, which `control-mapping` asks for. They do not say
// `/changes/authors`: whoever opened a pull request need not be all who wrote it, and `dual-approval` would take them for
// all.

import { commit, pull } from '../subjects.js';

/** @param {import('./payload.js').Payload} payload */
export default function pullRequestReview(payload, { digest }) {
  const repository = payload.object('repository').text('full_name');
  const [request, review] = [payload.object('pull_request'), payload.object('review')];
  const [number, head] = [request.count('number'), request.object('head').commit('sha')];
  const merged = request.maybeText('merge_commit_sha')?.toLowerCase();
  const changed = request.maybeTime('updated_at') ?? 0;
  const [id, state, submitted] = [review.count('id'), review.text('state').toLowerCase(), review.time('submitted_at')];
  const about = pull(repository, number);
  const opinion = {
    id,
    by: review.login('user'),
    state,
    commit: review.maybeText('commit_id')?.toLowerCase() ?? null,
    submitted,
    url: review.link('html_url'),
    digest,
  };
  const said = {
    number,
    title: request.maybeText('title'),
    by: request.login('user'),
    head,
    url: request.link('html_url'),
  };
  // A review keeps the time of its submission when it is changed, the pull request does not. Who dismisses it does so for
  // good.
  const rank = [state === 'dismissed' ? 1 : 0, review.maybeTime('updated_at') ?? Math.max(changed, submitted)];
  const statements = [
    { about, name: 'pull', rank: [changed], at: changed, value: said },
    { about, name: `review:${id}`, rank, at: submitted, value: opinion },
    { about: commit(repository, head), name: `pull:${number}`, rank: [1], at: 0, value: { number, head: true } },
  ];
  if (merged !== undefined && merged !== head)
    statements.push({
      about: commit(repository, merged),
      name: `pull:${number}`,
      rank: [0],
      at: 0,
      value: { number, head: false },
    });
  return statements;
}
