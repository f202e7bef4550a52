/* Reads MessagePack into an author's structs, as tables of their fields say. */
#include "internal.h"
#include <string.h>

const cr_type cr_type_text = {.kind = CR_KIND_TEXT};
const cr_type cr_type_bool = {.kind = CR_KIND_BOOL};
const cr_type cr_type_i64 = {.kind = CR_KIND_I64};
const cr_type cr_type_u64 = {.kind = CR_KIND_U64};
const cr_type cr_type_f64 = {.kind = CR_KIND_F64};

typedef enum { NOTHING, BOOLEAN, UNSIGNED, SIGNED, FLOAT, STRING, ARRAY, MAP } token_kind;

/* The head of a value: a scalar, or how many items follow. */
typedef struct {
    token_kind kind;
    uint64_t number;
    double real;
    cr_text text;
} token;

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    bool strict;
    cr_refusal *refusal;
} reader;

/* Where a value stands: a chain from the innermost out. */
typedef struct place {
    const struct place *outer;
    cr_text key;
    size_t index;
    bool is_index;
} place;

static void append_place(cr_buffer *pointer, const place *place) {
    if (place == NULL) {
        return;
    }
    append_place(pointer, place->outer);
    cr_append_literal(pointer, "/");
    cr_append_text(pointer, place->is_index ? cr_words("{u}", (uint64_t)place->index) : cr_token(place->key));
}

static bool refuse(reader *reader, const place *place, cr_text message) {
    cr_buffer pointer = {0};
    append_place(&pointer, place);
    reader->refusal->mismatch = (cr_mismatch){cr_taken(&pointer), message};
    return false;
}

static uint64_t take(reader *reader, size_t size) {
    if ((size_t)(reader->end - reader->at) < size) {
        CR_END("the document ends in the middle of a value");
    }
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | *reader->at++;
    }
    return value;
}

static token text_of(reader *reader, uint64_t length) {
    if ((uint64_t)(reader->end - reader->at) < length) {
        CR_END("the document ends in the middle of a value");
    }
    token found = {.kind = STRING, .text = {(const char *)reader->at, (size_t)length}};
    reader->at += length;
    return found;
}

static token next(reader *reader) {
    uint8_t head = (uint8_t)take(reader, 1);
    if (head < 0x80) return (token){.kind = UNSIGNED, .number = head};
    if (head < 0x90) return (token){.kind = MAP, .number = head & 0x0f};
    if (head < 0xa0) return (token){.kind = ARRAY, .number = head & 0x0f};
    if (head < 0xc0) return text_of(reader, head & 0x1f);
    if (head >= 0xe0) return (token){.kind = SIGNED, .number = (uint64_t)(int64_t)(int8_t)head};
    switch (head) {
    case 0xc0: return (token){.kind = NOTHING};
    case 0xc2: return (token){.kind = BOOLEAN};
    case 0xc3: return (token){.kind = BOOLEAN, .number = 1};
    case 0xcb: {
        uint64_t bits = take(reader, 8);
        token found = {.kind = FLOAT};
        memcpy(&found.real, &bits, sizeof bits);
        return found;
    }
    case 0xcc: return (token){.kind = UNSIGNED, .number = take(reader, 1)};
    case 0xcd: return (token){.kind = UNSIGNED, .number = take(reader, 2)};
    case 0xce: return (token){.kind = UNSIGNED, .number = take(reader, 4)};
    case 0xcf: return (token){.kind = UNSIGNED, .number = take(reader, 8)};
    case 0xd0: return (token){.kind = SIGNED, .number = (uint64_t)(int64_t)(int8_t)take(reader, 1)};
    case 0xd1: return (token){.kind = SIGNED, .number = (uint64_t)(int64_t)(int16_t)take(reader, 2)};
    case 0xd2: return (token){.kind = SIGNED, .number = (uint64_t)(int64_t)(int32_t)take(reader, 4)};
    case 0xd3: return (token){.kind = SIGNED, .number = take(reader, 8)};
    case 0xd9: return text_of(reader, take(reader, 1));
    case 0xda: return text_of(reader, take(reader, 2));
    case 0xdb: return text_of(reader, take(reader, 4));
    case 0xdc: return (token){.kind = ARRAY, .number = take(reader, 2)};
    case 0xdd: return (token){.kind = ARRAY, .number = take(reader, 4)};
    case 0xde: return (token){.kind = MAP, .number = take(reader, 2)};
    case 0xdf: return (token){.kind = MAP, .number = take(reader, 4)};
    default: CR_END("the document is not in canonical form");
    }
}

