/* What a document makes of an author's structs, and what is said of one that does not fit. */
#include "check.h"
#include <string.h>

enum { LOW, HIGH };
static const char *const levels[] = {[LOW] = "low", [HIGH] = "high"};
static const cr_type level = CR_CHOICE(levels);

struct inner {
    cr_u64_field count;
    cr_text_field note;
};

static const cr_field inner_fields[] = {
    CR_FIELD(struct inner, count, &cr_type_u64, CR_REQUIRED, NULL),
    CR_FIELD(struct inner, note, &cr_type_text, CR_OPTIONAL, NULL),
};

static cr_text not_thirteen(const void *value) {
    const struct inner *inner = value;
    return inner->count.value == 13 ? CR_TEXT("thirteen will not do") : CR_TEXT("");
}

static const cr_type inner_type = {
    .kind = CR_KIND_STRUCT,
    .fields = inner_fields,
    .field_count = CR_COUNT(inner_fields),
    .size = sizeof(struct inner),
    .refine = not_thirteen,
};
static const cr_type inners = CR_LIST(&inner_type);
static const cr_type inners_by_name = CR_MAP(&inner_type);
static const cr_type numbers = CR_LIST(&cr_type_f64);
static const cr_type lists = CR_LIST(&numbers);
static const cr_type percent = {.kind = CR_KIND_F64, .bounded = true, .minimum = 0, .maximum = 99.875};
static const cr_type small = {.kind = CR_KIND_I64, .bounded = true, .minimum = -2, .maximum = 2};

/* Of every kind, with every need that a field may have. */
struct outer {
    cr_text_field text;
    cr_bool_field flag;
    cr_i64_field i64;
    cr_u64_field u64;
    cr_f64_field f64;
    cr_f64_field percent;
    cr_i64_field small;
    cr_choice_field level;
    struct inner *inner;
    struct inner *omitted;
    cr_list_field inners;
    cr_list_field lists;
    cr_map_field by_name;
};

static const cr_field outer_fields[] = {
    CR_FIELD(struct outer, text, &cr_type_text, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, flag, &cr_type_bool, CR_SETTING, NULL),
    CR_FIELD(struct outer, i64, &cr_type_i64, CR_SETTING, NULL),
    CR_FIELD(struct outer, u64, &cr_type_u64, CR_DEFAULTED, NULL),
    CR_FIELD(struct outer, f64, &cr_type_f64, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, percent, &percent, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, small, &small, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, level, &level, CR_SETTING, NULL),
    CR_FIELD(struct outer, inner, &inner_type, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, omitted, &inner_type, CR_OMITTABLE, NULL),
    CR_FIELD(struct outer, inners, &inners, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, lists, &lists, CR_OPTIONAL, NULL),
    CR_FIELD(struct outer, by_name, &inners_by_name, CR_OPTIONAL, NULL),
};
static const cr_type outer_type = CR_STRUCT(struct outer, outer_fields, NULL);

static struct outer outer;
static cr_refusal refusal;

static bool decoded(const char *document, size_t length) {
    outer = (struct outer){0};
    return cr_decode(&outer_type, (const uint8_t *)document, length, true, &outer, &refusal);
}

/* A map of one entry: `name`, of fewer than 32 bytes, and the bytes of the value. */
static cr_text entry(const char *name, const char *value, size_t length) {
    cr_document document = {0};
    cr_put_map(&document, 1);
    cr_put_text(&document, cr_of(name));
    cr_append(&document.bytes, value, length);
    return cr_taken(&document.bytes);
}

static bool fits(const char *name, const char *value, size_t length) {
    cr_text document = entry(name, value, length);
    return decoded(document.data, document.length);
}

static void refused(const char *name, const char *value, size_t length, const char *pointer, const char *message, int line) {
    check(!fits(name, value, length), __FILE_NAME__, line, "the document is refused");
    check_text(refusal.mismatch.pointer, pointer, __FILE_NAME__, line);
    check_text(refusal.mismatch.message, message, __FILE_NAME__, line);
}

