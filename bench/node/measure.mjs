// Measures contestants in rounds that take turns, so that whatever slows the machine slows all of them.

const WARM_UP = 5;
/** Rounds that count, unless others are asked for. */
export const ROUNDS = 31;
/** Of what takes longer than a second, at most that many rounds and none that warms up. */
const SLOW_ROUNDS = 5;
const SLOW = 1e9;
/** Nanoseconds of a turn: long enough for the clock, short enough that the next has the same machine. */
const TURN = 4e6;
const TRIES = 3;

/** What the last call returned. Being seen from outside, it has to be made. */
export let kept;

/** Median and quartiles of each contestant, in microseconds a call. */
export async function measure(contestants, facts, wanted) {
  const every = [];
  for (const contestant of contestants) every.push(await calibrate(contestant, facts, wanted));
  for (let turn = -WARM_UP; turn < wanted; turn++) {
    for (const { time, calls, slow, rounds, means } of every) {
      if (turn >= rounds || (turn < 0 && slow)) continue;
      const taken = await time(calls);
      if (turn >= 0) means.push(taken / calls / 1000);
    }
  }
  return every.map(({ means }) => spread(means));
}

/**
 * How many calls fill a turn. The shortest of some tries counts: one that was interrupted, or that came first and warmed
 * up, would leave too few calls, and those the slow ones, after whoever had the caches before.
 */
async function calibrate({ ask }, facts, wanted) {
  const returned = ask(facts);
  const waits = returned instanceof Promise;
  await returned;
  const time = waits ? (calls) => timedWaiting(ask, facts, calls) : (calls) => timed(ask, facts, calls);
  let calls = 1;
  let taken;
  while ((taken = await shortest(time, calls)) < TURN / 2) calls *= 2;
  const slow = taken / calls > SLOW;
  const rounds = slow ? Math.min(wanted, SLOW_ROUNDS) : wanted;
  return { time, calls: Math.max(1, Math.round((calls * TURN) / taken)), slow, rounds, means: [] };
}

async function shortest(time, calls) {
  let taken = await time(calls);
  for (let i = 1; i < TRIES && taken <= SLOW; i++) taken = Math.min(taken, await time(calls));
  return taken;
}

/** Nanoseconds. */
function timed(ask, facts, calls) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) kept = ask(facts);
  return Number(process.hrtime.bigint() - begun);
}

/** The same of calls that are awaited, one after the other. */
async function timedWaiting(ask, facts, calls) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) kept = await ask(facts);
  return Number(process.hrtime.bigint() - begun);
}

function spread(means) {
  const sorted = means.toSorted((a, b) => a - b);
  const at = (part) => {
    const place = (sorted.length - 1) * part;
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return Number((below + (above - below) * (place % 1)).toFixed(3));
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75), rounds: sorted.length };
}
