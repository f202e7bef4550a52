// Create, decide, drop, over and over: memory has to stay where it is. `node tests/soak.mjs 1000000`

import { Facts } from '../index.mjs';
import { AT, components, COVERAGE, policy } from './support.mjs';

const cycles = Number(process.argv[2] ?? 20_000);
/** Until then the garbage collector makes itself room, whatever the program does. */
const WARM_UP = 10_000;
const coverage = policy(COVERAGE);
const marks = new Map([0.1, 0.5, 1].map((part) => [Math.ceil(cycles * part), `${part * 100} %`]));

/** What one mark may be above the first: a tenth, and what the garbage collector keeps at its leisure. */
const allowed = (first) => first * 1.1 + 16 * 2 ** 20;

let first;
let last;
for (let cycle = 1 - WARM_UP; cycle <= cycles; cycle++) {
  // Nine of ten cycles follow the one before within one turn of the event loop.
  const facts = new Facts(components());
  if (coverage.decideSync(facts, { at: AT }).verdict !== 'deny') throw new Error('another verdict');
  // So often that the engine keeps them.
  if (cycle % 7 === 0) for (let i = 0; i < 5; i++) facts.get('/components/3/name');
  if (cycle % 10 === 0) await coverage.decide(facts, { at: AT });
  if (cycle % 100 === 0) await coverage.decide({ components: NaN }).catch(() => {});
  if (cycle % 1000 === 0) for await (const _ of coverage.decideBatch([facts, '{'], { at: AT }));
  const mark = marks.get(cycle);
  if (mark) {
    const { rss, heapUsed, external } = process.memoryUsage();
    last = rss;
    first ??= rss;
    const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    console.log(
      `${mark.padStart(5)} of ${cycles} cycles: ${mib(rss)} resident, heap ${mib(heapUsed)}, external ${mib(external)}`,
    );
  }
}
if (last > allowed(first)) {
  console.error('memory grows');
  process.exitCode = 1;
}