#define FITS(name, value) CHECK(fits(name, value, sizeof(value) - 1))
#define REFUSED(name, value, pointer, message) refused(name, value, sizeof(value) - 1, pointer, message, __LINE__)

static void scalars(void) {
    FITS("text", "\xa2hi");
    CHECK(outer.text.presence == CR_PRESENT);
    CHECK_TEXT(outer.text.value, "hi");
    FITS("text", "\xd9\x02hi");
    FITS("text", "\xda\x00\x02hi");
    FITS("text", "\xdb\x00\x00\x00\x02hi");
    CHECK_TEXT(outer.text.value, "hi");
    FITS("flag", "\xc3");
    CHECK(outer.flag.value && outer.flag.presence == CR_PRESENT);
    FITS("flag", "\xc2");
    CHECK(!outer.flag.value && outer.flag.presence == CR_PRESENT);
    FITS("level", "\xa4high");
    CHECK(outer.level.value == HIGH && outer.level.presence == CR_PRESENT);
    FITS("f64", "\xcb\x3f\xe0\x00\x00\x00\x00\x00\x00");
    CHECK(outer.f64.value == 0.5);
    FITS("f64", "\xd0\x80");
    CHECK(outer.f64.value == -128);
    FITS("f64", "\xcf\xff\xff\xff\xff\xff\xff\xff\xff");
    CHECK(outer.f64.value == 18446744073709551615.0);
}

static void whole_numbers(void) {
    const struct {
        const char *bytes;
        size_t length;
        int64_t value;
    } table[] = {
        {"\x00", 1, 0},
        {"\x7f", 1, 127},
        {"\xcc\x80", 2, 128},
        {"\xcd\xff\xff", 3, 65535},
        {"\xce\xff\xff\xff\xff", 5, UINT32_MAX},
        {"\xcf\x7f\xff\xff\xff\xff\xff\xff\xff", 9, INT64_MAX},
        {"\xff", 1, -1},
        {"\xe0", 1, -32},
        {"\xd0\x80", 2, INT8_MIN},
        {"\xd1\x80\x00", 3, INT16_MIN},
        {"\xd2\x80\x00\x00\x00", 5, INT32_MIN},
        {"\xd3\x80\x00\x00\x00\x00\x00\x00\x00", 9, INT64_MIN},
    };
    for (size_t i = 0; i < CR_COUNT(table); i++) {
        CHECK(fits("i64", table[i].bytes, table[i].length) && outer.i64.value == table[i].value);
        if (table[i].value >= 0) {
            CHECK(fits("u64", table[i].bytes, table[i].length) && outer.u64.value == (uint64_t)table[i].value);
        }
    }
    FITS("u64", "\xcf\xff\xff\xff\xff\xff\xff\xff\xff");
    CHECK(outer.u64.value == UINT64_MAX);
    REFUSED("i64", "\xcf\xff\xff\xff\xff\xff\xff\xff\xff", "/i64", "expected a whole number, found 18446744073709551615");
    REFUSED("i64", "\xcb\x3f\xe0\x00\x00\x00\x00\x00\x00", "/i64", "expected a whole number, found the number 0.5");
    REFUSED("u64", "\xff", "/u64", "expected a whole number that is not negative, found -1");
    REFUSED("f64", "\xa1x", "/f64", "expected a number, found the text \"x\"");
}

static void bounds(void) {
    FITS("percent", "\xcb\x40\x58\xf8\x00\x00\x00\x00\x00");
    CHECK(outer.percent.value == 99.875);
    FITS("percent", "\x00");
    FITS("small", "\xfe");
    CHECK(outer.small.value == -2);
    REFUSED("percent", "\x64", "/percent", "expected a number from 0 to 99.875, found 100");
    REFUSED("percent", "\xff", "/percent", "expected a number from 0 to 99.875, found -1");
    REFUSED("small", "\x03", "/small", "expected a whole number from -2 to 2, found 3");
}

