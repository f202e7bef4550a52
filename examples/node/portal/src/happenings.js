// What happened to a release, in a few words for people.

import { putOf } from './known.js';

/** What happened, the newest first. */
export function happenings({ about, checks, pulls, deployments, published }) {
  const events = [
    ...deployments.flatMap(({ created, by, task, description, statuses }) => [
      { at: created, kind: 'deployment', text: description || `${task ?? 'deployment'} asked for`, by, url: null },
      ...statuses.map(({ at, state, description, by, url }) => ({
        at,
        kind: 'deployment_status',
        text: description ? `${state}: ${description}` : state,
        by,
        url,
      })),
    ]),
    ...checks.map(({ name, status, conclusion, title, app, started, completed, url }) => ({
      at: completed ?? started ?? 0,
      kind: 'check_run',
      text: `${name}: ${conclusion ?? status}${title ? `, ${title}` : ''}`,
      by: app,
      url,
    })),
    ...pulls.flatMap(({ number, reviews }) =>
      reviews.map(({ submitted, state, by, current, url }) => ({
        at: submitted,
        kind: 'pull_request_review',
        text: `#${number}: ${state.replaceAll('_', ' ')}${current ? '' : ', of an older commit'}`,
        by,
        url,
      })),
    ),
    ...(published
      ? [
          {
            at: published.at,
            kind: 'release',
            text: `${published.name || published.tag} published`,
            by: published.by,
            url: published.url,
          },
        ]
      : []),
    ...putOf(about).map(({ at, section }) => ({ at, kind: 'facts', text: `${section} put`, by: null, url: null })),
  ];
  return events.sort((a, b) => b.at - a.at || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.text < b.text ? -1 : 1));
}
