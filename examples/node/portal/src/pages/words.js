/** The words in which a decision is told, the same ones as the command's. */

import { html } from './html.js';

/** How many rows are listed before the rest is counted. */
export const ROWS = 50;

const ICONS = {
  allow: html`<path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10.2L3.9 8.1l1.2-1.2L7 8.8l4-4 1.1 1.3Z" />`,
  review: html`<path d="M8 1 .6 14.5h14.8L8 1Zm-.9 5h1.8v4.4H7.1V6Zm0 5.6h1.8v1.7H7.1v-1.7Z" />`,
  deny: html`<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1L5.1 1ZM4.4 7v2h7.2V7H4.4Z" />`,
  warn: html`<path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.9 3.2h1.8v5H7.1v-5Zm0 6h1.8V12H7.1v-1.8Z" />`,
  none: html`<path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z" />`,
  waived: html`<path d="M3 1h1.6v14H3V1Zm2.6.8H14l-2.4 3.4L14 8.6H5.6V1.8Z" />`,
};

const icon = (kind) =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${ICONS[kind]}</svg>`;

const tag = (kind, word) => html`<span class="tag tag-${kind}">${icon(kind)}${word}</span>`;

/** A verdict, told by its word, its shape and its colour. */
export const verdictTag = (verdict) => tag(known(verdict, ['allow', 'review', 'deny']), verdict);

/** The verdict of a release at the head of its page. */
export const verdictSign = (verdict) =>
  html`<span class="sign tag-${known(verdict, ['allow', 'review', 'deny'])}">${icon(verdict)}${verdict.toUpperCase()}</span>`;

/** What a row does to the verdict. */
export function effectTag(row) {
  if (row.waived !== undefined) return tag('waived', 'waived');
  if (row.effect !== 'none') return tag(known(row.effect, ['deny', 'review', 'warn']), row.effect);
  return isFailing(row) ? tag('none', 'shadow') : statusTag(row.status);
}

/** What a check found. */
export const statusTag = (status) => tag({ pass: 'allow', fail: 'deny' }[status] ?? 'none', status.replace('-', ' '));

const known = (word, words) => (words.includes(word) ? word : 'none');

/** Whether the check failed, whatever that means for the release. */
export const isFailing = ({ status }) => status === 'fail' || status === 'unknown';

const EFFECTS = ['none', 'warn', 'review', 'deny'];
const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'];

/** The rows that failed, the gravest first, by what they mean for the release. */
export function failures(decision) {
  const rows = decision.entries.flatMap((entry) => entry.checks.filter(isFailing).map((row) => ({ entry, row })));
  const gravity = ({ row }) => EFFECTS.indexOf(row.effect) * SEVERITIES.length + SEVERITIES.indexOf(row.severity);
  rows.sort((a, b) => gravity(b) - gravity(a));
  const of = (effect) => rows.filter(({ row }) => row.effect === effect);
  return {
    deny: of('deny'),
    review: of('review'),
    warn: of('warn'),
    waived: rows.filter(({ row }) => row.waived !== undefined),
    trial: rows.filter(({ row }) => row.waived === undefined && row.effect === 'none'),
  };
}

/** What somebody should know of a waiver. */
export function waiverRemark({ state, matched }) {
  const plural =
    matched === 1 ? '1 failing check is as it says and counts' : `${matched} failing checks are as it says and count`;
  const would = matched === 0 ? 'no failing check is as it says' : plural;
  switch (state) {
    case 'used':
      return `waives ${matched === 1 ? '1 failing check' : `${matched} failing checks`}`;
    case 'unmatched':
      return 'waives nothing here';
    case 'not-begun':
      return `has not begun; ${would}`;
    case 'expired':
      return `has expired; ${would}`;
    case 'over-long':
      return `lasts longer than the policy honours; ${would}`;
    default:
      return state;
  }
}

/** What an entry found, in a few words. */
export function found(entry) {
  if (entry.state !== 'applied') return entry.state.replaceAll('-', ' ');
  const parts = [
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['unknown', 'unknown'],
    ['not-applicable', 'not applicable'],
  ]
    .map(([status, word]) => [entry.checks.filter((row) => row.status === status).length, word])
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  return parts.length === 0 ? 'no checks' : parts.join(', ');
}

/** What a failing check of an entry means. */
export const ENFORCEMENT = {
  deny: 'a failing check denies the release',
  review: 'a failing check asks a person to look',
  warn: 'a failing check is a warning',
  shadow: 'on trial: a failing check is recorded and counts for nothing',
};
