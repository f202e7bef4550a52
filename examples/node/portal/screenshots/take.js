#!/usr/bin/env node
// Takes screenshots of every page of the sample, wide and narrow, by day and by night, for people to look at. They are written
// into the folder that PORTAL_SCREENSHOTS names, or else into `taken` beside this file. Those of the README lie beside it, too,
// and `--readme` takes them anew.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOOKS, browse } from '../test/pages/browser.js';
import { startSample } from '../test/pages/portal.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = process.env.PORTAL_SCREENSHOTS ?? join(here, 'taken');

const portal = await startSample();
const browser = await browse();

/** A page as it is asked for, and what somebody does on it before it is taken. */
async function take(page, path, file, { act, ...options } = {}) {
  await page.goto(portal.url + path);
  await act?.(page);
  await page.screenshot({ path: file, fullPage: true, ...options });
}

/** What if no test were flaky? */
async function ask(page) {
  await page.getByRole('textbox', { name: '/tests/0/flaky' }).fill('0');
  await page.getByRole('button', { name: 'What would the verdict be?' }).click();
  await page.locator('#result').waitFor();
}

try {
  const { rows } = await portal.app.portal.releases.list();
  const of = (name) => `/releases/${rows.find((row) => row.name === name).id}`;
  if (process.argv.includes('--readme')) {
    const wide = await browser.newPage({ viewport: { width: 1120, height: 1180 }, colorScheme: 'light' });
    await take(wide, of('notifier'), join(here, 'release.png'), { fullPage: false });
    const narrow = await browser.newPage({ viewport: { width: 400, height: 900 }, colorScheme: 'dark' });
    await take(narrow, '/', join(here, 'list-on-a-phone.png'), { fullPage: false });
  } else {
    await mkdir(folder, { recursive: true });
    const pages = {
      list: ['/'],
      'list-nothing-found': ['/?search=nothing'],
      policy: ['/policy'],
      facts: ['/policy/facts'],
      'not-found': ['/nothing'],
      ...Object.fromEntries(rows.map(({ name, id }) => [`release-${name}`, [`/releases/${id}`]])),
      checks: [`${of('notifier')}/checks`],
      'what-if': [`${of('notifier')}/what-if`],
      'what-if-answer': [`${of('notifier')}/what-if`, { act: ask }],
    };
    for (const { name: look, options } of LOOKS) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      for (const [name, [path, more]] of Object.entries(pages))
        await take(page, path, join(folder, `${name}-${look}.png`), more);
      await context.close();
    }
    console.log(folder);
  }
} finally {
  await browser.close();
  await portal.close();
}