/* Steps over the rest of a value of which the head was read. */
static void skip(reader *reader, token head) {
    uint64_t open = head.kind == ARRAY ? head.number : head.kind == MAP ? 2 * head.number : 0;
    while (open > 0) {
        token inner = next(reader);
        open += inner.kind == ARRAY ? inner.number : inner.kind == MAP ? 2 * inner.number : 0;
        open--;
    }
}

/* The beginning of a text, whole characters of it. */
static cr_text beginning(cr_text text) {
    enum { MOST = 80 };
    if (text.length > MOST) {
        text.length = MOST;
        while (text.length > 0 && ((unsigned char)text.data[text.length] & 0xc0) == 0x80) {
            text.length--;
        }
    }
    return text;
}

static cr_text shown(token found) {
    switch (found.kind) {
    case NOTHING: return CR_TEXT("null");
    case BOOLEAN: return found.number ? CR_TEXT("true") : CR_TEXT("false");
    case UNSIGNED: return cr_words("{u}", found.number);
    case SIGNED: return cr_words("{i}", (int64_t)found.number);
    case FLOAT: return cr_words("the number {n}", found.real);
    case STRING: return cr_words("the text \"{t}\"", beginning(found.text));
    case ARRAY: return CR_TEXT("a list");
    default: return CR_TEXT("a map");
    }
}

size_t cr_size_of(const cr_type *type) {
    switch (type->kind) {
    case CR_KIND_TEXT: return sizeof(cr_text_field);
    case CR_KIND_BOOL: return sizeof(cr_bool_field);
    case CR_KIND_I64: return sizeof(cr_i64_field);
    case CR_KIND_U64: return sizeof(cr_u64_field);
    case CR_KIND_F64: return sizeof(cr_f64_field);
    case CR_KIND_CHOICE: return sizeof(cr_choice_field);
    case CR_KIND_STRUCT: return type->size;
    case CR_KIND_LIST: return sizeof(cr_list_field);
    default: return sizeof(cr_map_field);
    }
}

static bool unexpected(reader *reader, const place *at, const char *wanted, token found) {
    return refuse(reader, at, cr_words("expected {s}, found {t}", wanted, shown(found)));
}

/* What a number's bounds say, after the words for its kind. */
static bool out_of_bounds(reader *reader, const place *at, const cr_type *type, const char *kind, token found) {
    cr_text message = type->bounded ? cr_words("expected {s} from {t} to {t}, found {t}", kind, cr_exact(type->minimum), cr_exact(type->maximum), shown(found))
                                    : cr_words("expected {s}, found {t}", kind, shown(found));
    return refuse(reader, at, message);
}

static bool read_value(reader *reader, const cr_type *type, token head, const place *at, void *into);

