// Text from facts, rules, policies and webhooks is hostile: whatever stands in it is shown as text, and does nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signed } from '../../sample/sample.js';
import { browse } from './browser.js';
import { SECRET, TOKEN, pack, packFacts, samples, start } from './portal.js';

let browser;

before(async () => {
  browser = await browse();
});

after(() => browser.close());

/** What would do something if it were anything but text. Each has a number by which it is found again. */
let planted = 0;
const mark = (number) => `planted-${number}-here`;
const ATTACKS = [
  (m) => `<script>attack('${m}')</script>`,
  (m) => `"><img src=x onerror="attack('${m}')">`,
  (m) => `'><svg onload=attack('${m}')>`,
  (m) => `javascript:attack('${m}')`,
  (m) => `${m}</textarea></title></style></bdi></code></details><script>attack('${m}')</script>`,
  (m) => `<b id="${m}"><a href="javascript:attack('${m}')" style="position:fixed">x</a>`,
  (m) => `{{${m}}}\${attack('${m}')}<!--`,
  (m) => `\u202e${m}\u202c\u2066\u200f\u061c`,
  (m) => `\u0000\u001b[31m${m}\u0007\u009b\u200b\ufeff\u2028`,
  (m) => `&lt;b&gt;${m}&#60;script&#62;`,
  (m) => `${m}<form action="https://evil.example"><button autofocus onfocus="attack('${m}')">`,
  (m) => `${m}<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">`,
];

function attack() {
  const number = planted++;
  return ATTACKS[number % ATTACKS.length](mark(number));
}

/** Marks by where they were planted, so that a failure says which field is not shown as it should be. */
function plant(value, where, places, { keys = false, keep = () => false } = {}) {
  if (typeof value === 'string') {
    if (keep(where, value)) return value;
    places.set(mark(planted), where);
    return attack();
  }
  if (Buffer.isBuffer(value) || value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one, i) => plant(one, `${where}/${i}`, places, { keys, keep }));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      let name = key;
      if (keys && !keep(`${where}/${key} as a key`, key)) {
        places.set(mark(planted), `${where}/${key} as a key`);
        name = attack();
      }
      return [name, plant(one, `${where}/${key}`, places, { keys, keep })];
    }),
  );
}

/**
 * Opens pages as a browser that would obey: nothing but the escaping stands in the way of what was planted. Gives all that can
 * be read on them, what is folded and what stands in fields included.
 */
