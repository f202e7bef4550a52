/*
 * What a rule cannot do, said in words. The C library would import these from a system; here each ends the rule, with what to do in
 * its place.
 */
#ifdef __wasm__

#include "internal.h"
#include "sealed.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

/*
 * The signatures are the library's: the linker would put a bare trap in the place of a function of another. They are weak, so that
 * the library's own stand where something else in their file is wanted; `wasi.c` then refuses.
 */
#define REFUSE(result, name, params, why)                                                                                       \
    __attribute__((weak)) result name params {                                                                                                        \
        cr_panic("`" #name "` " why, NULL, 0);                                                                                  \
    }

REFUSE(int, printf, (const char *f, ...), OUTPUT)
REFUSE(int, fprintf, (FILE *s, const char *f, ...), OUTPUT)
REFUSE(int, dprintf, (int d, const char *f, ...), OUTPUT)
REFUSE(int, vprintf, (const char *f, va_list a), OUTPUT)
REFUSE(int, vfprintf, (FILE *s, const char *f, va_list a), OUTPUT)
REFUSE(int, puts, (const char *t), OUTPUT)
REFUSE(int, fputs, (const char *t, FILE *s), OUTPUT)
REFUSE(int, putchar, (int c), OUTPUT)
REFUSE(int, putc, (int c, FILE *s), OUTPUT)
REFUSE(int, fputc, (int c, FILE *s), OUTPUT)
REFUSE(size_t, fwrite, (const void *d, size_t z, size_t n, FILE *s), OUTPUT)
REFUSE(int, fflush, (FILE *s), OUTPUT)
REFUSE(void, perror, (const char *t), OUTPUT)
REFUSE(ssize_t, write, (int d, const void *b, size_t n), OUTPUT)
REFUSE(int, getchar, (void), INPUT)
REFUSE(int, getc, (FILE *s), INPUT)
REFUSE(int, fgetc, (FILE *s), INPUT)
REFUSE(char *, fgets, (char *b, int n, FILE *s), INPUT)
REFUSE(int, scanf, (const char *f, ...), INPUT)
REFUSE(ssize_t, read, (int d, void *b, size_t n), INPUT)
REFUSE(FILE *, fopen, (const char *p, const char *m), FILES)
REFUSE(int, open, (const char *p, int f, ...), FILES)
REFUSE(int, stat, (const char *p, struct stat *s), FILES)
REFUSE(int, access, (const char *p, int m), FILES)
REFUSE(int, mkdir, (const char *p, mode_t m), FILES)
REFUSE(int, unlink, (const char *p), FILES)
REFUSE(int, remove, (const char *p), FILES)
REFUSE(int, rename, (const char *a, const char *b), FILES)
REFUSE(DIR *, opendir, (const char *p), FILES)
REFUSE(time_t, time, (time_t *t), CLOCK)
REFUSE(int, clock_gettime, (clockid_t c, struct timespec *t), CLOCK)
REFUSE(int, gettimeofday, (struct timeval *t, void *z), CLOCK)
REFUSE(int, nanosleep, (const struct timespec *t, struct timespec *r), CLOCK)
REFUSE(unsigned, sleep, (unsigned n), CLOCK)
REFUSE(int, rand, (void), CHANCE)
REFUSE(void, srand, (unsigned n), CHANCE)
REFUSE(long, random, (void), CHANCE)
REFUSE(int, getentropy, (void *b, size_t n), CHANCE)
REFUSE(char *, getenv, (const char *n), SYSTEM)
REFUSE(_Noreturn void, exit, (int c), ENDING)
REFUSE(_Noreturn void, _Exit, (int c), ENDING)
REFUSE(_Noreturn void, abort, (void), ENDING)

_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function) {
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
