/* MessagePack as the host takes it: the shortest form of each value. */
#include "check.h"
#include <math.h>

static cr_document document;

/* That what was put since the last time is these bytes. */
static void check_bytes(const char *bytes, size_t length, int line) {
    cr_text found = cr_taken(&document.bytes);
    check(cr_same(found, (cr_text){bytes, length}), __FILE_NAME__, line, "these are the bytes");
    document = (cr_document){0};
}

#define BYTES(literal) check_bytes(literal, sizeof(literal) - 1, __LINE__)

static void whole_numbers(void) {
    cr_put_u64(&document, 0), BYTES("\x00");
    cr_put_u64(&document, 127), BYTES("\x7f");
    cr_put_u64(&document, 128), BYTES("\xcc\x80");
    cr_put_u64(&document, 255), BYTES("\xcc\xff");
    cr_put_u64(&document, 256), BYTES("\xcd\x01\x00");
    cr_put_u64(&document, 65535), BYTES("\xcd\xff\xff");
    cr_put_u64(&document, 65536), BYTES("\xce\x00\x01\x00\x00");
    cr_put_u64(&document, UINT32_MAX), BYTES("\xce\xff\xff\xff\xff");
    cr_put_u64(&document, (uint64_t)1 << 32), BYTES("\xcf\x00\x00\x00\x01\x00\x00\x00\x00");
    cr_put_u64(&document, UINT64_MAX), BYTES("\xcf\xff\xff\xff\xff\xff\xff\xff\xff");
    cr_put_i64(&document, 5), BYTES("\x05");
    cr_put_i64(&document, -1), BYTES("\xff");
    cr_put_i64(&document, -32), BYTES("\xe0");
    cr_put_i64(&document, -33), BYTES("\xd0\xdf");
    cr_put_i64(&document, -128), BYTES("\xd0\x80");
    cr_put_i64(&document, -129), BYTES("\xd1\xff\x7f");
    cr_put_i64(&document, -32769), BYTES("\xd2\xff\xff\x7f\xff");
    cr_put_i64(&document, INT32_MIN), BYTES("\xd2\x80\x00\x00\x00");
    cr_put_i64(&document, INT64_MIN), BYTES("\xd3\x80\x00\x00\x00\x00\x00\x00\x00");
}

static void floats(void) {
    cr_put_f64(&document, 0.5), BYTES("\xcb\x3f\xe0\x00\x00\x00\x00\x00\x00");
    cr_put_f64(&document, 1e300), BYTES("\xcb\x7e\x37\xe4\x3c\x88\x00\x75\x9c");
    /* A float without a fraction is an integer, as far as every float is one. */
    cr_put_f64(&document, -0.0), BYTES("\x00");
    cr_put_f64(&document, 3), BYTES("\x03");
    cr_put_f64(&document, 9007199254740992.0), BYTES("\xcf\x00\x20\x00\x00\x00\x00\x00\x00");
    cr_put_f64(&document, -9007199254740992.0), BYTES("\xd3\xff\xe0\x00\x00\x00\x00\x00\x00");
    cr_put_f64(&document, 9007199254740994.0), BYTES("\xcb\x43\x40\x00\x00\x00\x00\x00\x01");
    cr_put_f64(&document, 18446744073709551616.0), BYTES("\xcb\x43\xf0\x00\x00\x00\x00\x00\x00");
    CHECK_ENDS(cr_put_f64(&document, NAN), "facts can hold finite numbers only");
    CHECK_ENDS(cr_put_f64(&document, -INFINITY), "facts can hold finite numbers only");
}

static void check_head(const char *head, size_t length, size_t rest, int line) {
    cr_text found = cr_taken(&document.bytes);
    check(found.length == length + rest && cr_same((cr_text){found.data, length}, (cr_text){head, length}), __FILE_NAME__, line,
          "this is the head");
    document = (cr_document){0};
}

#define HEAD(literal, rest) check_head(literal, sizeof(literal) - 1, rest, __LINE__)

static cr_text of_length(size_t length) {
    return (cr_text){cr_alloc(length), length};
}

static void texts_lists_and_maps(void) {
    cr_put_text(&document, CR_TEXT("")), BYTES("\xa0");
    cr_put_text(&document, (cr_text){0}), BYTES("\xa0");
    cr_put_text(&document, of_length(31)), HEAD("\xbf", 31);
    cr_put_text(&document, of_length(32)), HEAD("\xd9\x20", 32);
    cr_put_text(&document, of_length(256)), HEAD("\xda\x01\x00", 256);
    cr_put_text(&document, of_length(65536)), HEAD("\xdb\x00\x01\x00\x00", 65536);
    cr_put_list(&document, 15), BYTES("\x9f");
    cr_put_list(&document, 16), BYTES("\xdc\x00\x10");
    cr_put_list(&document, 65536), BYTES("\xdd\x00\x01\x00\x00");
    cr_put_map(&document, 15), BYTES("\x8f");
    cr_put_map(&document, 16), BYTES("\xde\x00\x10");
    cr_put_map(&document, 65536), BYTES("\xdf\x00\x01\x00\x00");
    cr_put_null(&document), BYTES("\xc0");
    cr_put_bool(&document, false), BYTES("\xc2");
    cr_put_bool(&document, true), BYTES("\xc3");
}

void write_tests(void) {
    whole_numbers();
    floats();
    texts_lists_and_maps();
}
