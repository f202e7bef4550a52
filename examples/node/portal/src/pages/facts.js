/** The page of the facts that the policy needs. */

import { html, joined } from './html.js';
import { fields } from './schema.js';
import { table } from './table.js';
import { code, line, passage, sentence } from './text.js';

/** The sections that the policy's rules read, field by field. */
export function factsPage({ policy }) {
  const readers = new Map();
  for (const { id, manifest, needs } of policy.entries) {
    for (const need of manifest.reads) {
      if (needs.includes(need.name)) continue;
      if (!readers.has(need.name)) readers.set(need.name, []);
      readers.get(need.name).push({ id, ...need });
    }
  }
  const names = [...readers.keys()].sort();
  return html`
<h1>Facts that the policy needs</h1>
<p>A release is judged by these sections of its facts and by nothing else. What a rule did not ask for, it does not see.</p>
<nav class="contents" aria-label="On this page"><ul>
  ${names.map((name) => html`<li><a href="#${sectionAnchor(name)}">${line(name, 60)}</a></li>`)}
</ul></nav>
${names.map((name) => factSection(name, readers.get(name)))}`;
}

function factSection(name, needs) {
  // Rules may describe one section in different words.
  const rows = new Map(
    needs
      .flatMap(({ schema }) => fields(schema))
      .map((field) => [JSON.stringify([field.path, field.kind, field.about]), field]),
  );
  const description = needs[0].schema?.description;
  const readers = needs.map(({ id, required }) => html`${line(id, 80)} (${required ? 'required' : 'optional'})`);
  return html`<section aria-labelledby="${sectionAnchor(name)}">
  <h2 id="${sectionAnchor(name)}">${line(name, 80)}</h2>
  ${description !== undefined && passage(description)}
  <p class="quiet">Read by ${joined(readers)}</p>
  ${
    rows.size > 0 &&
    table({
      caption: html`Fields of ${line(name, 80)}`,
      className: 'parameters',
      head: ['Field', 'Type', 'What it means'],
      rows: [...rows.values()].map((field) => [code(field.path), sentence(field.kind), sentence(field.about)]),
    })
  }
</section>
`;
}

/** Where the page tells of a section. What may not stand in an address is written as its number. */
export function sectionAnchor(name) {
  const plain = [...name].map((character) =>
    /[a-z0-9_-]/.test(character) ? character : `.${character.codePointAt(0).toString(16)}`,
  );
  return `section-${plain.join('')}`;
}
