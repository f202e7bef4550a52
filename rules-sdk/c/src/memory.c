/* Memory that is handed out from the front and never taken back: an instance lives for one evaluation. */
#include "internal.h"
#include <stdlib.h>
#include <string.h>

#ifdef __wasm__

extern unsigned char __heap_base;

enum { PAGE = 65536, ALIGNMENT = 16 };

static uintptr_t next;
static uintptr_t end;

void *malloc(size_t size) {
    if (next == 0) {
        next = ((uintptr_t)&__heap_base + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
        end = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
    }
    size_t taken = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (taken < size || next + taken < next) {
        CR_END("more memory was wanted than there can be");
    }
    if (next + taken > end) {
        uintptr_t whole = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
        if (whole != end) {
            /* Others have grown the memory, as Zig's allocators do: what was new is theirs. */
            next = end = whole;
        }
        if (next + taken < next) {
            CR_END("more memory was wanted than there can be");
        }
        size_t pages = (next + taken - end + PAGE - 1) / PAGE;
        if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) {
            CR_END("there is no more memory");
        }
        end += pages * PAGE;
    }
    void *found = (void *)next;
    next += taken;
    return found;
}

void free(void *nothing) {
    (void)nothing;
}

void *calloc(size_t count, size_t size) {
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole)) {
        CR_END("more memory was wanted than there can be");
    }
    return memset(malloc(whole), 0, whole);
}

void *realloc(void *old, size_t size) {
    void *made = malloc(size);
    if (old != NULL) {
        /* How long the old one was is not known; what lies behind it is ours, too. */
        size_t most = (uintptr_t)made - (uintptr_t)old;
        memcpy(made, old, size < most ? size : most);
    }
    return made;
}

#endif

void *cr_alloc(size_t size) {
    return cr_alloc_many(1, size);
}

void *cr_alloc_many(size_t count, size_t size) {
    /* Which refuses a product that is larger than memory can be. */
    bool none = count == 0 || size == 0;
    void *made = calloc(none ? 1 : count, none ? 1 : size);
    if (made == NULL) {
        CR_END("there is no more memory");
    }
    return made;
}

void *cr_room(void *items, size_t count, size_t *room, size_t size) {
    if (count < *room) {
        return items;
    }
    size_t wanted = *room == 0 ? 8 : *room * 2;
    void *made = cr_alloc_many(wanted, size);
    if (count > 0) {
        memcpy(made, items, count * size);
    }
    *room = wanted;
    return made;
}

void cr_append(cr_buffer *buffer, const void *data, size_t length) {
    if (length > buffer->room - buffer->length) {
        size_t wanted = (buffer->length + length) * 2 + 32;
        char *made = cr_alloc(wanted);
        if (buffer->length > 0) {
            memcpy(made, buffer->data, buffer->length);
        }
        buffer->data = made;
        buffer->room = wanted;
    }
    if (length > 0) {
        memcpy(buffer->data + buffer->length, data, length);
    }
    buffer->length += length;
}

void cr_append_text(cr_buffer *buffer, cr_text text) {
    cr_append(buffer, text.data, text.length);
}

void cr_append_literal(cr_buffer *buffer, const char *literal) {
    cr_append(buffer, literal, strlen(literal));
}

cr_text cr_taken(const cr_buffer *buffer) {
    return (cr_text){buffer->length == 0 ? "" : buffer->data, buffer->length};
}
