// What a script without an engine would do: the limit, not a peer.

const rules = {
  coverage:
    ({ minimum }) =>
    ({ components }) =>
      components.map(({ name, tier, line_coverage: found = null }) => {
        const required = minimum[tier];
        const status = found === null ? 'unknown' : found >= required ? 'pass' : 'fail';
        return { subject: name, status, found, required };
      }),

  risk:
    ({ weights, stale_days: staleDays, cap }) =>
    ({ components }) => {
      const contributions = components.map((component) => {
        const stale = component.days_since_release > staleDays ? weights.stale : 0;
        const own = component.changed_lines * weights.lines + component.incidents * weights.incident + stale;
        return { factor: component.name, points: Math.min(cap, own) + weights.tier[component.tier] };
      });
      return { points: contributions.reduce((sum, { points }) => sum + points, 0), contributions };
    },

  residency:
    ({ allowed }) =>
    ({ components }) =>
      components.flatMap(({ name, region, data }) =>
        data.length === 0
          ? [{ subject: name, class: null, region, status: 'not-applicable' }]
          : data.map((each) => {
              const status = allowed[each]?.includes(region) === false ? 'fail' : 'pass';
              return { subject: name, class: each, region, status };
            }),
      ),

  redaction: ({ patterns }) => {
    const expressions = patterns.map(({ name, expression }) => [new RegExp(expression, 'g'), `[${name}]`]);
    return ({ notes }) =>
      expressions.reduce((text, [expression, placeholder]) => text.replace(expression, placeholder), notes);
  },
};

export default {
  name: 'plain-javascript',
  packages: [],
  setup: 'No engine: functions over the facts, with params read and regular expressions compiled before.',
  contestants: (rule, params) => [{ engine: 'plain-javascript', variant: 'functions', ask: rules[rule](params) }],
  cannot: {},
};
