/* The rows about tests: pass rate, skipped and flaky tests. */
#include "thresholds.h"

enum count { PASSED, FAILED, ERRORS, SKIPPED_COUNT, FLAKY_COUNT, TOTAL, COUNTS };

/* The counts of one entry of `tests`. */
struct results {
    size_t place;
    cr_fact counts[COUNTS];
};

static struct results results_of(const struct facts *facts, size_t i) {
    static const char *const names[COUNTS] = {"passed", "failed", "errors", "skipped", "flaky", "total"};
    const struct tests *entry = CR_ITEM(struct tests, facts->tests, i);
    const cr_u64_field *const fields[COUNTS] = {&entry->passed,  &entry->failed, &entry->errors,
                                                &entry->skipped, &entry->flaky,  &entry->total};
    struct results results = {.place = i};
    for (int count = 0; count < COUNTS; count++) {
        results.counts[count] = cr_fact_u64(*fields[count], cr_words("/tests/{u}/{s}", (uint64_t)i, names[count]));
    }
    return results;
}

static wide number(const struct results *results, enum count count) {
    const cr_fact *fact = &results->counts[count];
    return fact->presence == CR_PRESENT ? fact->is.u64 : 0;
}

static wide failing(const struct results *results) {
    return number(results, FAILED) + number(results, ERRORS);
}

static wide run(const struct results *results) {
    return number(results, PASSED) + failing(results) + number(results, FLAKY_COUNT);
}

/* `2 of its 3 failing tests`, `its failing test`. */
static cr_text some_of(wide some, wide all, const char *adjective) {
    if (some != all) {
        return cr_words("{t} of its {t}", cr_grouped(some), tests_text(all, adjective));
    }
    return all == 1 ? cr_words("its {s} test", adjective) : cr_words("all of its {t}", tests_text(all, adjective));
}

/* A maximum in percent, in number, or both. */
struct limit {
    struct bound percent;
    struct bound number;
};

static cr_text limit_text(struct limit limit) {
    cr_text text = CR_TEXT("");
    if (limit.percent.is) {
        text = cr_words("at most {t}{t}", percent_text(limit.percent.value), limit.percent.because);
    }
    if (limit.number.is) {
        text = cr_words("{t}{s}at most {t}{t}", text, limit.percent.is ? " and " : "", tests_text(limit.number.value, ""),
                        limit.number.because);
    }
    return text;
}

static wide allowed(struct limit limit, wide whole) {
    wide most = limit.percent.is ? at_most(limit.percent.value, whole) : whole;
    return limit.number.is && limit.number.value < most ? limit.number.value : most;
}

/* What a row is about. */
struct subject {
    const struct rows *rows;
    cr_text name;
    const struct results *results;
};

/* The row of counts that are absent or contradict one another; NULL where there is nothing to say against them. */
static cr_check *unusable(const struct subject *of, const char *code, const bool needed[COUNTS]) {
    const struct results *results = of->results;
    static const enum count order[] = {PASSED, FAILED, FLAKY_COUNT, SKIPPED_COUNT};
    cr_text absent = CR_TEXT("");
    int count = 0;
    for (size_t place = 0; place < CR_COUNT(order); place++) {
        enum count i = order[place];
        if (needed[i] && results->counts[i].presence != CR_PRESENT) {
            absent = cr_words("{t}{s}`{t}`", absent, count++ == 0 ? "" : " and ", results->counts[i].pointer);
        }
    }
    if (count > 0) {
        cr_text message = cr_words("{t} {s} absent", absent, count > 1 ? "are" : "is");
        return cr_remedy_if_unknown(cr_unknown(of->rows->outcome, code, of->name, message), cr_words("supply {t}", absent));
    }
    wide sum = run(results) + number(results, SKIPPED_COUNT);
    if (results->counts[TOTAL].presence == CR_PRESENT && number(results, TOTAL) != sum) {
        cr_text message = cr_words("its counts add up to {t}, not to the total of {t}", cr_grouped(sum),
                                   cr_grouped(number(results, TOTAL)));
        cr_text remedy = cr_words("correct the counts in `/tests/{u}`", (uint64_t)results->place);
        return cr_remedy_if_unknown(cr_unknown(of->rows->outcome, code, of->name, message), remedy);
    }
    return NULL;
}

static cr_check *observed(cr_check *check, const struct results *results, const bool needed[COUNTS]) {
    for (int i = 0; i < COUNTS; i++) {
        if (results->counts[i].presence == CR_PRESENT || needed[i]) {
            cr_seen(check, results->counts[i]);
        }
    }
    return check;
}

