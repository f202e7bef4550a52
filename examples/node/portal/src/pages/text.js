/**
 * Foreign text: all that comes from facts, rules, policies and webhooks. It is shown as text and never becomes a link. Its
 * direction stays its own, characters that nobody sees are named in a box, and only so much of it is on the page.
 */

import { cut, named, parts, printableJson } from './characters.js';
import { html } from './html.js';

const number = new Intl.NumberFormat('en-GB');

/** A number with its thousands apart. */
export const count = (value) => number.format(value);

/** `1 check`, `2 checks`. */
export const counted = (value, noun, plural = `${noun}s`) => `${count(value)} ${value === 1 ? noun : plural}`;

/** The text with each character that nobody sees named in a box. */
export function marked(text) {
  return parts(text).map(({ text: plain, character }) =>
    character === undefined ? html`${plain}` : html`<span class="char">${named(character)}</span>`,
  );
}

/** What a rule writes between backticks is code. */
function prosed(text) {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0 || text.includes('``')) return marked(text);
  return pieces.map((piece, i) => (i % 2 === 0 ? marked(piece) : html`<code>${marked(piece)}</code>`));
}

function inline(text, most, shown) {
  const { head, rest } = cut(String(text), most);
  const more = rest && html` <span class="cut">… and ${counted(rest.length, 'more character')}</span>`;
  return html`<bdi>${shown(head)}</bdi>${more}`;
}

/** For an attribute or an option, which hold no mark-up. */
export function plain(text, most = 80) {
  const { head, rest } = cut(String(text), most);
  return rest ? `${head}…` : head;
}

/** Within a line: a name, a subject, a heading. */
export const line = (text, most = 160) => inline(text, most, marked);

/** Within a line, as code: an identifier, a pointer. */
export const code = (text, most = 160) => html`<code>${line(text, most)}</code>`;

/** A sentence of a rule within a line. */
export const sentence = (text, most = 400) => inline(text, most, prosed);

/**
 * A text that may be long: its beginning, more to unfold, and beyond that the address of the whole. It is a block, so it may
 * not stand in a paragraph, a heading or a summary.
 */
export function passage(text, { most = 400, unfolded = 16_000, json, shown = prosed } = {}) {
  const { head, rest } = cut(String(text), most);
  if (!rest) return html`<div class="text" dir="auto">${shown(head)}</div>`;
  const { head: more, rest: beyond } = cut(rest, unfolded);
  return html`<div class="text" dir="auto">${shown(head)}<span class="cut">…</span></div>
    <details class="more">
      <summary>${counted(rest.length, 'more character')}</summary>
      <div class="text" dir="auto">${shown === prosed ? marked(more) : shown(more)}</div>
      ${beyond && html`<p class="note">… and ${counted(beyond.length, 'character')} beyond that.${whole(json)}</p>`}
    </details>`;
}

const whole = (json) => json && html` <a href="${json}">The JSON has all of it.</a>`;

/** A sentence as it begins and ends. */
export function capitalised(text) {
  const [first = ''] = String(text);
  return first && `${first.toUpperCase()}${String(text).slice(first.length)}.`;
}

/** A value of the facts as JSON within a line. */
export const value = (of, most = 100) => html`<code>${inline(jsonOf(of), most, written)}</code>`;

/** A value of the facts as JSON, on several lines. */
export function json(of, { most = 1500, href } = {}) {
  const text = JSON.stringify(of, undefined, 2) ?? 'absent';
  return html`<div class="json">${passage(text, { most, json: href, shown: written })}</div>`;
}

/** JSON has a way of its own to write what nobody sees. */
const written = (text) => html`${printableJson(text)}`;

const jsonOf = (of) => JSON.stringify(of) ?? 'absent';

/** A digest: enough of it to compare by eye, the whole for who needs it. */
export function digest(text) {
  const short = /^sha256:[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 19)}…` : text;
  return html`<code class="digest" title="${plain(text)}">${line(short)}</code>`;
}
