import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Facts, FactsError } from '../index.mjs';
import { AT, caught, components, COVERAGE, policy } from './support.mjs';

test('facts are the same, whatever they were made of', () => {
  const value = { b: { y: 1, x: [null, 'é'] }, a: 1.0 };
  const facts = new Facts(value);
  const others = [
    new Map([
      ['a', 1],
      [
        'b',
        new Map([
          ['x', [null, 'é']],
          ['y', 1n],
        ]),
      ],
    ]),
    '{"a": 1.0, "b": {"x": [null, "\\u00e9"], "y": 1}}',
    facts.toMessagePack(),
    facts,
  ].map((form) => new Facts(form));
  for (const other of others) {
    assert(facts.equals(other) && other.equals(facts));
    assert.equal(other.digest, facts.digest);
    assert.deepEqual(other.toMessagePack(), facts.toMessagePack());
  }
  assert(!facts.equals(new Facts({ ...value, c: 1 })));
});

test('facts answer questions, the first time and the hundredth', () => {
  const facts = new Facts({
    release: { name: 'shop', 'a/b': [1, { c: null }], big: 2n ** 60n },
    tests: [],
    '\ufffd': 1,
  });
  for (let i = 0; i < 100; i++) {
    assert.deepEqual(facts.sections, ['release', 'tests', '\ufffd']);
    assert.equal(facts.get('/release/name'), 'shop');
    assert.deepEqual(facts.get('/release/a~1b/1'), { c: null });
    assert.equal(facts.get('/release/a~1b/1/c'), null);
    assert.equal(facts.get('/release/big'), 2 ** 60);
    for (const pointer of ['/nothing', '/release/a~1b/7', 'release', '/release/a~2b', '/release/a~1b/01', '/\ud800']) {
      assert.equal(facts.get(pointer), undefined);
    }
    assert.match(facts.digest, /^sha256:[0-9a-f]{64}$/);
    assert.equal(facts.sectionDigest('tests'), `sha256:${createHash('sha256').update(Buffer.of(0x90)).digest('hex')}`);
    assert.equal(facts.sectionDigest('nothing'), undefined);
    assert.deepEqual(new Facts(facts.toMessagePack()).get('/release'), facts.get('/release'));
    assert(facts.equals(new Facts(facts)));
  }
  assert(Object.isFrozen(facts.sections));
});

test('facts are used many times, and shared by decisions under way', async () => {
  const coverage = policy(COVERAGE);
  const facts = new Facts(components());
  const first = coverage.decideSync(facts, { at: AT });
  assert.equal(first.facts.digest, facts.digest);
  assert.deepEqual({ ...first.facts.sections }, { components: facts.sectionDigest('components') });
  const all = await Promise.all(Array.from({ length: 50 }, () => coverage.decide(facts, { at: AT })));
  for (const decision of all) assert.deepEqual(decision, first);
});

test("the bytes handed out are the caller's own", () => {
  const facts = new Facts({ a: 'b' });
  const bytes = facts.toMessagePack();
  bytes.fill(0);
  assert.equal(facts.get('/a'), 'b');
  const input = Buffer.from(facts.toMessagePack());
  const other = new Facts(input);
  input.fill(0xc0);
  assert.equal(other.get('/a'), 'b');
});

test('arguments of a wrong type are refused', async () => {
  const facts = new Facts({});
  for (const wrong of [
    () => new Facts(),
    () => new Facts(3),
    () => facts.get(3),
    () => facts.sectionDigest(),
    () => facts.equals({}),
    () => Facts.prototype.get.call({}, '/a'),
  ]) {
    assert((await caught(wrong)) instanceof TypeError);
  }
});

test('broken text and broken bytes say where', async () => {
  const text = await caught(() => new Facts('{\n  "a": wrong\n}'));
  assert(text instanceof FactsError);
  assert.deepEqual([text.code, text.place.line], ['facts-syntax', 2]);
  assert.match(text.stack, /facts\.test\.mjs/);
  const bytes = await caught(() => new Facts(Buffer.from('81a161', 'hex')));
  assert.deepEqual([bytes.code, bytes.place.offset], ['facts-syntax', 3]);
  assert.equal((await caught(() => new Facts(Buffer.alloc(0)))).code, 'facts-syntax');
  assert.equal((await caught(() => new Facts(''))).code, 'facts-syntax');
  const twice = await caught(() => new Facts(Buffer.from('82a16101a16102', 'hex')));
  assert.deepEqual([twice.code, twice.place.pointer], ['facts-key', '/a']);
});
