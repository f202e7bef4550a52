import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  ClearanceError,
  decisionFromJson,
  failing,
  raiseForVerdict,
  toJson,
  toMessagePack,
  VerdictError,
} from '../index.mjs';
import { AT, caught, components, COVERAGE, demo, engine, policy, repository, shown, SHOW } from './support.mjs';

const readiness = engine.loadPolicySync(repository('example-rules/demo/policy.yaml'));
const denied = readiness.decideSync(demo('denied.json'), { at: AT });
const allowed = readiness.decideSync(demo('allowed.json'), { at: AT });

function everything(value, visit) {
  if (typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value)) return;
  visit(value);
  for (const member of Object.values(value)) everything(member, visit);
}

test('a decision is made of frozen plain objects all the way down', () => {
  for (const decision of [denied, allowed]) {
    everything(decision, (value) => {
      assert(Object.isFrozen(value));
      assert(Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
    });
    assert.throws(() => {
      decision.entries[0].checks[0].status = 'pass';
    }, TypeError);
    assert.throws(() => decision.entries.push({}), TypeError);
  }
});

test('times are Dates, names are camelCase, and what facts hold keeps its names', () => {
  const [waiver] = allowed.waivers;
  assert.deepEqual([waiver.from, waiver.until], [new Date('2026-11-01'), new Date('2026-12-15')]);
  assert.deepEqual(
    [waiver.state, waiver.matched, [...waiver.approvers]],
    ['used', 1, ['Ada Lovelace', 'Grace Hopper']],
  );
  assert.deepEqual(Object.keys(denied.entries[0].score), ['points', 'outOf', 'contributions']);
  everything(
    denied.entries.map(({ derived, ...entry }) => entry),
    (value) => {
      for (const key of Object.keys(value)) assert(!/_[a-z]/.test(key) || value === denied.facts.sections, key);
    },
  );
  const renamed = shown({ release: { out_of: 1, media_type: { content_base64: null } } });
  assert.deepEqual(renamed.value, { out_of: 1, media_type: { content_base64: null } });
});

test('null that was found is not absence', () => {
  const scoped = policy('policy: p\nentries: [{id: a, rule: scripted.wasm, when: {/release/kind: hotfix}}]');
  const observed = (release) => scoped.decideSync({ release }).entries[0].checks[0].observed[0];
  assert.deepEqual(observed({ kind: null }), { pointer: '/release/kind', value: null });
  assert.deepEqual(observed({}), { pointer: '/release/kind' });
});

test('an artifact has its text and its bytes', () => {
  const [artifact] = denied.entries[3].artifacts;
  assert.deepEqual([artifact.name, artifact.mediaType], ['notes.md', 'text/markdown']);
  assert(Buffer.isBuffer(artifact.content));
  assert.equal(artifact.content.toString(), artifact.text);
  assert.equal(artifact.digest, `sha256:${createHash('sha256').update(artifact.content).digest('hex')}`);
  assert.equal(artifact.content.buffer.byteLength, artifact.content.length);
});

test('an artifact that is no text has its bytes alone', () => {
  const content = Buffer.from([0xff, 0x00, 0x80]);
  const form = JSON.parse(toJson(denied));
  form.entries[3].artifacts = [
    {
      name: 'a.bin',
      media_type: 'application/octet-stream',
      digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
      content_base64: content.toString('base64'),
    },
  ];
  const decision = decisionFromJson(JSON.stringify(form));
  const [artifact] = decision.entries[3].artifacts;
  assert.deepEqual(artifact.content, content);
  assert(!('text' in artifact));
  assert.equal(toJson(structuredClone(decision)), toJson(decision));
});

test('the canonical text reads back, and copies have it too', () => {
  for (const decision of [denied, allowed]) {
    const text = toJson(decision);
    const back = decisionFromJson(text);
    assert.deepEqual(back, decision);
    assert.equal(toJson(back), text);
    assert.equal(toJson(decisionFromJson(JSON.stringify(JSON.parse(text), null, 2))), text);
    const copy = structuredClone(decision);
    assert.equal(toJson(copy), text);
    assert.equal(toJson(JSON.parse(JSON.stringify(decision))), text);
    assert.deepEqual(toMessagePack(copy), toMessagePack(decision));
  }
  assert.match(toJson(denied), /"points":87\.0,"out_of":100\.0/);
});

test('MessagePack begins with the format', () => {
  const bytes = toMessagePack(denied);
  assert(Buffer.isBuffer(bytes));
  assert.equal(bytes.subarray(1, 9).toString('latin1'), '\xa6format\x01');
});

test('a copy does not guess the digits that it lost', async () => {
  const decision = policy(SHOW).decideSync('{"release": [9007199254740993, 1e16, 1e300]}', { at: AT });
  assert.match(toJson(decision), /\[9007199254740993,1e16,1e300\]|\[9007199254740993,1e\+16,1e\+300\]/);
  const error = await caught(() => toJson(structuredClone(decision)));
  assert.equal(error.code, 'decision');
  const large = policy(SHOW).decideSync({ release: [1e300, 2 ** 53 - 1, 2 ** 64] }, { at: AT });
  assert.equal(toJson(structuredClone(large)), toJson(large));
});

test('text that is no decision is refused', async () => {
  for (const text of [
    '',
    '{}',
    'null',
    '{"format": 1}',
    toJson(denied).slice(0, -1),
    toJson(denied).replace('Shop 5', 'Shop 6'),
    '"\ud800"',
  ]) {
    const error = await caught(() => decisionFromJson(text));
    assert(error instanceof ClearanceError);
    assert.equal(error.code, 'decision');
  }
  assert.equal((await caught(() => decisionFromJson('{\n'))).place.line, 2);
  for (const wrong of [
    () => decisionFromJson(3),
    () => toJson(null),
    () => toMessagePack('x'),
    () => failing({}),
    () => raiseForVerdict(undefined),
  ]) {
    assert.equal((await caught(wrong)).code, 'ERR_INVALID_ARG_TYPE');
  }
});

test('the rows that count against a release are those with an effect', () => {
  const rows = failing(denied);
  assert(rows.length > 0);
  for (const [entry, row] of rows) {
    assert(denied.entries.includes(entry) && entry.checks.includes(row));
    assert.notEqual(row.effect, 'none');
  }
  const counted = denied.entries.flatMap(({ checks }) => checks).filter(({ effect }) => effect !== 'none');
  assert.equal(rows.length, counted.length);
});

test('a verdict other than allow raises', async () => {
  raiseForVerdict(allowed);
  const error = await caught(() => raiseForVerdict(denied));
  assert(error instanceof VerdictError && error instanceof ClearanceError);
  assert.deepEqual([error.code, error.name, error.message], ['verdict', 'VerdictError', denied.summary]);
  assert.equal(error.decision, denied);
});

test('the same facts give the same bytes every time', async () => {
  const coverage = policy(COVERAGE);
  const first = toJson(coverage.decideSync(components(), { at: AT }));
  for (let i = 0; i < 20; i++) assert.equal(toJson(await coverage.decide(components(), { at: AT })), first);
});
