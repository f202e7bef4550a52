/** Checks: one by one with all that they read, or in a table. */

import { html, joined } from './html.js';
import { code, count, counted, line, passage, sentence, value } from './text.js';
import { time } from './times.js';
import { ROWS, effectTag } from './words.js';

/** Facts that a check read and that are listed at once. */
const READ = 4;

/** Checks that failed, under a heading of their own. */
export function failed({ id, title, about, rows, decision, all, json }) {
  if (rows.length === 0) return undefined;
  return html`<section aria-labelledby="${id}">
  <h2 id="${id}">${title} <span class="count">${count(rows.length)}</span></h2>
  ${about && html`<p class="note">${about}</p>`}
  <ol class="checks">
${rows.slice(0, ROWS).map((row) => check(row, decision, json))}
  </ol>
  ${rest(rows.length, all)}
</section>
`;
}

/** How many there are beyond those that are listed, and where. */
export function rest(number, all) {
  if (number <= ROWS) return undefined;
  return html`<p class="rest">… and <a href="${all}">${counted(number - ROWS, 'more check')}</a>.</p>`;
}

function check({ entry, row }, decision, json) {
  const waiver = row.waived !== undefined && decision.waivers.find(({ id }) => id === row.waived);
  return html`<li class="check check-${row.waived === undefined ? row.effect : 'waived'}">
    <div class="check-head">
      ${effectTag(row)}
      <h3>${line(row.subject)}</h3>
      <p class="check-code">${code(`${entry.id}/${row.code}`)}<span class="quiet"> · ${row.severity}${
        row.status === 'unknown' ? ' · unknown' : ''
      }</span></p>
    </div>
    ${passage(row.message, { json })}
    <dl class="pairs">
      ${row.required !== undefined && pair('Required', passage(row.required, { json }))}
      ${row.remedy !== undefined && pair('What would change it', passage(row.remedy, { json }))}
      ${waived(row, waiver)}
      ${row.observed?.length > 0 && pair('Read', observations(row.observed))}
    </dl>
  </li>
`;
}

function waived(row, waiver) {
  if (row.waived === undefined) return undefined;
  const until = waiver && html`, until ${time(waiver.until)}, by ${joined(waiver.approvers.map((name) => line(name)))}`;
  return pair('Waived by', html`<div>${line(row.waived)}${until}</div>`);
}

export const pair = (term, description) => html`<div><dt>${term}</dt><dd>${description}</dd></div>`;

/** What a check read, as `pointer = value`. */
function observations(observed) {
  const list = (some) => html`<ul class="read">${some.map((one) => html`<li>${observation(one)}</li>`)}</ul>`;
  if (observed.length <= READ + 1) return list(observed);
  const more = observed.slice(READ);
  return html`${list(observed.slice(0, READ))}
      <details class="more"><summary>${counted(more.length, 'more fact')}</summary>${list(more.slice(0, ROWS))}${
        more.length > ROWS && html`<p class="note">… and ${count(more.length - ROWS)} more in the JSON.</p>`
      }</details>`;
}

function observation({ pointer, value: seen }) {
  if (seen === undefined) return html`${code(pointer)} is absent`;
  return html`${code(pointer)} = ${value(seen)}`;
}

/** Checks in a table, each with all that its card would have, for those that nobody has to act on. */
export const brief = (rows) =>
  rows.map(({ row }) => [
    line(row.subject, 100),
    code(row.code),
    effectTag(row),
    html`${sentence(row.message)}${row.required !== undefined && also('Required', sentence(row.required))}${
      row.remedy !== undefined && also('What would change it', sentence(row.remedy))
    }${row.observed?.length > 0 && html`<div class="quiet">${observations(row.observed)}</div>`}`,
  ]);

const also = (term, text) => html`<div class="quiet">${term}: ${text}</div>`;
