/** A score: what it is made of, as bars that stand in a table, so that nobody needs to see them. */

import { html } from './html.js';
import { line, plain, sentence } from './text.js';
import { table } from './table.js';

const points = (number) => number.toLocaleString('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

const share = (part, whole) => Math.max(0, Math.min(100, (100 * part) / whole || 0));

const percent = (number) => `${number.toFixed(2)}%`;

/** The score of an entry. `bands` are those of the policy: `{ review, deny }`, either of them or neither. */
export function score(entry, bands = {}) {
  const { points: total, outOf, contributions } = entry.score;
  const most = Math.max(...contributions.map((term) => Math.abs(term.points)), 1e-9);
  const negative = contributions.some((term) => term.points < 0);
  return html`<section class="score" aria-label="Score of ${plain(entry.id)}">
  <h3>${line(entry.id)}: ${points(total)} of ${outOf}${band(total, bands)}</h3>
  ${gauge(total, outOf, bands)}
  ${table({
    caption: html`What the score of ${line(entry.id)} is made of`,
    className: 'contributions',
    head: ['Factor', 'Points', 'Share', 'Reason'],
    rows: contributions.map((term) => [
      line(term.factor, 80),
      html`<span class="number">${term.points > 0 && negative ? '+' : ''}${points(term.points)}</span>`,
      bar(term.points, most, negative),
      sentence(term.reason),
    ]),
  })}
</section>
`;
}

function band(total, { review, deny }) {
  if (deny !== undefined && total >= deny) return html`, in the band <strong>deny</strong>`;
  if (review !== undefined && total >= review) return html`, in the band <strong>review</strong>`;
  return review === undefined && deny === undefined ? undefined : ', below every band';
}

/** All points on one line, with the places where the bands begin. */
function gauge(total, outOf, bands) {
  const marks = Object.entries(bands).filter(([, from]) => from !== undefined && from <= outOf);
  const reached = marks.filter(([, from]) => total >= from).sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'allow';
  const height = marks.length > 0 ? 40 : 16;
  return html`<svg class="gauge" width="100%" height="${height}" role="img" aria-label="${points(total)} of ${outOf} points${marks.map(
    ([name, from]) => `; ${name} begins at ${points(from)}`,
  )}">
    <rect class="gauge-all" width="100%" height="16" rx="3" />
    <rect class="gauge-${reached}" width="${percent(share(total, outOf))}" height="16" rx="3" />
    ${marks.map(([name, from]) => {
      const x = share(from, outOf);
      return html`<rect class="gauge-mark" x="${percent(x)}" width="2" height="22" />
    <text class="gauge-text" x="${percent(x)}" y="36" text-anchor="${x > 80 ? 'end' : 'middle'}">${name} ${from}</text>`;
    })}
  </svg>`;
}

/** One factor. What lowers the score goes to the left of the line in the middle. */
function bar(number, most, negative) {
  const width = share(Math.abs(number), most) / (negative ? 2 : 1);
  const zero = negative ? 50 : 0;
  const [kind, left] = number < 0 ? ['bar-less', zero - width] : ['bar-more', zero];
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">
      <rect class="${kind}" x="${percent(left)}" width="${percent(width)}" height="12" rx="2" />
      ${negative && html`<rect class="bar-zero" x="50%" width="1" height="12" />`}
    </svg>`;
}
