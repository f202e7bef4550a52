// @ts-check

/** Every component's line coverage reaches a minimum. */

import { fact, list, number, object, optional, rule, string } from "@clearance/rule";

/** The sections of the facts that the rule reads. */
const Facts = object({
  components: list(
    object({
      name: string("Its name."),
      line_coverage: optional(number("Percent of its lines that tests cover.")),
    }),
    "The components of the release.",
  ),
});

/** What a policy sets. */
const Params = object({
  minimum: number("Percent of lines that must be covered."),
});

export default rule({
  id: "{{name}}",
  version: "1.0.0",
  title: "Line coverage",
  summary: "Every component is covered by tests.",
  checks: { "line-coverage": "The component's line coverage reaches the minimum." },
  practices: ["2.5"],
  params: Params,
  facts: Facts,

  evaluate({ params, facts, outcome }) {
    for (const [i, component] of facts.components.entries()) {
      const coverage = fact(facts, "components", i, "line_coverage");
      outcome.atLeast("line-coverage", component.name, coverage, params.minimum, "%");
    }
  },
});
