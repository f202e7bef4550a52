//! `clearance_rule.h` as Zig sees it, as far as `clearance.zig` uses it. A test holds the two to each other.

pub const Text = extern struct {
    data: ?[*]const u8 = "",
    length: usize = 0,
};

pub const Presence = enum(c_uint) { absent, null, present, _ };

/// What a field holds, and whether it was there.
fn Field(comptime T: type) type {
    return extern struct { value: T, presence: Presence };
}

pub const TextField = Field(Text);
pub const BoolField = Field(bool);
pub const I64Field = Field(i64);
pub const U64Field = Field(u64);
pub const F64Field = Field(f64);
pub const ChoiceField = Field(usize);

pub const ListField = extern struct {
    items: ?[*]const u8,
    count: usize,
    presence: Presence,
};

pub const MapField = extern struct {
    keys: ?[*]const Text,
    values: ?[*]const u8,
    count: usize,
    presence: Presence,
};

pub const Kind = enum(c_uint) { text, bool, i64, u64, f64, choice, @"struct", list, map };

pub const Type = extern struct {
    kind: Kind,
    doc: ?[*:0]const u8 = null,
    fields: ?[*]const StructField = null,
    field_count: usize = 0,
    size: usize = 0,
    item: ?*const Type = null,
    choices: ?[*]const [*:0]const u8 = null,
    choice_count: usize = 0,
    bounded: bool = false,
    minimum: f64 = 0,
    maximum: f64 = 0,
    refine: ?*const fn (?*const anyopaque) callconv(.c) Text = null,
};

pub const Need = enum(c_uint) { required, optional, setting, defaulted, omittable };

pub const StructField = extern struct {
    name: [*:0]const u8,
    offset: usize,
    type: *const Type,
    need: Need,
    doc: ?[*:0]const u8,
};

pub const Fact = extern struct {
    pointer: Text,
    kind: Kind,
    presence: Presence,
    text: Text,
    is: extern union { boolean: bool, i64: i64, u64: u64, f64: f64 },
};

pub const Outcome = opaque {};
pub const Check = opaque {};
pub const Document = opaque {};
pub const Severity = enum(c_uint) { info, low, medium, high, critical };

pub const Mismatch = extern struct {
    pointer: Text,
    message: Text,
};

pub const CheckKind = extern struct {
    code: [*:0]const u8,
    summary: [*:0]const u8,
};

pub const Rule = extern struct {
    id: [*:0]const u8,
    version: [*:0]const u8,
    title: [*:0]const u8,
    summary: [*:0]const u8,
    checks: [*]const CheckKind,
    check_count: usize,
    practices: ?[*:null]const ?[*:0]const u8,
    controls: ?[*:null]const ?[*:0]const u8,
    timeless: bool,
    params: *const Type,
    facts: *const Type,
    prepare: ?*const fn (?*anyopaque, *Mismatch) callconv(.c) bool,
    evaluate: *const fn (?*const anyopaque, ?*const anyopaque, i64, *Outcome) callconv(.c) void,
};

pub extern fn cr_number(value: f64) Text;
pub extern fn cr_shortfall(value: f64) Text;
pub extern fn cr_grouped(number: u128) Text;
pub extern fn cr_count(number: u128, noun: [*:0]const u8) Text;
pub extern fn cr_token(key: Text) Text;
pub extern fn cr_alloc(size: usize) *anyopaque;

pub extern fn cr_pass(outcome: *Outcome, code: [*:0]const u8, subject: Text, message: Text) *Check;
pub extern fn cr_fail(outcome: *Outcome, code: [*:0]const u8, subject: Text, message: Text) *Check;
pub extern fn cr_unknown(outcome: *Outcome, code: [*:0]const u8, subject: Text, message: Text) *Check;
pub extern fn cr_not_applicable(outcome: *Outcome, code: [*:0]const u8, subject: Text, message: Text) *Check;
pub extern fn cr_at_least(
    outcome: *Outcome,
    code: [*:0]const u8,
    subject: Text,
    fact: Fact,
    minimum: f64,
    unit: [*:0]const u8,
) *Check;
pub extern fn cr_at_most(
    outcome: *Outcome,
    code: [*:0]const u8,
    subject: Text,
    fact: Fact,
    maximum: f64,
    unit: [*:0]const u8,
) *Check;
pub extern fn cr_satisfies(
    outcome: *Outcome,
    code: [*:0]const u8,
    subject: Text,
    fact: Fact,
    holds: bool,
    message: Text,
    required: Text,
) *Check;
pub extern fn cr_with_severity(check: *Check, severity: Severity) *Check;
pub extern fn cr_seen(check: *Check, fact: Fact) *Check;
pub extern fn cr_required(check: *Check, required: Text) *Check;
pub extern fn cr_remedy(check: *Check, remedy: Text) *Check;
pub extern fn cr_remedy_if_unknown(check: *Check, remedy: Text) *Check;
pub extern fn cr_rows(outcome: *const Outcome) usize;
pub extern fn cr_score(outcome: *Outcome, out_of: f64) void;
pub extern fn cr_contribute(outcome: *Outcome, factor: Text, points: f64, reason: Text) void;
pub extern fn cr_artifact(outcome: *Outcome, name: Text, media_type: Text, content: Text) void;

pub extern fn cr_derive(outcome: *Outcome) *Document;
pub extern fn cr_put_map(document: *Document, entries: usize) void;
pub extern fn cr_put_list(document: *Document, items: usize) void;
pub extern fn cr_put_text(document: *Document, value: Text) void;
pub extern fn cr_put_bool(document: *Document, value: bool) void;
pub extern fn cr_put_i64(document: *Document, value: i64) void;
pub extern fn cr_put_u64(document: *Document, value: u64) void;
pub extern fn cr_put_f64(document: *Document, value: f64) void;
pub extern fn cr_put_null(document: *Document) void;

pub extern fn cr_panic(message: [*:0]const u8, file: ?[*:0]const u8, line: c_int) noreturn;

pub extern const cr_type_text: Type;
pub extern const cr_type_bool: Type;
