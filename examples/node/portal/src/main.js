#!/usr/bin/env node
// The command line.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { catalogue } from 'clearance';
import { build } from './app.js';

const { values } = parseArgs({
  options: {
    sample: { type: 'boolean', default: false },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: 'data' },
    policy: { type: 'string', default: new URL('../sample/policy.yaml', import.meta.url).pathname },
  },
});

const app = await build({
  data: values.data,
  policy: { text: await readFile(values.policy, 'utf8'), folder: catalogue },
  secret: process.env.GITHUB_WEBHOOK_SECRET,
  token: process.env.PORTAL_TOKEN,
  now: values.sample ? new Date('2026-11-23T08:00:00Z') : undefined,
});
console.log(await app.listen({ host: values.host, port: Number(values.port) }));
process.once('SIGTERM', () => app.close());
process.once('SIGINT', () => app.close());