static void presence(void) {
    CHECK(decoded("\x80", 1));
    CHECK(outer.text.presence == CR_ABSENT && outer.flag.presence == CR_ABSENT && outer.inner == NULL && outer.omitted == NULL);
    CHECK(outer.inners.presence == CR_ABSENT && outer.by_name.presence == CR_ABSENT);
    FITS("text", "\xc0");
    CHECK(outer.text.presence == CR_ABSENT);
    FITS("inner", "\xc0");
    CHECK(outer.inner == NULL);
    FITS("inners", "\xc0");
    CHECK(outer.inners.presence == CR_ABSENT);
    FITS("flag", "\xc0");
    CHECK(outer.flag.presence == CR_NULL);
    FITS("i64", "\xc0");
    CHECK(outer.i64.presence == CR_NULL);
    FITS("level", "\xc0");
    CHECK(outer.level.presence == CR_NULL);
    REFUSED("u64", "\xc0", "/u64", "expected a whole number that is not negative, found null");
    REFUSED("omitted", "\xc0", "/omitted", "expected a map, found null");
}

static void structs_lists_and_maps(void) {
    FITS("inner", "\x82\xa5" "count" "\x07\xa4" "note" "\xa1x");
    CHECK(outer.inner != NULL && outer.inner->count.value == 7);
    CHECK_TEXT(outer.inner->note.value, "x");
    FITS("inners", "\x92\x81\xa5" "count" "\x01\x81\xa5" "count" "\x02");
    CHECK(outer.inners.count == 2 && CR_ITEM(struct inner, outer.inners, 1)->count.value == 2);
    FITS("inners", "\x90");
    CHECK(outer.inners.count == 0 && outer.inners.presence == CR_PRESENT);
    FITS("lists", "\x92\x90\x91\x05");
    const cr_list_field *second = CR_ITEM(cr_list_field, outer.lists, 1);
    CHECK(outer.lists.count == 2 && second->count == 1 && CR_ITEM(cr_f64_field, *second, 0)->value == 5);
    FITS("by_name", "\x82\xa1" "a" "\x81\xa5" "count" "\x01\xa3" "b/c" "\x81\xa5" "count" "\x02");
    CHECK(outer.by_name.count == 2 && ((struct inner *)outer.by_name.values)[1].count.value == 2);
    CHECK_TEXT(outer.by_name.keys[1], "b/c");
    FITS("by_name", "\x80");
    CHECK(outer.by_name.count == 0 && outer.by_name.presence == CR_PRESENT);
}

static void mismatches(void) {
    REFUSED("inners", "\x92\x81\xa5" "count" "\x01\x81\xa5" "count" "\xc2", "/inners/1/count",
            "expected a whole number that is not negative, found false");
    REFUSED("by_name", "\x81\xa3" "b/c" "\x81\xa5" "count" "\x90", "/by_name/b~1c/count",
            "expected a whole number that is not negative, found a list");
    REFUSED("lists", "\x91\x92\x01\x80", "/lists/0/1", "expected a number, found a map");
    REFUSED("inner", "\x91\x01", "/inner", "expected a map, found a list");
    REFUSED("inners", "\x80", "/inners", "expected a list, found a map");
    REFUSED("by_name", "\xa0", "/by_name", "expected a map, found the text \"\"");
    REFUSED("text", "\x01", "/text", "expected a text, found 1");
    REFUSED("flag", "\xa4true", "/flag", "expected true or false, found the text \"true\"");
    REFUSED("level", "\xa3mid", "/level", "expected one of `low`, `high`, found the text \"mid\"");
    REFUSED("level", "\x01", "/level", "expected one of `low`, `high`, found 1");
    REFUSED("inner", "\x81\xa5" "count" "\x0d", "/inner", "thirteen will not do");
    CHECK(!decoded("\x93\x01\x02\x03", 4));
    CHECK_TEXT(refusal.mismatch.message, "expected a map, found a list");
    CHECK_TEXT(refusal.mismatch.pointer, "");
}

