// What the tests share: an engine, policies made of the rules for tests, facts.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Engine } from '../index.mjs';

/** A path in the repository. */
export const repository = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const guests = repository('target/guests');
export const AT = '2026-11-23T08:00:00Z';
export const engine = new Engine();

const loaded = new Map();

/** A policy of the rules for tests; each is loaded once. */
export function policy(yaml) {
  if (!loaded.has(yaml)) loaded.set(yaml, engine.parsePolicySync(yaml, guests));
  return loaded.get(yaml);
}

/** Every component is covered by 80% of lines. */
export const COVERAGE = `
policy: coverage
version: "3"
entries:
  - id: coverage
    rule: readme-rule.wasm
    params: {minimum: 80}
`;

/** Shows what it saw of the section \`release\`. */
export const SHOW = `
policy: show
entries: [{id: show, rule: scripted.wasm}]
`;

/** The facts of ten components, six of them covered enough. */
export const components = () => ({
  components: Array.from({ length: 10 }, (_, i) => ({ name: `component-${i}`, line_coverage: 70 + 2 * i })),
});

/** What a rule saw of the section `release`. */
export function shown(facts, options) {
  const row = policy(SHOW)
    .decideSync(facts, { at: AT, ...options })
    .entries[0].checks.at(-1);
  return row.observed.find(({ pointer }) => pointer === '/release');
}

export const demo = (name) => readFileSync(repository(`example-rules/demo/${name}`), 'utf8');

/** The error that a function throws or that its promise rejects with. */
export async function caught(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
