// What somebody reads: the list, a release, the policy. Each is held to what the engine decided.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { failing } from 'clearance';
import { browse, texts } from './browser.js';
import { SECRET, now, pack, packFacts, samples, start, startSample } from './portal.js';

let browser;
let page;
let portal;

before(async () => {
  browser = await browse();
  page = await browser.newPage();
  portal = await start();
});

after(async () => {
  await browser.close();
  await portal.close();
});

const open = (path, { url } = portal) => page.goto(url + path);

const textOf = async (locator) => (await texts(locator)).join(' ');

/** Three pages of releases, of which every third is allowed. */
function many() {
  const each = (i) => {
    const facts = structuredClone(samples[i % 3 === 0 ? 'shop-4-2-0' : 'shop-5-0-0']);
    facts.release.version = `9.${i}.0`;
    return [`shop-9-${i}-0`, facts];
  };
  return Object.fromEntries(Array.from({ length: 45 }, (_, i) => each(i)));
}

describe('the list of releases', () => {
  test('has each release with its verdict in words', async () => {
    await open('/');
    const rows = await texts(page.locator('tbody tr'));
    assert.equal(rows.length, 2);
    assert.match(
      rows[0],
      /^shop 5\.0\.0 .*deny Not cleared: 9 checks stand against it, 7 checks would ask for review\. production 2026-11-23 16:20 UTC$/,
    );
    assert.match(rows[1], /^shop 4\.2\.1 .*allow Cleared to go, 1 waived\./);
    await page.getByRole('link', { name: 'shop 5.0.0' }).click();
    assert.equal(await page.title(), 'shop 5.0.0 – Clearance');
  });

  test('is narrowed by a verdict and by words, and both hold together', async () => {
    await open('/');
    await page.getByRole('link', { name: /^allow/ }).click();
    assert.deepEqual(await texts(page.locator('tbody th a')), ['shop 4.2.1']);
    await page.getByRole('searchbox').fill('5.0');
    await page.getByRole('button', { name: 'Search' }).click();
    assert.match(await textOf(page.getByRole('status')), /No release is like that/);
    assert.equal(await page.getByRole('searchbox').inputValue(), '5.0');
    await page.getByRole('link', { name: /^deny/ }).click();
    assert.deepEqual(await texts(page.locator('tbody th a')), ['shop 5.0.0']);
  });

  test('is told a page at a time, and counts them all', async () => {
    const large = await start({ facts: many() });
    try {
      await open('/', large);
      assert.match(await textOf(page.locator('.filter')), /All 45 deny 30 review 0 allow 15/);
      assert.equal(await page.getByRole('link', { name: 'Previous page' }).count(), 0);
      await page.getByRole('link', { name: 'Next page' }).click();
      await page.getByRole('link', { name: 'Next page' }).click();
      assert.equal(await page.locator('tbody tr').count(), 5);
      assert.match(await textOf(page.locator('.pager')), /Page 3 of 3/);
      await open('/?verdict=allow&search=9.4', large);
      assert.deepEqual(await texts(page.locator('tbody th a')), ['shop 9.42.0']);
    } finally {
      await large.close();
    }
  });

  test('says how the first release comes into it, and what it says to type works', async () => {
    const empty = await start({ facts: null });
    try {
      await open('/', empty);
      assert.match(await textOf(page.locator('main')), /Nothing has been released yet.*\/webhooks\/github/);
      const typed = (await page.locator('pre').textContent()).replace('http://localhost:8080', empty.url);
      await promisify(execFile)('bash', ['-ec', typed.replace('curl ', 'curl --fail --silent ')], {
        env: { ...process.env, GITHUB_WEBHOOK_SECRET: SECRET },
      });
      await open('/', empty);
      assert.match(await textOf(page.locator('tbody tr')), /^shop v1\.0\.0 example\/shop/);
    } finally {
      await empty.close();
    }
  });
});

