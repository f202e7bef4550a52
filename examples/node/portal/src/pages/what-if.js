/** What if: the facts and params that could be otherwise, and the verdict that they would lead to. */

import { releaseAt, whatIfAt } from './addresses.js';
import { exact, html } from './html.js';
import { table } from './table.js';
import { capitalised, code, counted, line, plain, sentence, value } from './text.js';
import { effectTag, isFailing, ROWS, verdictSign } from './words.js';
import { FREE, factFields, paramFields } from './what-if-form.js';

/**
 * `answer`, where something was sent, is what the form's `read` made of it, with the new decision as `decision` or why there
 * is none as `refusal`; `form` is what was typed.
 */
export function whatIfPage({ release, policy, form, answer }) {
  const problems = answer?.problems ?? new Map();
  const fieldsOf = numbering(form, problems);
  const facts = factFields(release, policy).map(fieldsOf);
  const entries = policy.entries.map((entry) => ({ entry, rows: paramFields(entry).map(fieldsOf) }));
  const free = Array.from({ length: FREE }, (_, i) => fieldsOf({ name: `free:${i}`, text: '', mode: 'json' }));
  const pointers = free.map(({ name }, i) => ({
    ...fieldsOf({ name: `${name}:pointer`, text: '', mode: 'text' }),
    label: `Pointer ${i + 1}`,
  }));
  const all = [...facts, ...entries.flatMap(({ rows }) => rows), ...pointers, ...free];
  return html`
<nav class="crumbs" aria-label="Where this is">
  <a href="${releaseAt(release.id)}">${line(release.name, 80)} ${line(release.version, 60)}</a>
</nav>
<h1>What if …</h1>
<p>Change what checks read or what the policy sets, and see what the verdict would be. <strong>Nothing is saved</strong>: the
  release and the policy stay as they are.</p>
${answer !== undefined && result(release, answer, all)}
<form class="what-if" action="${whatIfAt(release.id)}#result" method="post">
  <section aria-labelledby="facts">
    <h2 id="facts">Facts that checks read which did not pass</h2>
    ${facts.length === 0 ? html`<p>Every check passes.</p>` : facts.map(factRow)}
  </section>
  <section aria-labelledby="other">
    <h2 id="other">Any other fact</h2>
    <p class="note">The pointer names it (<code>/tests/0/failed</code>; <code>/-</code> at the end of a list adds to it), the
      value is JSON.</p>
    ${free.map(
      (row, i) => html`<div class="free">
      <div><label for="${pointers[i].id}">Pointer ${i + 1}</label>${input(pointers[i])}</div>
      <div><label for="${row.id}">Value ${i + 1}</label>${input(row)}${remover(row)}</div>
    </div>`,
    )}
  </section>
  <section aria-labelledby="params">
    <h2 id="params">Parameters of the policy</h2>
    ${entries.map(({ entry, rows }) => paramRows(entry, rows))}
  </section>
  <div class="submit">
    <button type="submit">What would the verdict be?</button> <a href="${whatIfAt(release.id)}">Start again</a>
  </div>
</form>`;
}

/** Gives each field an id that can stand in HTML, what was typed into it and what is wrong with it. */
function numbering(form, problems) {
  let number = 0;
  return (field) => {
    const typed = form?.get(field.name);
    return {
      ...field,
      id: `field-${++number}`,
      typed: typed === undefined || typed === null ? field.text : typed.replaceAll('\r\n', '\n'),
      removed: form?.has(`${field.name}:remove`) ?? false,
      problem: problems.get(field.name),
    };
  };
}

function factRow(field) {
  const { id, pointer, current } = field;
  return html`<div class="what-field">
    <div>
      <label for="${id}">${code(pointer)}</label>
      <p class="quiet" id="${id}-now">${now(field)}</p>
    </div>
    <div>${input(field, `${id}-now`)}${current !== undefined && remover(field)}</div>
  </div>
`;
}

/** What stands there now; of a longer text only how long it is, because the field has it. */
function now({ current, mode, text }) {
  if (current === undefined) return 'Now absent. A value is JSON.';
  if (text.length > 80) return `Now ${mode === 'text' ? 'a text' : 'JSON'} of ${counted(text.length, 'character')}.`;
  return html`Now ${value(current)}${mode === 'text' && ', a text'}`;
}

function remover({ id, name, pointer, removed }) {
  const checked = removed && html` checked`;
  return html`<div class="tick">
      <input type="checkbox" id="${id}-remove" name="${name}:remove" value="yes"${checked} />
      <label for="${id}-remove">Take it away<span class="hidden"> ${plain(pointer ?? '')}</span></label>
    </div>`;
}

function paramRows({ id, manifest }, rows) {
  if (rows.length === 0) return undefined;
  const set = rows.filter(({ current }) => current !== undefined).length;
  const touched = rows.some(({ typed, text, problem }) => typed !== text || problem !== undefined);
  return html`<details class="fold"${touched ? html` open` : undefined}>
    <summary>${line(id, 80)}
      <span class="quiet">${line(manifest.title, 80)}, ${counted(rows.length, 'parameter')}, ${set} set</span></summary>
    ${rows.map(
      (field) => html`<div class="what-field">
      <div>
        <label for="${field.id}">${code(field.path)}</label>
        <p class="quiet" id="${field.id}-now">${sentence(field.about)} ${setting(field)}</p>
      </div>
      <div>${input(field, `${field.id}-now`)}</div>
    </div>
`,
    )}
  </details>
`;
}

