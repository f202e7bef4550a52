/** The scope of an entry or a waiver in words. */

import { html, joined } from './html.js';
import { code, value } from './text.js';
import { ROWS } from './words.js';

/** What a condition says of the releases that it holds for. */
export function condition(when) {
  const terms = Object.entries(when).map(([key, wanted]) => {
    if (key === 'all' || key === 'any') {
      const each = wanted.map((one) => html`<li>${condition(one)}</li>`);
      return html`${key === 'all' ? 'all of these hold:' : 'one of these holds:'}<ul>${each}</ul>`;
    }
    if (key === 'not') return html`this does not hold: ${condition(wanted)}`;
    return html`${code(key)} ${test(wanted)}`;
  });
  return joined(terms, ' and ');
}

const OPERATORS = {
  equals: 'is',
  not: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  at_least: 'is at least',
  at_most: 'is at most',
  contains: 'contains',
};

function test(wanted) {
  if (Array.isArray(wanted)) return html`is one of ${listed(wanted)}`;
  if (typeof wanted !== 'object' || wanted === null) return html`is ${value(wanted)}`;
  const [[operator, operand]] = Object.entries(wanted);
  if (operator === 'exists') return operand ? 'is there' : 'is absent';
  return html`${OPERATORS[operator] ?? operator} ${Array.isArray(operand) ? listed(operand) : value(operand)}`;
}

const listed = (values) => joined(values.slice(0, ROWS).map((one) => value(one)));
