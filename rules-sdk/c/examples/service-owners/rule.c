/*
 * Every service has an owner, bears a label, and was reviewed lately.
 *
 * It does a little of all that a rule can do, and is the same in every language.
 */
#include <clearance_rule.h>
#include <math.h>

#define DAY 86400000.0

struct service {
    cr_text_field name;
    cr_text_field owner;
    cr_map_field labels;
    cr_f64_field reviewed;
};

static const cr_type labels = CR_MAP(&cr_type_text);
static const cr_field service_fields[] = {
    CR_FIELD(struct service, name, &cr_type_text, CR_REQUIRED, "Its name."),
    CR_FIELD(struct service, owner, &cr_type_text, CR_OPTIONAL, "The team that answers for it."),
    CR_FIELD(struct service, labels, &labels, CR_DEFAULTED, "Whatever it is labelled with."),
    CR_FIELD(struct service, reviewed, &cr_type_f64, CR_OPTIONAL, "When it was reviewed last, in milliseconds since 1970."),
};
static const cr_type service_type = CR_STRUCT(struct service, service_fields, "A service.");
static const cr_type services = CR_LIST(&service_type);

struct facts {
    cr_list_field services;
};

static const cr_field facts_fields[] = {
    CR_FIELD(struct facts, services, &services, CR_REQUIRED, "The services that the release touches."),
};
static const cr_type facts_type = CR_STRUCT(struct facts, facts_fields, NULL);

struct params {
    cr_text_field label;
    cr_f64_field review_days;
    cr_f64_field points;
};

static const cr_field params_fields[] = {
    CR_FIELD(struct params, label, &cr_type_text, CR_OPTIONAL, "A label that every service is to bear."),
    CR_FIELD(struct params, review_days, &cr_type_f64, CR_DEFAULTED, "For how many days a review holds: 90 unless said."),
    CR_FIELD(struct params, points, &cr_type_f64, CR_REQUIRED,
             "The points that a service without an owner adds to the score, out of 100."),
};
static const cr_type params_type = CR_STRUCT(struct params, params_fields, NULL);

static bool prepare(void *params_, cr_mismatch *mismatch) {
    struct params *params = params_;
    if (params->review_days.presence == CR_ABSENT) {
        params->review_days.value = 90;
    }
    if (params->review_days.value >= 1) {
        return true;
    }
    *mismatch = (cr_mismatch){CR_TEXT("/review_days"), CR_TEXT("a review holds for a day at least")};
    return false;
}

static void owned(const struct service *service, size_t i, cr_outcome *outcome) {
    cr_fact owner = cr_fact_text(service->owner, cr_words("/services/{u}/owner", (uint64_t)i));
    if (service->owner.presence == CR_PRESENT) {
        cr_check *check = cr_pass(outcome, "owner", service->name.value, cr_words("{t} owns it", service->owner.value));
        cr_required(cr_seen(check, owner), CR_TEXT("an owner"));
        return;
    }
    cr_check *check = cr_fail(outcome, "owner", service->name.value, CR_TEXT("nobody owns it"));
    cr_required(cr_seen(check, owner), CR_TEXT("an owner"));
    cr_remedy(check, cr_words("name an owner in `{t}`", owner.pointer));
    cr_with_severity(check, CR_HIGH);
}

static void labelled(const struct service *service, size_t i, cr_text label, cr_outcome *outcome) {
    cr_text_field found = {0};
    const cr_text_field *values = service->labels.values;
    for (size_t j = 0; j < service->labels.count; j++) {
        if (cr_same(service->labels.keys[j], label)) {
            found = values[j];
        }
    }
    cr_text pointer = cr_words("/services/{u}/labels/{t}", (uint64_t)i, cr_token(label));
    cr_check *check = found.presence == CR_PRESENT
                          ? cr_pass(outcome, "label", service->name.value, cr_words("bears `{t}`: {t}", label, found.value))
                          : cr_fail(outcome, "label", service->name.value, cr_words("does not bear `{t}`", label));
    cr_remedy(cr_seen(check, cr_fact_text(found, pointer)), cr_words("add `{t}`", pointer));
}

