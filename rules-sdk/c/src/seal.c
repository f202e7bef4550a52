/*
 * What a rule cannot do, said in words. The C library would import these from a system; here each ends the rule, with what to do in
 * its place.
 */
#ifdef __wasm__

#include "internal.h"

#define OUTPUT "is not there: a rule has no output; put the text into the message of a check, or into an artifact"
#define INPUT "is not there: a rule has no input but facts and params"
#define FILES "is not there: a rule has no files; what it needs are facts and params"
#define CLOCK "is not there: a rule has no clock; use `at`, the time of the decision"
#define CHANCE "is not there: a rule has no randomness: the same facts must give the same outcome"
#define SYSTEM "is not there: a rule has no system around it"
#define ENDING "ends nothing but this rule: let `evaluate` return, or say why with CR_PANIC"

#define REFUSE(name, why)                                                                                                       \
    _Noreturn void name(void) {                                                                                                 \
        cr_panic("`" #name "` " why, NULL, 0);                                                                                  \
    }

REFUSE(printf, OUTPUT)
REFUSE(fprintf, OUTPUT)
REFUSE(vprintf, OUTPUT)
REFUSE(vfprintf, OUTPUT)
REFUSE(puts, OUTPUT)
REFUSE(fputs, OUTPUT)
REFUSE(putchar, OUTPUT)
REFUSE(putc, OUTPUT)
REFUSE(fputc, OUTPUT)
REFUSE(fwrite, OUTPUT)
REFUSE(fflush, OUTPUT)
REFUSE(perror, OUTPUT)
REFUSE(getchar, INPUT)
REFUSE(fgets, INPUT)
REFUSE(scanf, INPUT)
REFUSE(fopen, FILES)
REFUSE(open, FILES)
REFUSE(read, FILES)
REFUSE(write, OUTPUT)
REFUSE(time, CLOCK)
REFUSE(clock, CLOCK)
REFUSE(clock_gettime, CLOCK)
REFUSE(gettimeofday, CLOCK)
REFUSE(nanosleep, CLOCK)
REFUSE(sleep, CLOCK)
REFUSE(rand, CHANCE)
REFUSE(srand, CHANCE)
REFUSE(random, CHANCE)
REFUSE(arc4random, CHANCE)
REFUSE(getentropy, CHANCE)
REFUSE(getenv, SYSTEM)
REFUSE(system, SYSTEM)
REFUSE(exit, ENDING)
REFUSE(_Exit, ENDING)
REFUSE(abort, ENDING)

_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function) {
    (void)function;
    static char said[200] = "assertion failed: ";
    size_t length = sizeof "assertion failed: " - 1;
    while (*condition != '\0' && length < sizeof said - 1) {
        said[length++] = *condition++;
    }
    said[length] = '\0';
    const char *name = file;
    for (const char *at = file; *at != '\0'; at++) {
        if (*at == '/') {
            name = at + 1;
        }
    }
    cr_panic(said, name, line);
}

#else
typedef int nothing_to_seal;
#endif
