// json-rules-engine: one run for each row.

import rulesEngine from 'json-rules-engine';

const { Engine, Operator } = rulesEngine;

/** An engine whose events are statuses. What is undefined meets no condition. */
function engineOf(rules, operators = []) {
  const engine = new Engine(
    rules.map(({ conditions, type }) => ({ conditions: { all: conditions }, event: { type } })),
    { allowUndefinedFacts: true },
  );
  for (const operator of operators) engine.addOperator(operator);
  return engine;
}

/** One row a component: `factsOf` it for the engine, whose event is the status. */
function coverage(engine, minimum, factsOf) {
  return async ({ components }) => {
    const rows = [];
    for (const component of components) {
      const { name, tier, line_coverage: found = null } = component;
      const { events } = await engine.run(factsOf(component));
      rows.push({ subject: name, status: events[0]?.type ?? 'unknown', found, required: minimum[tier] });
    }
    return rows;
  };
}

function coverageContestants({ minimum }) {
  const own = engineOf([
    {
      type: 'pass',
      conditions: [{ fact: 'line_coverage', operator: 'greaterThanInclusive', value: { fact: 'minimum' } }],
    },
    { type: 'fail', conditions: [{ fact: 'line_coverage', operator: 'lessThan', value: { fact: 'minimum' } }] },
  ]);
  const custom = engineOf(
    [
      { type: 'pass', conditions: [{ fact: 'component', operator: 'reaches', value: minimum }] },
      { type: 'fail', conditions: [{ fact: 'component', operator: 'misses', value: minimum }] },
    ],
    [
      new Operator('reaches', ({ tier, line_coverage: found }, least) => found >= least[tier]),
      new Operator('misses', ({ tier, line_coverage: found }, least) => found < least[tier]),
    ],
  );
  const fitting = ({ tier, line_coverage }) => ({ line_coverage, minimum: minimum[tier] });
  return [
    ['its own operators', coverage(own, minimum, fitting)],
    ['operators in JavaScript', coverage(custom, minimum, (component) => ({ component }))],
  ];
}

function residencyContestants({ allowed }) {
  const engine = engineOf(
    Object.entries(allowed).map(([name, regions]) => ({
      type: 'fail',
      conditions: [
        { fact: 'class', operator: 'equal', value: name },
        { fact: 'region', operator: 'notIn', value: regions },
      ],
    })),
  );
  const ask = async ({ components }) => {
    const rows = [];
    for (const { name, region, data } of components) {
      if (data.length === 0) rows.push({ subject: name, class: null, region, status: 'not-applicable' });
      for (const each of data) {
        const { events } = await engine.run({ class: each, region });
        rows.push({ subject: name, class: each, region, status: events[0]?.type ?? 'pass' });
      }
    }
    return rows;
  };
  return [['its own operators', ask]];
}

function contestants(rule, params) {
  const entered = rule === 'coverage' ? coverageContestants(params) : residencyContestants(params);
  return entered.map(([variant, ask]) => ({ engine: 'json-rules-engine', variant, ask }));
}

export default {
  name: 'json-rules-engine',
  packages: ['json-rules-engine'],
  setup:
    'One engine for all runs, facts given at `run` (its README and docs/engine.md); runs one after the other, which ' +
    'at a thousand components takes less than all at once. Rules raise events: the host makes the rows of them, and ' +
    'looks up what a tier requires, within the clock.',
  contestants,
  cannot: {
    risk: 'its operators compare and do not compute; a fact that is a function would do all of the work',
    redaction: 'its operators compare and do not change a text',
  },
};
