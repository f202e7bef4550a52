// Cedar, through its own package for WebAssembly: one request for each row.

import { setFlagsFromString } from 'node:v8';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

// Node 20 otherwise ends itself in one of three runs: "unreachable code", where it takes back what it had optimised.
// Nothing else that is measured calls WebAssembly from JavaScript.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

const policies = {
  /** Cedar has no floats, so percentages are counted in hundredths. */
  coverage({ minimum }) {
    const entries = Object.entries(minimum);
    const [, last] = entries.pop();
    const required = entries.map(([tier, value]) => `if context.tier == ${tier} then ${hundredths(value)} else `);
    return `
      permit(principal, action, resource) when { context has line_coverage };
      forbid(principal, action, resource)
      when { context has line_coverage && context.line_coverage < (${required.join('')}${hundredths(last)}) };
    `;
  },

  residency({ allowed }) {
    const forbidden = Object.entries(allowed).map(
      ([name, regions]) => `
        forbid(principal, action, resource)
        when { context.class == ${JSON.stringify(name)} && !${JSON.stringify(regions)}.contains(context.region) };
      `,
    );
    return `permit(principal, action, resource);${forbidden.join('')}`;
  },
};

const hundredths = (percent) => Math.round(percent * 100);

const asks = {
  coverage:
    (decide, { minimum }) =>
    ({ components }) =>
      components.map(({ name, tier, line_coverage: found = null }) => {
        const { decision, diagnostics } = decide(
          name,
          found === null ? { tier } : { tier, line_coverage: hundredths(found) },
        );
        const status = decision === 'allow' ? 'pass' : diagnostics.reason.length > 0 ? 'fail' : 'unknown';
        return { subject: name, status, found, required: minimum[tier] };
      }),

  residency:
    (decide) =>
    ({ components }) =>
      components.flatMap(({ name, region, data }) =>
        data.length === 0
          ? [{ subject: name, class: null, region, status: 'not-applicable' }]
          : data.map((each) => {
              const { decision } = decide(name, { class: each, region });
              return { subject: name, class: each, region, status: decision === 'allow' ? 'pass' : 'fail' };
            }),
      ),
};

/** Asks about one row by the policies that were parsed under the name of the rule. */
function decider(rule) {
  return (name, context) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'Release', id: 'shop' },
      action: { type: 'Action', id: 'ship' },
      resource: { type: 'Component', id: name },
      context,
      preparsedPolicySetId: rule,
      entities: [],
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
    return answer.response;
  };
}

function contestants(rule, params) {
  const parsed = cedar.preparsePolicySet(rule, { staticPolicies: policies[rule](params) });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors));
  return [{ engine: 'cedar', variant: 'cedar-wasm, preparsed', ask: asks[rule](decider(rule), params) }];
}

export default {
  name: 'cedar',
  packages: ['@cedar-policy/cedar-wasm'],
  setup:
    'The policies parsed once with `preparsePolicySet`, a `statefulIsAuthorized` for each row (its types say so); ' +
    'the host makes a request for each row and the rows of the answers, within the clock. V8 does not inline calls ' +
    'into WebAssembly, because Node 20 ends in a fatal error of its own where it does.',
  contestants,
  cannot: {
    risk: 'Cedar answers with allow or deny, and computes no number that it could give back',
    redaction: 'Cedar answers with allow or deny, and has no functions that change a text',
  },
};
