/** Documents that rules wrote; redacted notes beside what they were made of. */

import { difference } from './difference.js';
import { html } from './html.js';
import { counted, digest, line, marked, passage, plain } from './text.js';
import { table } from './table.js';
import { ROWS } from './words.js';

/** What the page shows of a document before the rest is unfolded. */
const SHOWN = 4000;
/** Longer notes are shown one beside the other, with nothing marked. */
const MARKED = 40_000;

/** The documents of an entry. `facts` are those of the release, `json` is where all of it can be had. */
export function artifacts(entry, facts, json) {
  return entry.artifacts.map((artifact, i) => {
    const original = artifact.text === undefined ? undefined : originals(entry, facts)[i];
    return html`<section class="artifact" aria-label="Document ${plain(artifact.name)}">
  <h3>${line(artifact.name)}</h3>
  <p class="quiet">${line(artifact.mediaType)}, ${counted(artifact.content.length, 'byte')}, written by ${line(entry.id)},
    ${digest(artifact.digest)}</p>
  ${
    original === undefined || original === artifact.text
      ? html`${original !== undefined && html`<p class="note">Nothing was hidden.</p>`}
  <details class="fold"><summary>Show it</summary>${sheet(artifact, json)}</details>`
      : beside(original, artifact.text, json)
  }
</section>
`;
  });
}

function sheet({ text }, json) {
  if (text === undefined) return html`<p>It is not text; the JSON has it in Base64.</p>`;
  return html`<div class="sheet">${passage(text, { most: SHOWN, json, shown: marked })}</div>`;
}

/** The notes that the rule redacted, in the order in which it writes them; none of another rule. */
function originals({ rule, saw }, { notes }) {
  if (rule.id !== 'note-redaction' || saw.notes === undefined) return [];
  const texts = Array.isArray(notes?.documents) ? notes.documents.map((document) => document?.markdown) : [];
  return [notes?.markdown ?? undefined, ...texts].filter((text) => typeof text === 'string');
}

function beside(before, after, json) {
  const edits = before.length + after.length > MARKED ? undefined : difference(before, after);
  const hidden = edits?.filter(({ same }) => same === undefined) ?? [];
  return html`${
    edits === undefined
      ? html`<p class="note">The two differ too much, or are too long, to mark what was hidden.</p>`
      : html`<p class="note">${counted(hidden.length, 'place')} hidden, marked in both.</p>`
  }
  <div class="beside">
    <section aria-label="The notes as they were submitted">
      <h4>As submitted, not for customers</h4>
      ${
        edits === undefined
          ? sheet({ text: before }, json)
          : html`<div class="sheet"><div class="text" dir="auto">${edits.map(({ same, before: was }) =>
              same === undefined ? was && html`<del>${marked(was)}</del>` : marked(same),
            )}</div></div>`
      }
    </section>
    <section aria-label="The notes as they may be published">
      <h4>Redacted, to publish</h4>
      ${
        edits === undefined
          ? sheet({ text: after }, json)
          : html`<div class="sheet"><div class="text" dir="auto">${edits.map(({ same, after: now }) =>
              same === undefined ? now && html`<mark>${marked(now)}</mark>` : marked(same),
            )}</div></div>`
      }
    </section>
  </div>
  ${
    hidden.length > 0 &&
    html`<details class="fold"><summary>What was hidden, as a list</summary>${table({
      caption: 'What was hidden',
      head: ['As submitted', 'Redacted'],
      rows: hidden.slice(0, ROWS).map(({ before: was, after: now }) => [line(was, 300), line(now, 300)]),
    })}</details>`
  }`;
}
