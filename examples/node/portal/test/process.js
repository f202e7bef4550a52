// A portal in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SECRET, TOKEN } from './portal.js';

const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
export const policyFile = fileURLToPath(new URL('../sample/policy.yaml', import.meta.url));

/** Starts it with arguments. What it prints is in `lines` and, of errors, in `errors`. */
export function run(t, args, environment = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const started = { child, lines: [], errors: '', ended: once(child, 'exit') };
  child.stderr.on('data', (data) => (started.errors += data));
  started.url = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      started.lines.push(line);
      const found = / (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${started.errors}`)));
  });
  started.url.catch(() => {});
  return started;
}

/** Starts it on a folder with data. */
export function serve(t, data, ...more) {
  const secrets = { GITHUB_WEBHOOK_SECRET: SECRET, PORTAL_TOKEN: TOKEN };
  return run(t, ['--policy', policyFile, '--data', data, '--port', '0', ...more], secrets);
}
