/** What went wrong, in the frame of every other page. */

import { html } from './html.js';
import { passage } from './text.js';

export function problem({ title, message, what }) {
  return html`
<h1>${title}</h1>
<div class="box">${passage(message)}</div>
<p>${what ?? html`<a href="/">All releases</a>`}</p>`;
}
