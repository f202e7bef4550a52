import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const soak = fileURLToPath(new URL('soak.mjs', import.meta.url));

test('memory stays flat over 20,000 cycles', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [soak, '20000']);
  assert.match(stdout, /100 % of 20000 cycles/);
});
