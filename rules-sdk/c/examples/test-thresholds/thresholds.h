/* What the files of the rule share: its facts, its params, and the bounds that hold. */
#ifndef THRESHOLDS_H
#define THRESHOLDS_H

#include <clearance_rule.h>

typedef unsigned __int128 wide;

/* ---- Facts ---- */

struct component {
    cr_text_field name;
};

/* The test results of one component. Every test counts in one of the numbers only. */
struct tests {
    cr_text_field component;
    cr_u64_field passed;
    cr_u64_field failed;
    cr_u64_field errors;
    cr_u64_field skipped;
    cr_u64_field flaky;
    cr_u64_field total;
};

/* How many of how many are covered. */
struct covered {
    cr_u64_field covered;
    cr_u64_field total;
};

struct coverage {
    cr_text_field component;
    struct covered *lines;
    struct covered *branches;
    struct covered *changed_lines;
};

struct risk {
    cr_text_field tier;
};

struct facts {
    cr_list_field components;
    cr_list_field tests;
    cr_list_field coverage;
    struct risk *risk;
};

extern const cr_type facts_type;

/* ---- Params ---- */

/* A field is absent where what is set more generally holds, and null where it is not checked. */
struct thresholds {
    cr_f64_field pass_rate;
    cr_f64_field skipped;
    cr_u64_field skipped_tests;
    cr_f64_field flaky;
    cr_u64_field flaky_tests;
    cr_f64_field lines;
    cr_f64_field branches;
    cr_f64_field changed_lines;
};

enum { TIERS = 4 };
extern const char *const tier_names[TIERS];

struct tiers {
    struct thresholds *low;
    struct thresholds *medium;
    struct thresholds *high;
    struct thresholds *critical;
};

/* Thresholds of one component, in place of those for all components. */
struct own {
    struct thresholds *thresholds;
    struct tiers *tiers;
};

enum flaky { FLAKY_PASS, FLAKY_FAIL, FLAKY_IGNORE };
enum skipped { SKIPPED_FAIL, SKIPPED_IGNORE };

struct params {
    struct thresholds *thresholds;
    struct tiers *tiers;
    cr_map_field components;
    cr_choice_field flaky;
    cr_choice_field skipped;
};

extern const cr_type params_type;

/* The thresholds of a tier, by its place among the names. */
const struct thresholds *of_tier(const struct tiers *tiers, size_t tier);

/* ---- Percentages, compared exactly ---- */

/* A percentage in ten-thousandths of a percent: 99.9 as decimals say it, not as the nearest binary fraction does. */
wide millionths(double percent);
/* The smallest number of `whole` that is at least this percentage of it, and the greatest that is at most. */
wide at_least(wide percent, wide whole);
wide at_most(wide percent, wide whole);
/* `72.74%`, without zeros at the end. */
cr_text percent_text(wide percent);
/* A part of a whole as a person reads it, rounded so that what misses a bound is never shown as reaching it. */
cr_text share_down(wide part, wide whole);
cr_text share_up(wide part, wide whole);
/* `1 flaky test`, `1,240 tests`. */
cr_text tests_text(wide number, const char *adjective);

/* ---- Bounds ---- */

/* A threshold that can be set: where it lies, whether it is a number of tests, whether the greater bound is the stricter one. */
struct threshold {
    size_t offset;
    bool is_count;
    bool is_minimum;
};

extern const struct threshold PASS_RATE, SKIPPED, SKIPPED_TESTS, FLAKY, FLAKY_TESTS, LINES, BRANCHES, CHANGED_LINES;

/* A threshold as written. */
struct setting {
    cr_presence presence;
    /* Millionths, or a number of tests. */
    wide value;
};

struct setting setting_of(struct threshold threshold, const struct thresholds *thresholds);

/* A bound that holds, where `is`. */
struct bound {
    bool is;
    wide value;
    /* What makes it hold, in brackets; empty where it is set for all. */
    cr_text because;
    /* Whether another tier could give another bound. */
    bool tiered;
};

/* The risk tier of the release, as the facts say it. */
struct tier {
    cr_fact fact;
};

struct tier tier_of(const struct facts *facts);
struct bound bound_of(const struct params *params, struct threshold threshold, cr_text component, const struct tier *tier);
/* Adds the tier to what a row observed, where it had a say in the bound. */
cr_check *tier_seen(cr_check *check, const struct tier *tier, struct bound bound);
/* `at least 80% (in tier …)`. */
cr_text least_text(struct bound bound);

/* ---- Rows ---- */

/* A component and the places of its entries. */
struct named {
    cr_text name;
    size_t *tests;
    size_t test_count;
    size_t *coverage;
    size_t coverage_count;
};

struct all_named {
    struct named *items;
    size_t count;
};

/* Every component that any section names, those of the release first. */
struct all_named every_named(const struct facts *facts);

/* What every row is made with. */
struct rows {
    const struct params *params;
    const struct facts *facts;
    const struct tier *tier;
    cr_outcome *outcome;
};

/* The row of a component that has no entry in a section, or several. */
cr_check *gap(const struct rows *rows, const char *code, cr_text name, const char *section, bool absent, const size_t *places, size_t count);
void result_rows(const struct rows *rows, const struct named *of);
void coverage_rows(const struct rows *rows, const struct named *of);

#endif
