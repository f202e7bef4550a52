/* JSON Schemas (2020-12) of an author's types. */
#include "internal.h"
#include <string.h>

static void append_json(cr_buffer *json, const char *text) {
    cr_append_literal(json, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            cr_append_literal(json, "\\");
            cr_append(json, at, 1);
        } else if ((unsigned char)*at < 0x20) {
            cr_append_literal(json, " ");
        } else {
            cr_append(json, at, 1);
        }
    }
    cr_append_literal(json, "\"");
}

static void append_type(cr_buffer *json, const char *name, bool nullable) {
    cr_append_text(json, nullable ? cr_words("\"type\":[\"{s}\",\"null\"]", name) : cr_words("\"type\":\"{s}\"", name));
}

static void append_schema(cr_buffer *json, const cr_type *type, const char *doc, bool nullable, bool strict, const char *first);

static void append_struct(cr_buffer *json, const cr_type *type, bool nullable, bool strict) {
    append_type(json, "object", nullable);
    cr_append_literal(json, ",\"properties\":{");
    for (size_t i = 0; i < type->field_count; i++) {
        const cr_field *field = &type->fields[i];
        cr_append_literal(json, i == 0 ? "" : ",");
        append_json(json, field->name);
        cr_append_literal(json, ":");
        append_schema(json, field->type, field->doc, field->need == CR_OPTIONAL || field->need == CR_SETTING, strict, "");
    }
    cr_append_literal(json, "}");
    const char *before = ",\"required\":[";
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].need == CR_REQUIRED) {
            cr_append_literal(json, before);
            append_json(json, type->fields[i].name);
            before = ",";
        }
    }
    cr_append_literal(json, *before == ',' && before[1] == '\0' ? "]" : "");
    cr_append_literal(json, strict ? ",\"additionalProperties\":false" : "");
}

static void append_number(cr_buffer *json, const cr_type *type, bool nullable) {
    append_type(json, type->kind == CR_KIND_F64 ? "number" : "integer", nullable);
    if (type->bounded) {
        cr_append_text(json, cr_words(",\"minimum\":{t},\"maximum\":{t}", cr_exact(type->minimum), cr_exact(type->maximum)));
    } else if (type->kind == CR_KIND_U64) {
        cr_append_literal(json, ",\"minimum\":0");
    }
}

static void append_schema(cr_buffer *json, const cr_type *type, const char *doc, bool nullable, bool strict, const char *first) {
    cr_append_text(json, cr_words("{{{s}", first));
    const char *description = doc != NULL ? doc : type->doc;
    if (description != NULL) {
        cr_append_literal(json, "\"description\":");
        append_json(json, description);
        cr_append_literal(json, ",");
    }
    switch (type->kind) {
    case CR_KIND_TEXT: append_type(json, "string", nullable); break;
    case CR_KIND_BOOL: append_type(json, "boolean", nullable); break;
    case CR_KIND_STRUCT: append_struct(json, type, nullable, strict); break;
    case CR_KIND_LIST:
        append_type(json, "array", nullable);
        cr_append_literal(json, ",\"items\":");
        append_schema(json, type->item, NULL, false, strict, "");
        break;
    case CR_KIND_MAP:
        append_type(json, "object", nullable);
        cr_append_literal(json, ",\"additionalProperties\":");
        append_schema(json, type->item, NULL, false, strict, "");
        break;
    case CR_KIND_CHOICE:
        cr_append_literal(json, "\"enum\":[");
        for (size_t i = 0; i < type->choice_count; i++) {
            cr_append_literal(json, i == 0 ? "" : ",");
            append_json(json, type->choices[i]);
        }
        cr_append_literal(json, nullable ? ",null]" : "]");
        break;
    default: append_number(json, type, nullable);
    }
    cr_append_literal(json, "}");
}

cr_text cr_schema(const cr_type *type, const char *doc, bool strict) {
    cr_buffer json = {0};
    append_schema(&json, type, doc, false, strict, "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",");
    return cr_taken(&json);
}
