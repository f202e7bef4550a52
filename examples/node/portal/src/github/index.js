// Webhooks of GitHub: what each event says.

import { Refused } from '../errors.js';
import checkRun from './check_run.js';
import deployment from './deployment.js';
import deploymentStatus from './deployment_status.js';
import { Payload } from './payload.js';
import pullRequestReview from './pull_request_review.js';
import release from './release.js';

const events = new Map([
  ['check_run', checkRun],
  ['deployment', deployment],
  ['deployment_status', deploymentStatus],
  ['pull_request_review', pullRequestReview],
  ['release', release],
]);

/** The events that the portal listens to. */
export const heard = [...events.keys()];

/**
 * What an event says. What it is called when somebody did it matters little: an event describes how things are, and so
 * does one of an action that does not exist yet.
 *
 * @param {string} event the name in `X-GitHub-Event`
 * @param {unknown} payload
 * @param {{ digest: string }} more the SHA-256 of the body, by which it can be found again
 * @returns {import('../store.js').Statement[]}
 */
export function statementsOf(event, payload, more) {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw new Refused(422, 'payload', 'at ``: expected an object', { pointer: '' });
  return events.get(event)(new Payload(payload), more);
}
