// What if: the verdict moves, nothing is saved, and what cannot be used is told beside its field.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { browse, texts } from './browser.js';
import { samples, start } from './portal.js';

let browser;
let page;
let portal;

before(async () => {
  browser = await browse();
  const facts = structuredClone(samples['shop-4-2-0']);
  facts.tests[0].failed = 40;
  facts.release.odd = 'a\u202eb';
  portal = await start({ facts: { broken: facts, ...samples } });
});

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
});

after(async () => {
  await browser.close();
  await portal.close();
});

const open = (id) => page.goto(`${portal.url}/releases/${id}/what-if`);
const field = (name) => page.getByRole('textbox', { name, exact: true });
const ask = () => page.getByRole('button', { name: 'What would the verdict be?' }).click();
const result = async () => (await texts(page.locator('#result'))).join(' ');

test('a fact that a failing check read can be otherwise, and the verdict moves', async () => {
  await page.goto(`${portal.url}/releases/broken`);
  assert.equal(await page.locator('header .sign').textContent(), 'DENY');
  await page.getByRole('link', { name: 'What if …' }).click();
  await field('/tests/0/failed').fill('0');
  await ask();
  const text = await result();
  assert.match(
    text,
    /^The verdict would be allow instead of deny DENY → would become ALLOW Cleared to go, 1 waived\. Nothing was saved\./,
  );
  assert.match(text, /1 change .*\/tests\/0\/failed 40 0/);
  assert.match(text, /1 check that would come out otherwise .*test-thresholds\/pass-rate deny pass/);
  assert.equal(await field('/tests/0/failed').inputValue(), '0', 'what was typed stays');
});

test('nothing is saved', async () => {
  const before = JSON.stringify(await portal.app.portal.releases.get('broken'));
  await open('broken');
  await field('/tests/0/failed').fill('0');
  await ask();
  assert.equal(JSON.stringify(await portal.app.portal.releases.get('broken')), before);
  await open('broken');
  assert.equal(await field('/tests/0/failed').inputValue(), '40');
});

test('a parameter can be otherwise, and one that was not set can be set', async () => {
  await open('broken');
  const entry = page.locator('details', { hasText: 'test-thresholds' });
  await entry.locator('summary').click();
  await field('thresholds.pass_rate').fill('50');
  await field('thresholds.skipped_tests').fill('1000');
  await ask();
  assert.match(await result(), /would be allow instead of deny/);
  assert.match(
    await result(),
    /2 changes .*parameter of test-thresholds \/thresholds\/pass_rate 99 50 .*\/thresholds\/skipped_tests absent 1000/,
  );
  assert.equal(await field('thresholds.pass_rate').isVisible(), true, 'what was changed is unfolded');
});

test('a parameter that is emptied is no longer set', async () => {
  await open('broken');
  await page.locator('details', { hasText: 'test-thresholds' }).locator('summary').click();
  await field('thresholds.pass_rate').fill('');
  await ask();
  assert.match(await result(), /\/thresholds\/pass_rate 99 absent/);
});

test('any other fact can be named, and one can be taken away', async () => {
  await open('shop-4-2-0');
  await field('Pointer 1').fill('/tests/0/failed');
  await field('Value 1').fill('900');
  await field('Pointer 2').fill('/notes');
  await page.getByRole('checkbox').last().check();
  await ask();
  const text = await result();
  assert.match(text, /The verdict would be deny instead of allow/);
  assert.match(text, /\/tests\/0\/failed 0 900/);
  assert.match(text, /\/notes \{"markdown".* absent/);
  assert.match(text, /note-redaction\/missing-fact no such check review/);
});

test('a text is changed as it stands, line by line', async () => {
  await open('shop-5-0-0');
  const notes = field('/notes/markdown');
  const before = await notes.inputValue();
  assert.equal(before, samples['shop-5-0-0'].notes.markdown);
  await notes.fill(before.replace('SHOP-2291', 'their ticket'));
  await ask();
  const text = await result();
  assert.match(text, /1 change /);
  assert.match(text, /The verdict would still be deny/);
  assert.match(text, /notes:7:27 note-redaction\/ticket review no such check/);
});

test('where nothing was changed, it says so', async () => {
  await open('shop-5-0-0');
  await ask();
  assert.match(await result(), /Nothing was changed The verdict stays deny\. Nothing was saved\./);
});

test('what is no JSON is told beside its field, and what was typed stays', async () => {
  await open('broken');
  await field('/tests/0/failed').fill('none');
  await field('/tests/0/passed').fill('');
  await field('Pointer 1').fill('release/name');
  await field('Value 1').fill('"x"');
  await ask();
  const text = await result();
  assert.match(text, /^It could not be decided/);
  assert.match(text, /What you typed is still in the form\. Nothing was saved\.$/);
  const failed = field('/tests/0/failed');
  assert.equal(await failed.inputValue(), 'none');
  assert.equal(await failed.getAttribute('aria-invalid'), 'true');
  for (const [name, message] of [
    ['/tests/0/failed', /This is not JSON: .*if it is text, put it in double quotes: "none"\./],
    ['/tests/0/passed', /Nothing stands here: write a value, or tick the box/],
    ['Pointer 1', /A pointer begins with \/ and names a fact, such as \/release\/environment/],
  ]) {
    const [, id] = (await field(name).getAttribute('aria-describedby')).match(/(\S+-problem)/);
    assert.match((await texts(page.locator(`#${id}`)))[0], message);
  }
  assert.equal(await field('Value 1').inputValue(), '"x"');
  await page.locator('#result').getByRole('link', { name: '/tests/0/failed' }).click();
  assert.equal(
    await failed.evaluate((element) => element === document.activeElement || location.hash === `#${element.id}`),
    true,
  );
});

test('what the engine refuses is told in its words', async () => {
  await open('broken');
  await page.locator('details', { hasText: 'test-thresholds' }).locator('summary').click();
  await field('thresholds.pass_rate').fill('"much"');
  const [response] = await Promise.all([page.waitForResponse(/what-if/), ask()]);
  assert.equal(response.status(), 422);
  assert.match(await result(), /It could not be decided .*pass_rate/);
  assert.equal(await field('thresholds.pass_rate').inputValue(), '"much"');
});

test('a pointer that leads nowhere is told beside it', async () => {
  await open('broken');
  await field('Pointer 1').fill('/release/name/first');
  await field('Value 1').fill('1');
  await ask();
  assert.match(await result(), /It could not be decided/);
  assert.equal(await field('Pointer 1').getAttribute('aria-invalid'), 'true');
});

test('a text with characters that nobody sees is changed as JSON, where they are written out', async () => {
  await open('broken');
  await field('Pointer 1').fill('/release/odd');
  await field('Value 1').fill('"plain"');
  await ask();
  assert.match(await result(), /"a\\u202eb" "plain"/);
  assert.doesNotMatch(await page.content(), /\u202e/);
});
