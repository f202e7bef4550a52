// Decisions at once, in workers, and in environments that end in the middle of them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { AT, components, COVERAGE, engine, guests, policy } from './support.mjs';

const coverage = policy(COVERAGE);
const run = promisify(execFile);
const index = new URL('../index.mjs', import.meta.url).href;

/** The beginning of a program of its own: an engine, a policy, facts. */
const PROGRAM = `
  import { Engine, toJson } from ${JSON.stringify(index)};
  const engine = new Engine();
  const yaml = 'policy: p\\nentries: [{id: a, rule: scripted.wasm}]';
  const policy = engine.parsePolicySync(yaml, ${JSON.stringify(guests)});
  const facts = { release: { name: 'shop', list: Array.from({ length: 50 }, (_, i) => i) } };
`;

const program = (text, ...options) => run(process.execPath, [...options, '--input-type=module', '-e', PROGRAM + text]);

function worker(text) {
  const source = `import { parentPort, threadId } from 'node:worker_threads';${PROGRAM}${text}`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
}

/** The next message of a worker; its error, should it have one, is thrown. */
const message = (from) =>
  new Promise((resolve, reject) => {
    from.once('message', resolve);
    from.once('error', reject);
    from.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });

test('32 at once share an engine', async () => {
  const expected = coverage.decideSync(components(), { at: AT });
  for (let round = 0; round < 5; round++) {
    const all = await Promise.all(Array.from({ length: 32 }, () => coverage.decide(components(), { at: AT })));
    for (const decision of all) assert.deepEqual(decision, expected);
  }
});

test('loading, evaluating and deciding go on at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => [
      engine.parsePolicy(COVERAGE.replace('80', String(60 + i)), guests).then((other) => other.decide(components())),
      coverage.decide(components()),
      coverage.decideTimed(components()),
    ]).flat(),
  );
  assert.equal(answers.length, 24);
});

test('each worker has an engine of its own, and all come to the same', async () => {
  const workers = Array.from({ length: 3 }, () =>
    worker(`
      const decide = async () => toJson(await policy.decide(facts, { at: '2026-11-23' }));
      const texts = await Promise.all(Array.from({ length: 20 }, decide));
      parentPort.postMessage([...new Set(texts)]);
    `),
  );
  const texts = await Promise.all(workers.map(message));
  assert.equal(texts[0].length, 1);
  assert.deepEqual(texts[1], texts[0]);
  assert.deepEqual(texts[2], texts[0]);
});

test('a worker that is terminated in the middle of calls harms nobody', async () => {
  for (let i = 0; i < 12; i++) {
    const victim = worker(`
      const flood = () => { for (let i = 0; i < 100; i++) policy.decide(facts).then(flood); };
      policy.decideTimed(facts);
      engine.loadRule(${JSON.stringify(`${guests}/scripted.wasm`)});
      flood();
      policy.decide(facts).then(() => parentPort.postMessage('flooded'));
    `);
    await message(victim);
    await victim.terminate();
    assert.equal((await coverage.decide(components())).verdict, 'deny');
  }
});

test('a rule that fills its stack ends itself, however little the caller has left', async () => {
  const deep = worker(`
    const endless = engine.parsePolicySync('policy: p\\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: recursion}}]', ${JSON.stringify(guests)});
    const found = new Set();
    // Each turn of the recursion asks with less of the stack; the last have next to none.
    const dive = (depth) => {
      if (depth % 500 === 0) found.add(endless.decideSync({}).entries[0].checks[0].code);
      dive(depth + 1);
    };
    try { dive(0); } catch (error) { found.add(error.constructor.name); }
    for (let margin = 0; margin < 60; margin++) {
      const probe = () => { try { return probe() + 1; } catch { return margin && endless.decideSync({}) ? 0 : 0; } };
      try { probe(); } catch (error) { found.add(error.constructor.name); }
    }
    parentPort.postMessage([...found]);
  `);
  const found = await message(deep);
  assert(found.includes('limit-stack'));
  assert.deepEqual(
    found.filter((one) => !['limit-stack', 'RangeError'].includes(one)),
    [],
  );
  await deep.terminate();
});

test('a process that loads the package in workers only survives their end', async () => {
  const script = `
    const { Worker } = require('node:worker_threads');
    const source = ${JSON.stringify(`import { parentPort } from 'node:worker_threads';${PROGRAM}
      for (let i = 0; i < 300; i++) policy.decide(facts).then(() => parentPort.postMessage(i));
      if (process.argv.includes('exit')) setTimeout(() => process.exit(0));
    `)};
    (async () => {
      for (let i = 0; i < 8; i++) {
        const url = new URL('data:text/javascript,' + encodeURIComponent(source));
        const worker = new Worker(url, { argv: i % 2 ? ['exit'] : [] });
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        await Promise.race([ended, new Promise((resolve) => worker.once('message', resolve))]);
        if (i % 2 === 0) worker.terminate();
        await ended;
      }
      console.log('survived');
    })();
  `;
  const { stdout } = await run(process.execPath, ['-e', script]);
  assert.equal(stdout.trim(), 'survived');
});

test('a process that exits in the middle of calls exits', async () => {
  const { stdout } = await program(`
    for (let i = 0; i < 200; i++) policy.decide(facts);
    policy.decideTimed(facts);
    policy.decide(facts).then(() => { console.log('one'); process.exit(0); });
  `);
  assert.equal(stdout.trim(), 'one');
});

test('a process with nothing left to wait for ends by itself', async () => {
  const { stdout } = await program(`
    await Promise.all([policy.decide(facts), policy.decideTimed(facts)]);
    for await (const decision of policy.decideBatch([facts, facts])) decision.verdict;
    const aborted = new AbortController();
    policy.decide(facts, { signal: aborted.signal }).catch(() => console.log('aborted'));
    aborted.abort();
    process.on('exit', () => console.log('idle'));
  `);
  assert.deepEqual(stdout.trim().split('\n'), ['aborted', 'idle']);
});

test('a process waits for the decisions that it asked for', async () => {
  const { stdout } = await program(`policy.decide(facts).then(({ verdict }) => console.log(verdict));`);
  assert.equal(stdout.trim(), 'allow');
});

test('a promise that nobody handles ends the process as any other does', async () => {
  await assert.rejects(program(`policy.decide({ a: NaN });`), ({ stderr }) => /FactsError: `\/a`/.test(stderr));
});

test('the event loop turns while decisions and loading go on', async () => {
  const { stdout } = await program(`
    let turns = 0;
    let busy = true;
    const turn = () => { turns += 1; if (busy) setImmediate(turn); };
    turn();
    const loaded = await engine.parsePolicy(
      'policy: p\\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: loop}}]', ${JSON.stringify(guests)});
    const whileLoading = turns;
    await Promise.all([loaded.decide({}), loaded.decide({})]);
    busy = false;
    console.log(whileLoading > 10, turns - whileLoading > 10);
  `);
  assert.equal(stdout.trim(), 'true true');
});

test('calls keep the context of who called', async () => {
  const { AsyncLocalStorage } = await import('node:async_hooks');
  const storage = new AsyncLocalStorage();
  const seen = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      storage.run(i, async () => {
        await coverage.decide(components());
        return storage.getStore();
      }),
    ),
  );
  assert.deepEqual(
    seen,
    Array.from({ length: 10 }, (_, i) => i),
  );
});
