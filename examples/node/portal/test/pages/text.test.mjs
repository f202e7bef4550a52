// What pages are made of: HTML that escapes, text that is marked and cut, differences, the fields of a schema.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { difference } from '../../src/pages/difference.js';
import { exact, html } from '../../src/pages/html.js';
import { fields } from '../../src/pages/schema.js';
import { capitalised, line, passage, sentence, value } from '../../src/pages/text.js';
import { distance, told } from '../../src/pages/times.js';

describe('HTML', () => {
  test('escapes what stands in it, in texts and attributes', () => {
    assert.equal(
      String(html`<p title="${`"><script>'&`}">${'<b>'}</p>`),
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&lt;b&gt;</p>',
    );
  });

  test('takes HTML of its own as it is, and only that', () => {
    assert.equal(String(html`${html`<b>`}${[html`<i>`, '<i>']}${{ text: '<u>' }}`), '<b><i>&lt;i&gt;[object Object]');
  });

  test('leaves out what is absent or a condition that does not hold', () => {
    assert.equal(String(html`a${undefined}${null}${false}${true}b${0}`), 'ab0');
  });

  test('writes out what nobody sees, unless it is to come back as it was', () => {
    assert.equal(String(html`${'a\u202eb\u0000'}`), 'a\\u{202e}b\\u{0}');
    assert.equal(String(exact('a\u202e"')), 'a\u202e&quot;');
  });
});

describe('foreign text', () => {
  test('is isolated, with what nobody sees named in a box', () => {
    assert.equal(String(line('a\u202eb\n')), '<bdi>a<span class="char">U+202E</span>b\n</bdi>');
    assert.equal(
      String(line('\u{e0041}\ud800')),
      '<bdi><span class="char">U+E0041</span><span class="char">U+D800</span></bdi>',
    );
  });

  test('keeps scripts that are read from the right, joiners and emoji', () => {
    assert.equal(String(line('می‌خواهم 👩‍🔬 שלום')), '<bdi>می‌خواهم 👩‍🔬 שלום</bdi>');
  });

  test('is cut between characters, and says how much there is', () => {
    assert.equal(String(line('😀😀😀', 3)), '<bdi>😀</bdi> <span class="cut">… and 4 more characters</span>');
    assert.match(String(passage('x'.repeat(1000), { most: 10 })), /<summary>990 more characters<\/summary>/);
  });

  test('shows what a rule writes between backticks as code, and nothing else as more than text', () => {
    assert.equal(String(sentence('see `/a<b` *now*')), '<bdi>see <code>/a&lt;b</code> *now*</bdi>');
    assert.equal(String(sentence('one ` alone')), '<bdi>one ` alone</bdi>');
    assert.equal(String(sentence('``a``')), '<bdi>``a``</bdi>');
  });

  test('of the facts is JSON', () => {
    assert.equal(String(value({ a: ['\u202e', 1] })), '<code><bdi>{&quot;a&quot;:[&quot;\\u202e&quot;,1]}</bdi></code>');
  });

  test('begins a sentence as sentences begin', () => {
    assert.equal(capitalised('not cleared'), 'Not cleared.');
    assert.equal(capitalised(''), '');
  });
});

describe('the difference of two texts', () => {
  const changes = (before, after) => difference(before, after).filter(({ same }) => same === undefined);

  test('has each hidden place in one piece', () => {
    assert.deepEqual(
      changes(
        'at /srv/a.b.log.\nfrom 10.4.1.4 to 10.4.1.4.',
        'at [redacted: path].\nfrom [redacted: private address] to [redacted: private address].',
      ),
      [
        { before: '/srv/a.b.log', after: '[redacted: path]' },
        { before: '10.4.1.4', after: '[redacted: private address]' },
        { before: '10.4.1.4', after: '[redacted: private address]' },
      ],
    );
  });

  test('puts both texts together again, whatever they are', () => {
    // A generator that always begins alike, so that what fails fails again.
    let state = 7;
    const random = (below) => (state = (state * 48271) % 2147483647) % below;
    const words = ['a', 'b', ' ', '.', '\n', '[redacted: path]', '😀', 'ab'];
    for (let i = 0; i < 500; i++) {
      const text = () => Array.from({ length: random(30) }, () => words[random(words.length)]).join('');
      const [before, after] = [text(), text()];
      const parts = difference(before, after);
      assert.equal(parts.map(({ same, before: was }) => same ?? was).join(''), before);
      assert.equal(parts.map(({ same, after: now }) => same ?? now).join(''), after);
      for (const [i, { same }] of parts.slice(1).entries()) assert.notEqual(same === undefined, parts[i].same === undefined);
    }
  });

  test('is given up where two texts have little in common', () => {
    const words = (letter) => Array.from({ length: 3000 }, (_, i) => `${letter}${i}`).join(' ');
    assert.equal(difference(words('a'), words('b')), undefined);
    assert.equal(difference('x'.repeat(300_000), 'x'), undefined);
  });
});

describe('the fields of a schema', () => {
  const folder = new URL('../../../../../docs/facts/', import.meta.url);

  test('are those that the documentation of the facts has, in the same words', async () => {
    const pages = (await readFile(new URL('README.md', folder), 'utf8')).split(/^## /m).slice(1);
    assert.equal(pages.length, (await readdir(folder)).filter((name) => name.endsWith('.schema.json')).length);
    for (const page of pages) {
      const name = page.split('\n')[0];
      const schema = JSON.parse(await readFile(new URL(`${name}.schema.json`, folder), 'utf8'));
      const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, path, kind]) => [path, kind]);
      assert.deepEqual(
        fields(schema).map(({ path, kind }) => [path, kind]),
        rows,
        name,
      );
    }
  });

  test('of a schema that means harm are bounded', () => {
    const loop = { $defs: { a: { properties: { a: { $ref: '#/$defs/a' } } } }, $ref: '#/$defs/a' };
    assert.ok(fields(loop).length < 50);
    const wide = { properties: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`p${i}`, { type: 'string' }])) };
    assert.equal(fields(wide).length, 400);
    for (const odd of [
      null,
      true,
      [],
      'x',
      { properties: null },
      { properties: { a: null, b: true, c: { type: 7, enum: 1 } } },
    ])
      fields(odd);
  });
});

test('times are told in UTC, and how far they are in the unit that a person would use', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  assert.equal(told(new Date('2026-11-24T10:05:30Z')), '2026-11-24 10:05 UTC');
  assert.equal(told(new Date('2026-12-15T00:00:00Z')), '2026-12-15');
  assert.equal(distance(new Date('2026-12-15'), now), 'in 20 days');
  assert.equal(distance(new Date('2026-11-23T09:00:00Z'), now), '25 hours ago');
  assert.equal(distance(new Date('2026-11-24T10:45:00Z'), now), 'in 45 minutes');
  assert.equal(distance(now, now), 'now');
});
