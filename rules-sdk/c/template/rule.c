/* Every component's line coverage reaches a minimum. */
#include <clearance_rule.h>

struct component {
    cr_text_field name;
    cr_f64_field line_coverage;
};

static const cr_field component_fields[] = {
    CR_FIELD(struct component, name, &cr_type_text, CR_REQUIRED, "Its name."),
    CR_FIELD(struct component, line_coverage, &cr_type_f64, CR_OPTIONAL, "Percent of its lines that tests cover."),
};
static const cr_type component = CR_STRUCT(struct component, component_fields, "A component of the release.");
static const cr_type components = CR_LIST(&component);

/* The sections of the facts that the rule reads. */
struct facts {
    cr_list_field components;
};

static const cr_field facts_fields[] = {
    CR_FIELD(struct facts, components, &components, CR_REQUIRED, "The components of the release."),
};
static const cr_type facts_type = CR_STRUCT(struct facts, facts_fields, NULL);

/* What a policy sets. */
struct params {
    cr_f64_field minimum;
};

static const cr_field params_fields[] = {
    CR_FIELD(struct params, minimum, &cr_type_f64, CR_REQUIRED, "Percent of lines that must be covered."),
};
static const cr_type params_type = CR_STRUCT(struct params, params_fields, NULL);

static void evaluate(const void *params_, const void *facts_, int64_t at, cr_outcome *outcome) {
    (void)at;
    const struct params *params = params_;
    const struct facts *facts = facts_;
    for (size_t i = 0; i < facts->components.count; i++) {
        const struct component *one = CR_ITEM(struct component, facts->components, i);
        cr_text pointer = cr_words("/components/{u}/line_coverage", (uint64_t)i);
        cr_fact coverage = cr_fact_f64(one->line_coverage, pointer);
        cr_at_least(outcome, "line-coverage", one->name.value, coverage, params->minimum.value, "%");
    }
}

static const cr_check_kind checks[] = {
    {"line-coverage", "The component's line coverage reaches the minimum."},
};

const cr_rule rule = {
    .id = "{{name}}",
    .version = "1.0.0",
    .title = "Line coverage",
    .summary = "Every component is covered by tests.",
    .checks = checks,
    .check_count = CR_COUNT(checks),
    .practices = (const char *const[]){"2.5", NULL},
    .params = &params_type,
    .facts = &facts_type,
    .evaluate = evaluate,
};
