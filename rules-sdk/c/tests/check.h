/* What the tests say of the kit. A test goes on after a check that failed, and is left where the kit ends the evaluation. */
#ifndef CLEARANCE_CHECK_H
#define CLEARANCE_CHECK_H

#include "internal.h"
#include <setjmp.h>

/* What the kit said when it last ended an evaluation, and where it is to go on instead. */
extern const char *last_words;
extern jmp_buf *way_out;

void check(bool holds, const char *file, int line, const char *what);
void check_text(cr_text found, const char *expected, const char *file, int line);

#define CHECK(condition) check(condition, __FILE_NAME__, __LINE__, #condition)
#define CHECK_TEXT(found, expected) check_text(found, expected, __FILE_NAME__, __LINE__)
/* That the kit ends the evaluation, with these words. */
#define CHECK_ENDS(statement, expected)                                                                                         \
    do {                                                                                                                        \
        jmp_buf here;                                                                                                           \
        last_words = "nothing";                                                                                                 \
        way_out = &here;                                                                                                        \
        if (setjmp(here) == 0) {                                                                                                \
            statement;                                                                                                          \
        }                                                                                                                       \
        way_out = NULL;                                                                                                         \
        CHECK_TEXT(cr_of(last_words), expected);                                                                                \
    } while (0)

void text_tests(void);
void decode_tests(void);
void schema_tests(void);
void outcome_tests(void);
void write_tests(void);
void mutation_tests(void);

#endif
