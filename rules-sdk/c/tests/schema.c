/* The JSON Schemas of an author's types. */
#include "check.h"

struct nothing {
    cr_text_field one;
};

static const char *const levels[] = {"low", "high"};
static const cr_type level = CR_CHOICE(levels);
static const cr_type percent = {.kind = CR_KIND_F64, .bounded = true, .minimum = -0.125, .maximum = 1e6};
static const cr_type list = CR_LIST(&cr_type_i64);
static const cr_type map = CR_MAP(&level);
static const cr_type documented = {.kind = CR_KIND_TEXT, .doc = "of the type"};

static const cr_field inner_fields[] = {
    CR_FIELD(struct nothing, one, &cr_type_u64, CR_REQUIRED, "A \"quoted\"\\\n count."),
};
static const cr_type inner = CR_STRUCT(struct nothing, inner_fields, "An inner.");

#define FIELD(name, type, need) {#name, 0, type, need, NULL}

static const cr_field fields[] = {
    FIELD(text, &documented, CR_REQUIRED), FIELD(flag, &cr_type_bool, CR_OPTIONAL), FIELD(percent, &percent, CR_DEFAULTED),
    FIELD(level, &level, CR_SETTING),      FIELD(list, &list, CR_REQUIRED),         FIELD(map, &map, CR_OMITTABLE),
    FIELD(inner, &inner, CR_OPTIONAL),
};
static const cr_type type = CR_STRUCT(struct nothing, fields, NULL);

#define INNER                                                                                                                   \
    "\"properties\":{\"one\":{\"description\":\"A \\\"quoted\\\"\\\\  count.\",\"type\":\"integer\",\"minimum\":0}},"           \
    "\"required\":[\"one\"]"
#define FIRST "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","

void schema_tests(void) {
    CHECK_TEXT(cr_schema(&type, "All.", false),
               FIRST "\"description\":\"All.\",\"type\":\"object\",\"properties\":{"
                     "\"text\":{\"description\":\"of the type\",\"type\":\"string\"},"
                     "\"flag\":{\"type\":[\"boolean\",\"null\"]},"
                     "\"percent\":{\"type\":\"number\",\"minimum\":-0.125,\"maximum\":1000000},"
                     "\"level\":{\"enum\":[\"low\",\"high\",null]},"
                     "\"list\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},"
                     "\"map\":{\"type\":\"object\",\"additionalProperties\":{\"enum\":[\"low\",\"high\"]}},"
                     "\"inner\":{\"description\":\"An inner.\",\"type\":[\"object\",\"null\"]," INNER "}},"
                     "\"required\":[\"text\",\"list\"]}");
    /* Params are strict, all the way down. */
    CHECK_TEXT(cr_schema(&inner, NULL, true),
               FIRST "\"description\":\"An inner.\",\"type\":\"object\"," INNER ",\"additionalProperties\":false}");
    CHECK_TEXT(cr_exact(0), "0");
    CHECK_TEXT(cr_exact(-2), "-2");
    CHECK_TEXT(cr_exact(100), "100");
    CHECK_TEXT(cr_exact(0.05), "0.05");
    CHECK_TEXT(cr_exact(99.95), "99.95");
    CHECK_TEXT(cr_exact(1.0 / 3), "0.3333333333333333");
    CHECK_TEXT(cr_exact(9223372036854775808.0), "9223372036854775808");
}