function setting(field) {
  if (field.current !== undefined) return now(field);
  return field.fallback === undefined ? 'Not set.' : html`Not set, so ${value(field.fallback, 60)} holds.`;
}

/** A field, its text as it was typed, and what is wrong with it beside it. */
function input({ id, name, typed, mode, problem }, described) {
  const says = [described, problem === undefined ? undefined : `${id}-problem`].filter(Boolean).join(' ');
  const attributes = html` id="${id}" name="${name}" autocomplete="off" spellcheck="false"${
    says && html` aria-describedby="${says}"`
  }${problem !== undefined && html` aria-invalid="true"`}`;
  const long = typed.includes('\n') || typed.length > 80;
  return html`${
    long
      ? // The first end of line after the tag is the parser's own.
        html`<textarea${attributes} rows="${Math.min(14, 2 + typed.split('\n').length + Math.floor(typed.length / 90))}">
${exact(typed)}</textarea>`
      : html`<input type="text"${attributes}${mode === 'json' && html` class="json-field"`} value="${exact(typed)}" />`
  }
    ${problem !== undefined && html`<p class="problem" id="${id}-problem">${sentence(capitalised(problem))}</p>`}`;
}

function result(release, answer, all) {
  const wrong = all.filter(({ problem }) => problem !== undefined);
  if (wrong.length > 0 || answer.refusal !== undefined) {
    return html`<section class="box box-problem" id="result" aria-labelledby="result-title" tabindex="-1">
  <h2 id="result-title">It could not be decided</h2>
  ${answer.refusal !== undefined && html`<p>${sentence(capitalised(answer.refusal), 1000)}</p>`}
  ${
    wrong.length > 0 &&
    html`<ul>${wrong.map(
      ({ id, pointer, label, problem }) =>
        html`<li><a href="#${id}">${line(pointer ?? label ?? 'Value', 100)}</a>: ${sentence(problem)}</li>`,
    )}</ul>`
  }
  <p>What you typed is still in the form. Nothing was saved.</p>
</section>`;
  }
  const { decision, changes } = answer;
  if (changes.length === 0) {
    return html`<section class="box" id="result" aria-labelledby="result-title" tabindex="-1">
  <h2 id="result-title">Nothing was changed</h2>
  <p>The verdict stays <strong>${release.decision.verdict}</strong>. Nothing was saved.</p>
</section>`;
  }
  const moved = movements(release.decision, decision);
  const old = release.decision.verdict;
  const { verdict } = decision;
  return html`<section class="box result" id="result" aria-labelledby="result-title" tabindex="-1">
  <h2 id="result-title">The verdict would ${old === verdict ? `still be ${old}` : `be ${verdict} instead of ${old}`}</h2>
  <p class="move">${verdictSign(old)} <span aria-hidden="true">→</span><span class="hidden">would become</span>
    ${verdictSign(verdict)}</p>
  <p>${sentence(capitalised(decision.summary))} <strong>Nothing was saved.</strong></p>
  ${table({
    caption: counted(changes.length, 'change'),
    visible: true,
    head: ['Changed', 'From', 'To'],
    rows: changes
      .slice(0, ROWS)
      .map(({ entry, pointer, from, to }) => [
        html`${entry !== undefined && html`parameter of ${line(entry, 60)} `}${code(pointer)}`,
        from === undefined ? 'absent' : value(from),
        to === undefined ? 'absent' : value(to),
      ]),
  })}
  ${
    moved.length === 0
      ? html`<p>No check would come out otherwise.</p>`
      : table({
          caption: `${counted(moved.length, 'check')} that would come out otherwise`,
          visible: true,
          head: ['Check', 'Now', 'Then', 'What would be found'],
          rows: moved
            .slice(0, ROWS)
            .map(({ entry, before, after }) => [
              html`${line((after ?? before).subject, 100)} <span class="quiet">${code(`${entry}/${(after ?? before).code}`)}</span>`,
              before === undefined ? 'no such check' : effectTag(before),
              after === undefined ? 'no such check' : effectTag(after),
              after === undefined ? '' : sentence(after.message),
            ]),
        })
  }
  ${moved.length > ROWS && html`<p class="rest">… and ${counted(moved.length - ROWS, 'more check')}.</p>`}
</section>`;
}

/** Checks that mean something else than before, that came or that went. */
function movements(before, after) {
  const keyed = ({ entries }) => {
    const rows = new Map();
    for (const entry of entries) {
      for (const row of entry.checks) {
        const key = JSON.stringify([entry.id, row.code, row.subject]);
        // A rule may say the same of one subject more than once.
        let nth = 0;
        while (rows.has(`${key}${nth}`)) nth++;
        rows.set(`${key}${nth}`, { entry: entry.id, row });
      }
    }
    return rows;
  };
  const old = keyed(before);
  const now = keyed(after);
  const found = [];
  for (const [key, { entry, row }] of now) {
    const was = old.get(key)?.row;
    const told = (one) => JSON.stringify([one.status, one.effect, one.waived ?? null]);
    if (was === undefined ? isFailing(row) : told(was) !== told(row)) found.push({ entry, before: was, after: row });
  }
  for (const [key, { entry, row }] of old) if (!now.has(key) && isFailing(row)) found.push({ entry, before: row });
  return found;
}
