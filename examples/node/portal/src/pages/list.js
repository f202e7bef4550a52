/** The list of releases. */

import { listAt, releaseAt } from './addresses.js';
import { exact, html } from './html.js';
import { capitalised, count, counted, line } from './text.js';
import { table } from './table.js';
import { time } from './times.js';
import { verdictTag } from './words.js';

/** The verdicts, the gravest first. */
export const VERDICTS = ['deny', 'review', 'allow'];

const NONE = html`<p class="box" role="status">No release is like that. <a href="/">Show all releases.</a></p>`;

/** `asked` is `{ search, verdict }`, `releases` what the store found. */
export function list({ releases, asked }) {
  const { rows, total, counts } = releases;
  const nothingYet = total === 0 && !asked.search && !asked.verdict;
  return html`
<h1>Releases</h1>
${
  nothingYet
    ? empty()
    : html`
${search(asked)}
${filter(asked, counts)}
${rows.length === 0 ? NONE : found(releases, asked)}
`
}`;
}

function search({ search: words = '', verdict }) {
  return html`<form class="search" role="search" action="/" method="get">
  <label for="search">Name, version, repository or environment</label>
  <div class="field">
    <input id="search" name="search" type="search" value="${exact(words)}" maxlength="200" autocomplete="off"
      spellcheck="false" />
    ${verdict && html`<input type="hidden" name="verdict" value="${verdict}" />`}
    <button type="submit">Search</button>
  </div>
</form>`;
}

function filter({ search: words, verdict: chosen }, counts) {
  const all = VERDICTS.reduce((sum, verdict) => sum + (counts?.[verdict] ?? 0), 0);
  const link = (verdict, word) =>
    html`<li><a href="${listAt({ search: words, verdict })}"${
      verdict === chosen ? html` aria-current="true"` : undefined
    }>${word} <span class="count">${count(verdict === undefined ? all : (counts?.[verdict] ?? 0))}</span></a></li>`;
  return html`<nav class="filter" aria-label="Filter by verdict">
  <ul>
    ${link(undefined, 'All')}
    ${VERDICTS.map((verdict) => link(verdict, verdictTag(verdict)))}
  </ul>
</nav>`;
}

function found({ rows, page, pages, total }, asked) {
  return html`${table({
    caption: `${counted(total, 'release')}, the newest first`,
    visible: true,
    className: 'releases',
    head: ['Release', 'Verdict', 'Why', 'Environment', 'Updated'],
    rows: rows.map((row) => [
      html`<a href="${releaseAt(row.id)}">${line(row.name, 80)} ${line(row.version, 60)}</a>
        <span class="quiet">${line(row.repository ?? '', 80)}</span>`,
      verdictTag(row.verdict),
      line(capitalised(row.summary), 200),
      row.environment === null || row.environment === undefined
        ? html`<span class="quiet">none</span>`
        : line(row.environment, 60),
      time(row.updated),
    ]),
  })}
${pager(page, pages, (number) => listAt({ ...asked, page: number }))}`;
}

/** Links to the pages before and after. */
export function pager(page, pages, address) {
  if (pages <= 1) return undefined;
  return html`<nav class="pager" aria-label="Pages">
  ${page > 1 ? html`<a rel="prev" href="${address(page - 1)}">Previous page</a>` : html`<span></span>`}
  <span>Page ${count(page)} of ${count(pages)}</span>
  ${page < pages ? html`<a rel="next" href="${address(page + 1)}">Next page</a>` : html`<span></span>`}
</nav>`;
}

/** What to do where nothing was told yet. */
function empty() {
  return html`<section class="box" aria-labelledby="empty">
  <h2 id="empty">Nothing has been released yet</h2>
  <p>A release is listed as soon as the portal is told of it. In the repository's settings on GitHub add a webhook to
    <code>/webhooks/github</code> with the content type <code>application/json</code>, the secret of this portal, and the events
    for releases, deployments, check runs and pull request reviews.</p>
  <p>Or tell it of one by hand, with the secret in <code>$GITHUB_WEBHOOK_SECRET</code>:</p>
  <pre><code>body='{"action":"published","repository":{"full_name":"example/shop"},
  "release":{"id":1,"tag_name":"v1.0.0","created_at":"2026-11-23T10:00:00Z","body":"The first."}}'
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$GITHUB_WEBHOOK_SECRET" -r | cut -d' ' -f1)
curl http://localhost:8080/webhooks/github -d "$body" \\
  -H 'content-type: application/json' -H 'x-github-event: release' \\
  -H "x-github-delivery: by-hand-1" -H "x-hub-signature-256: sha256=$signature"</code></pre>
</section>`;
}
