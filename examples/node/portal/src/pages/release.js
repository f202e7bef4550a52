/** The page of a release: the verdict first, then why, then everything else that a reader may ask for. */

import { badgeAt, checksAt, decisionAt, jsonAt, whatIfAt } from './addresses.js';
import { artifacts } from './artifacts.js';
import { brief, failed, pair, rest } from './checks.js';
import { exact, html, joined } from './html.js';
import { score } from './score.js';
import { table } from './table.js';
import { capitalised, code, count, counted, digest, json, line, passage, plain, sentence } from './text.js';
import { distance, time } from './times.js';
import { ROWS, failures, found, isFailing, verdictSign, verdictTag, waiverRemark } from './words.js';

/** `release` as the store has it, `policy` as the desk describes it, `now` the time of the portal's clock. */
export function releasePage({ release, policy, now }) {
  const { id, decision, facts } = release;
  const rows = failures(decision);
  const judged = decisionAt(id);
  const section = (key, title, about) =>
    failed({
      id: key,
      title,
      about,
      rows: rows[SECTIONS[key]],
      decision,
      all: checksAt(id, { status: 'fail' }),
      json: judged,
    });
  const scores = decision.entries.filter((entry) => entry.score !== undefined);
  const documents = decision.entries.filter((entry) => entry.artifacts?.length > 0);
  const passed = decision.entries.map((entry) => ({ entry, rows: entry.checks.filter((row) => !isFailing(row)) }));
  const passes = passed.reduce((sum, { rows: some }) => sum + some.length, 0);
  const waivers = [...decision.waivers].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  return html`
${head(release)}
${contents([
  ['blocks', 'What blocks it', rows.deny.length],
  ['review', 'Needs review', rows.review.length],
  ['warnings', 'Warnings', rows.warn.length],
  ['waived', 'Waived', rows.waived.length],
  ['trial', 'On trial', rows.trial.length],
  ['waivers', 'Waivers', waivers.length],
  ['score', 'Score', scores.length],
  ['documents', 'Documents', documents.length],
  ['passed', 'What passed', passes],
  ['rules', 'Rules', decision.entries.length],
  ['facts', 'Facts', Object.keys(facts).length],
  ['history', 'History', release.events.length],
])}
${section('blocks', 'What blocks it', 'Each of these denies the release until it passes or is waived.')}
${section('review', 'Needs review', 'Each of these asks a person to look.')}
${section('warnings', 'Warnings')}
${section('waived', 'Waived', 'These failed, and an accepted exception says that they do not count.')}
${section('trial', 'On trial, counts for nothing')}
${waivers.length > 0 && waiverTable(waivers, now)}
${
  scores.length > 0 &&
  html`<section aria-labelledby="score">
  <h2 id="score">Score</h2>
${scores.map((entry) => score(entry, policy.entries.find((one) => one.id === entry.id)?.bands))}</section>`
}
${
  documents.length > 0 &&
  html`<section aria-labelledby="documents">
  <h2 id="documents">Documents</h2>
${documents.flatMap((entry) => artifacts(entry, facts, judged))}</section>`
}
${
  passes > 0 &&
  html`<section aria-labelledby="passed">
  <h2 id="passed">What passed <span class="count">${count(passes)}</span></h2>
${passed
  .filter(({ rows: some }) => some.length > 0)
  .map(
    ({ entry, rows: some }) => html`<details class="fold">
    <summary>${line(entry.id)} <span class="quiet">${counted(some.length, 'check')}</span></summary>
    ${table({
      caption: html`Checks of ${line(entry.id)} that passed`,
      head: ['Subject', 'Check', 'Result', 'What was found'],
      rows: brief(some.slice(0, ROWS).map((row) => ({ entry, row }))),
    })}
    ${rest(some.length, checksAt(id, { entry: entry.id }))}
  </details>`,
  )}</section>`
}
${rules(decision)}
${factSections(release, jsonAt(id))}
${history(release)}
${proof(release, policy)}
`;
}

/** States of waivers, those in force first. */
const STATES = ['used', 'unmatched', 'not-begun', 'expired', 'over-long'];

/** Which rows a section of the page has. */
const SECTIONS = { blocks: 'deny', review: 'review', warnings: 'warn', waived: 'waived', trial: 'trial' };

function head({ id, name, version, repository, environment, ref, updated, decision }) {
  return html`<header class="verdict verdict-${exact(decision.verdict)}">
  <p class="verdict-line">${verdictSign(decision.verdict)}</p>
  <h1>${line(name, 100)} ${line(version, 80)}</h1>
  <p class="summary">${sentence(capitalised(decision.summary))}</p>
  <dl class="facts-line">
    ${pair('Environment', environment === null || environment === undefined ? 'none' : line(environment, 80))}
    ${pair('Repository', line(repository ?? '—', 120))}
    ${ref && pair('Ref', line(ref, 80))}
    ${pair('Updated', time(updated))}
    ${pair('Decided for', time(decision.at))}
  </dl>
  <ul class="actions">
    <li><a class="button" href="${whatIfAt(id)}">What if …</a></li>
    <li><a href="${checksAt(id)}">All checks</a></li>
    <li><a href="${decisionAt(id)}">Decision as JSON</a></li>
  </ul>
</header>`;
}

/** Links to the sections that are there. */
function contents(sections) {
  return html`<nav class="contents" aria-label="On this page">
  <ul>
    ${sections
      .filter(([, , number]) => number > 0)
      .map(
        ([key, title, number]) => html`<li><a href="#${key}">${title}</a> <span class="count">${count(number)}</span></li>`,
      )}
  </ul>
</nav>`;
}

