/*
 * Write release-governance rules for Clearance in C.
 *
 * A rule is one constant, `rule`: what it says of itself, tables of the fields of its params and facts, and a function that says
 * what it found. The tables describe an author's own structs: the kit fills them, and makes the JSON Schemas of them.
 *
 * Memory: whatever the kit hands out lives until the evaluation ends, and nothing is to be freed.
 */
#ifndef CLEARANCE_RULE_H
#define CLEARANCE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Texts ------------------------------------------------------------------------------------------------------------------ */

/* A text in UTF-8, not terminated. */
typedef struct {
    const char *data;
    size_t length;
} cr_text;

/* A literal as a text. */
#define CR_TEXT(literal) ((cr_text){"" literal "", sizeof(literal) - 1})

/*
 * Words put together. `{t}` stands for a `cr_text`, `{s}` for a `const char *`, `{u}` for a `uint64_t` in plain digits, `{i}` for an
 * `int64_t`, `{n}` for a `double` with at most two decimals, `{{` for a brace. All else is taken as it is.
 */
cr_text cr_words(const char *format, ...);
/* A number as a person writes it: at most two decimals, none that are zero. */
cr_text cr_number(double value);
/* A shortfall, rounded up to two decimals: who makes it good reaches the bound. */
cr_text cr_shortfall(double value);
/* A whole number with its thousands grouped: `1,240,000`. */
cr_text cr_grouped(unsigned __int128 number);
/* How many of something: `1 test`, `1,240 lines`. */
cr_text cr_count(unsigned __int128 number, const char *noun);
/* Whether two texts are the same. */
bool cr_same(cr_text a, cr_text b);
/* A terminated text as a text. */
cr_text cr_of(const char *text);
/* A key as a token of an RFC 6901 pointer: `/` and `~` escaped. */
cr_text cr_token(cr_text key);
/* Memory that lives until the evaluation ends, all zero. */
void *cr_alloc(size_t size);

/* ---- What fields hold ------------------------------------------------------------------------------------------------------- */

/* Whether a field was there. The first is what memory of zeros says. */
typedef enum {
    CR_ABSENT,
    CR_NULL,
    CR_PRESENT,
} cr_presence;

typedef struct {
    cr_text value;
    cr_presence presence;
} cr_text_field;

typedef struct {
    bool value;
    cr_presence presence;
} cr_bool_field;

typedef struct {
    int64_t value;
    cr_presence presence;
} cr_i64_field;

typedef struct {
    uint64_t value;
    cr_presence presence;
} cr_u64_field;

typedef struct {
    double value;
    cr_presence presence;
} cr_f64_field;

/* One of several texts, by its place among them. */
typedef struct {
    size_t value;
    cr_presence presence;
} cr_choice_field;

/* Items one after the other, each as its type is stored. */
typedef struct {
    void *items;
    size_t count;
    cr_presence presence;
} cr_list_field;

/* Keys and values in the order of the keys' bytes. */
typedef struct {
    cr_text *keys;
    void *values;
    size_t count;
    cr_presence presence;
} cr_map_field;

/* A field that is a struct of its own: a pointer, NULL where it is absent. */

/* The i-th item of a list of structs of type `T`. */
#define CR_ITEM(T, list, i) (&((T *)(list).items)[i])

/* ---- Types ------------------------------------------------------------------------------------------------------------------ */

typedef enum {
    CR_KIND_TEXT,
    CR_KIND_BOOL,
    CR_KIND_I64,
    CR_KIND_U64,
    CR_KIND_F64,
    CR_KIND_CHOICE,
    CR_KIND_STRUCT,
    CR_KIND_LIST,
    CR_KIND_MAP,
} cr_kind;

struct cr_field;

