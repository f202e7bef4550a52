import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ConfiguredRule, Engine, EvaluationError, Facts, FactsError, Rule, RuleError } from '../index.mjs';
import { AT, caught, components, demo, engine, guests, repository } from './support.mjs';

const coverage = engine.loadRuleSync(path.join(guests, 'readme-rule.wasm'));
const misdeeds = engine.loadRuleSync(path.join(guests, 'misdeeds.wasm'));

test('a rule says what it is', async () => {
  const rule = await engine.loadRule(path.join(guests, 'readme-rule.wasm'));
  assert(rule instanceof Rule);
  const { manifest } = rule;
  assert.deepEqual([manifest.id, manifest.version, manifest.title], ['line-coverage', '1.0.0', 'Line coverage']);
  assert.deepEqual(
    manifest.checks.map(({ code }) => code),
    ['line-coverage'],
  );
  assert.deepEqual(
    manifest.reads.map(({ name, required }) => [name, required]),
    [['components', true]],
  );
  assert.equal(manifest.paramsSchema.properties.minimum.type, 'number');
  assert(!('params_schema' in manifest));
  assert(Object.isFrozen(manifest.paramsSchema.properties.minimum));
  assert.match(rule.digest, /^sha256:/);
  assert.equal(rule.digest, coverage.digest);
});

test('a configured rule evaluates facts, here and on another thread', async () => {
  const rule = coverage.configure({ minimum: 80 });
  assert(rule instanceof ConfiguredRule);
  const outcome = rule.evaluateSync(components(), { at: AT });
  assert.deepEqual(Object.keys(outcome), ['checks']);
  assert.equal(outcome.checks.length, 10);
  assert(!('effect' in outcome.checks[0]));
  assert(Object.isFrozen(outcome.checks[0].observed[0]));
  assert.deepEqual(await rule.evaluate(components(), { at: AT }), outcome);
  assert.deepEqual(await rule.evaluate(new Facts(components())), outcome);
  assert.deepEqual(await rule.evaluate(JSON.stringify(components())), outcome);
});

test('scores, artifacts and derived facts come with the outcome', () => {
  const facts = JSON.parse(demo('denied.json'));
  const risk = engine
    .loadRuleSync(repository('target/rules/risk-score.wasm'))
    .configure({})
    .evaluateSync(facts, { at: AT });
  assert.equal(risk.score.outOf, 100);
  assert(risk.derived.tier);
  const notes = engine.loadRuleSync(repository('target/rules/note-redaction.wasm'));
  const { artifacts } = notes.configure({ internal_domains: ['shop.example.net'] }).evaluateSync(facts, { at: AT });
  assert(Buffer.isBuffer(artifacts[0].content) && Object.isFrozen(artifacts[0]));
});

test('params that a rule does not take are refused', async () => {
  const error = await caught(() => coverage.configure({ minimum: 'many' }));
  assert(error instanceof RuleError);
  assert.deepEqual([error.code, error.place.pointer], ['rule-params', '/minimum']);
  assert.match(error.stack, /rule\.test\.mjs/);
  assert.equal((await caught(() => misdeeds.configure({ deed: 'none', configure: 'abort' }))).code, 'rule-failed');
  const nan = await caught(() => coverage.configure({ minimum: NaN }));
  assert(nan instanceof FactsError);
  assert.equal(nan.place.pointer, '/minimum');
  for (const params of [undefined, null, 3, 'x', []]) {
    assert.equal((await caught(() => coverage.configure(params))).code, 'ERR_INVALID_ARG_TYPE');
  }
});

test('params are taken whole', () => {
  const scripted = engine.loadRuleSync(path.join(guests, 'scripted.wasm'));
  const derive = { a: [1, 2.5, null, 'é'], 'b/~': { c: new Map([['d', true]]) } };
  const { derived } = scripted.configure({ derive }).evaluateSync({});
  assert.deepEqual(derived, { a: [1, 2.5, null, 'é'], 'b/~': { c: { d: true } } });
});

test('an evaluation without an outcome says why', async () => {
  const narrow = new Engine({ limits: { instructions: 1_000_000 } });
  const rule = narrow.loadRuleSync(path.join(guests, 'misdeeds.wasm'));
  const codes = {
    loop: 'limit-instructions',
    memory: 'limit-memory',
    abort: 'rule-trapped',
    'nan-score': 'invalid-outcome',
    panic: 'rule-failed',
  };
  for (const [deed, code] of Object.entries(codes)) {
    const configured = rule.configure({ deed });
    for (const error of [
      await caught(() => configured.evaluate({})),
      await caught(() => configured.evaluateSync({})),
    ]) {
      assert(error instanceof EvaluationError, deed);
      assert.equal(error.code, code);
      assert(error.message.startsWith(`${code}: `), error.message);
      assert.match(error.stack, /rule\.test\.mjs/);
    }
  }
  const missing = await caught(() => coverage.configure({ minimum: 80 }).evaluate({}));
  assert.deepEqual([missing.code, missing.place.pointer], ['missing-fact', '/components']);
});

test('arguments of a wrong type are refused', async () => {
  const rule = coverage.configure({ minimum: 80 });
  for (const wrong of [
    () => rule.evaluate(3),
    () => rule.evaluateSync(),
    () => rule.evaluate({}, 3),
    () => rule.evaluate({}, { at: 3 }),
    () => rule.evaluateSync({}, { at: {} }),
  ]) {
    assert.equal((await caught(wrong)).code, 'ERR_INVALID_ARG_TYPE');
  }
  assert.equal((await caught(() => rule.evaluate({}, { at: 'soon' }))).code, 'timestamp');
});
