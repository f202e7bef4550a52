/** Tables that become a card for each row on a phone. */

import { html } from './html.js';

/**
 * A table with a caption and headings. The first cell of a row is its heading. The roles say what the elements are where the
 * stylesheet makes blocks of them, because a browser may then forget it.
 */
export function table({ caption, visible = false, className = '', head, rows }) {
  return html`<table class="cards ${className}" role="table">
    <caption${visible ? undefined : html` class="hidden"`}>${caption}</caption>
    <thead role="rowgroup">
      <tr role="row">${head.map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}</tr>
    </thead>
    <tbody role="rowgroup">${rows.map((cells) => row(cells, head))}</tbody>
  </table>`;
}

function row([first, ...cells], head) {
  return html`<tr role="row"><th scope="row" role="rowheader" data-title="${head[0]}">${first}</th>${cells.map(
    (cell, i) => html`<td role="cell" data-title="${head[i + 1]}"><div>${cell}</div></td>`,
  )}</tr>
`;
}
