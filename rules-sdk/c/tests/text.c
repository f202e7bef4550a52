/* The wording that every kit shares: the expectations are those of the kit in Rust. */
#include "check.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void numbers(void) {
    const struct {
        double value;
        const char *text;
    } table[] = {
        {80, "80"},          {71.3333, "71.33"},      {0, "0"},         {-0.0, "0"},        {-0.001, "0"},
        {-0.5, "-0.5"},      {100, "100"},            {0.07, "0.07"},   {0.125, "0.12"},    {0.375, "0.38"},
        {0.005, "0.01"},     {1e15, "1000000000000000"}, {1e-300, "0"}, {NAN, "NaN"},       {INFINITY, "inf"},
        {-INFINITY, "-inf"}, {9007199254740992.0, "9007199254740992"},  {-1.5e16, "-15000000000000000"},
        {9007199254740991.0, "9007199254740991"},     {1e23, "99999999999999991611392"},
    };
    for (size_t i = 0; i < CR_COUNT(table); i++) {
        CHECK_TEXT(cr_number(table[i].value), table[i].text);
    }
}

/* What the C library makes of two decimals, without zeros at the end. */
static const char *every_digit(double value) {
    static char text[400];
    int length = snprintf(text, sizeof text, "%.2f", value);
    while (text[length - 1] == '0') {
        text[--length] = '\0';
    }
    if (text[length - 1] == '.') {
        text[--length] = '\0';
    }
    return strcmp(text, "-0") == 0 ? "0" : text;
}

static void numbers_of_every_size(void) {
    double value = 1;
    for (int step = 0; step < 20000; step++) {
        value = fmod(value * 1.37 + step * 0.005, 1e12);
        const double candidates[] = {value, -value, round(value * 100) / 100, trunc(value) + 0.125, step / 8.0, value * 1e9};
        for (size_t i = 0; i < CR_COUNT(candidates); i++) {
            CHECK_TEXT(cr_number(candidates[i]), every_digit(candidates[i]));
        }
    }
    for (int exponent = -1074; exponent < 1024; exponent++) {
        CHECK_TEXT(cr_number(ldexp(1, exponent)), every_digit(ldexp(1, exponent)));
    }
    CHECK_TEXT(cr_number(1.7976931348623157e308), every_digit(1.7976931348623157e308));
}

static void shortfalls(void) {
    CHECK_TEXT(cr_shortfall(8.661), "8.67");
    CHECK_TEXT(cr_shortfall(0.001), "0.01");
    CHECK_TEXT(cr_shortfall(0.5), "0.5");
    /* What subtraction leaves in the last bits is not worth a hundredth. */
    CHECK_TEXT(cr_shortfall(80.1 - 80.0), "0.1");
}

static void whole_numbers(void) {
    CHECK_TEXT(cr_grouped(0), "0");
    CHECK_TEXT(cr_grouped(999), "999");
    CHECK_TEXT(cr_grouped(1000), "1,000");
    CHECK_TEXT(cr_grouped(1240000), "1,240,000");
    CHECK_TEXT(cr_grouped(UINT64_MAX), "18,446,744,073,709,551,615");
    CHECK_TEXT(cr_grouped((unsigned __int128)UINT64_MAX * 10), "184,467,440,737,095,516,150");
    CHECK_TEXT(cr_count(1, "test"), "1 test");
    CHECK_TEXT(cr_count(0, "test"), "0 tests");
    CHECK_TEXT(cr_count(1240, "line"), "1,240 lines");
}

static void words(void) {
    CHECK_TEXT(cr_words(""), "");
    CHECK_TEXT(cr_words("{t}, {s}, {u}, {i}, {n} and {{ }", CR_TEXT("a"), "b", UINT64_MAX, INT64_MIN, 1.25),
               "a, b, 18446744073709551615, -9223372036854775808, 1.25 and { }");
    CHECK_TEXT(cr_words("{i}{i}", (int64_t)0, INT64_MAX), "09223372036854775807");
    CHECK_TEXT(cr_words("{t}!", (cr_text){0}), "!");
    CHECK_ENDS(cr_words("{q}", 1), "`cr_words` knows {t}, {s}, {u}, {i} and {n}");
    CHECK_ENDS(cr_words("{"), "`cr_words` knows {t}, {s}, {u}, {i} and {n}, and {{ for a brace");
    CHECK_ENDS(cr_words("{t"), "`cr_words` knows {t}, {s}, {u}, {i} and {n}, and {{ for a brace");
}

static void texts(void) {
    CHECK(cr_same(CR_TEXT("a"), cr_of("a")));
    CHECK(!cr_same(CR_TEXT("a"), CR_TEXT("b")));
    CHECK(!cr_same(CR_TEXT("a"), CR_TEXT("ab")));
    CHECK(cr_same((cr_text){0}, CR_TEXT("")));
    CHECK_TEXT(cr_token(CR_TEXT("a/b~c")), "a~1b~0c");
    CHECK_TEXT(cr_token(CR_TEXT("")), "");
    unsigned char *memory = cr_alloc(100);
    bool zero = true;
    for (int i = 0; i < 100; i++) {
        zero = zero && memory[i] == 0;
    }
    CHECK(zero);
}

void text_tests(void) {
    numbers();
    numbers_of_every_size();
    shortfalls();
    whole_numbers();
    words();
    texts();
}
