// The examples of the README do what they say.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the examples run, one after the other', () => {
  assert(existsSync(path.join(catalogue, 'test-thresholds.wasm')), 'the catalogue is copied from target/rules');
  const examples = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(
    ([, code]) => code,
  );
  assert(examples.length > 0);
  const folder = mkdtempSync(path.join(tmpdir(), 'clearance-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules', 'clearance'));
  writeFileSync(path.join(folder, 'example.mjs'), examples.join('\n'));
  const lines = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  assert.match(lines[0], /^deny not cleared/);
  assert(
    lines.some((line) => line.startsWith('test-thresholds api: ') && line.includes('cover 10 more')),
    lines.join('\n'),
  );
  assert(lines.some((line) => line.startsWith('{"format":1,')));
  assert(
    lines.some((line) => line.startsWith('facts-syntax { line: 1')),
    lines.join('\n'),
  );
});
