// Decisions, what if, and what happens when too much is asked at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClearanceError, Facts, toJson } from 'clearance';
import { AT, releases as sampleReleases } from '../sample/sample.js';
import { Desk } from '../src/desk.js';
import { Refused } from '../src/errors.js';
import { Gate } from '../src/gate.js';
import { valueAt, withValue } from '../src/pointer.js';
import { Recent } from '../src/recent.js';
import { policy } from './portal.js';

const desk = await Desk.open(policy);
const { facts } = (await sampleReleases()).find(({ repository }) => repository === 'brightloom/billing');
const billing = {
  ...facts,
  release: { ...facts.release, name: 'billing', environment: 'production' },
  notes: { markdown: '' },
};
const entryOf = (decision, id) => decision.entries.find((entry) => entry.id === id);
const paramsOf = (id) => desk.describe(AT).entries.find((entry) => entry.id === id).params;
const refusal = (code) => (error) => error instanceof Refused && error.code === code;

test('a param that is changed moves the verdict of its entry, and nothing is saved', async () => {
  const before = toJson(await desk.decide(billing, { at: AT }));
  const stricter = { tests: withValue(paramsOf('tests'), '/thresholds/pass_rate', 100) };
  const facts = withValue(billing, '/tests/0/failed', 1);
  assert.equal(entryOf(await desk.decideWith({ facts, at: AT }), 'tests').verdict, 'allow');
  const changed = await desk.decideWith({ facts, params: stricter, at: AT });
  assert.equal(entryOf(changed, 'tests').verdict, 'deny');
  assert.equal(toJson(await desk.decide(billing, { at: AT })), before);
  assert.equal(paramsOf('tests').thresholds.pass_rate, 99);
});

test('what if nothing changes is what is', async () => {
  const decision = toJson(await desk.decide(billing, { at: AT }));
  assert.equal(toJson(await desk.decideWith({ facts: billing, at: AT })), decision);
  const same = await desk.decideWith({ facts: billing, params: { tests: paramsOf('tests') }, at: AT });
  const verdicts = ({ verdict, entries }) => [verdict, entries.map(({ id, params, verdict }) => [id, params, verdict])];
  assert.deepEqual(verdicts(same), verdicts(JSON.parse(decision)));
});

test('params that a rule refuses are refused with their place', async () => {
  const params = { tests: withValue(paramsOf('tests'), '/thresholds/pass_rate', 101) };
  await assert.rejects(
    desk.decideWith({ facts: billing, params, at: AT }),
    (error) => error instanceof ClearanceError && /pass_rate/.test(error.message),
  );
});

test('an entry that the policy does not have is refused', async () => {
  for (const id of ['nobody', '__proto__', 'constructor'])
    await assert.rejects(desk.decideWith({ facts: billing, params: { [id]: {} }, at: AT }), refusal('entry'));
});

test('who asks for too many policies at once is turned away, and the others have their answers', async () => {
  const ask = (rate) =>
    desk.decideWith({ facts: billing, params: { tests: { thresholds: { pass_rate: rate } } }, at: AT });
  const settled = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => ask(90 + i / 2)));
  const refused = settled.filter(({ status }) => status === 'rejected');
  assert.ok(refused.length > 0 && refused.length < 12);
  for (const { reason } of refused) assert.ok(refusal('busy')(reason) || refusal('late')(reason), reason);
  assert.ok((await ask(50)).verdict);
});

test('facts that are decided on again at the same time are decided on once', async () => {
  const encoded = new Facts(billing);
  const [a, b] = await Promise.all([desk.decide(encoded, { at: AT }), desk.decide(new Facts(billing), { at: AT })]);
  assert.equal(a, b);
  const later = await desk.decide(encoded, { at: new Date('2027-02-01T00:00:00Z') });
  assert.notEqual(toJson(later), toJson(a));
});

test('the policy is told with the state of its waivers at the time', async () => {
  const states = (at) => Object.fromEntries(desk.describe(new Date(at)).waivers.map(({ id, state }) => [id, state]));
  assert.deepEqual(states('2026-11-26T09:00:00Z'), {
    'W-2026-031': 'in-force',
    'W-2026-029': 'in-force',
    'W-2026-018': 'expired',
    'W-2026-034': 'not-begun',
    'W-2026-007': 'over-long',
  });
  assert.equal(states('2026-11-28T00:00:00Z')['W-2026-029'], 'expired');
  assert.equal(states('2026-11-27T23:59:59Z')['W-2026-029'], 'in-force');
});

test('a gate lets a few through, has some wait in their order, and turns the rest away', async () => {
  const gate = new Gate(2, 2);
  const ends = [];
  const begun = [];
  const enter = (name) =>
    gate.run(() => {
      begun.push(name);
      return new Promise((resolve, reject) => ends.push({ resolve, reject }));
    });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(enter);
  await assert.rejects(enter('e'), refusal('busy'));
  assert.deepEqual(begun, ['a', 'b']);
  ends[1].reject(new Error('b failed'));
  await assert.rejects(b, /b failed/);
  await Promise.resolve();
  assert.deepEqual(begun, ['a', 'b', 'c']);
  ends[0].resolve('a');
  assert.equal(await a, 'a');
  await Promise.resolve();
  assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  ends[2].resolve();
  ends[3].resolve();
  await Promise.all([c, d]);
  assert.equal(await gate.run(async () => 'again'), 'again');
});

test('what was not asked for for the longest time is forgotten', () => {
  const recent = new Recent(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.get('a');
  recent.set('c', 3);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => recent.get(key)),
    [1, undefined, 3],
  );
});

test('a pointer finds and changes what it points to, in a copy', () => {
  const facts = { tests: [{ 'a/b': 1, 'c~d': 2 }], release: null };
  assert.equal(valueAt(facts, '/tests/0/a~1b'), 1);
  assert.equal(valueAt(facts, '/tests/1'), undefined);
  assert.equal(valueAt(facts, '/toString'), undefined);
  assert.deepEqual(withValue(facts, '/tests/0/c~0d', 3).tests, [{ 'a/b': 1, 'c~d': 3 }]);
  assert.deepEqual(withValue(facts, '/tests/-', 'x').tests.at(-1), 'x');
  assert.deepEqual(withValue(facts, '/tests/0', undefined).tests, []);
  assert.deepEqual(withValue(facts, '/release/window/start', 'x').release, { window: { start: 'x' } });
  assert.deepEqual(withValue(facts, '', 7), 7);
  assert.deepEqual(facts, { tests: [{ 'a/b': 1, 'c~d': 2 }], release: null });
  for (const pointer of ['tests', '/tests/x', '/tests/5', '/tests/0/a~1b/c', '/tests/01'])
    assert.throws(() => withValue(facts, pointer, 1), refusal('pointer'), pointer);
  withValue(facts, '/__proto__/polluted', true);
  assert.equal({}.polluted, undefined);
});
