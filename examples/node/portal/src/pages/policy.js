/** The page of the policy: its entries, what they need and set, and its waivers. */

import { pair } from './checks.js';
import { condition } from './condition.js';
import { sectionAnchor } from './facts.js';
import { html, joined } from './html.js';
import { entryAnchor } from './release.js';
import { fields } from './schema.js';
import { table } from './table.js';
import { code, count, counted, digest, json, line, marked, passage, sentence, value } from './text.js';
import { distance, time } from './times.js';
import { ENFORCEMENT, ROWS, effectTag } from './words.js';

export function policyPage({ policy, now }) {
  const { entries, waivers, lints } = policy;
  return html`
<header class="page-head">
  <h1>${line(policy.name, 100)}</h1>
  ${policy.description !== undefined && html`<div class="summary">${passage(policy.description)}</div>`}
  <dl class="facts-line">
    ${pair('Version', policy.version === undefined ? 'none' : line(policy.version, 60))}
    ${pair('Digest', digest(policy.digest))}
    ${pair('Longest waiver', counted(policy.waiverDays, 'day'))}
  </dl>
</header>
<nav class="contents" aria-label="On this page"><ul>
  ${lints.length > 0 && html`<li><a href="#lints">To look at</a> <span class="count">${count(lints.length)}</span></li>`}
  <li><a href="#entries">Entries</a> <span class="count">${count(entries.length)}</span></li>
  <li><a href="#waivers">Waivers</a> <span class="count">${count(waivers.length)}</span></li>
  <li><a href="/policy/facts">Facts needed</a></li>
</ul></nav>
${
  lints.length > 0 &&
  html`<section aria-labelledby="lints">
  <h2 id="lints">To look at <span class="count">${count(lints.length)}</span></h2>
  <ul class="lints">${lints.slice(0, ROWS).map(remark)}</ul>
</section>`
}
<section aria-labelledby="entries">
  <h2 id="entries">Entries <span class="count">${count(entries.length)}</span></h2>
${entries.map((one, i) => entry(one, entryAnchor(i), entries))}
</section>
<section aria-labelledby="waivers">
  <h2 id="waivers">Waivers <span class="count">${count(waivers.length)}</span></h2>
  ${waivers.length === 0 ? html`<p>No exception is accepted.</p>` : waiverTable(waivers, now)}
</section>
<section aria-labelledby="file">
  <h2 id="file">The file</h2>
  <details class="fold">
    <summary>The policy as it is written</summary>
    <div class="json">${passage(policy.text, { most: 6000, shown: marked })}</div>
  </details>
</section>`;
}

const remark = ({ message, line: at }) =>
  html`<li>${effectTag({ effect: 'warn' })} ${sentence(message)}${at !== undefined && html` <span class="quiet">line ${at}</span>`}</li>`;

function entry({ id, manifest, enforce, when, effective, needs, bands, params }, anchor, entries) {
  const anchorOf = (other) => entryAnchor(entries.findIndex((one) => one.id === other));
  return html`<article class="entry" id="${anchor}" aria-labelledby="${anchor}-name">
  <h3 id="${anchor}-name">${line(id, 80)}</h3>
  <p class="quiet">${line(manifest.title, 100)} · ${line(manifest.id, 80)} ${line(manifest.version, 40)}</p>
  ${passage(manifest.summary)}
  <dl class="pairs">
    ${pair('Enforcement', html`<strong>${enforce}</strong>: ${ENFORCEMENT[enforce]}`)}
    ${pair('Scope', when === undefined ? 'every release' : html`releases of which ${condition(when)}`)}
    ${effective !== undefined && pair('In force', span(effective))}
    ${
      needs.length > 0 &&
      pair('Needs', joined(needs.map((other) => html`<a href="#${anchorOf(other)}">${line(other, 80)}</a>`)))
    }
    ${bands !== undefined && pair('Bands', bandsOf(bands))}
    ${pair('Facts', sections(manifest.reads, needs))}
    ${manifest.practices.length > 0 && pair('Practices', names(manifest.practices))}
    ${manifest.controls.length > 0 && pair('Evidence for', names(manifest.controls))}
  </dl>
  ${parameters(id, manifest, params)}
  <details class="fold"><summary>What it checks <span class="quiet">${counted(manifest.checks.length, 'check')}</span></summary>
    ${table({
      caption: html`Checks of ${line(id, 80)}`,
      head: ['Check', 'Passes where'],
      rows: manifest.checks.slice(0, 200).map((check) => [code(check.code), sentence(check.summary)]),
    })}
  </details>
</article>
`;
}

