/* Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told. */
#include <assert.h>
#include <clearance_rule.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

struct facts {
    cr_text_field release;
};

static const cr_field facts_fields[] = {
    CR_FIELD(struct facts, release, &cr_type_text, CR_OPTIONAL, "The release."),
};
static const cr_type facts_type = CR_STRUCT(struct facts, facts_fields, NULL);

struct params {
    cr_text_field how;
};

static const cr_field params_fields[] = {
    CR_FIELD(struct params, how, &cr_type_text, CR_REQUIRED, "The misdeed."),
};
static const cr_type params_type = CR_STRUCT(struct params, params_fields, NULL);

static volatile int zero;
static volatile int large = 2000000000;

/* Not inlined, and not a loop. */
static __attribute__((noinline)) int recurse(int depth) {
    volatile char held[1000];
    held[depth % 1000] = (char)depth;
    return recurse(depth + 1) + held[depth % 1000];
}

static bool is(const struct params *params, const char *how) {
    return cr_same(params->how.value, cr_of(how));
}

static bool prepare(void *params_, cr_mismatch *mismatch) {
    const struct params *params = params_;
    (void)mismatch;
    if (is(params, "panics-in-prepare")) {
        CR_PANIC("nothing fits");
    }
    return !is(params, "refuses-without-a-word");
}

static void evaluate(const void *params_, const void *facts, int64_t at, cr_outcome *outcome) {
    const struct params *params = params_;
    (void)facts;
    (void)at;
    if (is(params, "panics")) {
        CR_PANIC("nothing fits");
    } else if (is(params, "asserts")) {
        assert(zero == 1);
    } else if (is(params, "aborts")) {
        abort();
    } else if (is(params, "exits")) {
        exit(3);
    } else if (is(params, "divides-by-zero")) {
        cr_pass(outcome, "does", CR_TEXT("it"), cr_words("{i}", (int64_t)(large / zero)));
    } else if (is(params, "words-something-else")) {
        cr_pass(outcome, "does", CR_TEXT("it"), cr_words("{q}", 1));
    } else if (is(params, "bounds-a-text")) {
        cr_text_field text = {CR_TEXT("x"), CR_PRESENT};
        cr_at_least(outcome, "does", CR_TEXT("it"), cr_fact_text(text, CR_TEXT("/x")), 1, "");
    } else if (is(params, "derives-no-number")) {
        cr_put_f64(cr_derive(outcome), 0.0 / zero);
    } else if (is(params, "scores-nothing")) {
        cr_contribute(outcome, CR_TEXT("x"), 1, CR_TEXT("y"));
    } else if (is(params, "prints")) {
        printf("hello\n");
    } else if (is(params, "reads-the-clock")) {
        cr_pass(outcome, "does", CR_TEXT("it"), cr_words("{i}", (int64_t)time(NULL)));
    } else if (is(params, "rolls-dice")) {
        cr_pass(outcome, "does", CR_TEXT("it"), cr_words("{i}", (int64_t)rand()));
    } else if (is(params, "opens-a-file")) {
        fopen("secrets", "r");
    } else if (is(params, "looks-at-a-file")) {
        struct stat found;
        stat("secrets", &found);
    } else if (is(params, "looks-at-what-is-open")) {
        struct stat found;
        fstat(0, &found);
    } else if (is(params, "reads-the-environment")) {
        cr_pass(outcome, "does", CR_TEXT("it"), cr_of(getenv("HOME")));
    } else if (is(params, "writes-to-nowhere")) {
        *(volatile char *)0xfffffff0 = 1;
    } else if (is(params, "allocates-without-end")) {
        for (;;) {
            cr_alloc(1 << 20);
        }
    } else if (is(params, "recurses-without-end")) {
        recurse(0);
    } else if (is(params, "loops-without-end")) {
        for (volatile int i = 0;; i++) {
        }
    } else if (is(params, "bears-an-unknown-code")) {
        cr_pass(outcome, "undeclared", CR_TEXT("it"), CR_TEXT("so"));
    }
}

static const cr_check_kind checks[] = {
    {"does", "It does."},
};

const cr_rule rule = {
    .id = "misbehaves",
    .version = "1.0.0",
    .title = "Misbehaves",
    .summary = "It misbehaves.",
    .checks = checks,
    .check_count = CR_COUNT(checks),
    .practices = (const char *const[]){"2.5", NULL},
    .params = &params_type,
    .facts = &facts_type,
    .prepare = prepare,
    .evaluate = evaluate,
};
