/**
 * A tagged template for HTML that escapes whatever it is given, unless that is HTML made by the same template.
 *
 * It is our own and not a library's, because everything that has to be right is below and can be read in a minute. Text that
 * stands in it without further ado also has its invisible and direction-turning characters written out; `exact` is for the few
 * places where a text must come back as it was, such as the value of a field.
 */

import { printable } from './characters.js';

class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]);

function filled(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(filled).join('');
  if (value === undefined || value === null || value === false || value === true) return '';
  return escaped(printable(String(value)));
}

/** HTML of the template's own text and escaped values. Attributes must stand in quotes. */
export function html(strings, ...values) {
  let text = strings[0];
  for (let i = 0; i < values.length; i++) text += filled(values[i]) + strings[i + 1];
  return new Html(text);
}

/** Values one after the other, with something between them. */
export const joined = (values, between = ', ') => values.map((value, i) => html`${i > 0 && between}${value}`);

/** Text that is escaped and otherwise left as it is, for the value of a form's field. */
export const exact = (text) => new Html(escaped(String(text)));

/** Whether a value is HTML of this template. */
export const isHtml = (value) => value instanceof Html;