function waiverTable(waivers, now) {
  const stateOf = {
    used: 'in force',
    unmatched: 'in force',
    'not-begun': 'not begun',
    expired: 'expired',
    'over-long': 'not honoured',
  };
  return html`<section aria-labelledby="waivers">
  <h2 id="waivers">Waivers <span class="count">${count(waivers.length)}</span></h2>
  ${table({
    caption: 'Waivers of the policy and what became of them here',
    head: ['Waiver', 'State', 'Waives', 'Reason', 'Accepted by', 'Until'],
    rows: waivers
      .slice(0, ROWS)
      .map((waiver) => [
        html`${line(waiver.id, 80)} <span class="quiet">${line(waiver.ticket, 80)}</span>`,
        html`<strong>${stateOf[waiver.state] ?? waiver.state}</strong><br />${waiverRemark(waiver)}`,
        html`${code(`${waiver.entry}/${waiver.check}`)} of ${line(waiver.subject)}`,
        sentence(waiver.reason),
        joined(waiver.approvers.map((name) => line(name, 60))),
        html`${time(waiver.until)}<br /><span class="quiet">${distance(waiver.until, now)}</span>`,
      ]),
  })}
  ${
    waivers.length > ROWS &&
    html`<p class="rest">… and ${counted(waivers.length - ROWS, 'more waiver')} on the
    <a href="/policy#waivers">page of the policy</a>.</p>`
  }
</section>`;
}

function rules(decision) {
  return html`<section aria-labelledby="rules">
  <h2 id="rules">Rules <span class="count">${count(decision.entries.length)}</span></h2>
  ${table({
    caption: 'What each entry of the policy found',
    head: ['Entry', 'Rule', 'Verdict', 'Found'],
    rows: decision.entries.map((entry) => [
      html`<a href="/policy#${entryAnchor(decision.entries.indexOf(entry))}">${line(entry.id, 80)}</a>`,
      html`${line(entry.rule.title, 80)} <span class="quiet">${line(`${entry.rule.id} ${entry.rule.version}`)}</span>`,
      ['applied', 'scope-unknown'].includes(entry.state) ? verdictTag(entry.verdict) : '–',
      found(entry),
    ]),
  })}
</section>`;
}

/** Where the page of the policy tells of an entry. */
export const entryAnchor = (index) => `entry-${index + 1}`;

function factSections({ facts, sources }, href) {
  const names = Object.keys(facts).sort();
  return html`<section aria-labelledby="facts">
  <h2 id="facts">Facts <span class="count">${count(names.length)}</span></h2>
  ${names.length === 0 && html`<p>Nothing is known of this release yet.</p>`}
  ${names.slice(0, ROWS).map((name) => {
    const from = sources
      .filter(({ section }) => section === name)
      .slice(0, 3)
      .map((source) => html`${line(source.from, 80)}, ${time(source.at)}`);
    return html`<details class="fold">
    <summary>${line(name, 80)} <span class="quiet">${from.length === 0 ? 'source not known' : joined(from, '; ')}</span></summary>
    ${json(facts[name], { href })}
  </details>
`;
  })}
  ${
    names.length > ROWS &&
    html`<p class="rest">… and ${counted(names.length - ROWS, 'more section')} in the
    <a href="${href}">JSON</a>.</p>`
  }
</section>`;
}

function history({ events }) {
  return html`<section aria-labelledby="history">
  <h2 id="history">History <span class="count">${count(events.length)}</span></h2>
  ${events.length === 0 && html`<p>Nothing has happened yet.</p>`}
  <ol class="history">
    ${events.slice(0, ROWS).map(
      (event) => html`<li>
      <span class="quiet">${time(event.at)} · ${line(event.kind, 60)}</span>
      ${passage(event.text)}
      ${event.by && html`<span class="quiet">by ${line(event.by, 60)}</span>`}${elsewhere(event.url)}
    </li>`,
    )}
  </ol>
  ${events.length > ROWS && html`<p class="rest">… and ${counted(events.length - ROWS, 'earlier one')}.</p>`}
</section>`;
}

/** A link to where it happened, which the portal has checked when it was told. It says whose page it is. */
function elsewhere(url) {
  if (typeof url !== 'string' || !url.startsWith('https://') || !URL.canParse(url)) return undefined;
  const { href, host } = new URL(url);
  return html` <a class="quiet" href="${href}" rel="noreferrer nofollow">at ${line(host, 60)}</a>`;
}

function proof({ id, name, version, decision }, policy) {
  const judge = decision.policy;
  const badge = `Verdict of ${plain(name)} ${plain(version)}: ${decision.verdict}`;
  const link = (address) => html`<a href="${address}">${code(address)}</a>`;
  return html`<section aria-labelledby="proof">
  <h2 id="proof">What the decision rests on</h2>
  <dl class="pairs">
    ${pair('Policy', html`<a href="/policy">${line(judge.name)} ${line(judge.version ?? '')}</a> ${digest(judge.digest)}`)}
    ${judge.digest !== policy.digest && pair('Note', 'The policy has changed since.')}
    ${pair('Facts', digest(decision.facts.digest))}
    ${pair('Decided for', time(decision.at))}
    ${pair('Badge', html`<img src="${badgeAt(id)}" alt="${badge}" height="22" /> ${code(badgeAt(id))}`)}
    ${pair('For other tools', joined([decisionAt(id), jsonAt(id)].map(link), html`<br />`))}
  </dl>
</section>`;
}
