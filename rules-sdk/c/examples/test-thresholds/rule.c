/*
 * Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk tier of the
 * release.
 *
 * Counts are compared, not rates: four of five reach 80 % whatever a division makes of it, and a row that fails says how many tests
 * or lines are missing. The same rule as `example-rules/test-thresholds`, in C.
 */
#include "thresholds.h"

struct kind {
    const char *code;
    const struct threshold *thresholds[2];
};

static const struct kind kinds[] = {
    {"pass-rate", {&PASS_RATE}},
    {"skipped-tests", {&SKIPPED, &SKIPPED_TESTS}},
    {"flaky-tests", {&FLAKY, &FLAKY_TESTS}},
    {"line-coverage", {&LINES}},
    {"branch-coverage", {&BRANCHES}},
    {"changed-line-coverage", {&CHANGED_LINES}},
};

static bool is_set(const struct kind *kind, const struct thresholds *thresholds) {
    for (size_t i = 0; i < CR_COUNT(kind->thresholds); i++) {
        if (kind->thresholds[i] != NULL && setting_of(*kind->thresholds[i], thresholds).presence == CR_PRESENT) {
            return true;
        }
    }
    return false;
}

static bool is_set_at_a_level(const struct kind *kind, const struct thresholds *thresholds, const struct tiers *tiers) {
    bool found = is_set(kind, thresholds);
    for (size_t i = 0; i < TIERS; i++) {
        found = found || is_set(kind, of_tier(tiers, i));
    }
    return found;
}

/* Whether a threshold is set anywhere. */
static bool is_set_anywhere(const struct kind *kind, const struct params *params) {
    bool found = is_set_at_a_level(kind, params->thresholds, params->tiers);
    for (size_t i = 0; i < params->components.count; i++) {
        const struct own *own = &((const struct own *)params->components.values)[i];
        found = found || is_set_at_a_level(kind, own->thresholds, own->tiers);
    }
    return found;
}

static bool prepare(void *params, cr_mismatch *mismatch) {
    for (size_t i = 0; i < CR_COUNT(kinds); i++) {
        if (is_set_anywhere(&kinds[i], params)) {
            return true;
        }
    }
    *mismatch = (cr_mismatch){CR_TEXT("/thresholds"), CR_TEXT("no threshold is set: the rule would check nothing")};
    return false;
}

static void evaluate(const void *params, const void *facts, int64_t at, cr_outcome *outcome) {
    (void)at;
    struct tier tier = tier_of(facts);
    struct rows rows = {params, facts, &tier, outcome};
    struct all_named named = every_named(facts);
    for (size_t i = 0; i < named.count; i++) {
        result_rows(&rows, &named.items[i]);
        coverage_rows(&rows, &named.items[i]);
    }
    bool nothing = cr_rows(outcome) == 0;
    for (size_t i = 0; i < CR_COUNT(kinds) && nothing; i++) {
        if (!is_set_anywhere(&kinds[i], params)) {
            continue;
        }
        if (named.count == 0) {
            /* Nothing was measured, which is no reason to pass. */
            cr_check *check = cr_unknown(outcome, kinds[i].code, CR_TEXT("release"),
                                         CR_TEXT("none of `/components`, `/tests` and `/coverage` names a component"));
            cr_remedy_if_unknown(
                check, CR_TEXT("name the components of the release in `/components`, with their tests and coverage"));
        } else {
            cr_not_applicable(outcome, kinds[i].code, CR_TEXT("release"),
                              CR_TEXT("no threshold is set for the components of this release"));
        }
    }
}

static const cr_check_kind checks[] = {
    {"pass-rate", "Enough of the component's tests pass."},
    {"skipped-tests", "Few enough of the component's tests are skipped."},
    {"flaky-tests", "Few enough of the component's tests are flaky."},
    {"line-coverage", "Enough of the component's lines are covered."},
    {"branch-coverage", "Enough of the component's branches are covered."},
    {"changed-line-coverage", "Enough of the lines that the release changes in the component are covered."},
};

const cr_rule rule = {
    .id = "test-thresholds",
    .version = "1.0.0",
    .title = "Test and coverage thresholds",
    .summary = "Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component to thresholds that "
               "may depend on the component and on the risk tier.",
    .checks = checks,
    .check_count = CR_COUNT(checks),
    .practices = (const char *const[]){"2.5", NULL},
    .timeless = true,
    .params = &params_type,
    .facts = &facts_type,
    .prepare = prepare,
    .evaluate = evaluate,
};
