import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Facts, TimestampError } from '../index.mjs';
import { AT, caught, components, COVERAGE, demo, engine, policy, repository, shown } from './support.mjs';

const coverage = policy(COVERAGE);

test('a decision is what the rules found', async () => {
  const decision = await coverage.decide(components(), { at: AT });
  assert.equal(decision.verdict, 'deny');
  assert.equal(decision.basis, 'rules');
  assert.deepEqual(decision.at, new Date(AT));
  assert.deepEqual({ ...decision.policy }, { name: 'coverage', version: '3', digest: coverage.digest });
  const { checks } = decision.entries[0];
  assert.equal(checks.length, 10);
  assert.deepEqual(checks[0], {
    code: 'line-coverage',
    subject: 'component-0',
    status: 'fail',
    severity: 'medium',
    message: '70%',
    observed: [{ pointer: '/components/0/line_coverage', value: 70 }],
    required: 'at least 80%',
    remedy: 'raise `/components/0/line_coverage` by 10%',
    effect: 'deny',
  });
});

test('all forms of the same facts lead to the same decision', async () => {
  const value = components();
  const facts = new Facts(value);
  const packed = facts.toMessagePack();
  const shared = new Uint8Array(new SharedArrayBuffer(packed.length));
  shared.set(packed);
  const forms = [
    value,
    new Map(Object.entries(value)),
    JSON.stringify(value),
    packed,
    new Uint8Array(packed),
    Uint8Array.prototype.slice.call(packed).buffer,
    shared,
    Buffer.concat([Buffer.from('xx'), packed]).subarray(2),
    facts,
  ];
  const first = coverage.decideSync(value, { at: AT });
  for (const form of forms) {
    assert.deepEqual(coverage.decideSync(form, { at: AT }), first);
    assert.deepEqual(await coverage.decide(form, { at: AT }), first);
    assert.deepEqual((await coverage.decideTimed(form, { at: AT })).decision, first);
  }
});

test('the time is text, a Date, or now', async () => {
  assert.deepEqual(coverage.decideSync({}, { at: new Date(AT) }).at, new Date(AT));
  assert.deepEqual(coverage.decideSync({}, { at: '2026-11-23' }).at, new Date('2026-11-23T00:00:00Z'));
  assert.deepEqual(
    coverage.decideSync({}, { at: '2026-11-23T09:00:00.250+01:00' }).at,
    new Date('2026-11-23T08:00:00.250Z'),
  );
  assert.deepEqual(coverage.decideSync({}, { at: '-000300-01-01T00:00:00Z' }).at.getTime(), Date.UTC(-300, 0));
  const before = Date.now();
  for (const decision of [
    coverage.decideSync({}),
    await coverage.decide({}),
    await coverage.decide({}, { at: undefined }),
  ]) {
    assert(decision.at.getTime() >= before && decision.at.getTime() <= Date.now());
  }
});

test('what is no time is refused', async () => {
  for (const at of ['yesterday', '2026-11-23T08:00:00', '2026-02-30', '', new Date(NaN), new Date(8.64e15)]) {
    for (const decide of [
      () => coverage.decideSync({}, { at }),
      () => coverage.decide({}, { at }),
      () => coverage.lint(at),
    ]) {
      const error = await caught(decide);
      assert(error instanceof TimestampError, String(at));
      assert.equal(error.code, 'timestamp');
    }
  }
  for (const at of [0, null, {}, 5n]) {
    assert.equal((await caught(() => coverage.decideSync({}, { at }))).code, 'ERR_INVALID_ARG_TYPE');
    assert.equal((await caught(() => coverage.decide({}, { at }))).code, 'ERR_INVALID_ARG_TYPE');
  }
});

test('arguments of a wrong type are refused', async () => {
  for (const facts of [undefined, null, 3, true, 5n, Symbol('s'), () => ({})]) {
    for (const decide of ['decide', 'decideSync', 'decideTimed']) {
      const error = await caught(() => coverage[decide](facts));
      assert(error instanceof TypeError);
      assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
    }
  }
  for (const options of [3, 'at', null]) {
    assert.equal((await caught(() => coverage.decide({}, options))).code, 'ERR_INVALID_ARG_TYPE');
  }
  assert.equal((await caught(() => coverage.decide({}, { signal: {} }))).code, 'ERR_INVALID_ARG_TYPE');
});

test('timings stand beside the decision', async () => {
  const { decision, timings } = await coverage.decideTimed(components(), { at: AT });
  assert.equal(decision.verdict, 'deny');
  assert(timings.totalMs > 0);
  assert.deepEqual(
    timings.entries.map(({ id }) => id),
    ['coverage'],
  );
  assert(timings.entries[0].ms > 0 && timings.entries[0].ms <= timings.totalMs);
});

test('remarks name what is likely a mistake', async () => {
  const yaml = `
policy: p
entries:
  - {id: a, rule: scripted.wasm, enforce: warn}
waivers:
  - {id: W, entry: a, check: scripted, subject: s, reason: r, approvers: [x], ticket: T,
     from: 2026-01-01, until: 2026-02-01}
`;
  const remarks = policy(yaml).lint('2026-11-23');
  assert.deepEqual(
    remarks.map(({ kind }) => kind),
    ['waiver-expired', 'nothing-enforced'],
  );
  assert(Object.isFrozen(remarks) && Object.isFrozen(remarks[0]));
  assert(!('line' in remarks[0]));
  assert.deepEqual(
    policy(yaml)
      .lint(new Date('2026-01-15'))
      .map(({ kind }) => kind),
    ['nothing-enforced'],
  );
  const ended = policy('policy: p\nentries:\n  - {id: a, rule: scripted.wasm, effective: {until: 2020-01-01}}').lint();
  assert.deepEqual(
    ended.map(({ kind, line }) => [kind, line]),
    [['entry-ended', 3]],
  );
});

test('the schema says which facts a policy needs', () => {
  const schema = coverage.factsSchema();
  assert.deepEqual(schema.required, ['components']);
  assert.equal(schema.properties.components.type, 'array');
});

test('the demo releases are decided as they should be', async () => {
  const readiness = await engine.loadPolicy(repository('example-rules/demo/policy.yaml'));
  assert.equal((await readiness.decide(demo('allowed.json'), { at: AT })).verdict, 'allow');
  const denied = readiness.decideSync(JSON.parse(demo('denied.json')), { at: AT });
  assert.equal(denied.verdict, 'deny');
  assert.equal(denied.entries[0].score.outOf, 100);
});

test('facts that decide while they are read do not disturb each other', () => {
  const inner = coverage.decideSync(components(), { at: AT });
  const seen = [];
  const facts = {
    release: {
      before: 'kept',
      get middle() {
        seen.push(coverage.decideSync(components(), { at: AT }));
        return 1;
      },
      after: { toJSON: () => coverage.decideSync(components(), { at: AT }).verdict },
    },
  };
  assert.deepEqual(shown(facts).value, { before: 'kept', middle: 1, after: 'deny' });
  assert.deepEqual(seen, [inner]);
});
