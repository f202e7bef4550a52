/* MessagePack as the host takes it. */
#include "internal.h"
#include <math.h>
#include <string.h>

static void put(cr_document *document, uint8_t head, uint64_t value, int size) {
    uint8_t bytes[9] = {head};
    for (int i = 0; i < size; i++) {
        bytes[1 + i] = (uint8_t)(value >> (8 * (size - 1 - i)));
    }
    cr_append(&document->bytes, bytes, 1 + (size_t)size);
}

/* The head of a text, a list or a map; `heads[0]` is 0 where there is none of one byte of length. */
void cr_put_head(cr_document *document, uint8_t small, size_t most, const uint8_t heads[3], size_t length) {
    if (length <= most) {
        put(document, (uint8_t)(small | length), 0, 0);
    } else if (length < 0x100 && heads[0] != 0) {
        put(document, heads[0], length, 1);
    } else if (length < 0x10000) {
        put(document, heads[1], length, 2);
    } else {
        put(document, heads[2], length, 4);
    }
}

void cr_put_map(cr_document *document, size_t entries) {
    cr_put_head(document, 0x80, 15, (const uint8_t[3]){0, 0xde, 0xdf}, entries);
}

void cr_put_list(cr_document *document, size_t items) {
    cr_put_head(document, 0x90, 15, (const uint8_t[3]){0, 0xdc, 0xdd}, items);
}

void cr_put_text(cr_document *document, cr_text value) {
    cr_put_head(document, 0xa0, 31, (const uint8_t[3]){0xd9, 0xda, 0xdb}, value.length);
    cr_append_text(&document->bytes, value);
}

void cr_put_bool(cr_document *document, bool value) {
    put(document, value ? 0xc3 : 0xc2, 0, 0);
}

void cr_put_null(cr_document *document) {
    put(document, 0xc0, 0, 0);
}

void cr_put_u64(cr_document *document, uint64_t value) {
    if (value < 0x80) {
        put(document, (uint8_t)value, 0, 0);
    } else if (value < 0x100) {
        put(document, 0xcc, value, 1);
    } else if (value < 0x10000) {
        put(document, 0xcd, value, 2);
    } else if (value < 0x100000000) {
        put(document, 0xce, value, 4);
    } else {
        put(document, 0xcf, value, 8);
    }
}

void cr_put_i64(cr_document *document, int64_t value) {
    if (value >= 0) {
        cr_put_u64(document, (uint64_t)value);
    } else if (value >= -0x20) {
        put(document, (uint8_t)value, 0, 0);
    } else if (value >= INT8_MIN) {
        put(document, 0xd0, (uint64_t)value, 1);
    } else if (value >= INT16_MIN) {
        put(document, 0xd1, (uint64_t)value, 2);
    } else if (value >= INT32_MIN) {
        put(document, 0xd2, (uint64_t)value, 4);
    } else {
        put(document, 0xd3, (uint64_t)value, 8);
    }
}

void cr_put_f64(cr_document *document, double value) {
    if (!isfinite(value)) {
        CR_END("facts can hold finite numbers only");
    }
    if (value == trunc(value) && fabs(value) <= 9007199254740992.0) {
        cr_put_i64(document, (int64_t)value);
        return;
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(document, 0xcb, bits, 8);
}
