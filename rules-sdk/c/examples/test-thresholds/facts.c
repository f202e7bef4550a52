/* What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs is unknown. */
#include "thresholds.h"

#define COUNT(owner, member, doc) CR_FIELD(struct owner, member, &cr_type_u64, CR_OPTIONAL, doc)

static const cr_field component_fields[] = {
    CR_FIELD(struct component, name, &cr_type_text, CR_REQUIRED, "Its name."),
};
static const cr_type component = CR_STRUCT(struct component, component_fields, "A component of the release.");
static const cr_type components = CR_LIST(&component);

static const cr_field tests_fields[] = {
    CR_FIELD(struct tests, component, &cr_type_text, CR_REQUIRED, "The component's name."),
    COUNT(tests, passed, "Tests that passed at once."),
    COUNT(tests, failed, "Tests that failed and did not pass when they were run again."),
    COUNT(tests, errors,
          "Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they count as failed. "
          "Absent where `failed` has them."),
    COUNT(tests, skipped, "Tests that were not run."),
    COUNT(tests, flaky, "Tests that failed and passed when they were run again."),
    COUNT(tests, total, "All tests together. Where it is given, the other numbers must add up to it."),
};
static const cr_type tests_entry = CR_STRUCT(
    struct tests, tests_fields, "The test results of one component. Every test counts in one of the numbers only.");
static const cr_type tests = CR_LIST(&tests_entry);

static const cr_field covered_fields[] = {
    COUNT(covered, covered, "Those that a test ran."),
    COUNT(covered, total, "All there are."),
};
static const cr_type covered = CR_STRUCT(struct covered, covered_fields, "How many of how many are covered.");

static const cr_field coverage_fields[] = {
    CR_FIELD(struct coverage, component, &cr_type_text, CR_REQUIRED, "The component's name."),
    CR_FIELD(struct coverage, lines, &covered, CR_OPTIONAL, "Its lines that can be run."),
    CR_FIELD(struct coverage, branches, &covered, CR_OPTIONAL,
             "The ways that its conditions can go: of `condition-coverage=\"50% (1/2)\"` one of two is covered."),
    CR_FIELD(struct coverage, changed_lines, &covered, CR_OPTIONAL,
             "Those of its lines that can be run and that the release adds or changes."),
};
static const cr_type coverage_entry = CR_STRUCT(struct coverage, coverage_fields, "The coverage of one component.");
static const cr_type coverage = CR_LIST(&coverage_entry);

static const cr_field risk_fields[] = {
    CR_FIELD(struct risk, tier, &cr_type_text, CR_OPTIONAL, "`low`, `medium`, `high` or `critical`."),
};
static const cr_type risk = CR_STRUCT(struct risk, risk_fields, "What the policy entry `risk` derived.");

static const cr_field facts_fields[] = {
    CR_FIELD(struct facts, components, &components, CR_OPTIONAL,
             "The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them."),
    CR_FIELD(struct facts, tests, &tests, CR_OPTIONAL, "Test results, one entry a component."),
    CR_FIELD(struct facts, coverage, &coverage, CR_OPTIONAL, "Coverage, one entry a component."),
    CR_FIELD(struct facts, risk, &risk, CR_OPTIONAL,
             "What the policy entry `risk` derived. Needed where thresholds depend on the tier."),
};
const cr_type facts_type = CR_STRUCT(struct facts, facts_fields, "The sections read.");
