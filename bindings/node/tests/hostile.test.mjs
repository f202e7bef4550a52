// Nothing that a rule does hurts its host: `tests/hostile.yaml`, committed in this process.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { ClearanceError, Engine } from '../index.mjs';
import { parse } from 'yaml';
import { guests, repository } from './support.mjs';

const { limits: common, misdeeds } = parse(readFileSync(repository('tests/hostile.yaml'), 'utf8'));
const MOST_LEFT = 96 * 2 ** 20;

// An engine's threads end when it is collected, so the test collects.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const threads = () => readdirSync('/proc/self/task').length;

/** The number of threads once the engines are collected: at most `most`, or what is still there after a while. */
async function threadsLeft(most) {
  for (let attempt = 0; attempt < 100 && threads() > most; attempt += 1) {
    collect();
    await delay(20);
  }
  return threads();
}

const camelCase = (limits) =>
  Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]),
  );

async function commit(misdeed) {
  const engine = new Engine({ limits: camelCase({ ...common, ...misdeed.limits }) });
  const text = JSON.stringify({
    policy: 'hostile',
    entries: [
      { id: 'deed', rule: misdeed.rule, params: misdeed.params ?? {} },
      { id: 'next', rule: 'misdeeds.wasm', params: { deed: 'none' } },
    ],
  });
  let policy;
  try {
    policy = await engine.parsePolicy(text, guests);
  } catch (error) {
    assert(error instanceof ClearanceError);
    return `error ${error.code}`;
  }
  const facts = { release: { name: 'shop' } };
  const decision = await policy.decide(facts, { at: '2026-11-23T08:00:00Z' });
  const again = policy.decideSync(facts, { at: '2026-11-23T08:00:00Z' });
  assert.deepEqual(again, decision, 'a decision replays');
  const [deed, next] = decision.entries;
  assert.deepEqual([next.verdict, next.checks[0].code], ['allow', 'behaved']);
  return deed.verdict === 'allow' ? 'behaves' : `row ${deed.checks[0].code}`;
}

const expected = ({ row, error, behaves }) => (behaves ? 'behaves' : row ? `row ${row}` : `error ${error}`);

await commit(misdeeds[0]);
const idle = await threadsLeft(0);

for (const misdeed of misdeeds) {
  test(`${misdeed.name}`, async () => {
    await commit(misdeeds[0]);
    const before = process.memoryUsage.rss();
    assert.equal(await commit(misdeed), expected(misdeed));
    assert((await threadsLeft(idle)) <= idle, 'threads are left');
    assert(process.memoryUsage.rss() - before < MOST_LEFT, 'memory is left');
  });
}

const OBEYED = /[\x1b\x07\x9b\r]/;

test('hostile text of a rule is shown and not obeyed', async () => {
  const engine = new Engine();
  const policy = await engine.parsePolicy(
    'policy: p\nentries: [{id: deed, rule: hostile/manifest-hostile-text.wasm}]',
    guests,
  );
  const decision = await policy.decide({ release: { name: 'shop' } }, { at: '2026-11-23T08:00:00Z' });
  const rule = await engine.loadRule(join(guests, 'hostile', 'manifest-hostile-text.wasm'));
  assert.match(decision.entries[0].checks[0].message, OBEYED, 'it is there');
  for (const shown of [decision, policy, rule, rule.manifest]) {
    assert.doesNotMatch(inspect(shown, { depth: null }), OBEYED);
  }
});

test('what a rule says in an error is one line that is not obeyed', async () => {
  const rule = await new Engine().loadRule(join(guests, 'misdeeds.wasm'));
  assert.throws(() => rule.configure({ deed: 'a\x1b[2J\n\u202eb' }), (error) => {
    assert(error instanceof ClearanceError);
    assert.doesNotMatch(error.message, /[\x1b\x07\x9b\r\n\u202e]/);
    assert.match(error.message, /a\\u\{1b\}\[2J/);
    return true;
  });
});
