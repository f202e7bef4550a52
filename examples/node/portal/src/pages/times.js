/** Times, always in UTC and always beside the exact one. */

import { html } from './html.js';
import { line } from './text.js';

const DAY = 86_400_000;

/** A time as text: `2026-11-23 09:00 UTC`, or the date alone where it is midnight. */
export function told(date) {
  const [day, clock] = date.toISOString().split('T');
  return clock.startsWith('00:00:00') ? day : `${day} ${clock.slice(0, 5)} UTC`;
}

/** A time, of a Date or of RFC 3339 text. What is no time is shown as the text it is. */
export function time(at) {
  const date = at instanceof Date ? at : new Date(at ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return at === undefined || at === null ? html`—` : line(at);
  return html`<time datetime="${date.toISOString()}">${told(date)}</time>`;
}

/** How far a time is from another, in the unit that a person would use: `in 12 days`, `3 hours ago`. */
export function distance(at, now) {
  const milliseconds = at.getTime() - now.getTime();
  const size = Math.abs(milliseconds);
  const [unit, number] =
    size >= 2 * DAY
      ? ['days', Math.floor(size / DAY)]
      : size >= 7_200_000
        ? ['hours', Math.floor(size / 3_600_000)]
        : ['minutes', Math.floor(size / 60_000)];
  if (unit === 'minutes' && number < 2) return 'now';
  return milliseconds > 0 ? `in ${number} ${unit}` : `${number} ${unit} ago`;
}
