// Clearance beside other engines in one process of Node: `node bench/node/run.mjs --help`. Every answer is compared
// before a clock is started. Needs `npm install` here, the tarball of `cargo xtask package`, and what the Rust lane
// wrote: facts, params, answers and components.

import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { RULES, SIZES, difference } from './contestant.mjs';
import { engines } from './engines/index.mjs';
import { ROUNDS, measure } from './measure.mjs';

const HELP = `node run.mjs [--data FOLDER] [--only RULE,SIZE]… [--engine NAME]… [--rounds N]
  --data    folder of facts, params, answers and components; \`target/bench\` of the repository if absent
  --only    a rule, a size or both, such as \`coverage,10\`; writes no result
  --engine  an engine; writes no result
  --rounds  rounds that count; ${ROUNDS} if absent`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../target/bench', import.meta.url)) },
    only: { type: 'string', multiple: true },
    engine: { type: 'string', multiple: true },
    rounds: { type: 'string', default: String(ROUNDS) },
    help: { type: 'boolean' },
  },
});
const data = pathToFileURL(`${resolve(options.data)}/`);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

async function main() {
  if (options.help) return console.log(HELP);
  const wanted = (options.only ?? ['']).map(parseOnly);
  const params = read(new URL('params.json', data));
  const rows = [];
  for (const rule of RULES) {
    const sizes = SIZES.filter((size) =>
      wanted.some((one) => (one.rule ?? rule) === rule && (one.size ?? size) === size),
    );
    if (sizes.length === 0) continue;
    const contestants = engines
      .filter(({ name, cannot }) => !(rule in cannot) && (options.engine?.includes(name) ?? true))
      .flatMap((engine) => engine.contestants(rule, params[rule], data));
    for (const size of sizes) rows.push(...(await compare(rule, size, contestants)));
  }
  if (options.only || options.engine) return undefined;
  const report = {
    lane: 'node',
    machine: machine(),
    versions: { node: process.versions.node, ...Object.assign({}, ...engines.map(versions)) },
    setup: Object.fromEntries(engines.map(({ name, setup }) => [name, setup])),
    rows,
    cannot: engines.flatMap(({ name, cannot }) =>
      Object.entries(cannot).map(([rule, why]) => ({ engine: name, rule, why })),
    ),
  };
  const path = new URL('node.json', data);
  writeFileSync(path, `${JSON.stringify(report, undefined, 1)}\n`);
  return console.log(`\nwrote ${fileURLToPath(path)}`);
}

function parseOnly(text) {
  const parts = text === '' ? [] : text.split(',');
  const rule = parts.find((part) => RULES.includes(part));
  const size = parts.map(Number).find((part) => SIZES.includes(part));
  if (parts.length !== (rule !== undefined) + (size !== undefined))
    throw new Error(`\`${text}\` names no rule or size`);
  return { rule, size };
}

async function compare(rule, size, contestants) {
  const facts = read(new URL(`facts-${size}.json`, data));
  const answer = read(new URL(`answers-${size}.json`, data))[rule];
  for (const { engine, variant, ask, reduce = (returned) => returned } of contestants) {
    const other = difference(answer, reduce(await ask(facts)));
    if (other) throw new Error(`\`${engine}\` (${variant}) answers \`${rule}\` about ${size} otherwise: ${other}`);
  }
  console.log(`\n${rule}, ${size} components: microseconds a call, median (quartiles)`);
  const spreads = await measure(contestants, facts, Number(options.rounds));
  return contestants.map(({ engine, variant }, i) => {
    const { median, low, high } = spreads[i];
    const quartiles = `(${low.toFixed(2)} to ${high.toFixed(2)})`;
    console.log(`  ${engine.padEnd(18)} ${variant.padEnd(42)} ${median.toFixed(2).padStart(12)}  ${quartiles}`);
    return { table: 'evaluate', rule, components: size, engine, variant, unit: 'us', ...spreads[i] };
  });
}

/** Processor, cores and system. */
function machine() {
  const model = cpus()[0]?.model ?? 'processor unknown';
  return `${model}, ${availableParallelism()} cores, Linux ${release().split('.').slice(0, 2).join('.')}`;
}

function versions({ packages }) {
  return Object.fromEntries(
    packages.map((name) => [name, read(new URL(`node_modules/${name}/package.json`, import.meta.url)).version]),
  );
}

await main();
