// What statements are about, and how a release is called.

import { createHash } from 'node:crypto';

/** A commit of a repository: its check runs, and the pull requests that brought it. */
export const commit = (repository, sha) => ['commit', repository, sha];

/** A pull request: its head and its reviews. */
export const pull = (repository, number) => ['pull', repository, String(number)];

/** A tag: the GitHub releases of it, and where it was deployed. */
export const tag = (repository, name) => ['tag', repository, name];

/** An environment: the deployments to it. */
export const place = (repository, environment) => ['place', repository, environment];

/** A release of the portal. */
export const release = (id) => ['release', id];

/** The id of what is deployed to an environment: one for each repository, commit and environment. */
export function deployedId(repository, sha, environment) {
  return idOf([repository.split('/').pop(), environment, sha.slice(0, 7)], ['deployed', repository, sha, environment]);
}

/** The id of what a tag releases, as long as it is deployed nowhere. */
export function taggedId(repository, name) {
  return idOf([repository.split('/').pop(), name], ['tagged', repository, name]);
}

/** Words for people, and a digest that makes it unique. */
function idOf(words, parts) {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
  const readable = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
  return readable ? `${readable}-${digest}` : digest;
}

/** A reference without `refs/tags/` and `refs/heads/`. */
export function nameOf(ref) {
  return ref.replace(/^refs\/(?:tags|heads)\//, '');
}
