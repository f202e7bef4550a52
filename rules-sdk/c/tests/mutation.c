/*
 * Documents that nobody wrote: ones that fit, with bytes changed, cut off or put in. Whatever becomes of one, nothing is read or
 * written that is not the kit's.
 */
#include "check.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROUNDS = 200000, MOST = 256 };

static uint64_t state = 6;

/* Not random: the same each time (SplitMix64). */
static uint64_t next(uint64_t below) {
    state += 0x9e3779b97f4a7c15;
    uint64_t mixed = (state ^ state >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return (mixed ^ mixed >> 31) % below;
}

struct item {
    cr_text_field name;
    cr_f64_field value;
    cr_i64_field whole;
    cr_map_field labels;
};

static const char *const kinds[] = {"a", "b"};
static const cr_type kind = CR_CHOICE(kinds);
static const cr_type labels = CR_MAP(&kind);
static const cr_field item_fields[] = {
    CR_FIELD(struct item, name, &cr_type_text, CR_REQUIRED, NULL),
    CR_FIELD(struct item, value, &cr_type_f64, CR_SETTING, NULL),
    CR_FIELD(struct item, whole, &cr_type_i64, CR_OPTIONAL, NULL),
    CR_FIELD(struct item, labels, &labels, CR_DEFAULTED, NULL),
};
static const cr_type item = CR_STRUCT(struct item, item_fields, NULL);
static const cr_type items = CR_LIST(&item);

struct facts {
    cr_list_field items;
    struct item *one;
};

static const cr_field facts_fields[] = {
    CR_FIELD(struct facts, items, &items, CR_REQUIRED, NULL),
    CR_FIELD(struct facts, one, &item, CR_DEFAULTED, NULL),
};
static const cr_type facts = CR_STRUCT(struct facts, facts_fields, NULL);

static void put_item(cr_document *document, const char *name) {
    cr_put_map(document, 4);
    cr_put_text(document, CR_TEXT("labels"));
    cr_put_map(document, 1);
    cr_put_text(document, CR_TEXT("x/y"));
    cr_put_text(document, CR_TEXT("b"));
    cr_put_text(document, CR_TEXT("name"));
    cr_put_text(document, cr_of(name));
    cr_put_text(document, CR_TEXT("value"));
    cr_put_f64(document, 0.5);
    cr_put_text(document, CR_TEXT("whole"));
    cr_put_i64(document, -100000);
}

static cr_text document_that_fits(void) {
    cr_document document = {0};
    cr_put_map(&document, 2);
    cr_put_text(&document, CR_TEXT("items"));
    cr_put_list(&document, 2);
    put_item(&document, "first");
    put_item(&document, "second, the name of which takes a byte for its length");
    cr_put_text(&document, CR_TEXT("one"));
    put_item(&document, "größe");
    return cr_taken(&document.bytes);
}

static size_t mutated(uint8_t *bytes, size_t length) {
    static const uint8_t heads[] = {0x80, 0x90, 0xa0, 0xc0, 0xc1, 0xc3, 0xcb, 0xcf, 0xd3, 0xdb, 0xdd, 0xdf, 0xff, 0x00};
    for (uint64_t changes = next(4) + 1; changes > 0; changes--) {
        size_t at = next(length);
        switch (next(5)) {
        case 0: bytes[at] = (uint8_t)next(256); break;
        case 1: bytes[at] = heads[next(sizeof heads)]; break;
        case 2: bytes[at] ^= (uint8_t)(1 << next(8)); break;
        case 3: length = at + 1; break;
        default:
            if (length < MOST) {
                memmove(bytes + at + 1, bytes + at, length - at);
                bytes[at] = heads[next(sizeof heads)];
                length++;
            }
        }
    }
    return length;
}

/* Reads all that was decoded, so that whoever watches memory sees it. */
static size_t weight(const struct item *item) {
    size_t sum = item->name.value.length + item->labels.count;
    for (size_t i = 0; i < item->name.value.length; i++) {
        sum += (unsigned char)item->name.value.data[i];
    }
    for (size_t i = 0; i < item->labels.count; i++) {
        sum += item->labels.keys[i].length + ((const cr_choice_field *)item->labels.values)[i].value;
    }
    return sum;
}

void mutation_tests(void) {
    cr_text whole = document_that_fits();
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    /* A document ends where a page does, behind which nothing may be touched. */
    uint8_t *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED && mprotect(pages + page, page, PROT_NONE) == 0);
    int volatile fitted = 0, refused = 0, ended = 0;
    size_t volatile sum = 0;
    for (int volatile round = 0; round < ROUNDS; round++) {
        uint8_t bytes[MOST];
        memcpy(bytes, whole.data, whole.length);
        size_t length = mutated(bytes, whole.length);
        uint8_t *document = pages + page - length;
        memcpy(document, bytes, length);
        jmp_buf here;
        way_out = &here;
        if (setjmp(here) == 0) {
            struct facts found = {0};
            cr_refusal refusal;
            if (cr_decode(&facts, document, length, round % 2 == 0, &found, &refusal)) {
                fitted++;
                sum += weight(found.one);
                for (size_t i = 0; i < found.items.count; i++) {
                    sum += weight(CR_ITEM(struct item, found.items, i));
                }
            } else {
                refused++;
                sum += refusal.mismatch.message.length + refusal.mismatch.pointer.length;
            }
        } else {
            ended++;
        }
        way_out = NULL;
    }
    /* What was tried is worth the name. */
    CHECK(fitted > ROUNDS / 20 && refused > ROUNDS / 20 && ended > ROUNDS / 20);
    CHECK(sum > 0);
}