/* A text is shown as far as it may be, and never a part of a character. */
static void long_texts(void) {
    cr_document document = {0};
    cr_text text = CR_TEXT("x");
    for (int i = 0; i < 60; i++) {
        text = cr_words("{t}ä", text);
    }
    cr_put_text(&document, text);
    CHECK(!fits("f64", document.bytes.data, document.bytes.length));
    cr_text shown = CR_TEXT("x");
    for (int i = 0; i < 39; i++) {
        shown = cr_words("{t}ä", shown);
    }
    CHECK(cr_same(refusal.mismatch.message, cr_words("expected a number, found the text \"{t}\"", shown)));
}

static void unknown_and_missing_fields(void) {
    REFUSED("colour", "\x01", "/colour", "there is no `colour` here");
    CHECK(refusal.absent == NULL);
    REFUSED("inner", "\x81\xa5" "count" "\x0d", "/inner", "thirteen will not do");
    REFUSED("inner", "\x80", "/inner", "missing field `count`");
    CHECK_TEXT(cr_of(refusal.absent), "count");
    /* Facts may have what nobody asked for, whatever it is made of. */
    cr_text document = entry("colour", "\x82\xa1" "a" "\x93\x01\xc0\xcb\x00\x00\x00\x00\x00\x00\x00\x00\xa1" "b" "\x80", 18);
    CHECK(cr_decode(&outer_type, (const uint8_t *)document.data, document.length, false, &outer, &refusal));
}

struct nest {
    struct inner *inner;
    struct nest *nest;
};

static const cr_field leaf_fields[] = {
    CR_FIELD(struct nest, inner, &inner_type, CR_DEFAULTED, NULL),
};
static const cr_type leaf = CR_STRUCT(struct nest, leaf_fields, NULL);
static const cr_field nest_fields[] = {
    CR_FIELD(struct nest, inner, &inner_type, CR_DEFAULTED, NULL),
    CR_FIELD(struct nest, nest, &leaf, CR_DEFAULTED, NULL),
};
static const cr_type nest = CR_STRUCT(struct nest, nest_fields, NULL);

static void defaults(void) {
    struct nest made = {0};
    CHECK(cr_decode(&nest, (const uint8_t *)"\x80", 1, true, &made, &refusal));
    CHECK(made.inner != NULL && made.inner->count.presence == CR_ABSENT);
    CHECK(made.nest != NULL && made.nest->inner != NULL && made.nest->inner->count.presence == CR_ABSENT);
}

static void what_is_no_document(void) {
    static const char whole[] = "\x82\xa6" "inners" "\x92\x81\xa5" "count" "\x01\x81\xa5" "count" "\xcd\x01\x00\xa4" "text" "\xd9\x02hi";
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        CHECK_ENDS(decoded(whole, length), "the document ends in the middle of a value");
    }
    CHECK(decoded(whole, sizeof whole - 1));
    CHECK_ENDS(decoded("\xc1", 1), "the document is not in canonical form");
    CHECK_ENDS(decoded("\xc4\x01x", 3), "the document is not in canonical form");
    CHECK_ENDS(decoded("\x81\x01\x02", 3), "a key is a text");
    CHECK_ENDS(decoded("\xdf\xff\xff\xff\xff\x01", 6), "a key is a text");
    /* A list that claims more than there is reserves no more than there is. */
    CHECK_ENDS(fits("inners", "\xdd\xff\xff\xff\xff\x01", 6), "the document ends in the middle of a value");
    CHECK_ENDS(cr_alloc_many(SIZE_MAX / 2, 3), "there is no more memory");
}

void decode_tests(void) {
    scalars();
    whole_numbers();
    bounds();
    presence();
    structs_lists_and_maps();
    mismatches();
    long_texts();
    unknown_and_missing_fields();
    defaults();
    what_is_no_document();
}