static bool read_number(reader *reader, const cr_type *type, token head, const place *at, void *into) {
    static const char *const names[] = {[CR_KIND_I64] = "a whole number", [CR_KIND_U64] = "a whole number that is not negative", [CR_KIND_F64] = "a number"};
    double value = head.kind == FLOAT ? head.real : head.kind == SIGNED ? (double)(int64_t)head.number : (double)head.number;
    bool fits = head.kind == UNSIGNED || head.kind == SIGNED || (head.kind == FLOAT && type->kind == CR_KIND_F64);
    fits = fits && !(type->kind == CR_KIND_U64 && head.kind == SIGNED);
    fits = fits && !(type->kind == CR_KIND_I64 && head.kind == UNSIGNED && head.number > INT64_MAX);
    fits = fits && !(type->bounded && (value < type->minimum || value > type->maximum));
    if (!fits) {
        /* Bounds say whether it may be negative. */
        cr_kind kind = type->bounded && type->kind == CR_KIND_U64 ? CR_KIND_I64 : type->kind;
        return out_of_bounds(reader, at, type, names[kind], head);
    }
    switch (type->kind) {
    case CR_KIND_I64: *(cr_i64_field *)into = (cr_i64_field){(int64_t)head.number, CR_PRESENT}; break;
    case CR_KIND_U64: *(cr_u64_field *)into = (cr_u64_field){head.number, CR_PRESENT}; break;
    default: *(cr_f64_field *)into = (cr_f64_field){value, CR_PRESENT};
    }
    return true;
}

static bool read_choice(reader *reader, const cr_type *type, token head, const place *at, void *into) {
    cr_buffer listed = {0};
    for (size_t i = 0; i < type->choice_count; i++) {
        cr_text choice = cr_of(type->choices[i]);
        if (head.kind == STRING && cr_same(head.text, choice)) {
            *(cr_choice_field *)into = (cr_choice_field){i, CR_PRESENT};
            return true;
        }
        cr_append_text(&listed, cr_words("{s}`{t}`", i == 0 ? "" : ", ", choice));
    }
    return refuse(reader, at, cr_words("expected one of {t}, found {t}", cr_taken(&listed), shown(head)));
}

/* The room that so many items take, of which each takes a byte of the document at least. */
static void *room_for(const reader *reader, const cr_type *item, uint64_t count) {
    if (count > (uint64_t)(reader->end - reader->at)) {
        CR_END("the document ends in the middle of a value");
    }
    return cr_alloc_many((size_t)count, cr_size_of(item));
}

static bool read_list(reader *reader, const cr_type *type, token head, const place *at, cr_list_field *list) {
    if (head.kind != ARRAY) {
        return unexpected(reader, at, "a list", head);
    }
    *list = (cr_list_field){room_for(reader, type->item, head.number), (size_t)head.number, CR_PRESENT};
    for (size_t i = 0; i < list->count; i++) {
        place inner = {.outer = at, .index = i, .is_index = true};
        if (!read_value(reader, type->item, next(reader), &inner, (char *)list->items + i * cr_size_of(type->item))) {
            return false;
        }
    }
    return true;
}

static token next_key(reader *reader) {
    token key = next(reader);
    if (key.kind != STRING) {
        CR_END("a key is a text");
    }
    return key;
}

static bool read_map(reader *reader, const cr_type *type, token head, const place *at, cr_map_field *map) {
    if (head.kind != MAP) {
        return unexpected(reader, at, "a map", head);
    }
    *map = (cr_map_field){NULL, room_for(reader, type->item, head.number), (size_t)head.number, CR_PRESENT};
    map->keys = cr_alloc_many(map->count, sizeof(cr_text));
    for (size_t i = 0; i < map->count; i++) {
        map->keys[i] = next_key(reader).text;
        place inner = {.outer = at, .key = map->keys[i]};
        if (!read_value(reader, type->item, next(reader), &inner, (char *)map->values + i * cr_size_of(type->item))) {
            return false;
        }
    }
    return true;
}

/* Makes the structs of defaulted fields that were not there, and theirs. */
static void fill_defaults(const cr_type *type, void *into) {
    for (size_t i = 0; i < type->field_count; i++) {
        const cr_field *field = &type->fields[i];
        if (field->need == CR_DEFAULTED && field->type->kind == CR_KIND_STRUCT) {
            void **slot = (void **)((char *)into + field->offset);
            if (*slot == NULL) {
                *slot = cr_alloc(field->type->size);
                fill_defaults(field->type, *slot);
            }
        }
    }
}

