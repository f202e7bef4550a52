/* Which components there are, and where the facts speak of each. */
#include "thresholds.h"

static struct named *place(struct all_named *all, cr_text name, size_t most) {
    for (size_t i = 0; i < all->count; i++) {
        if (cr_same(all->items[i].name, name)) {
            return &all->items[i];
        }
    }
    struct named *made = &all->items[all->count++];
    made->name = name;
    made->tests = cr_alloc(most * sizeof(size_t));
    made->coverage = cr_alloc(most * sizeof(size_t));
    return made;
}

struct all_named every_named(const struct facts *facts) {
    size_t most = facts->components.count + facts->tests.count + facts->coverage.count;
    struct all_named all = {cr_alloc(most * sizeof(struct named)), 0};
    for (size_t i = 0; i < facts->components.count; i++) {
        place(&all, CR_ITEM(struct component, facts->components, i)->name.value, most);
    }
    for (size_t i = 0; i < facts->tests.count; i++) {
        struct named *named = place(&all, CR_ITEM(struct tests, facts->tests, i)->component.value, most);
        named->tests[named->test_count++] = i;
    }
    for (size_t i = 0; i < facts->coverage.count; i++) {
        struct named *named = place(&all, CR_ITEM(struct coverage, facts->coverage, i)->component.value, most);
        named->coverage[named->coverage_count++] = i;
    }
    return all;
}

cr_check *gap(const struct rows *rows, const char *code, cr_text name, const char *section, bool absent, const size_t *places,
              size_t count) {
    cr_text supply = cr_words("supply an entry for `{t}` in `/{s}`", name, section);
    if (absent) {
        cr_check *check = cr_unknown(rows->outcome, code, name, cr_words("`/{s}` is absent", section));
        return cr_remedy_if_unknown(cr_missing(check, cr_words("/{s}", section)), supply);
    }
    if (count == 0) {
        cr_text message = cr_words("`/{s}` has no entry for `{t}`", section, name);
        return cr_remedy_if_unknown(cr_unknown(rows->outcome, code, name, message), supply);
    }
    cr_text listed = CR_TEXT("");
    for (size_t i = 0; i < count; i++) {
        listed = cr_words("{t}{s}`/{s}/{u}`", listed, i == 0 ? "" : ", ", section, (uint64_t)places[i]);
    }
    cr_check *check = cr_unknown(rows->outcome, code, name, cr_words("several entries are for it: {t}", listed));
    cr_remedy_if_unknown(check, cr_words("keep one entry for `{t}` in `/{s}`", name, section));
    for (size_t i = 0; i < count; i++) {
        cr_text_field field = {name, CR_PRESENT};
        cr_seen(check, cr_fact_text(field, cr_words("/{s}/{u}/component", section, (uint64_t)places[i])));
    }
    return check;
}
