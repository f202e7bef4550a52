/* The exports of the component, between the bindings of the contract and the author's rule. */
#include "internal.h"
#include "release_rule.h"
#include <string.h>

static void *params;

static release_rule_string_t string_of(cr_text text) {
    return (release_rule_string_t){(uint8_t *)text.data, text.length};
}

static release_rule_string_t string_of_literal(const char *text) {
    return string_of(cr_of(text));
}

static size_t length_of(const char *const *list) {
    size_t length = 0;
    while (list != NULL && list[length] != NULL) {
        length++;
    }
    return length;
}

static release_rule_list_string_t strings_of(const char *const *list) {
    size_t count = length_of(list);
    release_rule_string_t *made = cr_alloc(count * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        made[i] = string_of_literal(list[i]);
    }
    return (release_rule_list_string_t){made, count};
}

void exports_clearance_rule_rule_describe(exports_clearance_rule_rule_manifest_t *manifest) {
    size_t sections = rule.facts->field_count;
    clearance_rule_types_section_t *reads = cr_alloc(sections * sizeof *reads);
    for (size_t i = 0; i < sections; i++) {
        const cr_field *field = &rule.facts->fields[i];
        reads[i] = (clearance_rule_types_section_t){
            string_of_literal(field->name), field->need == CR_REQUIRED, string_of(cr_schema(field->type, field->doc, false))};
    }
    clearance_rule_types_check_kind_t *checks = cr_alloc(rule.check_count * sizeof *checks);
    for (size_t i = 0; i < rule.check_count; i++) {
        checks[i] = (clearance_rule_types_check_kind_t){
            string_of_literal(rule.checks[i].code), string_of_literal(rule.checks[i].summary)};
    }
    *manifest = (exports_clearance_rule_rule_manifest_t){
        .id = string_of_literal(rule.id),
        .version = string_of_literal(rule.version),
        .title = string_of_literal(rule.title),
        .summary = string_of_literal(rule.summary),
        .reads = {reads, sections},
        .params_schema = string_of(cr_schema(rule.params, NULL, true)),
        .checks = {checks, rule.check_count},
        .practices = strings_of(rule.practices),
        .controls = strings_of(rule.controls),
        .timeless = rule.timeless,
    };
}

static clearance_rule_types_mismatch_t mismatch_of(cr_mismatch mismatch) {
    return (clearance_rule_types_mismatch_t){string_of(mismatch.pointer), string_of(mismatch.message)};
}

bool exports_clearance_rule_rule_configure(exports_clearance_rule_rule_document_t *document,
                                           exports_clearance_rule_rule_mismatch_t *mismatch) {
    params = cr_alloc(rule.params->size);
    cr_refusal refusal;
    if (!cr_decode(rule.params, document->ptr, document->len, true, params, &refusal)) {
        *mismatch = mismatch_of(refusal.mismatch);
        return false;
    }
    cr_mismatch refused = {CR_TEXT(""), CR_TEXT("the rule refuses its params, and does not say why")};
    if (rule.prepare != NULL && !rule.prepare(params, &refused)) {
        *mismatch = mismatch_of(refused);
        return false;
    }
    return true;
}

static release_rule_option_string_t option_of(bool is, cr_text text) {
    return is ? (release_rule_option_string_t){true, string_of(text)} : (release_rule_option_string_t){0};
}

