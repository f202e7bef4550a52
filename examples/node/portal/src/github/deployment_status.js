// `deployment_status`: how a deployment goes.
//
// It says `/history/deployments` of every later release to the same environment, from which `risk-score` tells how often
// deployments fail.

import { deploymentOf } from './deployment.js';

/** @param {import('./payload.js').Payload} payload */
export default function deploymentStatus(payload) {
  const repository = payload.object('repository').text('full_name');
  const deployment = deploymentOf(repository, payload.object('deployment'));
  const status = payload.object('deployment_status');
  const [id, state, at] = [status.count('id'), status.text('state'), status.time('created_at')];
  const value = {
    id,
    deployment: deployment.id,
    state,
    by: status.login('creator'),
    description: status.maybeText('description'),
    url: status.link('log_url') ?? status.link('target_url'),
  };
  // A status never changes: GitHub makes a new one.
  const said = { name: `status:${id}`, rank: [status.maybeTime('updated_at') ?? at], at, value };
  return [...deployment.statements, { about: deployment.release, ...said }, { about: deployment.place, ...said }];
}