async function read(portal, paths, act = async () => {}) {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const happened = [];
  await page.exposeFunction('attack', (what) => happened.push(`attack ${what}`));
  page.on('dialog', (dialog) => happened.push(`dialog ${dialog.message()}`));
  page.on('request', (request) => request.url().startsWith(portal.url) || happened.push(`request ${request.url()}`));
  page.on('pageerror', (error) => happened.push(`script ${error.message}`));
  let text = '';
  for (const path of paths) {
    const response = await page.goto(portal.url + path);
    assert.ok(response.status() < 500, `${path} fails`);
    await act(page, path);
    const found = await page.evaluate(() => {
      const ours = new Set(
        'html head meta title link body a header div svg path span nav ul li main h1 h2 h3 h4 p section article ol dl dt dd bdi code strong br table caption thead tbody tr th td details summary form label input button textarea select option footer time img rect text del mark pre'.split(
          ' ',
        ),
      );
      const strange = [];
      for (const element of document.querySelectorAll('*')) {
        const { localName, attributes } = element;
        if (!ours.has(localName)) strange.push(localName);
        for (const { name, value } of attributes) {
          if (/^on|^style$|^srcdoc$|^http-equiv$|^autofocus$/.test(name)) strange.push(`${localName} ${name}`);
          if (['href', 'src', 'action'].includes(name) && !/^(\/(?!\/)|#)/.test(value))
            strange.push(`${localName} ${name}=${value}`);
        }
      }
      const typed = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
      return {
        strange,
        scripts: document.scripts.length,
        images: [...document.images].map((image) => image.getAttribute('src')),
        // What somebody typed is given back to him as it was, in the field that he typed it into.
        html: document.documentElement.outerHTML.replaceAll(/ value="[^"]*"/g, ''),
        text: [document.body.textContent, document.title, ...typed].join('\n'),
        widest: [...document.querySelectorAll('main *')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 200))
          .slice(0, 4),
        wide: document.documentElement.scrollWidth - innerWidth,
      };
    });
    assert.deepEqual(found.strange, [], path);
    assert.equal(found.scripts, 0, path);
    assert.ok(
      found.images.every((source) => source.endsWith('/badge.svg')),
      path,
    );
    assert.ok(found.wide <= 0, `${path} is ${found.wide} pixels too wide: ${found.widest}`);
    const unseen = found.html.match(
      /.{0,60}[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff].{0,60}/,
    );
    assert.equal(unseen, null, `${path}: ${unseen}`);
    text += found.text;
  }
  assert.deepEqual(happened, []);
  await context.close();
  return text;
}

const notShown = (text, places) => [...places].filter(([what]) => !text.includes(what)).map(([, where]) => where);

const everyPage = (id) => [
  `/releases/${id}`,
  `/releases/${id}/checks`,
  `/releases/${id}/checks?page=2`,
  `/releases/${id}/checks?page=3`,
  `/releases/${id}/what-if`,
];

test('facts: every text and every name in them', async () => {
  // Names of sections and of fields that rules read stay, so that the rules read what was planted.
  const places = new Map();
  const facts = plant(samples['shop-5-0-0'], '', places);
  facts.odd = plant({ name: 'x', deeper: [{ name: 'y' }] }, '/odd', places, { keys: true });
  facts[attack()] = 1;
  places.set(mark(planted - 1), 'a section as a key');
  const portal = await start({
    facts: { hostile: facts },
    change: (release) => ({ ...release, environment: facts.release.environment }),
  });
  try {
    const text = await read(portal, ['/', ...everyPage('hostile')]);
    assert.deepEqual(notShown(text, places), []);
    // In a line such characters stand in a box, in JSON they are written as JSON has it.
    for (const [named, written] of [
      ['U+202E', '\\u202e'],
      ['U+0000', '\\u0000'],
      ['U+001B', '\\u001b'],
      ['U+200B', '\\u200b'],
    ])
      assert.ok(text.includes(named) || text.includes(written), named);
    assert.ok(text.includes('U+202E'));
  } finally {
    await portal.close();
  }
});

test('decisions: every text that a rule or a policy gave them', async () => {
  const places = new Map();
  // What the engine itself says from closed lists.
  const closed = /\/(verdict|basis|state|status|severity|effect|enforce)$/;
  const change = (release) => {
    const decision = plant(release.decision, '', places, { keep: (where) => closed.test(where) });
    // A waiver is named by the rows that it waives, and an entry by itself.
    return { ...release, decision };
  };
  const portal = await start({ policy: pack, facts: { hostile: packFacts }, change });
  try {
    const text = await read(portal, ['/', ...everyPage('hostile')]);
    const missing = notShown(text, places);
    // Digests of params and of what a rule saw are in the JSON; of each fact that was read a page shows so many characters,
    // and of those that checks read that passed the first ones.
    const elsewhere =
      /^\/(entries\/\d+\/(params|saw\/.*|rule\/digest|derived.*)|facts\/sections\/.*)$|\/observed\/\d+\/(value|pointer)/;
    assert.deepEqual(
      missing.filter((where) => !elsewhere.test(where)),
      [],
    );
    const { decision: decided } = await portal.app.portal.releases.get('hostile');
    const failed = missing.filter((where) => {
      const [, entry, check, index] = /^\/entries\/(\d+)\/checks\/(\d+)\/observed\/(\d+)/.exec(where) ?? [];
      const row = decided.entries[entry]?.checks[check];
      return row !== undefined && row.effect !== 'none' && index < 50;
    });
    assert.deepEqual(failed, [], 'all that a failing check read is shown');
  } finally {
    await portal.close();
  }
});

const policyPages = ['/policy', '/policy/facts', '/', '/releases/shop-5-0-0/what-if', '/releases/shop-5-0-0'];

/** The same hostile view of a policy for every page. */
function once(make) {
  let made;
  return (view) => (made ??= make(view));
}

test('policies: every text of the file, of manifests and of schemas', async () => {
  const places = new Map();
  const closed = /\/enforce$|\/state$|\/lints\/\d+\/kind$|^\/factsSchema|\/(type|format|pattern|\$ref)(\/\d+)?$/;
  let seen;
  const described = once((view) => {
    seen = view;
    return plant(view, '', places, { keep: (where) => closed.test(where) });
  });
  const portal = await start({ described });
  try {
    const text = await read(portal, policyPages);
    // What a schema says of the inside of a list is told of facts, and of params in the file. What it says of a group stands
    // at none of its params, and what is needed is told by the rule when it is missing.
    const isGroup = (where) =>
      where.endsWith('/description') &&
      where
        .split('/')
        .slice(1, -1)
        .reduce((at, name) => at[name], seen).properties !== undefined;
    const elsewhere =
      /\/(title|\$schema)$|\/required\/|\/paramsSchema\/.*(oneOf|items|additionalProperties|default)\/|\/schema\/items\/description$/;
    assert.deepEqual(
      notShown(text, places).filter((where) => !elsewhere.test(where) && !isGroup(where)),
      [],
    );
  } finally {
    await portal.close();
  }
});

test('policies: every name that a schema gives to a param or a fact', async () => {
  const places = new Map();
  const described = once((view) => {
    const hostile = structuredClone(view);
    const renamed = (schema, where) => {
      if (typeof schema?.properties !== 'object') return;
      const named = Object.entries(schema.properties).map(([name, inner]) => {
        places.set(mark(planted), `${where}/${name}`);
        return [attack(), inner];
      });
      schema.properties = Object.fromEntries(named);
    };
    for (const [i, { manifest }] of hostile.entries.entries()) {
      renamed(manifest.paramsSchema, `/entries/${i}/params`);
      // A group is told by what is in it.
      for (const inner of Object.values(manifest.paramsSchema.properties)) renamed(inner, `/entries/${i}/params/…`);
      for (const { name, schema } of manifest.reads) {
        renamed(schema, `/${i}/${name}`);
        renamed(schema.items, `/${i}/${name}/items`);
      }
    }
    return hostile;
  });
  const portal = await start({ described });
  try {
    const text = await read(portal, policyPages);
    // What an entry derives is no fact that anybody could submit.
    assert.deepEqual(
      notShown(text, places).filter((where) => where !== '/1/risk/tier'),
      [],
    );
  } finally {
    await portal.close();
  }
});

test('webhooks: every text that GitHub passes on', async () => {
  const portal = await start({ facts: null });
  const places = new Map();
  const evil = (where) => {
    places.set(mark(planted), where);
    return attack().replaceAll('\u0000', '');
  };
  const full_name = evil('repository');
  const repository = { id: 7, name: 'shop', full_name, html_url: `javascript:attack('repository')` };
  const sha = 'b3c1f0d2a4e5968778695a4b3c2d1e0f12345678';
  const at = '2026-11-23T10:00:00Z';
  const tag = evil('tag');
  const url = `javascript:attack('url')`;
  const deliveries = [
    [
      'release',
      {
        action: 'published',
        repository,
        release: {
          id: 1,
          tag_name: tag,
          name: evil('name'),
          body: evil('notes'),
          draft: false,
          prerelease: false,
          created_at: at,
          published_at: at,
          author: { login: evil('author') },
          assets: [
            {
              name: evil('asset'),
              content_type: evil('type'),
              digest: evil('digest'),
              created_at: at,
              browser_download_url: url,
            },
          ],
          html_url: url,
        },
      },
    ],
    [
      'deployment',
      {
        action: 'created',
        repository,
        deployment: {
          id: 2,
          sha,
          ref: tag,
          environment: evil('environment'),
          task: 'deploy',
          description: evil('description'),
          creator: { login: evil('creator') },
          created_at: at,
          updated_at: at,
          url,
        },
      },
    ],
    [
      'check_run',
      {
        action: 'completed',
        repository,
        check_run: {
          id: 3,
          name: evil('check'),
          head_sha: sha,
          status: 'completed',
          conclusion: 'failure',
          started_at: at,
          completed_at: at,
          output: { title: evil('check title') },
          app: { slug: evil('app') },
          html_url: url,
          pull_requests: [],
        },
      },
    ],
  ];
  try {
    const ids = new Set();
    for (const [i, [event, payload]] of deliveries.entries()) {
      const answer = await portal.app.inject(signed({ event, payload, delivery: `hostile-${i}`, secret: SECRET }));
      assert.ok(answer.statusCode < 300, answer.body);
      for (const id of answer.json().releases) ids.add(id);
    }
    assert.ok(ids.size > 0);
    const put = await portal.app.inject({
      method: 'PUT',
      url: `/api/releases/${[...ids][0]}/facts/components`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      payload: JSON.stringify([{ name: evil('component') }]),
    });
    assert.equal(put.statusCode, 204, put.body);
    const known = (await portal.app.portal.releases.list()).rows.map(({ id }) => id);
    assert.ok(known.length > 0);
    const text = await read(
      portal,
      ['/', ...new Set([...known, ...ids])].flatMap((id) => (id === '/' ? id : everyPage(id))),
    );
    assert.deepEqual(
      notShown(text, places).filter((where) => !['name', 'type', 'digest', 'app', 'check title'].includes(where)),
      [],
    );
  } finally {
    await portal.close();
  }
});

test('texts of a million characters are cut, and the page stays small', async () => {
  const huge = (character) => character.repeat(1_000_000);
  const facts = structuredClone(samples['shop-5-0-0']);
  facts.release = { name: huge('n'), version: huge('v'), environment: huge('e'), ticket: huge('\u202e') };
  facts.components[0].name = huge('c');
  facts.tests[0].component = huge('t');
  facts.manifests[0].metadata.name = huge('m');
  facts.notes.markdown = `${huge('w')} SHOP-1 ${huge('😀')}`;
  const change = (release) => {
    const decision = structuredClone(release.decision);
    for (const entry of decision.entries) {
      for (const row of entry.checks) {
        row.message = huge('<');
        if (row.observed)
          row.observed = Array.from({ length: 3000 }, (_, i) => ({ pointer: `/${i}`, value: 'x'.repeat(300) }));
        row.remedy = huge('`');
      }
      for (const artifact of entry.artifacts ?? []) artifact.text = huge('#');
    }
    const events = Array.from({ length: 5000 }, () => ({
      at: release.updated,
      kind: 'check_run',
      text: 'h'.repeat(2000),
      by: 'x'.repeat(500),
      url: null,
    }));
    return { ...release, decision, events, ref: huge('r'), repository: huge('o') };
  };
  const portal = await start({ facts: { huge: facts }, change });
  try {
    for (const path of ['/', ...everyPage('huge')]) {
      const answer = await portal.app.inject(path);
      assert.equal(answer.statusCode, 200, path);
      assert.ok(answer.body.length < 3_000_000, `${path} has ${answer.body.length} bytes`);
    }
    const text = await read(portal, ['/', ...everyPage('huge')]);
    assert.match(text, /… and 999,9\d\d more characters/);
    assert.match(text, /The JSON has all of it\./);
  } finally {
    await portal.close();
  }
});

test('what somebody asks for: addresses, searches and forms', async () => {
  const portal = await start();
  const places = new Map();
  const evil = (where) => {
    places.set(mark(planted), where);
    return attack();
  };
  try {
    const paths = ATTACKS.flatMap(() => [
      `/?search=${encodeURIComponent(evil('search'))}&verdict=${encodeURIComponent(attack())}&page=${encodeURIComponent(attack())}`,
      `/releases/${encodeURIComponent(attack()).slice(0, 190)}`,
      `/releases/shop-5-0-0/checks?entry=${encodeURIComponent(attack())}&status=x`,
      `/%3Cscript%3E${encodeURIComponent(attack())}`,
    ]);
    const text = await read(portal, paths);
    assert.deepEqual(notShown(text.replaceAll(/\s/g, ''), places), []);

    const typed = new Map();
    const plain = ATTACKS.filter((make) => !/[\u0000-\u001f\u2028]/.test(make('')));
    const answered = await read(
      portal,
      plain.map(() => '/releases/shop-5-0-0/what-if'),
      async (page) => {
        for (const name of ['/tests/0/failed', '/notes/markdown', 'Pointer 1', 'Value 1']) {
          const value = attack().replace(
            /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u061c]/g,
            '',
          );
          typed.set(value, name);
          await page.getByRole('textbox', { name, exact: true }).fill(value);
        }
        await page.getByRole('button', { name: 'What would the verdict be?' }).click();
        await page.locator('#result').waitFor();
      },
    );
    for (const [value, name] of typed) assert.ok(answered.includes(value), `${name} keeps ${value}`);
  } finally {
    await portal.close();
  }
});

