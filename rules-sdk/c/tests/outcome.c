/* What an evaluation found, as the kit keeps it. */
#include "check.h"
#include <math.h>

static cr_fact number(double value) {
    return cr_fact_f64((cr_f64_field){value, CR_PRESENT}, CR_TEXT("/a/0"));
}

static void check_row(const cr_check *row, cr_status status, const char *message, const char *required, const char *remedy, int line) {
    check(row->status == status, __FILE_NAME__, line, "the status is that");
    check(row->severity == CR_MEDIUM, __FILE_NAME__, line, "the severity is medium");
    check(row->observed_count == 1, __FILE_NAME__, line, "one fact was seen");
    check_text(row->message, message, __FILE_NAME__, line);
    check_text(row->required, required, __FILE_NAME__, line);
    check(row->has_remedy == (remedy != NULL), __FILE_NAME__, line, "there is a remedy or none");
    if (remedy != NULL) {
        check_text(row->remedy, remedy, __FILE_NAME__, line);
    }
}

#define ROW(row, ...) check_row(row, __VA_ARGS__, __LINE__)

static void bounds(void) {
    cr_outcome o = {0};
    cr_text s = CR_TEXT("s");
    cr_fact absent = cr_fact_u64((cr_u64_field){0}, CR_TEXT("/a/0"));
    cr_fact three = cr_fact_u64((cr_u64_field){3, CR_PRESENT}, CR_TEXT("/n"));
    cr_fact minus = cr_fact_i64((cr_i64_field){-1, CR_PRESENT}, CR_TEXT("/n"));
    ROW(cr_at_least(&o, "c", s, number(80), 80, "%"), CR_PASS, "80%", "at least 80%", NULL);
    ROW(cr_at_least(&o, "c", s, number(71.3333), 79.99, "%"), CR_FAIL, "71.33%", "at least 79.99%", "raise `/a/0` by 8.66%");
    ROW(cr_at_least(&o, "c", s, number(79.999), 80, "%"), CR_FAIL, "80%", "at least 80%", "raise `/a/0` by 0.01%");
    ROW(cr_at_most(&o, "c", s, number(8), 7.5, " days"), CR_FAIL, "8 days", "at most 7.5 days", "lower `/a/0` by 0.5 days");
    ROW(cr_at_most(&o, "c", s, minus, 7, ""), CR_PASS, "-1", "at most 7", NULL);
    ROW(cr_at_least(&o, "c", s, absent, 80, "%"), CR_UNKNOWN, "the fact `/a/0` is absent", "at least 80%", "supply the fact `/a/0`");
    ROW(cr_at_least(&o, "c", s, three, 2, ""), CR_PASS, "3", "at least 2", NULL);
    CHECK(cr_rows(&o) == 7);
    cr_fact yes = cr_fact_bool((cr_bool_field){true, CR_PRESENT}, CR_TEXT("/b"));
    cr_fact none = cr_fact_bool((cr_bool_field){0}, CR_TEXT("/b"));
    ROW(cr_satisfies(&o, "c", s, yes, true, CR_TEXT("yes"), CR_TEXT("so")), CR_PASS, "yes", "so", NULL);
    ROW(cr_satisfies(&o, "c", s, yes, false, CR_TEXT("no"), CR_TEXT("so")), CR_FAIL, "no", "so", NULL);
    ROW(cr_satisfies(&o, "c", s, none, true, CR_TEXT("yes"), CR_TEXT("so")), CR_UNKNOWN, "the fact `/b` is absent", "so",
        "supply the fact `/b`");
    /* A document cannot hold what was seen, so that nothing is observed. */
    ROW(cr_at_most(&o, "c", s, number(NAN), 7, ""), CR_UNKNOWN, "not a number", "at most 7", NULL);
    ROW(cr_at_least(&o, "c", s, number(INFINITY), 7, ""), CR_PASS, "inf", "at least 7", NULL);
    cr_fact text = cr_fact_text((cr_text_field){CR_TEXT("x"), CR_PRESENT}, CR_TEXT("/x"));
    CHECK_ENDS(cr_at_least(&o, "c", s, text, 1, ""), "a bound is for a fact that is a number");
}