static cr_check *judge_pass_rate(const struct subject *of, struct bound bound, enum flaky flaky_counts, enum skipped skipped_counts) {
    static const char *const how[] = {[FLAKY_PASS] = "counted as passed", [FLAKY_FAIL] = "counted as failed", [FLAKY_IGNORE] = "left out"};
    cr_outcome *outcome = of->rows->outcome;
    wide flaky = number(of->results, FLAKY_COUNT);
    wide skipped = number(of->results, SKIPPED_COUNT);
    wide good = number(of->results, PASSED) + (flaky_counts == FLAKY_PASS ? flaky : 0);
    wide bad[] = {failing(of->results), flaky_counts == FLAKY_FAIL ? flaky : 0, skipped_counts == SKIPPED_FAIL ? skipped : 0};
    static const char *const kinds[] = {"failing", "flaky", "skipped"};
    cr_text counted = CR_TEXT("");
    if (flaky > 0) {
        counted = cr_words(", {t} {s}", tests_text(flaky, "flaky"), how[flaky_counts]);
    }
    if (skipped > 0) {
        const char *taken = skipped_counts == SKIPPED_FAIL ? "counted as failed" : "left out";
        counted = cr_words("{t}, {t} {s}", counted, tests_text(skipped, "skipped"), taken);
    }
    cr_text listed = CR_TEXT("");
    wide bad_tests = 0;
    for (size_t i = 0; i < CR_COUNT(bad); i++) {
        if (bad[i] > 0) {
            listed = cr_words("{t}{s}{s}", listed, bad_tests == 0 ? "" : " or ", kinds[i]);
            bad_tests += bad[i];
        }
    }
    wide all = good + bad_tests;
    if (all == 0) {
        cr_text message = cr_words("no test passed or failed{t}", counted);
        return cr_remedy_if_unknown(cr_unknown(outcome, "pass-rate", of->name, message), CR_TEXT("run its tests"));
    }
    cr_text message = cr_words("{t} of {t} passed ({t}){t}", cr_grouped(good), tests_text(all, ""), share_down(good, all), counted);
    wide least = at_least(bound.value, all);
    if (good >= least) {
        return cr_pass(outcome, "pass-rate", of->name, message);
    }
    char *adjective = cr_alloc(listed.length + 1);
    for (size_t i = 0; i < listed.length; i++) {
        adjective[i] = listed.data[i];
    }
    cr_text remedy = cr_words("fix {t}", some_of(least - good, bad_tests, adjective));
    return cr_remedy(cr_fail(outcome, "pass-rate", of->name, message), remedy);
}

static cr_check *judge_limit(const struct subject *of, const char *code, wide some, wide all, struct limit limit, const char *were,
                             const char *verb, const char *adjective) {
    cr_outcome *outcome = of->rows->outcome;
    if (all == 0) {
        return cr_remedy_if_unknown(cr_unknown(outcome, code, of->name, CR_TEXT("it has no tests")), CR_TEXT("run its tests"));
    }
    cr_text message = cr_words("{t} of {t} {s} ({t})", cr_grouped(some), tests_text(all, ""), were, share_up(some, all));
    wide most = allowed(limit, all);
    if (some <= most) {
        return cr_pass(outcome, code, of->name, message);
    }
    cr_text remedy = cr_words("{s} {t}", verb, some_of(some - most, some, adjective));
    return cr_remedy(cr_fail(outcome, code, of->name, message), remedy);
}

void result_rows(const struct rows *rows, const struct named *of) {
    const struct params *params = rows->params;
    /* What is not set is what it is by default. */
    enum flaky flaky_counts = params->flaky.presence == CR_PRESENT ? (enum flaky)params->flaky.value : FLAKY_PASS;
    enum skipped skipped_counts = params->skipped.presence == CR_PRESENT ? (enum skipped)params->skipped.value : SKIPPED_IGNORE;
    bool only = of->test_count == 1;
    struct results results = {0};
    if (only) {
        results = results_of(rows->facts, of->tests[0]);
    }
    struct subject subject = {rows, of->name, &results};
    bool absent = rows->facts->tests.presence != CR_PRESENT;

    struct bound rate = bound_of(params, PASS_RATE, of->name, rows->tier);
    if (rate.is) {
        cr_check *check;
        if (only) {
            /* Where flaky tests pass, an unknown number of them could only raise the rate: none is assumed. */
            const bool needed[COUNTS] = {[PASSED] = true, [FAILED] = true, [FLAKY_COUNT] = flaky_counts == FLAKY_FAIL,
                                         [SKIPPED_COUNT] = skipped_counts == SKIPPED_FAIL};
            check = unusable(&subject, "pass-rate", needed);
            check = check != NULL ? check : judge_pass_rate(&subject, rate, flaky_counts, skipped_counts);
            observed(check, &results, needed);
        } else {
            check = gap(rows, "pass-rate", of->name, "tests", absent, of->tests, of->test_count);
        }
        tier_seen(cr_required(check, least_text(rate)), rows->tier, rate);
    }
    for (int flaky = 0; flaky <= 1; flaky++) {
        const char *code = flaky ? "flaky-tests" : "skipped-tests";
        struct limit limit = {bound_of(params, flaky ? FLAKY : SKIPPED, of->name, rows->tier),
                              bound_of(params, flaky ? FLAKY_TESTS : SKIPPED_TESTS, of->name, rows->tier)};
        if (!limit.percent.is && !limit.number.is) {
            continue;
        }
        cr_check *check;
        if (only) {
            const bool needed[COUNTS] = {[PASSED] = true, [FAILED] = true, [FLAKY_COUNT] = flaky, [SKIPPED_COUNT] = !flaky};
            check = unusable(&subject, code, needed);
            wide some = number(&results, flaky ? FLAKY_COUNT : SKIPPED_COUNT);
            if (check == NULL) {
                check = flaky ? judge_limit(&subject, code, some, run(&results), limit, "run were flaky", "stabilise", "flaky")
                              : judge_limit(&subject, code, some, run(&results) + some, limit, "were skipped", "run", "skipped");
            }
            observed(check, &results, needed);
        } else {
            check = gap(rows, code, of->name, "tests", absent, of->tests, of->test_count);
        }
        cr_required(check, limit_text(limit));
        tier_seen(check, rows->tier, limit.percent.is && limit.percent.tiered ? limit.percent : limit.number);
    }
}
