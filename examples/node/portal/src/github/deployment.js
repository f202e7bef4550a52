// `deployment`: somebody wants a commit in an environment. With it begins a release of the portal.
//
// It says `/release/id`, `name`, `version` and `environment`, which conditions of policies and the rules `blackout` and
// `control-mapping` read, and `/release/requested_by`, whom `dual-approval` does not let approve.

import { commit, deployedId, nameOf, place, release, tag } from '../subjects.js';

/** @param {import('./payload.js').Payload} payload */
export default function deployment(payload) {
  return deploymentOf(payload.object('repository').text('full_name'), payload.object('deployment')).statements;
}

/** What a deployment says, wherever a payload has one. */
export function deploymentOf(repository, deployment) {
  const id = deployment.count('id');
  const [sha, ref, environment] = [deployment.commit('sha'), deployment.text('ref'), deployment.text('environment')];
  const created = deployment.time('created_at');
  const at = deployment.maybeTime('updated_at') ?? created;
  const releaseId = deployedId(repository, sha, environment);
  const value = {
    id,
    ref: nameOf(ref),
    created,
    by: deployment.login('creator'),
    task: deployment.maybeText('task'),
    description: deployment.maybeText('description'),
  };
  const said = { rank: [at], at: created };
  const identity = { repository, sha, environment };
  return {
    id,
    place: place(repository, environment),
    release: release(releaseId),
    statements: [
      { about: release(releaseId), name: 'identity', rank: [0], at: 0, value: identity },
      { about: release(releaseId), name: `deployment:${id}`, ...said, value },
      { about: commit(repository, sha), name: `release:${releaseId}`, rank: [0], at: 0, value: releaseId },
      { about: tag(repository, value.ref), name: `release:${releaseId}`, rank: [0], at: 0, value: releaseId },
      {
        about: place(repository, environment),
        name: `deployment:${id}`,
        rank: [0],
        at: created,
        value: { id, created, release: releaseId },
      },
    ],
  };
}
