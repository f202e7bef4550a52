// Clearance: its rule by itself, and a policy of one entry.

import { Engine, OutcomeCache } from 'clearance';

const AT = '2026-11-23T08:00:00Z';
/** The notes of 1,000 components, searched for four expressions, take more than the default of 200 million. */
const limits = { instructions: 2_000_000_000 };
/** Room for every outcome that is measured. */
const REMEMBERED = 64 * 2 ** 20;

const percent = (required) => Number(required.match(/^at least (.*)%$/)[1]);
const seen = ({ observed }, i) => observed[i].value;

/** The answer in an outcome, or in an entry of a decision. */
const answers = {
  coverage: ({ checks }) =>
    checks.map((row) => ({
      subject: row.subject,
      status: row.status,
      found: seen(row, 0) ?? null,
      required: percent(row.required),
    })),
  risk: ({ score: { points, contributions } }) => ({
    points,
    contributions: contributions.map((term) => ({ factor: term.factor, points: term.points })),
  }),
  // What was seen of a component without data is its empty list.
  residency: ({ checks }) =>
    checks.map((row) => {
      const data = seen(row, 0);
      return {
        subject: row.subject,
        class: Array.isArray(data) ? null : data,
        region: seen(row, 1),
        status: row.status,
      };
    }),
  redaction: ({ artifacts: [{ text }] }) => text,
};

function contestants(rule, params, data) {
  const engine = new Engine({ limits, codeCache: new URL('code', data) });
  const file = `bench-${rule}.wasm`;
  const configured = engine.loadRuleSync(new URL(file, data)).configure(params);
  const yaml = JSON.stringify({ policy: 'bench', entries: [{ id: rule, rule: file, params }] });
  const policy = engine.parsePolicySync(yaml, data);
  const outcome = answers[rule];
  const decision = ({ entries: [entry] }) => outcome(entry);
  const options = { at: AT };
  const again = { at: AT, outcomes: new OutcomeCache(REMEMBERED) };
  return [
    { variant: 'evaluateSync', ask: (facts) => configured.evaluateSync(facts, options), reduce: outcome },
    { variant: 'await evaluate', ask: (facts) => configured.evaluate(facts, options), reduce: outcome },
    { variant: 'decideSync', ask: (facts) => policy.decideSync(facts, options), reduce: decision },
    { variant: 'await decide', ask: (facts) => policy.decide(facts, options), reduce: decision },
    { variant: 'outcome cache', ask: (facts) => policy.decideSync(facts, again), reduce: decision },
  ].map((contestant) => ({ engine: 'clearance', ...contestant }));
}

export default {
  name: 'clearance',
  packages: ['clearance'],
  setup:
    'The rule and the policy loaded once, the whole facts handed over as a plain object, each evaluation in a fresh ' +
    'sandbox; what comes back are plain objects with every row. With the outcome cache it is asked again about facts ' +
    'that it decided before, which are still handed over as a plain object each time. Limits as they are by default, ' +
    'but for 2 billion instructions, which the redaction for 1,000 components needs.',
  contestants,
  cannot: {},
};
