// Who reads the pages by ear, by keyboard, on a phone, at night, or without scripts.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { LOOKS, browse } from './browser.js';
import { pack, packFacts, samples, start } from './portal.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All pages, and what somebody does on one before it is as it is to be judged. */
const PAGES = {
  list: ['/'],
  'list without a match': ['/?search=nothing&verdict=allow'],
  'denied release': ['/releases/shop-5-0-0'],
  'allowed release': ['/releases/shop-4-2-0'],
  'all checks': ['/releases/shop-5-0-0/checks'],
  'what if': ['/releases/shop-5-0-0/what-if'],
  'what if, answered': ['/releases/shop-5-0-0/what-if', { '/tests/0/failed': '0' }],
  'what if, refused': ['/releases/shop-5-0-0/what-if', { '/tests/0/failed': 'none', 'Pointer 1': 'x' }],
  policy: ['/policy'],
  'facts needed': ['/policy/facts'],
  'not found': ['/nothing'],
};

let browser;
let portal;
let large;
let empty;

before(async () => {
  browser = await browse();
  portal = await start();
  large = await start({ policy: pack, facts: { 'ledger-7-4-0': packFacts } });
  empty = await start({ facts: {} });
});

after(async () => {
  await browser.close();
  await Promise.all([portal, large, empty].map((one) => one.close()));
});

async function show(page, [path, typed], { url } = portal) {
  await page.goto(url + path);
  if (typed === undefined) return;
  for (const [name, text] of Object.entries(typed)) await page.getByRole('textbox', { name, exact: true }).fill(text);
  await page.getByRole('button', { name: 'What would the verdict be?' }).click();
  await page.locator('#result').waitFor();
}

/** Every page, and those of the other portals. */
const all = () => [
  ...Object.entries(PAGES).map(([name, page]) => ({ name, page, of: portal })),
  { name: 'release under many rules', page: ['/releases/ledger-7-4-0'], of: large },
  { name: 'policy of many rules', page: ['/policy'], of: large },
  { name: 'empty list', page: ['/'], of: empty },
];

describe('axe finds nothing', () => {
  for (const { name, options } of LOOKS) {
    test(name, async () => {
      // Axe is a script, which the portal's own policy would not let run.
      const context = await browser.newContext({ ...options, bypassCSP: true });
      const page = await context.newPage();
      for (const { name, page: shown, of } of all()) {
        await show(page, shown, of);
        await page.locator('details').evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
        await page.addScriptTag({ content: axe });
        const { violations } = await page.evaluate(() =>
          axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
        );
        const told = violations.map(
          ({ id, help, nodes }) =>
            `${id}: ${help}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html)
              .join(' ')}`,
        );
        assert.deepEqual(told, [], name);
      }
      await context.close();
    });
  }
});

test('nothing is wider than a window of 320 pixels', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
  for (const { name, page: shown, of } of all()) {
    await show(page, shown, of);
    await page.locator('details').evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, name);
  }
  await page.close();
});

test('headings are in order, and every page has one that is the first', async () => {
  const page = await browser.newPage();
  for (const { name, page: shown, of } of all()) {
    await show(page, shown, of);
    const levels = await page
      .locator('h1, h2, h3, h4, h5')
      .evaluateAll((found) => found.map(({ localName }) => Number(localName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1, name);
    for (const [i, level] of levels.entries()) assert.ok(i === 0 || level <= levels[i - 1] + 1, `${name}: ${levels}`);
  }
  await page.close();
});

test('a keyboard is enough: from the list to a release, to what if, and to its answer', async () => {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom } = element.getBoundingClientRect();
      return {
        text: (element.textContent || element.labels?.[0]?.textContent || '').replace(/\s+/g, ' ').trim(),
        seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && bottom > 0 && top < innerHeight,
      };
    });
  const tabTo = async (text) => {
    for (let i = 0; i < 200; i++) {
      await page.keyboard.press('Tab');
      const now = await focused();
      assert.ok(now.seen, `the focus is seen on ${now.text}`);
      if (now.text === text) return;
    }
    assert.fail(`the key Tab never comes to ${text}`);
  };

  await page.goto(portal.url);
  await page.keyboard.press('Tab');
  assert.deepEqual(await focused(), { text: 'Skip to the content', seen: true });
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.equal((await focused()).text, 'Name, version, repository or environment', 'the head of the page was skipped');
  await page.keyboard.type('5.0');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search=5\.0/);
  await tabTo('shop 5.0.0');
  await page.keyboard.press('Enter');
  await page.waitForURL(/releases\/shop-5-0-0$/);
  await tabTo('What if …');
  await page.keyboard.press('Enter');
  await page.waitForURL(/what-if$/);
  await tabTo('/tests/0/failed');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#result$/);
  assert.match(await page.locator('#result').textContent(), /Nothing was saved/);
  await page.close();
});