static void reviewed(const struct service *service, size_t i, double holds, int64_t at, cr_outcome *outcome) {
    cr_fact fact = cr_fact_f64(service->reviewed, cr_words("/services/{u}/reviewed", (uint64_t)i));
    if (service->reviewed.presence != CR_PRESENT) {
        cr_check *check = cr_unknown(outcome, "review", service->name.value, CR_TEXT("nobody knows when it was reviewed"));
        cr_remedy_if_unknown(cr_seen(check, fact), cr_words("supply `{t}`", fact.pointer));
        return;
    }
    double days = floor(((double)at - service->reviewed.value) / DAY);
    cr_text message = cr_words("days since its review: {n}", days);
    cr_check *check = days <= holds ? cr_pass(outcome, "review", service->name.value, message)
                                    : cr_fail(outcome, "review", service->name.value, message);
    cr_remedy(cr_seen(check, fact), CR_TEXT("review it"));
    cr_required(check, cr_words("at most {n} days", holds));
}

/* What other rules may need: how many services nobody owns, and who owns which. */
static void derive(const struct facts *facts, cr_outcome *outcome) {
    size_t count = facts->services.count, owners = 0, orphans = 0;
    const struct service **first = cr_alloc(count * sizeof *first);
    for (size_t i = 0; i < count; i++) {
        const struct service *service = CR_ITEM(struct service, facts->services, i);
        bool known = service->owner.presence != CR_PRESENT;
        orphans += known;
        for (size_t j = 0; j < owners && !known; j++) {
            known = cr_same(first[j]->owner.value, service->owner.value);
        }
        if (!known) {
            first[owners++] = service;
        }
    }
    cr_document *document = cr_derive(outcome);
    cr_put_map(document, 2);
    cr_put_text(document, CR_TEXT("orphans"));
    cr_put_u64(document, orphans);
    cr_put_text(document, CR_TEXT("owners"));
    cr_put_map(document, owners);
    for (size_t j = 0; j < owners; j++) {
        size_t owned = 0;
        for (int pass = 0; pass < 2; pass++) {
            if (pass == 1) {
                cr_put_text(document, first[j]->owner.value);
                cr_put_list(document, owned);
            }
            for (size_t i = 0; i < count; i++) {
                const struct service *service = CR_ITEM(struct service, facts->services, i);
                bool same = service->owner.presence == CR_PRESENT && cr_same(service->owner.value, first[j]->owner.value);
                owned += same && pass == 0;
                if (same && pass == 1) {
                    cr_put_text(document, service->name.value);
                }
            }
        }
    }
}

static void evaluate(const void *params_, const void *facts_, int64_t at, cr_outcome *outcome) {
    const struct params *params = params_;
    const struct facts *facts = facts_;
    cr_text document = CR_TEXT("| service | owner |\n|---|---|\n");
    cr_score(outcome, 100);
    for (size_t i = 0; i < facts->services.count; i++) {
        const struct service *service = CR_ITEM(struct service, facts->services, i);
        bool orphan = service->owner.presence != CR_PRESENT;
        owned(service, i, outcome);
        if (orphan) {
            cr_contribute(outcome, service->name.value, params->points.value, CR_TEXT("nobody owns it"));
        }
        document = cr_words("{t}| {t} | {t} |\n", document, service->name.value, orphan ? CR_TEXT("nobody") : service->owner.value);
        if (params->label.presence == CR_PRESENT) {
            labelled(service, i, params->label.value, outcome);
        }
        reviewed(service, i, params->review_days.value, at, outcome);
    }
    cr_artifact(outcome, CR_TEXT("owners.md"), CR_TEXT("text/markdown"), document);
    derive(facts, outcome);
}

static const cr_check_kind checks[] = {
    {"owner", "The service has an owner."},
    {"label", "The service bears the label."},
    {"review", "The service was reviewed lately."},
};

const cr_rule rule = {
    .id = "service-owners",
    .version = "1.0.0",
    .title = "Service owners",
    .summary = "Every service has an owner, bears a label, and was reviewed lately.",
    .checks = checks,
    .check_count = CR_COUNT(checks),
    .practices = (const char *const[]){"1.2", NULL},
    .controls = (const char *const[]){"SOC2:CC8.1", NULL},
    .params = &params_type,
    .facts = &facts_type,
    .prepare = prepare,
    .evaluate = evaluate,
};
