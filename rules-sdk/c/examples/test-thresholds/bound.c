/*
 * Which bound holds for a component in the tier of the release.
 *
 * What the component sets for the tier comes first. Then the stricter of what the component sets for all tiers and what the tier
 * sets for all components. Then what is set for all. Where the tier is not known, the bound is the strictest that any tier would
 * give.
 */
#include "thresholds.h"

#define THRESHOLD(name, count, minimum) {offsetof(struct thresholds, name), count, minimum}

const struct threshold PASS_RATE = THRESHOLD(pass_rate, false, true);
const struct threshold SKIPPED = THRESHOLD(skipped, false, false);
const struct threshold SKIPPED_TESTS = THRESHOLD(skipped_tests, true, false);
const struct threshold FLAKY = THRESHOLD(flaky, false, false);
const struct threshold FLAKY_TESTS = THRESHOLD(flaky_tests, true, false);
const struct threshold LINES = THRESHOLD(lines, false, true);
const struct threshold BRANCHES = THRESHOLD(branches, false, true);
const struct threshold CHANGED_LINES = THRESHOLD(changed_lines, false, true);

struct setting setting_of(struct threshold threshold, const struct thresholds *thresholds) {
    if (thresholds == NULL) {
        return (struct setting){CR_ABSENT, 0};
    }
    const void *place = (const char *)thresholds + threshold.offset;
    if (threshold.is_count) {
        const cr_u64_field *field = place;
        return (struct setting){field->presence, field->value};
    }
    const cr_f64_field *field = place;
    return (struct setting){field->presence, field->presence == CR_PRESENT ? millionths(field->value) : 0};
}

/* The stricter of two settings; not to check is the laxest. */
static struct setting stricter(struct threshold threshold, struct setting a, struct setting b) {
    if (a.presence != CR_PRESENT) {
        return b;
    }
    if (b.presence != CR_PRESENT) {
        return a;
    }
    bool first = threshold.is_minimum ? a.value >= b.value : a.value <= b.value;
    return first ? a : b;
}

static bool same(struct setting a, struct setting b) {
    return a.presence == b.presence && a.value == b.value;
}

static const struct own *own_of(const struct params *params, cr_text component) {
    for (size_t i = 0; i < params->components.count; i++) {
        if (cr_same(params->components.keys[i], component)) {
            return &((const struct own *)params->components.values)[i];
        }
    }
    return NULL;
}

static struct setting in_tier(const struct params *params, struct threshold threshold, const struct own *own, size_t tier,
                              cr_text *because) {
    struct setting general = setting_of(threshold, of_tier(params->tiers, tier));
    struct setting own_in_tier = setting_of(threshold, own == NULL ? NULL : of_tier(own->tiers, tier));
    struct setting of_own = setting_of(threshold, own == NULL ? NULL : own->thresholds);
    *because = CR_TEXT("");
    if (own_in_tier.presence != CR_ABSENT) {
        *because = cr_words(" (set for this component in tier `{s}`)", tier_names[tier]);
        return own_in_tier;
    }
    if (of_own.presence == CR_ABSENT && general.presence == CR_ABSENT) {
        return setting_of(threshold, params->thresholds);
    }
    if (general.presence != CR_ABSENT && same(stricter(threshold, of_own, general), general)) {
        *because = cr_words(" (in tier `{s}`)", tier_names[tier]);
        return general;
    }
    *because = CR_TEXT(" (set for this component)");
    return of_own;
}

struct tier tier_of(const struct facts *facts) {
    cr_text_field tier = {0};
    return (struct tier){cr_fact_text(facts->risk == NULL ? tier : facts->risk->tier, CR_TEXT("/risk/tier"))};
}

static cr_text unknown_because(const struct tier *tier) {
    return tier->fact.presence == CR_PRESENT ? cr_words("`{t}` is no tier", tier->fact.text)
                                             : cr_words("`{t}` is absent", tier->fact.pointer);
}

struct bound bound_of(const struct params *params, struct threshold threshold, cr_text component, const struct tier *tier) {
    const struct own *own = own_of(params, component);
    bool tiered = false;
    size_t known = TIERS;
    for (size_t i = 0; i < TIERS; i++) {
        tiered = tiered || setting_of(threshold, of_tier(params->tiers, i)).presence != CR_ABSENT ||
                 (own != NULL && setting_of(threshold, of_tier(own->tiers, i)).presence != CR_ABSENT);
        if (tier->fact.presence == CR_PRESENT && cr_same(tier->fact.text, cr_of(tier_names[i]))) {
            known = i;
        }
    }
    cr_text because;
    struct setting setting = {CR_ABSENT, 0};
    if (known < TIERS || !tiered) {
        setting = in_tier(params, threshold, own, known < TIERS ? known : 0, &because);
    } else {
        for (size_t i = 0; i < TIERS; i++) {
            setting = stricter(threshold, setting, in_tier(params, threshold, own, i, &because));
        }
        because = cr_words(" (the strictest of all tiers, as {t})", unknown_because(tier));
    }
    return (struct bound){setting.presence == CR_PRESENT, setting.value, because, tiered};
}

cr_check *tier_seen(cr_check *check, const struct tier *tier, struct bound bound) {
    return bound.is && bound.tiered ? cr_seen(check, tier->fact) : check;
}

cr_text least_text(struct bound bound) {
    return cr_words("at least {t}{t}", percent_text(bound.value), bound.because);
}
