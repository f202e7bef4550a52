/* Gathering what an evaluation found. */
#include "internal.h"
#include <math.h>

static cr_check *add(cr_outcome *outcome, cr_status status, const char *code, cr_text subject, cr_text message) {
    cr_check *check = cr_alloc(sizeof *check);
    *check = (cr_check){.code = code, .subject = subject, .message = message, .status = status, .severity = CR_MEDIUM};
    outcome->checks = cr_room(outcome->checks, outcome->check_count, &outcome->check_room, sizeof check);
    outcome->checks[outcome->check_count++] = check;
    return check;
}

cr_check *cr_pass(cr_outcome *outcome, const char *code, cr_text subject, cr_text message) {
    return add(outcome, CR_PASS, code, subject, message);
}

cr_check *cr_fail(cr_outcome *outcome, const char *code, cr_text subject, cr_text message) {
    return add(outcome, CR_FAIL, code, subject, message);
}

cr_check *cr_unknown(cr_outcome *outcome, const char *code, cr_text subject, cr_text message) {
    return add(outcome, CR_UNKNOWN, code, subject, message);
}

cr_check *cr_not_applicable(cr_outcome *outcome, const char *code, cr_text subject, cr_text message) {
    return add(outcome, CR_NOT_APPLICABLE, code, subject, message);
}

static double number_of(cr_fact fact) {
    switch (fact.kind) {
    case CR_KIND_I64: return (double)fact.is.i64;
    case CR_KIND_U64: return (double)fact.is.u64;
    case CR_KIND_F64: return fact.is.f64;
    default: CR_END("a bound is for a fact that is a number");
    }
}

static cr_check *absent(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact) {
    cr_check *check = cr_unknown(outcome, code, subject, cr_words("the fact `{t}` is absent", fact.pointer));
    return cr_remedy_if_unknown(check, cr_words("supply the fact `{t}`", fact.pointer));
}

static cr_check *bounded(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, double bound, const char *unit,
                         bool least) {
    cr_check *check;
    if (fact.presence != CR_PRESENT) {
        check = absent(outcome, code, subject, fact);
    } else if (isnan(number_of(fact))) {
        check = cr_unknown(outcome, code, subject, CR_TEXT("not a number"));
    } else {
        double value = number_of(fact);
        bool passes = least ? value >= bound : value <= bound;
        check = add(outcome, passes ? CR_PASS : CR_FAIL, code, subject, cr_words("{n}{s}", value, unit));
        cr_text shortfall = cr_shortfall(least ? bound - value : value - bound);
        cr_remedy(check, cr_words("{s} `{t}` by {t}{s}", least ? "raise" : "lower", fact.pointer, shortfall, unit));
    }
    return cr_seen(cr_required(check, cr_words("at {s} {n}{s}", least ? "least" : "most", bound, unit)), fact);
}

cr_check *cr_at_least(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, double minimum, const char *unit) {
    return bounded(outcome, code, subject, fact, minimum, unit, true);
}

cr_check *cr_at_most(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, double maximum, const char *unit) {
    return bounded(outcome, code, subject, fact, maximum, unit, false);
}

cr_check *cr_satisfies(cr_outcome *outcome, const char *code, cr_text subject, cr_fact fact, bool holds, cr_text message,
                       cr_text required) {
    cr_check *check = fact.presence != CR_PRESENT ? absent(outcome, code, subject, fact)
                                                  : add(outcome, holds ? CR_PASS : CR_FAIL, code, subject, message);
    return cr_seen(cr_required(check, required), fact);
}

cr_check *cr_with_severity(cr_check *check, cr_severity severity) {
    check->severity = severity;
    return check;
}

static cr_check *observe(cr_check *check, cr_observation observation) {
    check->observed = cr_room(check->observed, check->observed_count, &check->observed_room, sizeof observation);
    check->observed[check->observed_count++] = observation;
    return check;
}