/* A type of params or facts. Scalars have one each below; for the others there are macros. */
typedef struct cr_type {
    cr_kind kind;
    /* The description in the JSON Schema, where a field has none of its own. */
    const char *doc;
    /* Of a struct. */
    const struct cr_field *fields;
    size_t field_count;
    size_t size;
    /* Of a list or a map. */
    const struct cr_type *item;
    /* Of a choice. */
    const char *const *choices;
    size_t choice_count;
    /* Of a number, where `bounded`. */
    bool bounded;
    double minimum;
    double maximum;
    /* Looks at a value that was read: a text, not empty, says why it is refused. */
    cr_text (*refine)(const void *value);
} cr_type;

/* Whether a field must be there. */
typedef enum {
    /* It must. */
    CR_REQUIRED,
    /* It need not, and `null` is as if it were absent. */
    CR_OPTIONAL,
    /* It need not, and `null` is a value of its own, `CR_NULL`. */
    CR_SETTING,
    /* It need not; a struct is then there all the same, and nothing in it. `null` is refused. */
    CR_DEFAULTED,
    /* It need not; a struct's pointer is then NULL. `null` is refused. */
    CR_OMITTABLE,
} cr_need;

/* A field of a struct: its name among facts and in C, where it lies, its type, whether it must be there, what it means. */
typedef struct cr_field {
    const char *name;
    size_t offset;
    const cr_type *type;
    cr_need need;
    const char *doc;
} cr_field;

#define CR_FIELD(owner, member, type, need, doc) {#member, offsetof(owner, member), type, need, doc}
#define CR_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CR_STRUCT(owner, table, text)                                                                                           \
    {.kind = CR_KIND_STRUCT, .doc = (text), .fields = (table), .field_count = CR_COUNT(table), .size = sizeof(owner)}
#define CR_LIST(of) {.kind = CR_KIND_LIST, .item = (of)}
#define CR_MAP(of) {.kind = CR_KIND_MAP, .item = (of)}
#define CR_CHOICE(table) {.kind = CR_KIND_CHOICE, .choices = (table), .choice_count = CR_COUNT(table)}

extern const cr_type cr_type_text;
extern const cr_type cr_type_bool;
extern const cr_type cr_type_i64;
extern const cr_type cr_type_u64;
extern const cr_type cr_type_f64;

/* ---- Facts with their place ------------------------------------------------------------------------------------------------- */

/* One fact: where it stands (an RFC 6901 JSON Pointer into the facts) and what was found there. */
typedef struct {
    cr_text pointer;
    cr_kind kind;
    cr_presence presence;
    cr_text text;
    union {
        bool boolean;
        int64_t i64;
        uint64_t u64;
        double f64;
    } is;
} cr_fact;

cr_fact cr_fact_text(cr_text_field field, cr_text pointer);
cr_fact cr_fact_bool(cr_bool_field field, cr_text pointer);
cr_fact cr_fact_i64(cr_i64_field field, cr_text pointer);
cr_fact cr_fact_u64(cr_u64_field field, cr_text pointer);
cr_fact cr_fact_f64(cr_f64_field field, cr_text pointer);

/* ---- What a rule finds ------------------------------------------------------------------------------------------------------ */

typedef struct cr_outcome cr_outcome;
typedef struct cr_check cr_check;

/* How much a failure of a check matters to the people who read it. */
typedef enum {
    CR_INFO,
    CR_LOW,
    CR_MEDIUM,
    CR_HIGH,
    CR_CRITICAL,
} cr_severity;

/* Each adds a row and gives it, to be completed. `code` is one of the rule's; `message` says what was found. */
cr_check *cr_pass(cr_outcome *outcome, const char *code, cr_text subject, cr_text message);
cr_check *cr_fail(cr_outcome *outcome, const char *code, cr_text subject, cr_text message);
cr_check *cr_unknown(cr_outcome *outcome, const char *code, cr_text subject, cr_text message);
cr_check *cr_not_applicable(cr_outcome *outcome, const char *code, cr_text subject, cr_text message);
/* Passes where the fact is `minimum` or more; unknown where it is absent or not a number. `unit` follows the numbers: "%", " days". */
cr_check *cr_at_least(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, double minimum, const char *unit);
/* Passes where the fact is `maximum` or less; unknown where it is absent or not a number. */
cr_check *cr_at_most(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, double maximum, const char *unit);
/* Passes where `holds`, which is of no account where the fact is absent: that is unknown. */
cr_check *cr_satisfies(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, bool holds, cr_text message,
                       cr_text required);

