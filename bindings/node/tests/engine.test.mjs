import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Engine, Policy, PolicyError, policySchema, Rule, RuleError, SandboxError } from '../index.mjs';
import { AT, caught, COVERAGE, engine, guests, repository } from './support.mjs';

const demo = repository('example-rules/demo/policy.yaml');

test('a policy is loaded from a path and from a URL, here and on another thread', async () => {
  const policies = [
    engine.loadPolicySync(demo),
    engine.loadPolicySync(pathToFileURL(demo)),
    await engine.loadPolicy(demo),
    await engine.loadPolicy(pathToFileURL(demo)),
  ];
  for (const policy of policies) {
    assert(policy instanceof Policy);
    assert.equal(policy.name, 'release-readiness');
    assert.equal(policy.version, '1');
    assert.match(policy.digest, /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(
      policy.entries.map(({ id }) => id),
      ['risk', 'test-thresholds', 'data-residency', 'note-redaction'],
    );
    assert.equal(policy.entries[0].manifest.id, 'risk-score');
  }
});

test('a policy is read from text, here and on another thread', async () => {
  for (const policy of [
    engine.parsePolicySync(COVERAGE, guests),
    await engine.parsePolicy(COVERAGE, pathToFileURL(guests)),
  ]) {
    assert.equal(policy.name, 'coverage');
    assert.equal(policy.decideSync({ components: [] }, { at: AT }).verdict, 'allow');
  }
});

test('a policy without a version has none', () => {
  const policy = engine.parsePolicySync('policy: p\nentries: [{id: a, rule: scripted.wasm}]', guests);
  assert.equal(policy.version, undefined);
});

test('a policy shows itself and cannot be changed', () => {
  const policy = engine.loadPolicySync(demo);
  assert(
    Object.isFrozen(policy) && Object.isFrozen(policy.entries) && Object.isFrozen(policy.entries[0].manifest.reads[0]),
  );
  assert.throws(() => {
    policy.name = 'other';
  }, TypeError);
  assert.throws(() => new Policy(), TypeError);
  assert.throws(() => new Rule(), TypeError);
});

test('limits have defaults, and those that are given hold', () => {
  assert.deepEqual(
    { ...engine.limits },
    {
      instructions: 200_000_000,
      timeMs: 2000,
      memoryBytes: 64 * 2 ** 20,
      tableElements: 20_000,
      stackBytes: 512 * 2 ** 10,
      outputBytes: 16 * 2 ** 20,
      checks: 100_000,
      functionBytes: 524_288,
      functions: 20_000,
      componentBytes: 64 * 2 ** 20,
    },
  );
  const narrow = new Engine({ limits: { checks: 3, timeMs: 60_000, instructions: undefined } });
  assert.equal(narrow.limits.checks, 3);
  assert.equal(narrow.limits.instructions, 200_000_000);
  assert(Object.isFrozen(narrow.limits));
  const row = narrow.parsePolicySync(COVERAGE, guests).decideSync({
    components: Array.from({ length: 4 }, (_, i) => ({ name: `c${i}`, line_coverage: 90 })),
  }).entries[0].checks[0];
  assert.equal(row.code, 'limit-output');
});

test('limits that cannot be are refused', async () => {
  const refused = async (limits) => caught(() => new Engine({ limits }));
  assert((await refused({ timeMs: 0 })) instanceof SandboxError);
  assert.equal((await refused({ stackBytes: 2 ** 40 })).code, 'sandbox');
  assert.equal((await refused({ checks: '3' })).code, 'ERR_INVALID_ARG_TYPE');
  assert.equal((await refused({ checks: 1.5 })).code, 'ERR_OUT_OF_RANGE');
  assert.equal((await refused({ checks: -1 })).code, 'ERR_OUT_OF_RANGE');
  assert.equal((await refused({ checks: NaN })).code, 'ERR_OUT_OF_RANGE');
  assert.equal((await refused({ time_ms: 5 })).code, 'ERR_INVALID_ARG_VALUE');
  assert.equal((await refused(5)).code, 'ERR_INVALID_ARG_TYPE');
  assert.equal((await caught(() => new Engine(5))).code, 'ERR_INVALID_ARG_TYPE');
});

test('what does not load says where and why, both ways alike', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'clearance-'));
  const broken = path.join(folder, 'policy.yaml');
  writeFileSync(broken, 'policy: p\nentries:\n  - {id: a, rule: nowhere.wasm}\n');
  const cases = [
    ['Policy', broken, PolicyError, 'policy-unknown-rule', { file: broken, line: 3, column: 19 }],
    [
      'Policy',
      path.join(folder, 'none.yaml'),
      PolicyError,
      'policy-unreadable',
      { file: path.join(folder, 'none.yaml') },
    ],
    ['Policy', '', PolicyError, 'policy-unreadable', { file: '' }],
    ['Rule', broken, RuleError, 'rule-not-a-component', { file: broken }],
    ['Rule', folder, RuleError, 'rule-unreadable', { file: folder }],
  ];
  for (const [what, file, type, code, place] of cases) {
    for (const error of [
      await caught(() => engine[`load${what}`](file)),
      await caught(() => engine[`load${what}Sync`](file)),
    ]) {
      assert(error instanceof type, error.stack);
      assert.equal(error.code, code);
      assert.deepEqual({ ...error.place }, place);
      assert.match(error.stack, /engine\.test\.mjs/);
    }
  }
});

test('a path and a text of a wrong type are refused as Node does', async () => {
  for (const wrong of [
    () => engine.loadPolicy({}),
    () => engine.loadPolicySync(3),
    () => engine.loadRule(undefined),
    () => engine.loadRuleSync(null),
    () => engine.parsePolicy(COVERAGE),
    () => engine.parsePolicySync(Buffer.from(COVERAGE), guests),
  ]) {
    const error = await caught(wrong);
    assert(error instanceof TypeError);
    assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
  }
});

test('the schema of policies is the published one', () => {
  const schema = policySchema();
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
  assert(schema.properties.entries);
});
