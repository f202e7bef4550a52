/** What stands around every page. */

import { html } from './html.js';

const MARK = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
          <path d="M12 1 3 4.5v6.8c0 5.4 3.7 9.6 9 11.7 5.3-2.1 9-6.3 9-11.7V4.5L12 1Zm-1.5 15.6-4-4 1.7-1.7 2.3 2.3 5.3-5.3 1.7 1.7-7 7Z" />
        </svg>`;

/** A whole page. `here` is the path of the link in the head that leads to it; `title` is text. */
export function frame({ title, here, policy, body }) {
  const link = (path, word) =>
    html`<li><a href="${path}"${here === path ? html` aria-current="page"` : undefined}>${word}</a></li>`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} – Clearance</title>
    <link rel="stylesheet" href="/public/portal.css" />
    <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <div class="wide">
        <a class="brand" href="/">${MARK}<span>Clearance</span></a>
        <nav aria-label="Main">
          <ul>
            ${link('/', 'Releases')}
            ${link('/policy', 'Policy')}
            ${link('/policy/facts', 'Facts')}
          </ul>
        </nav>
      </div>
    </header>
    <main id="main" class="wide" tabindex="-1">
${body}
    </main>
    <footer class="bottom">
      <div class="wide">${policy}</div>
    </footer>
  </body>
</html>
`;
}
