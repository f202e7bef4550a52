/** Every check of a release, a page at a time. */

import { checksAt, releaseAt } from './addresses.js';
import { brief } from './checks.js';
import { exact, html } from './html.js';
import { pager } from './list.js';
import { table } from './table.js';
import { counted, line, plain } from './text.js';
import { isFailing } from './words.js';

const PAGE = 100;

/** `asked` is `{ entry, status, page }`; the status is `fail` for what failed, `pass` for the rest. */
export function checksPage({ release, asked }) {
  const { id, name, version, decision } = release;
  const rows = decision.entries
    .filter((entry) => !asked.entry || entry.id === asked.entry)
    .flatMap((entry) => entry.checks.map((row) => ({ entry, row })))
    .filter(({ row }) => !asked.status || isFailing(row) === (asked.status === 'fail'));
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(asked.page, pages);
  const choice = (chosen, value, word) =>
    html`<option value="${exact(value)}"${chosen === value ? html` selected` : undefined}>${word}</option>`;
  return html`
<nav class="crumbs" aria-label="Where this is"><a href="${releaseAt(id)}">${line(name, 80)} ${line(version, 60)}</a></nav>
<h1>All checks</h1>
<form class="search" action="${checksAt(id)}" method="get">
  <div class="field">
    <div><label for="entry">Entry</label>
      <select id="entry" name="entry">
        ${choice(asked.entry ?? '', '', 'every entry')}
        ${decision.entries.map((entry) => choice(asked.entry, entry.id, plain(entry.id)))}
      </select></div>
    <div><label for="status">Result</label>
      <select id="status" name="status">
        ${choice(asked.status ?? '', '', 'any')}
        ${choice(asked.status, 'fail', 'failed or unknown')}
        ${choice(asked.status, 'pass', 'passed or not applicable')}
      </select></div>
    <button type="submit">Show</button>
  </div>
</form>
${
  rows.length === 0
    ? html`<p class="box" role="status">No check is like that.</p>`
    : html`${table({
        caption: counted(rows.length, 'check'),
        visible: true,
        head: ['Subject', 'Check', 'Result', 'What was found'],
        rows: brief(rows.slice((page - 1) * PAGE, page * PAGE)),
      })}
${pager(page, pages, (number) => checksAt(id, { ...asked, page: number }))}`
}`;
}
