#!/usr/bin/env node
// The command line.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { catalogue, ClearanceError } from 'clearance';
import { build } from './app.js';

const HELP = `The portal: which releases are cleared, which are not, and why.

  node src/main.js --policy FILE [--rules DIR] [--data DIR] [--host HOST] [--port PORT]
  node src/main.js --sample

  --policy FILE   the policy that decides
  --rules DIR     what the paths of the policy's rules are relative to (the catalogue of the package clearance)
  --data DIR      where the database lies (data)
  --host HOST     where to listen (127.0.0.1)
  --port PORT     the port, 0 for any that is free (8080)
  --sample        releases that are made up, at a time that stands still, in a folder that goes with the process
  --event-loop    tell at /event-loop how long the event loop is delayed, for measuring

In the environment:

  GITHUB_WEBHOOK_SECRET   the secret of the webhooks; there is no start without it, except of a sample
  PORTAL_TOKEN            the bearer token by which CI puts facts; without it nobody can
`;

async function main() {
  const { values } = options();
  if (values.help) return console.log(HELP);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Failure(`\`--port ${values.port}\` is no port; give a number from 0 to 65535`);
  const { GITHUB_WEBHOOK_SECRET: secret, PORTAL_TOKEN: token } = process.env;
  const start = values.sample ? await sampled(values) : await real(values, secret, token);
  const app = await build({ ...start, measured: values['event-loop'], logger: { level: 'warn' } });
  app.addHook('onClose', async () => start.end?.());
  await start.fill?.(app);
  const address = await app.listen({ host: values.host, port }).catch(async (error) => {
    await app.close();
    throw error;
  });
  for (const line of start.remarks ?? []) console.log(line);
  console.log(`The portal is at ${address}`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => app.close());
}

function options() {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({
      options: {
        policy: text,
        rules: { ...text, default: catalogue },
        data: { ...text },
        host: { ...text, default: '127.0.0.1' },
        port: { ...text, default: '8080' },
        sample: flag,
        'event-loop': flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new Failure(`${error.message}\n\n${HELP}`);
  }
}

async function real({ policy, rules, data = 'data' }, secret, token) {
  if (!secret)
    throw new Failure(
      'there is no `GITHUB_WEBHOOK_SECRET` in the environment: set it to the secret of the webhook, or look around with `--sample`',
    );
  if (policy === undefined) throw new Failure('say which policy decides: `--policy FILE`');
  return { data, policy: { text: await textOf(policy), folder: rules }, secret, token };
}

/** A portal with releases that are made up. Its secrets are made for the occasion. */
async function sampled({ policy, rules, data }) {
  const { AT, fill } = await import('../sample/sample.js');
  const [secret, token] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'clearance-portal-')));
  return {
    data: folder,
    policy: {
      text: await textOf(policy ?? fileURLToPath(new URL('../sample/policy.yaml', import.meta.url))),
      folder: rules,
    },
    secret,
    token,
    now: AT,
    fill: (app) => fill(app, { secret, token }),
    end: () => data ?? rm(folder, { recursive: true, force: true }),
    remarks: [
      `A sample: its clock stands at ${AT.toISOString()}.`,
      `Secret of the webhooks, made for this start: ${secret}`,
      `Token for facts, made for this start: ${token}`,
    ],
  };
}

async function textOf(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(`the policy cannot be read: ${error.message}`);
  }
}

/** What whoever starts the portal can mend. */
class Failure extends Error {}

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure || error instanceof ClearanceError || error.code === 'EADDRINUSE')) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
