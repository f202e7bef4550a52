// What is known of a release, out of statements: its deployments, checks, reviews, and what was put.

import * as subjects from './subjects.js';

/** The deployments of a release, the newest first, each with its state. */
export function deploymentsOf(about) {
  const statuses = valuesOf(about, 'status:');
  return valuesOf(about, 'deployment:')
    .map((deployment) => {
      const own = statuses.filter((status) => status.deployment === deployment.id).sort(newestFirst);
      return { ...deployment, statuses: own, state: own[0]?.state ?? null };
    })
    .sort((a, b) => b.created - a.created || b.id - a.id);
}

/** The GitHub release of a tag: of several, the newest one that is there. */
export function publishedOf(store, repository, tag) {
  return valuesOf(store.about(subjects.tag(repository, tag)), 'github:')
    .filter(({ deleted, draft }) => !deleted && !draft)
    .sort(newestFirst)[0];
}

/** The newest run of each check of a commit, by name. */
export function checksOf(store, repository, sha) {
  const newest = new Map();
  for (const run of valuesOf(store.about(subjects.commit(repository, sha)), 'check:')) {
    const key = JSON.stringify([run.app, run.name]);
    if (!(newest.get(key)?.id > run.id)) newest.set(key, run);
  }
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}

/** The pull requests that brought a commit, each with its reviews. A review counts of the newest commit only. */
export function pullsOf(store, repository, sha) {
  return valuesOf(store.about(subjects.commit(repository, sha)), 'pull:')
    .sort((a, b) => a.number - b.number)
    .map(({ number, head }) => {
      const about = store.about(subjects.pull(repository, number));
      const described = about.get('pull')?.value ?? { number, title: null, by: null, url: null };
      const newest = head ? sha : described.head;
      const reviews = valuesOf(about, 'review:')
        .sort((a, b) => a.submitted - b.submitted || a.id - b.id)
        .map((review) => ({ ...review, current: review.commit === newest }));
      return { ...described, head: newest ?? null, reviews, ...opinionsOf(reviews, described.by) };
    });
}

/** What counts of reviews: of each reviewer the last that is no mere comment, and an approval only of the newest commit. */
function opinionsOf(reviews, author) {
  const last = new Map();
  for (const review of reviews) if (review.by !== null && review.state !== 'commented') last.set(review.by, review);
  const counted = [...last.values()];
  return {
    approvals: counted.filter(({ state, current, by }) => state === 'approved' && current && by !== author),
    objections: counted.filter(({ state }) => state === 'changes_requested'),
  };
}

/** How earlier deployments to the same environment went. One that has no outcome yet says nothing. */
export function historyOf(store, repository, environment, id, before) {
  const about = store.about(subjects.place(repository, environment));
  const statuses = valuesOf(about, 'status:').sort(newestFirst);
  return valuesOf(about, 'deployment:')
    .filter((deployment) => deployment.release !== id && deployment.created < before)
    .sort((a, b) => a.created - b.created || a.id - b.id)
    .flatMap((deployment) => {
      const last = statuses.find((status) => status.deployment === deployment.id && OUTCOMES.has(status.state));
      return last ? [{ at: deployment.created, outcome: OUTCOMES.get(last.state), release: deployment.release }] : [];
    });
}

/** The states of a deployment that are its end, in words that `risk-score` knows. */
const OUTCOMES = new Map([
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'failure'],
]);

/** What CI put and did not take back. */
export function putOf(about) {
  return [...about.values()]
    .filter(({ name, value }) => name.startsWith('put:') && value !== null)
    .map(({ value, at }) => ({ ...value, at }))
    .sort((a, b) => (a.section < b.section ? -1 : 1));
}

/** The values under names that begin so; each also has the time of its statement. */
function valuesOf(about, prefix) {
  const values = [];
  for (const { name, value, at } of about.values()) if (name.startsWith(prefix)) values.push({ at, ...value });
  return values;
}

function newestFirst(a, b) {
  return b.at - a.at || b.id - a.id;
}