cr_check *cr_seen(cr_check *check, cr_fact fact) {
    /* A number that is none is worded, and cannot stand among facts. */
    bool none = fact.presence == CR_PRESENT && fact.kind == CR_KIND_F64 && !isfinite(fact.is.f64);
    if (fact.presence == CR_ABSENT || none) {
        return cr_missing(check, fact.pointer);
    }
    cr_document value = {0};
    if (fact.presence == CR_NULL) {
        cr_put_null(&value);
    } else {
        switch (fact.kind) {
        case CR_KIND_TEXT: cr_put_text(&value, fact.text); break;
        case CR_KIND_BOOL: cr_put_bool(&value, fact.is.boolean); break;
        case CR_KIND_I64: cr_put_i64(&value, fact.is.i64); break;
        case CR_KIND_U64: cr_put_u64(&value, fact.is.u64); break;
        default: cr_put_f64(&value, fact.is.f64);
        }
    }
    return observe(check, (cr_observation){fact.pointer, cr_taken(&value.bytes), true});
}

cr_check *cr_missing(cr_check *check, cr_text pointer) {
    return observe(check, (cr_observation){.pointer = pointer});
}

cr_check *cr_required(cr_check *check, cr_text required) {
    check->has_required = true;
    check->required = required;
    return check;
}

static cr_check *remedy_where(cr_check *check, cr_status status, cr_text remedy) {
    if (check->status == status) {
        check->has_remedy = true;
        check->remedy = remedy;
    }
    return check;
}

cr_check *cr_remedy(cr_check *check, cr_text remedy) {
    return remedy_where(check, CR_FAIL, remedy);
}

cr_check *cr_remedy_if_unknown(cr_check *check, cr_text remedy) {
    return remedy_where(check, CR_UNKNOWN, remedy);
}

size_t cr_rows(const cr_outcome *outcome) {
    return outcome->check_count;
}

void cr_score(cr_outcome *outcome, double out_of) {
    outcome->has_score = true;
    outcome->out_of = out_of;
}

void cr_contribute(cr_outcome *outcome, cr_text factor, double points, cr_text reason) {
    if (!outcome->has_score) {
        CR_END("`cr_score` comes before `cr_contribute`");
    }
    outcome->terms = cr_room(outcome->terms, outcome->term_count, &outcome->term_room, sizeof(cr_term));
    outcome->terms[outcome->term_count++] = (cr_term){factor, points, reason};
    double sum = outcome->points + points;
    if (!(0.0 < outcome->points && outcome->points < outcome->out_of)) {
        sum = 0.0;
        for (size_t i = 0; i < outcome->term_count; i++) {
            sum += outcome->terms[i].points;
        }
    }
    outcome->points = fmin(fmax(sum, 0.0), outcome->out_of);
}

void cr_artifact(cr_outcome *outcome, cr_text name, cr_text media_type, cr_text content) {
    outcome->artifacts = cr_room(outcome->artifacts, outcome->artifact_count, &outcome->artifact_room, sizeof(cr_written));
    outcome->artifacts[outcome->artifact_count++] = (cr_written){name, media_type, content};
}

cr_document *cr_derive(cr_outcome *outcome) {
    outcome->derived = cr_alloc(sizeof *outcome->derived);
    return outcome->derived;
}

static cr_fact fact(cr_kind kind, cr_presence presence, cr_text pointer) {
    return (cr_fact){.pointer = pointer, .kind = kind, .presence = presence};
}

cr_fact cr_fact_text(cr_text_field field, cr_text pointer) {
    cr_fact made = fact(CR_KIND_TEXT, field.presence, pointer);
    made.text = field.value;
    return made;
}

cr_fact cr_fact_bool(cr_bool_field field, cr_text pointer) {
    cr_fact made = fact(CR_KIND_BOOL, field.presence, pointer);
    made.is.boolean = field.value;
    return made;
}

cr_fact cr_fact_i64(cr_i64_field field, cr_text pointer) {
    cr_fact made = fact(CR_KIND_I64, field.presence, pointer);
    made.is.i64 = field.value;
    return made;
}

cr_fact cr_fact_u64(cr_u64_field field, cr_text pointer) {
    cr_fact made = fact(CR_KIND_U64, field.presence, pointer);
    made.is.u64 = field.value;
    return made;
}

cr_fact cr_fact_f64(cr_f64_field field, cr_text pointer) {
    cr_fact made = fact(CR_KIND_F64, field.presence, pointer);
    made.is.f64 = field.value;
    return made;
}
