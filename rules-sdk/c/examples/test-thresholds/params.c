/* What a policy may set, and what is refused. */
#include "thresholds.h"
#include <math.h>

const char *const tier_names[TIERS] = {"low", "medium", "high", "critical"};

/* Every digit that tells the number from others, for one of at most a few more than four decimals. */
static cr_text plain(double value) {
    for (int decimals = 5; decimals <= 17; decimals++) {
        double scale = pow(10, decimals);
        double scaled = round(value * scale);
        if (scaled / scale == value && scaled < 9007199254740992.0) {
            uint64_t whole = (uint64_t)scaled / (uint64_t)scale;
            uint64_t fraction = (uint64_t)scaled % (uint64_t)scale;
            char digits[18] = {0};
            for (int i = decimals - 1; i >= 0; i--) {
                digits[i] = (char)('0' + fraction % 10);
                fraction /= 10;
            }
            return cr_words("{u}.{s}", whole, digits);
        }
    }
    return cr_number(value);
}

static cr_text four_decimals(const void *value) {
    double percent = ((const cr_f64_field *)value)->value;
    if (fabs(percent * 10000.0 - round(percent * 10000.0)) > 1e-6) {
        return cr_words("expected a percentage with at most four decimals, found {t}", plain(percent));
    }
    return CR_TEXT("");
}

static const cr_type percent = {
    .kind = CR_KIND_F64, .bounded = true, .minimum = 0, .maximum = 100, .refine = four_decimals};

#define PERCENT(member, doc) CR_FIELD(struct thresholds, member, &percent, CR_SETTING, doc)
#define NUMBER(member, doc) CR_FIELD(struct thresholds, member, &cr_type_u64, CR_SETTING, doc)

static const cr_field thresholds_fields[] = {
    PERCENT(pass_rate, "The least percentage of the tests that count that must pass."),
    PERCENT(skipped, "The greatest percentage of all tests that may be skipped."),
    NUMBER(skipped_tests, "The greatest number of tests that may be skipped."),
    PERCENT(flaky, "The greatest percentage of the tests run that may be flaky."),
    NUMBER(flaky_tests, "The greatest number of tests that may be flaky."),
    PERCENT(lines, "The least percentage of lines that must be covered."),
    PERCENT(branches, "The least percentage of branches that must be covered."),
    PERCENT(changed_lines, "The least percentage of the changed lines that must be covered."),
};
static const cr_type thresholds = CR_STRUCT(
    struct thresholds, thresholds_fields,
    "Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing is; `null` "
    "switches one off.");

static const cr_field tiers_fields[] = {
    CR_FIELD(struct tiers, low, &thresholds, CR_DEFAULTED, "In tier `low`."),
    CR_FIELD(struct tiers, medium, &thresholds, CR_DEFAULTED, "In tier `medium`."),
    CR_FIELD(struct tiers, high, &thresholds, CR_DEFAULTED, "In tier `high`."),
    CR_FIELD(struct tiers, critical, &thresholds, CR_DEFAULTED, "In tier `critical`."),
};
static const cr_type tiers = CR_STRUCT(
    struct tiers, tiers_fields, "Thresholds for releases of one risk tier, in place of those set for all tiers.");

static const cr_field own_fields[] = {
    CR_FIELD(struct own, thresholds, &thresholds, CR_DEFAULTED,
             "In every tier. Where the general `tiers` set the same threshold for the tier of the release, the stricter of the two "
             "holds."),
    CR_FIELD(struct own, tiers, &tiers, CR_DEFAULTED,
             "In one tier. What is set here holds whatever else is set, be it stricter or not."),
};
static const cr_type own =
    CR_STRUCT(struct own, own_fields, "Thresholds of one component, in place of those for all components.");
static const cr_type components = CR_MAP(&own);

static const char *const flaky_names[] = {[FLAKY_PASS] = "pass", [FLAKY_FAIL] = "fail", [FLAKY_IGNORE] = "ignore"};
static const cr_type flaky = CR_CHOICE(flaky_names);
static const char *const skipped_names[] = {[SKIPPED_FAIL] = "fail", [SKIPPED_IGNORE] = "ignore"};
static const cr_type skipped = CR_CHOICE(skipped_names);

static const cr_field params_fields[] = {
    CR_FIELD(struct params, thresholds, &thresholds, CR_DEFAULTED, "Thresholds for every component in every tier."),
    CR_FIELD(struct params, tiers, &tiers, CR_DEFAULTED,
             "Thresholds for every component in one risk tier, read from the section `risk`. Where the tier is absent, the strictest "
             "of all tiers hold."),
    CR_FIELD(struct params, components, &components, CR_DEFAULTED, "Thresholds of single components, by name."),
    CR_FIELD(struct params, flaky, &flaky, CR_DEFAULTED,
             "How flaky tests count towards the pass rate: `pass`, the default, `fail` or `ignore`."),
    CR_FIELD(struct params, skipped, &skipped, CR_DEFAULTED,
             "How skipped tests count towards the pass rate: `ignore`, the default, or `fail`."),
};
const cr_type params_type =
    CR_STRUCT(struct params, params_fields, "Holds the tests and the coverage of each component to thresholds.");

const struct thresholds *of_tier(const struct tiers *tiers, size_t tier) {
    const struct thresholds *const each[TIERS] = {tiers->low, tiers->medium, tiers->high, tiers->critical};
    return each[tier];
}