static void remedies(void) {
    cr_outcome o = {0};
    cr_text t = CR_TEXT("t");
    cr_check *const rows[] = {cr_pass(&o, "c", t, t), cr_fail(&o, "c", t, t), cr_unknown(&o, "c", t, t),
                              cr_not_applicable(&o, "c", t, t)};
    const char *const kept[] = {NULL, "mend it", "supply it", NULL};
    for (size_t i = 0; i < CR_COUNT(rows); i++) {
        cr_remedy_if_unknown(cr_remedy(rows[i], CR_TEXT("mend it")), CR_TEXT("supply it"));
        CHECK(rows[i]->has_remedy == (kept[i] != NULL));
        CHECK_TEXT(rows[i]->has_remedy ? rows[i]->remedy : CR_TEXT(""), kept[i] == NULL ? "" : kept[i]);
        CHECK(!rows[i]->has_required && o.checks[i] == rows[i]);
    }
    CHECK(cr_with_severity(rows[0], CR_HIGH)->severity == CR_HIGH);
}

static void observations(void) {
    cr_outcome o = {0};
    cr_check *row = cr_pass(&o, "c", CR_TEXT("s"), CR_TEXT("m"));
    /* More than there is room for at first. */
    for (int i = 0; i < 20; i++) {
        cr_seen(row, cr_fact_i64((cr_i64_field){-i, CR_PRESENT}, cr_words("/{i}", (int64_t)i)));
    }
    CHECK(row->observed_count == 20);
    CHECK_TEXT(row->observed[19].pointer, "/19");
    CHECK(cr_same(row->observed[19].value, CR_TEXT("\xed")));
    cr_seen(row, cr_fact_bool((cr_bool_field){true, CR_PRESENT}, CR_TEXT("/b")));
    CHECK(cr_same(row->observed[20].value, CR_TEXT("\xc3")) && row->observed[20].found);
    cr_seen(row, cr_fact_text((cr_text_field){CR_TEXT("x"), CR_PRESENT}, CR_TEXT("/t")));
    CHECK(cr_same(row->observed[21].value, CR_TEXT("\xa1x")));
    cr_seen(row, cr_fact_text((cr_text_field){.presence = CR_NULL}, CR_TEXT("/t")));
    CHECK(cr_same(row->observed[22].value, CR_TEXT("\xc0")) && row->observed[22].found);
    cr_seen(row, cr_fact_text((cr_text_field){0}, CR_TEXT("/t")));
    CHECK(!row->observed[23].found);
    cr_missing(row, CR_TEXT("/gone"));
    CHECK(!row->observed[24].found);
    CHECK_TEXT(row->observed[24].pointer, "/gone");
}

static void scores(void) {
    cr_outcome o = {0};
    CHECK_ENDS(cr_contribute(&o, CR_TEXT("f"), 1, CR_TEXT("r")), "`cr_score` comes before `cr_contribute`");
    cr_score(&o, 10);
    CHECK(o.has_score && o.points == 0 && o.out_of == 10);
    cr_contribute(&o, CR_TEXT("f"), 4, CR_TEXT("r"));
    CHECK(o.points == 4);
    cr_contribute(&o, CR_TEXT("f"), 8, CR_TEXT("r"));
    CHECK(o.points == 10);
    /* What went beyond the maximum still counts against what is taken away. */
    cr_contribute(&o, CR_TEXT("f"), -1, CR_TEXT("r"));
    CHECK(o.points == 10);
    cr_contribute(&o, CR_TEXT("f"), -20, CR_TEXT("r"));
    CHECK(o.points == 0 && o.term_count == 4);
}

static void documents(void) {
    cr_outcome o = {0};
    cr_artifact(&o, CR_TEXT("a.txt"), CR_TEXT("text/plain"), CR_TEXT("content"));
    CHECK(o.artifact_count == 1);
    CHECK_TEXT(o.artifacts[0].content, "content");
    cr_document *derived = cr_derive(&o);
    cr_put_map(derived, 1);
    cr_put_text(derived, CR_TEXT("tier"));
    cr_put_list(derived, 2);
    cr_put_u64(derived, 1);
    cr_put_null(derived);
    CHECK(cr_same(cr_taken(&o.derived->bytes), CR_TEXT("\x81\xa4tier\x92\x01\xc0")));
}

void outcome_tests(void) {
    bounds();
    remedies();
    observations();
    scores();
    documents();
}
