// The cases that every language has to answer alike: `tests/conformance` in the repository.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { ClearanceError, Engine, Facts, toJson } from '../index.mjs';
import { caught, guests, repository } from './support.mjs';

const folder = repository('tests/conformance');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const camelCase = (limits = {}) =>
  Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]),
  );

/** The exact bytes of the decision that a file describes. */
function expectedText(name) {
  const lines = readFileSync(path.join(folder, 'decisions', name), 'utf8').split('\n');
  const text = lines.map((line) => line.trimStart()).join('');
  return text.replace(/sha256:\{([^}]+)\}/g, (_, component) => {
    const file = [guests, repository('target/rules')].map((place) => path.join(place, component)).find(existsSync);
    return `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  });
}

/** All forms in which the facts of a case are handed over. */
function formsOf({ facts: given, facts_file: file, facts_json: json, facts_messagepack: messagepack }) {
  if (json !== undefined) return [['JSON text', () => json]];
  if (messagepack !== undefined) return [['MessagePack', () => Buffer.from(messagepack, 'hex')]];
  const facts = file === undefined ? given : JSON.parse(readFileSync(repository(file), 'utf8'));
  return [
    ['values', () => facts],
    ['JSON text', () => JSON.stringify(facts)],
    ['Facts', () => new Facts(facts)],
  ];
}

async function check({ expect }, action) {
  if (expect.error === undefined) {
    assert.equal(toJson(await action()), expectedText(expect.decision));
    return;
  }
  const error = await caught(action);
  assert(error instanceof ClearanceError, error.stack);
  const { code, ...place } = expect.error;
  assert.equal(error.code, code, error.message);
  for (const [part, value] of Object.entries(place))
    assert.equal(error.place[part], value, `${part}: ${error.message}`);
}

test('there are cases', () => {
  assert(files.length > 0);
});

for (const file of files) {
  const { at, limits, policies = {}, policy_files: policyFiles = {}, cases } = parse(readFileSync(path.join(folder, file), 'utf8'));
  const engine = new Engine({ limits: camelCase(limits) });
  const loaded = new Map(Object.entries(policies).map(([name, yaml]) => [name, engine.parsePolicySync(yaml, guests)]));
  for (const [name, place] of Object.entries(policyFiles)) loaded.set(name, engine.loadPolicySync(repository(place)));

  for (const one of cases) {
    if (one.policy_text !== undefined) {
      test(`${file}: ${one.name}`, async () => {
        await check(one, () => engine.parsePolicy(one.policy_text, guests));
        await check(one, () => engine.parsePolicySync(one.policy_text, guests));
      });
      continue;
    }
    const policy = loaded.get(one.policy);
    const options = { at: one.at ?? at };
    for (const [form, facts] of formsOf(one)) {
      test(`${file}: ${one.name} (${form})`, async () => {
        await check(one, () => policy.decideSync(facts(), options));
        await check(one, async () => policy.decide(facts(), options));
      });
    }
  }
}