describe('the page of a release', () => {
  test('has the verdict first, then what blocks, then what needs a review', async () => {
    await open('/releases/shop-5-0-0');
    assert.match(await textOf(page.locator('main > header')), /^DENY shop 5\.0\.0 Not cleared: 9 checks stand against it/);
    const titles = await texts(page.getByRole('heading', { level: 2 }));
    const order = ['What blocks it 9', 'Needs review 7', 'Waivers 1', 'Score', 'Documents', 'What passed 21', 'Rules 4'];
    assert.deepEqual(titles.slice(0, order.length), order);
    assert.deepEqual(titles.slice(order.length), ['Facts 9', 'History 3', 'What the decision rests on']);
  });

  for (const [name, options, id] of [
    ['the demo', {}, 'shop-5-0-0'],
    ['a policy of many rules', { policy: pack, facts: { 'ledger-7-4-0': packFacts } }, 'ledger-7-4-0'],
  ]) {
    test(`has all of each check that counts: ${name}`, async () => {
      const other = await start(options);
      try {
        const { decision } = await other.app.portal.releases.get(id);
        await open(`/releases/${id}`, other);
        const cards = await texts(page.locator('.check-deny, .check-review'));
        assert.equal(cards.length, failing(decision).length);
        for (const [entry, row] of failing(decision)) {
          const parts = [row.subject, `${entry.id}/${row.code}`, row.severity, row.message, row.required, row.remedy];
          const pointers = (row.observed ?? []).map(({ pointer }) => pointer);
          const wanted = [...parts, ...pointers]
            .filter((part) => part !== undefined)
            .map((part) => part.replaceAll('`', '').replace(/\s+/g, ' ').slice(0, 150));
          assert.ok(
            cards.some((card) => card.startsWith(row.effect) && wanted.every((part) => card.includes(part))),
            `nothing shows ${JSON.stringify(wanted)}`,
          );
        }
      } finally {
        await other.close();
      }
    });
  }

  test('shows a fact that was read with its value, and one that was not there as absent', async () => {
    await open('/releases/shop-5-0-0');
    const card = page.locator('.check', { hasText: 'PersistentVolumeClaim/shop/ledger' });
    assert.match(
      await textOf(card.locator('.read')),
      /\/manifests\/0\/spec\/storageClassName = "fast" \/release\/cluster_regions is absent/,
    );
  });

  test('shows what is waived with the waiver, who accepted it and until when', async () => {
    await open('/releases/shop-4-2-0');
    assert.equal(await textOf(page.locator('main > header .sign')), 'ALLOW');
    assert.equal(await page.locator('.check-deny, .check-review').count(), 0);
    assert.match(
      await textOf(page.locator('.check-waived')),
      /^waived legacy-import .*Waived by W-2026-031, until 2026-12-15, by Ada Lovelace, Grace Hopper/,
    );
    const row = await textOf(page.getByRole('table', { name: /Waivers of the policy/ }).locator('tbody tr'));
    assert.match(row, /W-2026-031 OPS-4711 in force waives 1 failing check .* 2026-12-15 in 20 days/);
  });

  test('shows the score as bars that add up, with the bands of the policy', async () => {
    await open('/releases/shop-5-0-0');
    const { decision } = await portal.app.portal.releases.get('shop-5-0-0');
    const { score } = decision.entries.find(({ id }) => id === 'risk');
    const section = page.locator('.score');
    assert.match(await textOf(section.locator('h3')), /^risk: 87\.0 of 100, in the band deny$/);
    assert.equal(
      await section.locator('.gauge').getAttribute('aria-label'),
      '87.0 of 100 points; review begins at 50.0; deny begins at 80.0',
    );
    const points = (await texts(section.locator('.number'))).map(Number);
    assert.ok(Math.abs(points.reduce((sum, some) => sum + some, 0) - score.points) < 0.5);
    const widths = await section
      .locator('.bar-more')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    for (const [i, some] of points.entries()) assert.ok(Math.abs(widths[i] / widths[0] - some / points[0]) < 0.02);
  });

  test('draws what lowers a score to the other side', async () => {
    const change = (release) => {
      const decision = structuredClone(release.decision);
      const entry = decision.entries.find(({ id }) => id === 'risk');
      entry.score = {
        points: 5,
        outOf: 20,
        contributions: [
          { factor: 'more', points: 10, reason: 'a' },
          { factor: 'less', points: -5, reason: 'b' },
        ],
      };
      return { ...release, decision };
    };
    const other = await start({ change });
    try {
      await open('/releases/shop-5-0-0', other);
      const box = (kind) => page.locator(kind).boundingBox();
      const [more, less, zero] = [
        await box('.bar-more'),
        await box('.bar-less'),
        await page.locator('.bar-zero').first().boundingBox(),
      ];
      assert.ok(Math.abs(less.x + less.width - more.x) < 1 && Math.abs(more.x - zero.x) < 1);
      assert.ok(Math.abs(more.width / less.width - 2) < 0.05);
      assert.deepEqual(await texts(page.locator('.contributions .number')), ['+10.0', '-5.0']);
    } finally {
      await other.close();
    }
  });

  test('shows redacted notes beside what was submitted, and marks in both what was hidden', async () => {
    await open('/releases/shop-5-0-0');
    const [submitted, redacted] = [
      page.getByLabel('The notes as they were submitted'),
      page.getByLabel('The notes as they may be published'),
    ];
    const hidden = [
      'SHOP-2291',
      'ledger-3.shop.example.net',
      'http://grafana:3000/d/refunds',
      '/srv/ledger/logs/refund.log',
      '10.4.17.3',
      '10.4.18.9',
      '3f9c2ab',
    ];
    assert.deepEqual(await texts(submitted.locator('del')), hidden);
    assert.deepEqual(await texts(redacted.locator('mark')), [
      '[redacted: ticket id]',
      '[redacted: hostname]',
      '[redacted: internal URL]',
      '[redacted: path]',
      '[redacted: private address]',
      '[redacted: private address]',
      '[redacted: commit id]',
    ]);
    assert.equal(await submitted.locator('.text').textContent(), samples['shop-5-0-0'].notes.markdown);
    for (const text of hidden) assert.ok(!(await redacted.textContent()).includes(text));
    const [left, right] = [await submitted.boundingBox(), await redacted.boundingBox()];
    assert.ok(left.y === right.y && left.x + left.width <= right.x, 'they stand side by side');
    await page.setViewportSize({ width: 360, height: 740 });
    const [above, below] = [await submitted.boundingBox(), await redacted.boundingBox()];
    assert.ok(above.x === below.x && above.y + above.height <= below.y, 'on a phone one stands under the other');
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test('keeps what passed folded, and has all of it', async () => {
    await open('/releases/shop-5-0-0');
    const fold = page.locator('section[aria-labelledby=passed] details').first();
    assert.equal(await fold.locator('table').isVisible(), false);
    await fold.locator('summary').click();
    assert.equal(await fold.locator('tbody tr').count(), 7);
    await page.getByRole('link', { name: 'All checks' }).click();
    const { decision } = await portal.app.portal.releases.get('shop-5-0-0');
    assert.equal(await page.locator('tbody tr').count(), decision.entries.flatMap(({ checks }) => checks).length);
    await page.getByLabel('Entry').selectOption('risk');
    await page.getByLabel('Result').selectOption('pass');
    await page.getByRole('button', { name: 'Show' }).click();
    assert.equal(await page.locator('tbody tr').count(), 7);
  });

  test('says where facts come from, what happened, and what the decision rests on', async () => {
    await open('/releases/shop-5-0-0');
    const { decision } = await portal.app.portal.releases.get('shop-5-0-0');
    const notes = page.locator('section[aria-labelledby=facts] details', { hasText: 'notes' }).first();
    assert.match(await textOf(notes.locator('summary')), /notes webhook release, 2026-11-23 16:20 UTC/);
    assert.match(
      await textOf(page.locator('.history')),
      /deployment to production asked for by mira .* release 5\.0\.0 published/,
    );
    for (const digest of [decision.facts.digest, decision.policy.digest])
      assert.equal(await page.locator(`section[aria-labelledby=proof] [title="${digest}"]`).count(), 1);
    assert.equal(await page.locator('img').getAttribute('alt'), 'Verdict of shop 5.0.0: deny');
  });
});

describe('the page of the policy', () => {
  test('has each entry with its rule, enforcement, scope, needs, parameters and facts', async () => {
    await open('/policy');
    assert.equal(await textOf(page.locator('h1')), 'release-readiness');
    const entries = await texts(page.locator('.entry'));
    assert.equal(entries.length, 4);
    assert.match(entries[0], /^risk Risk score · risk-score 1\.0\.0 Weighs a release/);
    assert.match(entries[0], /Bands review from 50 points on, deny from 80 points on/);
    assert.match(entries[1], /Enforcement deny: a failing check denies the release .*Needs risk/);
    assert.match(entries[1], /thresholds\.lines 70 The least percentage of lines that must be covered\./);
    assert.match(entries[2], /Scope releases of which one of these holds: \/manifests is there \/terraform is there/);
    assert.match(entries[3], /Enforcement review: a failing check asks a person to look .*notes required/);
    assert.match(
      await textOf(page.locator('section[aria-labelledby=waivers]')),
      /W-2026-031 OPS-4711 in force .*2026-12-15 expires in 20 days/,
    );
  });

  test('leads from a section that a rule reads to its fields', async () => {
    await open('/policy');
    await page.locator('.entry').nth(1).getByRole('link', { name: 'coverage' }).click();
    const section = page.locator('section', { has: page.locator('h2#section-coverage') });
    assert.match(await textOf(section), /Read by test-thresholds \(optional\).*\[\]\.lines\.covered integer from 0/);
  });

  test('tells a waiver that has expired from one that has not begun, and what is likely a mistake', async () => {
    const text = `
policy: odd
entries:
  - id: notes
    rule: note-redaction.wasm
    effective: {from: 2026-01-01, until: 2027-01-01}
    when: {/release/environment: [staging, production], not: {/release/kind: hotfix}}
waivers:
  - {id: OLD, entry: notes, check: ticket, subject: "*", reason: it was so, approvers: [Ada], ticket: T-1, from: 2026-10-01, until: 2026-11-01}
  - {id: NEW, entry: notes, check: ticket, subject: "*", reason: it will be, approvers: [Ada], ticket: T-2, from: 2026-12-01, until: 2026-12-20}
`;
    const other = await start({ policy: { ...pack, text }, facts: {} });
    try {
      await open('/policy', other);
      const rows = await texts(page.locator('section[aria-labelledby=waivers] tbody tr'));
      assert.match(rows[0], /^OLD T-1 expired .*expired 23 days ago/);
      assert.match(rows[1], /^NEW T-2 not begun .*expires in 25 days/);
      const entry = await textOf(page.locator('.entry'));
      assert.match(entry, /In force from 2026-01-01 until 2027-01-01/);
      assert.match(
        entry,
        /releases of which \/release\/environment is one of "staging", "production" and this does not hold: \/release\/kind is "hotfix"/,
      );
      const lints = other.app.portal.desk.describe(now).lints;
      assert.ok(lints.length > 0);
      for (const [i, lint] of (await texts(page.locator('.lints li'))).entries())
        assert.ok(lint.includes(lints[i].message.replaceAll('`', '')), lint);
    } finally {
      await other.close();
    }
  });
});

test('what is not there is told in the same frame', async () => {
  for (const path of ['/nothing', '/releases/nobody', '/releases/nobody/what-if', '/releases/nobody/checks']) {
    const response = await open(path);
    assert.equal(response.status(), 404, path);
    assert.equal(await textOf(page.locator('h1')), 'Not found');
    assert.equal(await page.getByRole('link', { name: 'Releases', exact: true }).count(), 1);
  }
});

test('every link within the portal leads somewhere', async () => {
  const sample = await startSample();
  /** Addresses with the ids that a fragment may name. */
  const seen = new Map([['/', new Set()]]);
  const fragments = new Set();
  try {
    for (const path of seen.keys()) {
      const response = await open(path, sample);
      assert.equal(response.status(), 200, path);
      if (!response.headers()['content-type'].startsWith('text/html')) continue;
      for (const id of await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))) seen.get(path).add(id);
      const links = await page
        .locator('[href], [src]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? one.getAttribute('src')));
      for (const link of links) {
        const { origin, pathname, search, hash } = new URL(link, sample.url + path);
        // What happened elsewhere is there.
        if (origin !== sample.url) continue;
        if (!seen.has(pathname + search)) seen.set(pathname + search, new Set());
        if (hash !== '') fragments.add([pathname + search, hash.slice(1)]);
      }
    }
    assert.ok(seen.size > 30);
    for (const [path, id] of fragments) assert.ok(seen.get(path).has(id), `${path}#${id} leads nowhere`);
  } finally {
    await sample.close();
  }
});