const names = (some) => joined(some.slice(0, ROWS).map((name) => line(name, 60)));

const bandsOf = (bands) =>
  joined(
    Object.entries(bands).map(([name, from]) => html`<strong>${line(name, 20)}</strong> from ${line(from, 20)} points on`),
  );

/** When an entry is in force. */
function span({ from, until }) {
  const begun = from !== undefined && html`from ${time(from)} `;
  return html`${begun}${until !== undefined && html`until ${time(until)}`}`;
}

/** The sections that a rule reads; one that an entry derives is no fact that anybody submits. */
function sections(reads, needs) {
  if (reads.length === 0) return 'none';
  return html`<ul class="plain">${reads.map(({ name, required }) => {
    const derived = needs.includes(name);
    const link = derived ? code(name, 60) : html`<a href="/policy/facts#${sectionAnchor(name)}">${code(name, 60)}</a>`;
    const remarks = `${required ? 'required' : 'optional'}${derived ? ', derived by the entry of this name' : ''}`;
    return html`<li>${link} <span class="quiet">${remarks}</span></li>`;
  })}</ul>`;
}

function parameters(id, { paramsSchema }, params) {
  const all = fields(paramsSchema, { within: false }).filter(({ leaf }) => leaf);
  const withValues = all.map((field) => ({ ...field, set: at(params, field.names) }));
  const set = withValues.filter((field) => field.set !== undefined);
  const unset = withValues.filter((field) => field.set === undefined);
  const shown = (some, last) => ({ head: ['Parameter', last, 'What it means'], rows: some });
  return html`${
    set.length > 0
      ? table({
          caption: html`Parameters of ${line(id, 80)} that the policy sets`,
          className: 'parameters',
          ...shown(
            set.map((field) => [
              code(field.path),
              isSmall(field.set) ? value(field.set) : json(field.set),
              sentence(field.about),
            ]),
            'Value',
          ),
        })
      : html`<p class="note">The policy sets no parameter.</p>`
  }
  ${
    unset.length > 0 &&
    html`<details class="fold"><summary>${counted(unset.length, 'parameter')} that the policy leaves as they are</summary>
    ${table({
      caption: html`Other parameters of ${line(id, 80)}`,
      className: 'parameters',
      ...shown(
        unset.map((field) => [
          code(field.path),
          field.fallback === undefined ? html`<span class="quiet">none</span>` : value(field.fallback, 200),
          sentence(field.about),
        ]),
        'Default',
      ),
    })}
  </details>`
  }`;
}

const isSmall = (of) => JSON.stringify(of).length <= 60;

const at = (value, names) =>
  names.reduce(
    (holder, name) =>
      typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? holder[name] : undefined,
    value,
  );

const STATES = {
  'in-force': 'in force',
  'not-begun': 'not begun',
  expired: 'expired',
  'over-long': 'not honoured: too long',
};

function waiverTable(waivers, now) {
  return table({
    caption: 'Exceptions that were accepted',
    head: ['Waiver', 'State', 'Waives', 'Reason', 'Accepted by', 'From', 'Until'],
    rows: waivers.slice(0, 500).map((waiver) => [
      html`${line(waiver.id, 80)} <span class="quiet">${line(waiver.ticket, 80)}</span>`,
      html`<strong>${STATES[waiver.state] ?? waiver.state}</strong>`,
      html`${code(`${waiver.entry}/${waiver.check}`)} of ${line(waiver.subject)}${
        waiver.when !== undefined && html`, for releases of which ${condition(waiver.when)}`
      }`,
      sentence(waiver.reason),
      names(waiver.approvers),
      time(waiver.from),
      html`${time(waiver.until)}<br />
          <span class="quiet">${waiver.until <= now ? 'expired' : 'expires'} ${distance(waiver.until, now)}</span>`,
    ]),
  });
}
