/* Runs the tests of the kit, on the machine that compiles rules rather than in a sandbox. */
#include "check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *last_words;
jmp_buf *way_out;

static int checks;
static int failures;

void check(bool holds, const char *file, int line, const char *what) {
    checks++;
    if (!holds) {
        failures++;
        printf("%s:%d: it does not hold that %s\n", file, line, what);
    }
}

void check_text(cr_text found, const char *expected, const char *file, int line) {
    checks++;
    if (!cr_same(found, cr_of(expected))) {
        failures++;
        printf("%s:%d: found `%.*s`, expected `%s`\n", file, line, (int)found.length, found.data, expected);
    }
}

/* In the place of the kit's own, which ends the process. */
_Noreturn void cr_panic(const char *message, const char *file, int line) {
    if (way_out == NULL) {
        fprintf(stderr, "the kit ended: %s (%s, line %d)\n", message, file, line);
        exit(1);
    }
    last_words = message;
    longjmp(*way_out, 1);
}

int main(void) {
    text_tests();
    decode_tests();
    schema_tests();
    outcome_tests();
    write_tests();
    mutation_tests();
    printf("the kit in C: %d checks, %d failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
