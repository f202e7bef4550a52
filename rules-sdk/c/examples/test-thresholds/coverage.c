/* The rows about coverage: lines, branches and changed lines. */
#include "thresholds.h"

/* Something that can be covered. */
struct measure {
    const char *code;
    const struct threshold *threshold;
    const char *field;
    size_t offset;
    const char *one;
    const char *many;
    /* Nothing to cover is a finding of its own rather than a measurement that is missing. */
    bool may_be_none;
};

static const struct measure measures[] = {
    {"line-coverage", &LINES, "lines", offsetof(struct coverage, lines), "line", "lines", false},
    {"branch-coverage", &BRANCHES, "branches", offsetof(struct coverage, branches), "branch", "branches", false},
    {"changed-line-coverage", &CHANGED_LINES, "changed_lines", offsetof(struct coverage, changed_lines), "changed line",
     "changed lines", true},
};

static cr_check *absent(const struct rows *rows, const struct measure *measure, cr_text name, cr_text pointer) {
    cr_check *check = cr_unknown(rows->outcome, measure->code, name, cr_words("`{t}` is absent", pointer));
    return cr_remedy_if_unknown(check, cr_words("supply the fact `{t}`", pointer));
}

static cr_check *judge(const struct rows *rows, const struct measure *measure, cr_text name, cr_text place, wide covered, wide total,
                       struct bound bound) {
    cr_outcome *outcome = rows->outcome;
    if (covered > total) {
        cr_text message = cr_words("{t} of {t} {s} cannot be covered", cr_grouped(covered), cr_grouped(total), measure->many);
        cr_check *check = cr_unknown(outcome, measure->code, name, message);
        return cr_remedy_if_unknown(check, cr_words("correct the counts in `{t}`", place));
    }
    if (total == 0 && measure->may_be_none) {
        return cr_not_applicable(outcome, measure->code, name, cr_words("it has no {s}", measure->many));
    }
    if (total == 0) {
        cr_check *check = cr_unknown(outcome, measure->code, name, cr_words("no {s} were measured", measure->many));
        return cr_remedy_if_unknown(
            check, cr_words("measure its {s}, or set the parameter `{s}` to `null` for this component if it has none", measure->many,
                            measure->field));
    }
    const char *nouns = total == 1 ? measure->one : measure->many;
    cr_text message =
        cr_words("covers {t} of {t} {s} ({t})", cr_grouped(covered), cr_grouped(total), nouns, share_down(covered, total));
    wide least = at_least(bound.value, total);
    if (covered >= least) {
        return cr_pass(outcome, measure->code, name, message);
    }
    cr_text remedy = cr_words("cover {t} more of its {t} {s}", cr_grouped(least - covered), cr_grouped(total), nouns);
    return cr_remedy(cr_fail(outcome, measure->code, name, message), remedy);
}

static cr_check *measured(const struct rows *rows, const struct measure *measure, size_t i, cr_text name, struct bound bound) {
    const struct coverage *entry = CR_ITEM(struct coverage, rows->facts->coverage, i);
    const struct covered *counts = *(struct covered *const *)((const char *)entry + measure->offset);
    cr_text place = cr_words("/coverage/{u}/{s}", (uint64_t)i, measure->field);
    if (counts == NULL) {
        return cr_missing(absent(rows, measure, name, place), place);
    }
    cr_fact covered = cr_fact_u64(counts->covered, cr_words("{t}/covered", place));
    cr_fact total = cr_fact_u64(counts->total, cr_words("{t}/total", place));
    cr_check *check;
    if (covered.presence != CR_PRESENT) {
        check = absent(rows, measure, name, covered.pointer);
    } else if (total.presence != CR_PRESENT) {
        check = absent(rows, measure, name, total.pointer);
    } else {
        check = judge(rows, measure, name, place, covered.is.u64, total.is.u64, bound);
    }
    return cr_seen(cr_seen(check, covered), total);
}

void coverage_rows(const struct rows *rows, const struct named *of) {
    for (size_t i = 0; i < CR_COUNT(measures); i++) {
        const struct measure *measure = &measures[i];
        struct bound bound = bound_of(rows->params, *measure->threshold, of->name, rows->tier);
        if (!bound.is) {
            continue;
        }
        cr_check *check;
        if (of->coverage_count == 1) {
            check = measured(rows, measure, of->coverage[0], of->name, bound);
        } else {
            bool none = rows->facts->coverage.presence != CR_PRESENT;
            check = gap(rows, measure->code, of->name, "coverage", none, of->coverage, of->coverage_count);
        }
        tier_seen(cr_required(check, least_text(bound)), rows->tier, bound);
    }
}
