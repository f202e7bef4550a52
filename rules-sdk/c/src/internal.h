/* What the files of the kit share. */
#ifndef CLEARANCE_INTERNAL_H
#define CLEARANCE_INTERNAL_H

#include "clearance_rule.h"

/* Ends the evaluation for what the author did; where in the kit that was found is of no use to anybody. */
#define CR_END(message) cr_panic(message, NULL, 0)

/* Bytes that grow. */
typedef struct {
    char *data;
    size_t length;
    size_t room;
} cr_buffer;

void cr_append(cr_buffer *buffer, const void *data, size_t length);
void cr_append_text(cr_buffer *buffer, cr_text text);
void cr_append_literal(cr_buffer *buffer, const char *literal);
cr_text cr_taken(const cr_buffer *buffer);

typedef enum {
    CR_PASS,
    CR_FAIL,
    CR_NOT_APPLICABLE,
    CR_UNKNOWN,
} cr_status;

typedef struct {
    cr_text pointer;
    /* MessagePack; none where nothing was found. */
    cr_text value;
    bool found;
} cr_observation;

struct cr_check {
    const char *code;
    cr_text subject;
    cr_text message;
    cr_status status;
    cr_severity severity;
    cr_observation *observed;
    size_t observed_count;
    size_t observed_room;
    bool has_required;
    cr_text required;
    bool has_remedy;
    cr_text remedy;
};

struct cr_document {
    cr_buffer bytes;
};

typedef struct {
    cr_text factor;
    double points;
    cr_text reason;
} cr_term;

typedef struct {
    cr_text name;
    cr_text media_type;
    cr_text content;
} cr_written;

struct cr_outcome {
    cr_check **checks;
    size_t check_count;
    size_t check_room;
    bool has_score;
    double points;
    double out_of;
    cr_term *terms;
    size_t term_count;
    size_t term_room;
    cr_written *artifacts;
    size_t artifact_count;
    size_t artifact_room;
    cr_document *derived;
};

/* Memory for so many items, all zero. */
void *cr_alloc_many(size_t count, size_t size);
/* Room for one more item in an array that grows. */
void *cr_room(void *items, size_t count, size_t *room, size_t size);

/* What a document that does not fit lacks: a field that is absent, or anything else. */
typedef struct {
    cr_mismatch mismatch;
    /* The name of the field that is absent; its map is at the pointer. */
    const char *absent;
} cr_refusal;

/* Reads `document` into memory of the type's size. `strict` refuses fields that the type has not. */
bool cr_decode(const cr_type *type, const uint8_t *document, size_t length, bool strict, void *into, cr_refusal *refusal);
/* How many bytes a value takes where it is stored among items. */
size_t cr_size_of(const cr_type *type);
/* A bound, with as many decimals as tell it from every other number. */
cr_text cr_exact(double value);
/* The JSON Schema of a type that stands alone. */
cr_text cr_schema(const cr_type *type, const char *doc, bool strict);

void cr_put_head(cr_document *document, uint8_t small, size_t most, const uint8_t heads[3], size_t length);

#endif
