/* Last words: the host finds them in a trapped rule's memory, as the contract's world `release-rule` describes. */
#include "internal.h"
#include <string.h>

#ifdef __wasm__

static struct {
    char magic[16];
    uint32_t length;
    char bytes[1000];
} last_words = {.magic = {'c', 'l', 'e', 'a', 'r', 'a', 'n', 'c', 'e', ':', 'p', 'a', 'n', 'i', 'c', '\n'}};

static void say(const char *text) {
    for (; *text != '\0' && last_words.length < sizeof last_words.bytes; text++) {
        last_words.bytes[last_words.length++] = *text;
    }
}

_Noreturn void cr_panic(const char *message, const char *file, int line) {
    last_words.length = 0;
    say(message);
    if (file != NULL) {
        char digits[12];
        size_t at = sizeof digits - 1;
        digits[at] = '\0';
        do {
            digits[--at] = (char)('0' + line % 10);
            line /= 10;
        } while (line > 0);
        say(" (");
        say(file);
        say(", line ");
        say(digits + at);
        say(")");
    }
    /* Keeps what was said in memory, although nothing here reads it. */
    __asm__ volatile("" : : "r"(&last_words) : "memory");
    __builtin_trap();
}

#else

#include <stdio.h>
#include <stdlib.h>

/* Weak: tests have their own. */
__attribute__((weak)) _Noreturn void cr_panic(const char *message, const char *file, int line) {
    fprintf(stderr, "%s (%s, line %d)\n", message, file == NULL ? "?" : file, line);
    abort();
}

#endif