static clearance_rule_types_check_t lowered(const cr_check *check) {
    static const uint8_t statuses[] = {[CR_PASS] = CLEARANCE_RULE_TYPES_STATUS_PASS,
                                       [CR_FAIL] = CLEARANCE_RULE_TYPES_STATUS_FAIL,
                                       [CR_NOT_APPLICABLE] = CLEARANCE_RULE_TYPES_STATUS_NOT_APPLICABLE,
                                       [CR_UNKNOWN] = CLEARANCE_RULE_TYPES_STATUS_UNKNOWN};
    clearance_rule_types_observation_t *observed = cr_alloc(check->observed_count * sizeof *observed);
    for (size_t i = 0; i < check->observed_count; i++) {
        const cr_observation *seen = &check->observed[i];
        observed[i].pointer = string_of(seen->pointer);
        observed[i].value.is_some = seen->found;
        observed[i].value.val = (clearance_rule_types_document_t){(uint8_t *)seen->value.data, seen->value.length};
    }
    return (clearance_rule_types_check_t){
        .code = string_of_literal(check->code),
        .subject = string_of(check->subject),
        .status = statuses[check->status],
        .severity = (clearance_rule_types_severity_t)check->severity,
        .message = string_of(check->message),
        .observed = {observed, check->observed_count},
        .required = option_of(check->has_required, check->required),
        .remedy = option_of(check->has_remedy, check->remedy),
    };
}

static void lower(const cr_outcome *outcome, exports_clearance_rule_rule_outcome_t *into) {
    *into = (exports_clearance_rule_rule_outcome_t){0};
    into->checks.len = outcome->check_count;
    into->checks.ptr = cr_alloc(outcome->check_count * sizeof *into->checks.ptr);
    for (size_t i = 0; i < outcome->check_count; i++) {
        into->checks.ptr[i] = lowered(outcome->checks[i]);
    }
    if (outcome->has_score) {
        clearance_rule_types_score_t *score = &into->score.val;
        into->score.is_some = true;
        score->points = outcome->points;
        score->out_of = outcome->out_of;
        score->contributions.len = outcome->term_count;
        score->contributions.ptr = cr_alloc(outcome->term_count * sizeof *score->contributions.ptr);
        for (size_t i = 0; i < outcome->term_count; i++) {
            const cr_term *term = &outcome->terms[i];
            score->contributions.ptr[i] =
                (clearance_rule_types_contribution_t){string_of(term->factor), term->points, string_of(term->reason)};
        }
    }
    into->artifacts.len = outcome->artifact_count;
    into->artifacts.ptr = cr_alloc(outcome->artifact_count * sizeof *into->artifacts.ptr);
    for (size_t i = 0; i < outcome->artifact_count; i++) {
        const cr_written *written = &outcome->artifacts[i];
        into->artifacts.ptr[i] = (clearance_rule_types_artifact_t){
            string_of(written->name),
            string_of(written->media_type),
            {(uint8_t *)written->content.data, written->content.length},
        };
    }
    if (outcome->derived != NULL) {
        cr_text bytes = cr_taken(&outcome->derived->bytes);
        into->derived.is_some = true;
        into->derived.val = (clearance_rule_types_document_t){(uint8_t *)bytes.data, bytes.length};
    }
}

bool exports_clearance_rule_rule_evaluate(exports_clearance_rule_rule_timestamp_t at,
                                          exports_clearance_rule_rule_document_t *document,
                                          exports_clearance_rule_rule_outcome_t *into,
                                          exports_clearance_rule_rule_evaluation_error_t *error) {
    void *facts = cr_alloc(rule.facts->size);
    cr_refusal refusal;
    if (!cr_decode(rule.facts, document->ptr, document->len, false, facts, &refusal)) {
        if (refusal.absent != NULL) {
            error->tag = CLEARANCE_RULE_TYPES_EVALUATION_ERROR_MISSING_FACT;
            error->val.missing_fact =
                string_of(cr_words("{t}/{t}", refusal.mismatch.pointer, cr_token(cr_of(refusal.absent))));
        } else {
            error->tag = CLEARANCE_RULE_TYPES_EVALUATION_ERROR_MALFORMED_FACT;
            error->val.malformed_fact = mismatch_of(refusal.mismatch);
        }
        return false;
    }
    cr_outcome outcome = {0};
    rule.evaluate(params, facts, rule.timeless ? 0 : at, &outcome);
    lower(&outcome, into);
    return true;
}