static bool read_field(reader *reader, const cr_field *field, const place *at, void *into) {
    token head = next(reader);
    void *slot = (char *)into + field->offset;
    if (head.kind == NOTHING && field->need == CR_OPTIONAL) {
        return true;
    }
    if (head.kind == NOTHING && field->need == CR_SETTING) {
        switch (field->type->kind) {
        case CR_KIND_TEXT: ((cr_text_field *)slot)->presence = CR_NULL; break;
        case CR_KIND_BOOL: ((cr_bool_field *)slot)->presence = CR_NULL; break;
        case CR_KIND_I64: ((cr_i64_field *)slot)->presence = CR_NULL; break;
        case CR_KIND_U64: ((cr_u64_field *)slot)->presence = CR_NULL; break;
        case CR_KIND_F64: ((cr_f64_field *)slot)->presence = CR_NULL; break;
        case CR_KIND_CHOICE: ((cr_choice_field *)slot)->presence = CR_NULL; break;
        default: CR_END("CR_SETTING is for scalars");
        }
        return true;
    }
    if (field->type->kind == CR_KIND_STRUCT) {
        void *made = cr_alloc(field->type->size);
        *(void **)slot = made;
        slot = made;
    }
    return read_value(reader, field->type, head, at, slot);
}

static bool read_struct(reader *reader, const cr_type *type, token head, const place *at, void *into) {
    if (head.kind != MAP) {
        return unexpected(reader, at, "a map", head);
    }
    bool *there = cr_alloc(type->field_count);
    for (uint64_t entry = 0; entry < head.number; entry++) {
        cr_text key = next_key(reader).text;
        place inner = {.outer = at, .key = key};
        size_t i = 0;
        while (i < type->field_count && !cr_same(cr_of(type->fields[i].name), key)) {
            i++;
        }
        if (i < type->field_count) {
            there[i] = true;
            if (!read_field(reader, &type->fields[i], &inner, into)) {
                return false;
            }
        } else if (reader->strict) {
            return refuse(reader, &inner, cr_words("there is no `{t}` here", key));
        } else {
            skip(reader, next(reader));
        }
    }
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].need == CR_REQUIRED && !there[i]) {
            reader->refusal->absent = type->fields[i].name;
            return refuse(reader, at, cr_words("missing field `{s}`", type->fields[i].name));
        }
    }
    fill_defaults(type, into);
    return true;
}

static bool read_plain(reader *reader, const cr_type *type, token head, const place *at, void *into) {
    switch (type->kind) {
    case CR_KIND_TEXT:
        if (head.kind != STRING) {
            return unexpected(reader, at, "a text", head);
        }
        *(cr_text_field *)into = (cr_text_field){head.text, CR_PRESENT};
        return true;
    case CR_KIND_BOOL:
        if (head.kind != BOOLEAN) {
            return unexpected(reader, at, "true or false", head);
        }
        *(cr_bool_field *)into = (cr_bool_field){head.number != 0, CR_PRESENT};
        return true;
    case CR_KIND_CHOICE: return read_choice(reader, type, head, at, into);
    case CR_KIND_STRUCT: return read_struct(reader, type, head, at, into);
    case CR_KIND_LIST: return read_list(reader, type, head, at, into);
    case CR_KIND_MAP: return read_map(reader, type, head, at, into);
    default: return read_number(reader, type, head, at, into);
    }
}

static bool read_value(reader *reader, const cr_type *type, token head, const place *at, void *into) {
    if (!read_plain(reader, type, head, at, into)) {
        return false;
    }
    cr_text why = type->refine == NULL ? CR_TEXT("") : type->refine(into);
    return why.length == 0 || refuse(reader, at, why);
}

bool cr_decode(const cr_type *type, const uint8_t *document, size_t length, bool strict, void *into, cr_refusal *refusal) {
    *refusal = (cr_refusal){0};
    reader reader = {document, document + length, strict, refusal};
    return read_value(&reader, type, next(&reader), NULL, into);
}
