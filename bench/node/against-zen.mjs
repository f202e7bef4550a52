// One rule over ten components: Clearance against ZEN in one process, in rounds that take turns. Both are handed a
// fresh plain object each time and hand back plain objects. Needs `npm install` here, and the package's native file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import zen from '@gorules/zen-engine';
import { Engine } from '../../bindings/node/index.mjs';

const ROUNDS = 41;
const CALLS = 200;
const AT = new Date('2026-11-23T08:00:00Z');

const repository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const facts = () => ({
  components: Array.from({ length: 10 }, (_, i) => ({ name: `component-${i}`, line_coverage: 70 + 2 * i })),
});

const policy = new Engine().parsePolicySync(
  'policy: line-coverage\nentries: [{id: line-coverage, rule: readme-rule.wasm, params: {minimum: 80}}]',
  repository('target/guests'),
);
const model = new zen.ZenEngine().createDecision(readFileSync(repository('bench/line-coverage.jdm.json')));

const contestants = {
  'clearance, await decide': () => policy.decide(facts(), { at: AT }),
  'clearance, decideSync': () => policy.decideSync(facts(), { at: AT }),
  'zen, await evaluate': () => model.evaluate(facts()),
};

/** Verdict, and subject, status and message of every check. */
function answer(result) {
  const { verdict, checks } = result.result ?? { verdict: result.verdict, checks: result.entries[0].checks };
  return { verdict, checks: checks.map(({ subject, status, message }) => ({ subject, status, message })) };
}

const answers = await Promise.all(Object.values(contestants).map(async (ask) => answer(await ask())));
for (const other of answers) assert.deepEqual(other, answers[0]);
assert.equal(answers[0].checks.length, 10);

/** Microseconds a call, one call after the other. */
async function oneByOne(ask) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < CALLS; i++) await ask();
  return Number(process.hrtime.bigint() - begun) / CALLS / 1e3;
}

/** Microseconds a call, 20 under way at a time. */
async function manyAtOnce(ask) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < CALLS / 20; i++) await Promise.all(Array.from({ length: 20 }, ask));
  return Number(process.hrtime.bigint() - begun) / CALLS / 1e3;
}

const quantile = (sorted, part) => sorted[Math.floor((sorted.length - 1) * part)];

async function compare(title, measure) {
  const times = new Map(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -5; round < ROUNDS; round++) {
    for (const [name, ask] of Object.entries(contestants)) {
      const time = await measure(ask);
      if (round >= 0) times.get(name).push(time);
    }
  }
  for (const each of times.values()) each.sort((a, b) => a - b);
  const zens = quantile(times.get('zen, await evaluate'), 0.5);
  console.log(`${title}: median (quartiles) in microseconds a decision, ${ROUNDS} rounds of ${CALLS}`);
  for (const [name, sorted] of times) {
    const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
    const ratio = `${(zens / median).toFixed(1)} times as fast as zen`;
    console.log(
      `  ${name.padEnd(24)} ${median.toFixed(1).padStart(7)}  (${low.toFixed(1)} to ${high.toFixed(1)})  ${ratio}`,
    );
  }
}

await compare('one after the other', oneByOne);
await compare('20 at a time', manyAtOnce);
