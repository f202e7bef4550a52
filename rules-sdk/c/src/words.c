/* Wording that every rule shares, so that decisions read as from one hand. */
#include "internal.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

cr_text cr_of(const char *text) {
    return (cr_text){text, strlen(text)};
}

bool cr_same(cr_text a, cr_text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

cr_text cr_token(cr_text key) {
    cr_buffer token = {0};
    for (size_t i = 0; i < key.length; i++) {
        switch (key.data[i]) {
        case '~': cr_append_literal(&token, "~0"); break;
        case '/': cr_append_literal(&token, "~1"); break;
        default: cr_append(&token, &key.data[i], 1);
        }
    }
    return cr_taken(&token);
}

static void append_digits(cr_buffer *buffer, unsigned __int128 number) {
    char digits[40];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number > 0);
    cr_append(buffer, digits + at, sizeof digits - at);
}

cr_text cr_grouped(unsigned __int128 number) {
    cr_buffer plain = {0}, text = {0};
    append_digits(&plain, number);
    for (size_t i = 0; i < plain.length; i++) {
        if (i > 0 && (plain.length - i) % 3 == 0) {
            cr_append_literal(&text, ",");
        }
        cr_append(&text, &plain.data[i], 1);
    }
    return cr_taken(&text);
}

cr_text cr_count(unsigned __int128 number, const char *noun) {
    return cr_words("{t} {s}{s}", cr_grouped(number), noun, number == 1 ? "" : "s");
}

/* A whole number of more than 64 bits: `mantissa` times two to the power of `exponent`, which is up to 971. */
static void append_large(cr_buffer *buffer, uint64_t mantissa, int exponent) {
    enum { BASE = 1000000000, LIMBS = 40 };
    uint32_t limbs[LIMBS] = {0};
    for (int i = 0; mantissa > 0; i++) {
        limbs[i] = (uint32_t)(mantissa % BASE);
        mantissa /= BASE;
    }
    for (; exponent > 0; exponent--) {
        uint32_t carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            uint32_t doubled = limbs[i] * 2 + carry;
            carry = doubled >= BASE;
            limbs[i] = carry ? doubled - BASE : doubled;
        }
    }
    int top = LIMBS - 1;
    while (top > 0 && limbs[top] == 0) {
        top--;
    }
    append_digits(buffer, limbs[top]);
    for (int i = top - 1; i >= 0; i--) {
        char digits[9];
        uint32_t limb = limbs[i];
        for (int place = 8; place >= 0; place--) {
            digits[place] = (char)('0' + limb % 10);
            limb /= 10;
        }
        cr_append(buffer, digits, sizeof digits);
    }
}

/* The hundredths of a number below 2^53, to the nearest, and between two to the even one. */
static uint64_t hundredths(double size) {
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(size, &exponent), 53);
    int shift = 53 - exponent;
    unsigned __int128 scaled = (unsigned __int128)mantissa * 100;
    if (shift <= 0) {
        return (uint64_t)(scaled << -shift);
    }
    if (shift > 100) {
        return 0;
    }
    uint64_t whole = (uint64_t)(scaled >> shift);
    unsigned __int128 rest = scaled - ((unsigned __int128)whole << shift);
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    return whole + (rest > half || (rest == half && whole % 2 == 1));
}

cr_text cr_number(double value) {
    if (isnan(value)) {
        return CR_TEXT("NaN");
    }
    if (isinf(value)) {
        return value > 0 ? CR_TEXT("inf") : CR_TEXT("-inf");
    }
    cr_buffer text = {0};
    double size = fabs(value);
    if (size >= 9007199254740992.0) {
        int exponent;
        uint64_t mantissa = (uint64_t)ldexp(frexp(size, &exponent), 53);
        cr_append_literal(&text, value < 0 ? "-" : "");
        append_large(&text, mantissa, exponent - 53);
        return cr_taken(&text);
    }
    uint64_t count = hundredths(size);
    cr_append_literal(&text, value < 0 && count > 0 ? "-" : "");
    append_digits(&text, count / 100);
    if (count % 100 != 0) {
        char decimals[3] = {'.', (char)('0' + count / 10 % 10), (char)('0' + count % 10)};
        cr_append(&text, decimals, count % 10 == 0 ? 2 : 3);
    }
    return cr_taken(&text);
}

cr_text cr_exact(double value) {
    double power = 1;
    for (size_t decimals = 0; decimals <= 22; decimals++, power *= 10) {
        double scaled = round(fabs(value) * power);
        if (scaled >= 9007199254740992.0) {
            break;
        }
        if (scaled / power == fabs(value)) {
            char digits[32];
            size_t at = sizeof digits;
            uint64_t rest = (uint64_t)scaled;
            for (size_t place = 0; place <= decimals || rest > 0; place++, rest /= 10) {
                if (place == decimals && decimals > 0) {
                    digits[--at] = '.';
                }
                digits[--at] = (char)('0' + (int)(rest % 10));
            }
            cr_buffer text = {0};
            cr_append_literal(&text, value < 0 ? "-" : "");
            cr_append(&text, digits + at, sizeof digits - at);
            return cr_taken(&text);
        }
    }
    return cr_number(value);
}

cr_text cr_shortfall(double value) {
    /* The subtraction that made the value may have left a trace in the last bits: not worth a hundredth. */
    return cr_number(ceil(value * 100.0 - 1e-6) / 100.0);
}

cr_text cr_words(const char *format, ...) {
    cr_buffer text = {0};
    va_list words;
    va_start(words, format);
    for (const char *at = format; *at != '\0'; at++) {
        if (*at != '{') {
            cr_append(&text, at, 1);
        } else if (at[1] == '{') {
            cr_append(&text, at++, 1);
        } else if (at[1] != '\0' && at[2] == '}') {
            switch (at[1]) {
            case 't': cr_append_text(&text, va_arg(words, cr_text)); break;
            case 's': cr_append_literal(&text, va_arg(words, const char *)); break;
            case 'u': append_digits(&text, va_arg(words, uint64_t)); break;
            case 'n': cr_append_text(&text, cr_number(va_arg(words, double))); break;
            case 'i': {
                int64_t number = va_arg(words, int64_t);
                cr_append_literal(&text, number < 0 ? "-" : "");
                append_digits(&text, number < 0 ? -(unsigned __int128)number : (unsigned __int128)number);
                break;
            }
            default: CR_END("`cr_words` knows {t}, {s}, {u}, {i} and {n}");
            }
            at += 2;
        } else {
            CR_END("`cr_words` knows {t}, {s}, {u}, {i} and {n}, and {{ for a brace");
        }
    }
    va_end(words);
    return cr_taken(&text);
}