test('a field that has the focus is not hidden behind the button that sends the form', async () => {
  const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 700 } });
  await show(page, PAGES['what if']);
  const hidden = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (!element.closest('form') || element.closest('.submit')) return undefined;
      const { left, top, width, height } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(left + width / 2, top + Math.min(height, 20) / 2))
        ? undefined
        : element.name;
    });
    if (covered !== undefined) hidden.push(covered);
  }
  assert.deepEqual(hidden, []);
  await page.close();
});

test('all of it works without scripts, and nothing asks for one', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const { name, page: shown, of } of all()) {
    await show(page, shown, of);
    assert.equal(await page.locator('script, [style], style, iframe, object, embed').count(), 0, name);
  }
  await show(page, PAGES['what if, answered']);
  assert.match(await page.locator('#result').textContent(), /The verdict would still be deny/);
  await context.close();
});

test('nothing on a page is forbidden by the policy of its own answer', async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  for (const { page: shown, of } of all()) await show(page, shown, of);
  assert.deepEqual(
    complaints.filter((text) => /Content Security Policy|Refused to/.test(text)),
    [],
  );
  const response = await page.goto(portal.url);
  const policy = response.headers()['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|script-src|\*/);
  await page.close();
});

test('a verdict is told by its word and its sign, not by its colour alone', async () => {
  const page = await browser.newPage();
  await page.goto(portal.url);
  const signs = new Map();
  for (const tag of await page.locator('.filter .tag').all())
    signs.set(await tag.textContent(), await tag.locator('path').getAttribute('d'));
  assert.deepEqual([...signs.keys()], ['deny', 'review', 'allow']);
  assert.equal(new Set(signs.values()).size, 3);
  await page.close();
});

test('who wants no motion gets none', async () => {
  for (const [reducedMotion, behaviour] of [
    ['reduce', 'auto'],
    ['no-preference', 'smooth'],
  ]) {
    const page = await browser.newPage({ reducedMotion });
    await page.goto(portal.url);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), behaviour);
    await page.close();
  }
});

test('on paper the decision is there and the ways through the portal are not', async () => {
  const page = await browser.newPage();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.goto(`${portal.url}/releases/shop-5-0-0`);
  assert.equal(await page.getByRole('heading', { name: 'What blocks it' }).isVisible(), true);
  assert.equal(await page.locator('.top nav').isVisible(), false);
  assert.equal(await page.locator('.actions').isVisible(), false);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  assert.ok(
    (await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).map(Number))).every((part) => part < 80),
  );
  await page.close();
});

test('a table has a caption and headings, also where it is cards', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(portal.url);
  const table = page.getByRole('table', { name: '2 releases, the newest first' });
  assert.equal(await table.getByRole('row').count(), 1 + Object.keys(samples).length);
  assert.equal(
    await table
      .getByRole('rowheader')
      .first()
      .textContent()
      .then((text) => text.includes('shop 5.0.0')),
    true,
  );
  assert.equal(
    await table
      .locator('td')
      .first()
      .evaluate((cell) => getComputedStyle(cell, '::before').content),
    '"Verdict" / ""',
  );
  await page.close();
});
