// ZEN (GoRules): its expression language, and decisions of one node.

import zen from '@gorules/zen-engine';

/** A list with a value for each tier, looked up by the tier of the component at hand. */
const tiers = (values) => `${JSON.stringify([0, ...Object.values(values)])}[#.tier]`;

const expressions = {
  coverage({ minimum }) {
    const required = tiers(minimum);
    const status = `#.line_coverage == null ? 'unknown' : #.line_coverage >= ${required} ? 'pass' : 'fail'`;
    return `map(components, {subject: #.name, found: #.line_coverage, required: ${required}, status: ${status}})`;
  },

  risk({ weights, stale_days: staleDays, cap }) {
    const stale = `(#.days_since_release > ${staleDays} ? ${weights.stale} : 0)`;
    const own = `#.changed_lines * ${weights.lines} + #.incidents * ${weights.incident} + ${stale}`;
    const points = `min([${cap}, ${own}]) + ${tiers(weights.tier)}`;
    const contributions = `map(components, {factor: #.name, points: ${points}})`;
    return `{contributions: ${contributions}, points: sum(map(components, ${points}))}`;
  },

  residency({ allowed }) {
    const status = Object.entries(allowed).reduce(
      (other, [name, regions]) =>
        `d == '${name}' ? (c.region in ${JSON.stringify(regions)} ? 'pass' : 'fail') : ${other}`,
      "'pass'",
    );
    const none = "{subject: c.name, class: null, region: c.region, status: 'not-applicable'}";
    const row = `{subject: c.name, class: d, region: c.region, status: ${status}}`;
    return `flatMap(components as c, len(c.data) == 0 ? [${none}] : map(c.data as d, ${row}))`;
  },
};

/** A decision table that is run for each component, as ZEN's editor draws it. */
function coverageTable({ minimum }) {
  const rules = Object.entries(minimum).flatMap(([tier, percent]) =>
    Object.entries({ unknown: 'null', pass: `>= ${percent}`, fail: '' }).map(([status, cell]) => ({
      _id: `${tier}-${status}`,
      ...{ tier, cell, subject: 'name', status: `'${status}'`, found: 'line_coverage', required: String(percent) },
    })),
  );
  return {
    hitPolicy: 'first',
    executionMode: 'loop',
    inputField: 'components',
    outputPath: 'answer',
    passThrough: false,
    inputs: [
      { id: 'tier', name: 'tier', field: 'tier' },
      { id: 'cell', name: 'coverage', field: 'line_coverage' },
    ],
    outputs: ['subject', 'status', 'found', 'required'].map((name) => ({ id: name, name, field: name })),
    rules,
  };
}

/** The expression language does not replace by a pattern; a node of JavaScript does. */
function redactionNode({ patterns }) {
  const replaced = patterns.map(
    ({ name, expression }) => `.replace(new RegExp(${JSON.stringify(expression)}, 'g'), '[${name}]')`,
  );
  return { source: `export const handler = async (input) => ({ answer: input.notes${replaced.join('')} });` };
}

/** A decision of one node. */
function decided(variant, kind, content, section) {
  const nodes = [
    ['input', 'inputNode', {}],
    ['rule', kind, content],
    ['output', 'outputNode', {}],
  ];
  const edges = [
    ['input', 'rule'],
    ['rule', 'output'],
  ];
  const graph = new zen.ZenDecisionContent({
    nodes: nodes.map(([id, type, content]) => ({ id, name: id, type, content, position: { x: 0, y: 0 } })),
    edges: edges.map(([sourceId, targetId]) => ({ id: sourceId, type: 'edge', sourceId, targetId })),
  });
  const decision = new zen.ZenEngine().createDecision(graph);
  const ask = async (facts) => (await decision.evaluate({ [section]: facts[section] })).result.answer;
  return { engine: 'zen', variant, ask };
}

function contestants(rule, params) {
  if (rule === 'redaction') {
    return [decided('decision, a node of JavaScript', 'functionNode', redactionNode(params), 'notes')];
  }
  const source = expressions[rule](params);
  const node = { expressions: [{ id: 'answer', key: 'answer', value: source }], passThrough: false };
  const entered = [
    {
      engine: 'zen',
      variant: 'evaluateExpressionSync',
      ask: ({ components }) => zen.evaluateExpressionSync(source, { components }),
    },
    decided('decision, one expression', 'expressionNode', node, 'components'),
  ];
  if (rule === 'coverage') {
    entered.push(decided('decision, a table in a loop', 'decisionTableNode', coverageTable(params), 'components'));
  }
  return entered;
}

export default {
  name: 'zen',
  packages: ['@gorules/zen-engine'],
  setup:
    'Decisions precompiled with `ZenDecisionContent` and created once (docs.gorules.io/reference/nodejs); ' +
    'expressions with `evaluateExpressionSync`, which parses at each call, since the package compiles none. Only the ' +
    'section that the rule reads is handed over. Params are constants of the rule.',
  contestants,
  cannot: {},
};