test('a link leads only to an https address that the portal was told of, and says whose it is', async () => {
  const urls = [
    'javascript:attack(1)',
    'https://github.example/a"onclick="attack(2)',
    'http://plain.example/',
    ' https://x',
    'https://',
    'data:text/html,x',
  ];
  const change = (release) => ({
    ...release,
    events: urls.map((url) => ({ at: release.updated, kind: 'release', text: 'x', by: null, url })),
  });
  const portal = await start({ change });
  const page = await browser.newPage();
  try {
    await page.goto(`${portal.url}/releases/shop-5-0-0`);
    const links = page.locator('.history a');
    assert.deepEqual(await links.evaluateAll((all) => all.map(({ href, rel, textContent }) => [href, rel, textContent])), [
      ['https://github.example/a%22onclick=%22attack(2)', 'noreferrer nofollow', 'at github.example'],
    ]);
  } finally {
    await page.close();
    await portal.close();
  }
});

test('what is planted would do something if it were not text', { timeout: 60_000 }, async () => {
  // Else the tests above would prove nothing.
  const page = await browser.newPage();
  const happened = new Set();
  let done;
  const all = new Promise((resolve) => (done = resolve));
  await page.exposeFunction('attack', (what) => happened.add(what).size === 3 && done());
  await page.setContent(`${ATTACKS[0]('a')}<p title="${ATTACKS[1]('b')}</p>${ATTACKS[2]('c')}`);
  await all;
  assert.deepEqual([...happened].sort(), ['a', 'b', 'c']);
  await page.close();
});
