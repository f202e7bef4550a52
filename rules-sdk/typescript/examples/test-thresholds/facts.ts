/** What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs is unknown. */

import { bigint, type Infer, list, object, optional, string } from "@clearance/rule";

const component = string("The component's name.");

function counted(description: string) {
  return optional(bigint(description, { minimum: 0 }));
}

function covered(description: string) {
  return optional(object({ covered: counted("Those that a test ran."), total: counted("All there are.") }, description));
}

export const Facts = object({
  components: optional(
    list(
      object({ name: string("Its name.") }),
      "The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them.",
    ),
  ),
  tests: optional(
    list(
      object(
        {
          component,
          passed: counted("Tests that passed at once."),
          failed: counted("Tests that failed and did not pass when they were run again."),
          errors: counted(
            "Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they count as " +
              "failed. Absent where `failed` has them.",
          ),
          skipped: counted("Tests that were not run."),
          flaky: counted("Tests that failed and passed when they were run again."),
          total: counted("All tests together. Where it is given, the other numbers must add up to it."),
        },
        "The test results of one component. Every test counts in one of the numbers only.",
      ),
      "Test results, one entry a component.",
    ),
  ),
  coverage: optional(
    list(
      object(
        {
          component,
          lines: covered("Its lines that can be run."),
          branches: covered(
            'The ways that its conditions can go: of `condition-coverage="50% (1/2)"` one of two is covered.',
          ),
          changed_lines: covered("Those of its lines that can be run and that the release adds or changes."),
        },
        "The coverage of one component.",
      ),
      "Coverage, one entry a component.",
    ),
  ),
  risk: optional(
    object(
      { tier: optional(string("`low`, `medium`, `high` or `critical`.")) },
      "What the policy entry `risk` derived. Needed where thresholds depend on the tier.",
    ),
  ),
});

export type Facts = Infer<typeof Facts>;