/* How much a failure matters: CR_MEDIUM unless said. */
cr_check *cr_with_severity(cr_check *check, cr_severity severity);
/* Records a fact that was read. */
cr_check *cr_seen(cr_check *check, cr_fact fact);
/* Records that nothing stands at a JSON Pointer. */
cr_check *cr_missing(cr_check *check, cr_text pointer);
/* What the rule wanted to find. */
cr_check *cr_required(cr_check *check, cr_text required);
/* The nearest change that would make a failed check pass; kept only where the check failed. */
cr_check *cr_remedy(cr_check *check, cr_text remedy);
/* What would make an unanswered check answerable; kept only where the status is unknown. */
cr_check *cr_remedy_if_unknown(cr_check *check, cr_text remedy);

/* How many rows there are. */
size_t cr_rows(const cr_outcome *outcome);
/* Begins the score, out of so many points. */
void cr_score(cr_outcome *outcome, double out_of);
/* Adds a term to the score, which stays between 0 and its maximum. */
void cr_contribute(cr_outcome *outcome, cr_text factor, double points, cr_text reason);
/* Adds a document that the rule wrote: a file name without a folder, its media type (RFC 6838). */
void cr_artifact(cr_outcome *outcome, cr_text name, cr_text media_type, cr_text content);

/* Facts for entries of the policy that need this one: values in the order in which they are put, a map's as key, value, key, … */
typedef struct cr_document cr_document;
cr_document *cr_derive(cr_outcome *outcome);
void cr_put_map(cr_document *document, size_t entries);
void cr_put_list(cr_document *document, size_t items);
void cr_put_text(cr_document *document, cr_text value);
void cr_put_bool(cr_document *document, bool value);
void cr_put_i64(cr_document *document, int64_t value);
void cr_put_u64(cr_document *document, uint64_t value);
void cr_put_f64(cr_document *document, double value);
void cr_put_null(cr_document *document);

/* ---- The rule --------------------------------------------------------------------------------------------------------------- */

/* What does not fit, by an RFC 6901 JSON Pointer. */
typedef struct {
    cr_text pointer;
    cr_text message;
} cr_mismatch;

typedef struct {
    const char *code;
    /* What it means for such a check to pass. */
    const char *summary;
} cr_check_kind;

/* What a rule says of itself and does. Lists of texts end with NULL, and may be left out. */
typedef struct {
    /* Lower case, digits and hyphens. */
    const char *id;
    /* Semantic version. */
    const char *version;
    /* A few words for a heading. */
    const char *title;
    /* One or two sentences for a reader who chooses rules. */
    const char *summary;
    const cr_check_kind *checks;
    size_t check_count;
    /* Identifiers of the governance practices it serves. */
    const char *const *practices;
    /* Identifiers of the controls it gives evidence for. */
    const char *const *controls;
    /* Whether the outcome does not depend on the time. Such a rule is handed the time 0, so that it cannot. */
    bool timeless;
    /* Structs: what a policy sets, and the sections of the facts that are read. */
    const cr_type *params;
    const cr_type *facts;
    /* Work that does not depend on facts; may be left out. False refuses the policy, for what was put into `mismatch`. */
    bool (*prepare)(void *params, cr_mismatch *mismatch);
    /* Judges one release: adds what it found to `outcome`. `at` is the time of the decision in milliseconds since 1970. */
    void (*evaluate)(const void *params, const void *facts, int64_t at, cr_outcome *outcome);
} cr_rule;

/* The author's. */
extern const cr_rule rule;

/* Ends the evaluation with a message; the decision has it as the reason why this rule failed. */
#define CR_PANIC(message) cr_panic(message, __FILE_NAME__, __LINE__)
_Noreturn void cr_panic(const char *message, const char *file, int line);

#ifdef __cplusplus
}
#endif
#endif
