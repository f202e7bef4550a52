import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Engine, OutcomeCache, SandboxError, toJson } from '../index.mjs';
import { AT, components, COVERAGE, engine, guests, policy } from './support.mjs';

const folder = () => realpathSync(mkdtempSync(path.join(tmpdir(), 'clearance-')));

test('compiled code is kept in the folder named, and a second engine uses it', () => {
  const codeCache = folder();
  const first = new Engine({ codeCache });
  assert.deepEqual(first.codeCache, { folder: codeCache });
  const decide = (engine) => engine.parsePolicySync(COVERAGE, guests).decideSync(components(), { at: AT });
  const decision = decide(first);
  const files = readdirSync(codeCache);
  assert(files.some((name) => name.endsWith('.code')));
  assert.deepEqual(decide(new Engine({ codeCache })), decision);
  assert.deepEqual(readdirSync(codeCache), files);
});

test('compiled code is kept nowhere when that is asked for', () => {
  assert.deepEqual(new Engine({ codeCache: false }).codeCache, {});
});

test('whoever watches a load learns what is compiled and what is ready', async () => {
  const two = `policy: p
entries:
- {id: a, rule: readme-rule.wasm, params: {minimum: 80}}
- {id: b, rule: readme-rule.wasm, params: {minimum: 90}}
`;
  const codeCache = folder();
  const file = path.join(codeCache, 'policy.yaml');
  writeFileSync(file, two.replaceAll('readme-rule', path.join(guests, 'readme-rule')));
  for (const compiled of [true, false]) {
    const engine = new Engine({ codeCache: path.join(codeCache, 'code') });
    for (const load of [
      (options) => engine.loadPolicy(file, options),
      (options) => engine.parsePolicy(two, guests, options),
    ]) {
      const steps = [];
      const loaded = await load({ onProgress: (step) => steps.push(step) });
      assert.equal(loaded.decideSync(components(), { at: AT }).verdict, 'deny');
      const ready = steps.filter(({ step }) => step === 'ready');
      assert.deepEqual(ready.map(({ entry }) => entry).sort(), ['a', 'b']);
      assert.deepEqual(
        ready.map(({ ready, entries }) => [ready, entries]),
        [
          [1, 2],
          [2, 2],
        ],
      );
      if (!compiled) assert.equal(steps.length, 2);
    }
  }
});

test('what a watcher throws is what the load rejects with', async () => {
  const onProgress = ({ entry }) => {
    throw new RangeError(entry);
  };
  await assert.rejects(engine.parsePolicy(COVERAGE, guests, { onProgress }), RangeError);
  await assert.rejects(engine.parsePolicy(COVERAGE, guests, { onProgress: 7 }), TypeError);
  await assert.rejects(engine.parsePolicy('policy: 1', guests, { onProgress }), { name: 'PolicyError' });
});

test('a folder that others can write to is refused', () => {
  const codeCache = folder();
  chmodSync(codeCache, 0o777);
  const refused = (error) => error instanceof SandboxError && error.code === 'code-cache';
  assert.throws(() => new Engine({ codeCache }), refused);
  assert.throws(() => new Engine({ codeCache: 7 }), TypeError);
});

test('outcomes are used again, and the decision is the same bytes', async () => {
  const coverage = policy(COVERAGE);
  const outcomes = new OutcomeCache(1 << 20);
  const plain = toJson(coverage.decideSync(components(), { at: AT }));
  for (let i = 0; i < 3; i++) {
    assert.equal(toJson(coverage.decideSync(components(), { at: AT, outcomes })), plain);
    assert.equal(toJson(await coverage.decide(components(), { at: AT, outcomes })), plain);
    assert.equal(toJson((await coverage.decideTimed(components(), { at: AT, outcomes })).decision), plain);
    for await (const decision of coverage.decideBatch([components()], { at: AT, outcomes }))
      assert.equal(toJson(decision), plain);
    assert.equal(outcomes.size, 1);
  }
  assert(outcomes.bytes > 1000 && outcomes.bytes < 1 << 20);
  coverage.decideSync(components(), { at: new Date(0), outcomes });
  assert.equal(outcomes.size, 2, 'the rule may depend on the time');
  outcomes.clear();
  assert.equal(outcomes.size, 0);
});

test('what is no cache is refused', async () => {
  assert.throws(() => new OutcomeCache(0), TypeError);
  assert.throws(() => new OutcomeCache('1 MB'), TypeError);
  assert.throws(() => policy(COVERAGE).decideSync({}, { outcomes: new Map() }), TypeError);
  await assert.rejects(policy(COVERAGE).decide({}, { outcomes: {} }), TypeError);
});

test('a rule says how it begins, and answers alike either way', () => {
  const rule = engine.loadRuleSync(path.join(guests, 'readme-rule.wasm'));
  assert.deepEqual(rule.startup, { snapshot: true });
  const plain = new Engine({ codeCache: false }).loadRuleSync(path.join(guests, 'readme-rule.wasm'));
  const once = plain.configure({ minimum: 81 }, { snapshot: false });
  const often = rule.configure({ minimum: 81 });
  assert.equal(once.startup.snapshot, false);
  assert.equal(often.startup.snapshot, true);
  assert.deepEqual(once.evaluateSync(components(), { at: AT }), often.evaluateSync(components(), { at: AT }));
  assert.throws(() => rule.configure({ minimum: 80 }, { snapshot: 'yes' }), TypeError);
});
