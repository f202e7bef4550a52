//! Write release-governance rules for Clearance in Zig.
//!
//! A rule is the file `rule.zig`: `manifest` is what it says of itself, `Params` and `Facts` are structs for what a policy sets and for
//! the sections of the facts that it reads, and `evaluate` judges one release. `prepare` may be there, too, for work that does not
//! depend on facts. The JSON Schemas are made of the structs; `about`, `docs` and `bounds` declared beside their fields go into them:
//!
//!     const Component = struct {
//!         name: []const u8,
//!         line_coverage: ?f64,
//!
//!         pub const about = "A component of the release.";
//!         pub const docs = .{ .name = "Its name.", .line_coverage = "Percent of its lines that tests cover." };
//!         pub const bounds = .{ .line_coverage = .{ 0, 100 } };
//!     };
//!
//! A field without `?` and without a default must be there. A struct's `refine` looks at a value that was read, and says why it is
//! refused: `pub fn refine(value: *const Component) ?[]const u8`. A struct of one field that says `pub const transparent = true` stands
//! in the document as that field does.

const std = @import("std");
const root = @import("root");
const c = @import("c.zig");
const document = @import("document.zig");
const memory = @import("memory.zig");
const texts = @import("text.zig");
const types = @import("types.zig");

pub const Map = types.Map;
pub const Setting = types.Setting;

pub const text = texts.text;
pub const number = texts.number;
pub const shortfall = texts.shortfall;
pub const grouped = texts.grouped;
pub const count = texts.count;
pub const token = texts.token;

/// Memory for whatever wants an allocator. It lives until the evaluation ends, and nothing is to be freed.
pub const allocator = memory.allocator;

/// What a rule says of itself.
pub const Manifest = struct {
    /// Lower case, digits and hyphens.
    id: [:0]const u8,
    /// Semantic version.
    version: [:0]const u8,
    /// A few words for a heading.
    title: [:0]const u8,
    /// One or two sentences for a reader who chooses rules.
    summary: [:0]const u8,
    /// Every code that the rule's checks may bear.
    checks: []const CheckKind,
    /// Identifiers of the governance practices it serves.
    practices: []const [:0]const u8 = &.{},
    /// Identifiers of the controls it gives evidence for.
    controls: []const [:0]const u8 = &.{},
    /// Whether the outcome does not depend on the time. Such a rule is handed the time 0, so that it cannot.
    timeless: bool = false,
};

pub const CheckKind = struct {
    code: [:0]const u8,
    /// What it means for such a check to pass.
    summary: [:0]const u8,
};

/// What in the params does not fit, by an RFC 6901 JSON Pointer.
pub const Mismatch = struct {
    pointer: []const u8,
    message: []const u8,
};

/// One fact: where it stands (an RFC 6901 JSON Pointer into the facts) and what was found there.
pub const Fact = struct {
    pointer: []const u8,
    value: Value,

    pub const Value = union(enum) { absent, null, text: []const u8, boolean: bool, i64: i64, u64: u64, f64: f64 };

    fn lowered(found: Fact) c.Fact {
        return .{
            .pointer = memory.lent(found.pointer),
            .kind = switch (found.value) {
                .boolean => .bool,
                .i64 => .i64,
                .u64 => .u64,
                .f64 => .f64,
                else => .text,
            },
            .presence = switch (found.value) {
                .absent => .absent,
                .null => .null,
                else => .present,
            },
            .text = if (found.value == .text) memory.lent(found.value.text) else .{},
            .is = switch (found.value) {
                .boolean => |value| .{ .boolean = value },
                .i64 => |value| .{ .i64 = value },
                .f64 => |value| .{ .f64 = value },
                .u64 => |value| .{ .u64 = value },
                else => .{ .u64 = 0 },
            },
        };
    }
};

/// A fact that was read, with its place: `fact(component.line_coverage, "/components/{d}/line_coverage", .{i})`. Of `null` it is one that
/// is absent.
pub fn fact(value: anytype, comptime pointer: []const u8, args: anytype) Fact {
    return .{ .pointer = text(pointer, args), .value = valueOf(value) };
}

fn valueOf(value: anytype) Fact.Value {
    const T = @TypeOf(value);
    return switch (@typeInfo(T)) {
        .null => .absent,
        .optional => if (value) |there| valueOf(there) else .absent,
        .@"union" => switch (value) {
            .absent => .absent,
            .null => .null,
            .value => |there| valueOf(there),
        },
        .bool => .{ .boolean = value },
        .int => |int| if (int.signedness == .signed) .{ .i64 = value } else .{ .u64 = value },
        .comptime_int => .{ .i64 = value },
        .float, .comptime_float => .{ .f64 = value },
        .@"enum" => .{ .text = @tagName(value) },
        // A transparent one.
        .@"struct" => |info| valueOf(@field(value, info.field_names[0])),
        else => .{ .text = value },
    };
}

pub const Status = enum { pass, fail, not_applicable, unknown };

/// How much a failure of a check matters to the people who read it.
pub const Severity = c.Severity;

/// What a check may say besides.
pub const Details = struct {
    severity: Severity = .medium,
    /// The facts that were read, in the order that explains the finding best; those that are absent, too.
    seen: []const Fact = &.{},
    /// What the rule wanted to find.
    required: ?[]const u8 = null,
    /// The nearest change that would make a failed check pass; kept only where the check failed.
    remedy: ?[]const u8 = null,
    /// What would make an unanswered check answerable; kept only where the status is unknown.
    remedy_if_unknown: ?[]const u8 = null,
};

/// What a rule finds. Codes are known when the rule is compiled, and held to the manifest then.
pub const Outcome = struct {
    handle: *c.Outcome,

    /// Adds a row; `message` says what was found.
    pub fn check(
        outcome: Outcome,
        status: Status,
        comptime code: [:0]const u8,
        subject: []const u8,
        message: []const u8,
        details: Details,
    ) void {
        const add = switch (status) {
            .pass => &c.cr_pass,
            .fail => &c.cr_fail,
            .not_applicable => &c.cr_not_applicable,
            .unknown => &c.cr_unknown,
        };
        complete(add(outcome.handle, declared(code), memory.lent(subject), memory.lent(message)), details);
    }

    pub fn pass(outcome: Outcome, comptime code: [:0]const u8, subject: []const u8, message: []const u8, details: Details) void {
        outcome.check(.pass, code, subject, message, details);
    }

    pub fn fail(outcome: Outcome, comptime code: [:0]const u8, subject: []const u8, message: []const u8, details: Details) void {
        outcome.check(.fail, code, subject, message, details);
    }

    pub fn unknown(outcome: Outcome, comptime code: [:0]const u8, subject: []const u8, message: []const u8, details: Details) void {
        outcome.check(.unknown, code, subject, message, details);
    }

    pub fn notApplicable(
        outcome: Outcome,
        comptime code: [:0]const u8,
        subject: []const u8,
        message: []const u8,
        details: Details,
    ) void {
        outcome.check(.not_applicable, code, subject, message, details);
    }

    /// Passes where the fact is `minimum` or more; unknown where it is absent or not a number. `unit` follows the numbers: "%", " days".
    pub fn atLeast(
        outcome: Outcome,
        comptime code: [:0]const u8,
        subject: []const u8,
        of: Fact,
        minimum: f64,
        unit: [:0]const u8,
        details: Details,
    ) void {
        complete(c.cr_at_least(outcome.handle, declared(code), memory.lent(subject), bounded(of), minimum, unit), details);
    }

    /// Passes where the fact is `maximum` or less; unknown where it is absent or not a number.
    pub fn atMost(
        outcome: Outcome,
        comptime code: [:0]const u8,
        subject: []const u8,
        of: Fact,
        maximum: f64,
        unit: [:0]const u8,
        details: Details,
    ) void {
        complete(c.cr_at_most(outcome.handle, declared(code), memory.lent(subject), bounded(of), maximum, unit), details);
    }

    /// Passes where `holds`, which is of no account where the fact is absent: that is unknown.
    pub fn satisfies(
        outcome: Outcome,
        comptime code: [:0]const u8,
        subject: []const u8,
        of: Fact,
        holds: bool,
        message: []const u8,
        required: []const u8,
        details: Details,
    ) void {
        const wanted = memory.lent(required);
        complete(
            c.cr_satisfies(outcome.handle, declared(code), memory.lent(subject), of.lowered(), holds, memory.lent(message), wanted),
            details,
        );
    }

    /// How many rows there are.
    pub fn rows(outcome: Outcome) usize {
        return c.cr_rows(outcome.handle);
    }

    /// Begins the score, out of so many points.
    pub fn score(outcome: Outcome, out_of: f64) void {
        c.cr_score(outcome.handle, out_of);
    }

    /// Adds a term to the score, which stays between 0 and its maximum.
    pub fn contribute(outcome: Outcome, factor: []const u8, points: f64, reason: []const u8) void {
        c.cr_contribute(outcome.handle, memory.lent(factor), points, memory.lent(reason));
    }

    /// Adds a document that the rule wrote: a file name without a folder, its media type (RFC 6838).
    pub fn artifact(outcome: Outcome, name: []const u8, media_type: []const u8, content: []const u8) void {
        c.cr_artifact(outcome.handle, memory.lent(name), memory.lent(media_type), memory.lent(content));
    }

    /// Facts for entries of the policy that need this one: structs, maps, slices, texts, numbers and what else may be a fact.
    pub fn derive(outcome: Outcome, value: anytype) void {
        document.put(c.cr_derive(outcome.handle), value);
    }
};

fn complete(check: *c.Check, details: Details) void {
    _ = c.cr_with_severity(check, details.severity);
    for (details.seen) |seen| _ = c.cr_seen(check, seen.lowered());
    if (details.required) |required| _ = c.cr_required(check, memory.lent(required));
    if (details.remedy) |remedy| _ = c.cr_remedy(check, memory.lent(remedy));
    if (details.remedy_if_unknown) |remedy| _ = c.cr_remedy_if_unknown(check, memory.lent(remedy));
}

/// `code`, which must be one of the rule's.
fn declared(comptime code: [:0]const u8) [:0]const u8 {
    const known = comptime !@hasDecl(root, "rule") or for (root.rule.manifest.checks) |kind| {
        if (std.mem.eql(u8, kind.code, code)) break true;
    } else false;
    if (!known) @compileError("the manifest has no check `" ++ code ++ "`");
    return code;
}

fn bounded(of: Fact) c.Fact {
    if (of.value == .text or of.value == .boolean) @panic("a bound is for a fact that is a number");
    return of.lowered();
}

/// Ends the evaluation with a message that names the line: `clearance.panic(@src(), "no rate for `{s}`", .{currency})`. So do
/// `@panic`, a failed check of Zig's and an error that `evaluate` returns, of which the line is not known.
pub fn panic(at: std.builtin.SourceLocation, comptime format: []const u8, args: anytype) noreturn {
    const name = if (std.mem.lastIndexOfScalar(u8, at.file, '/')) |slash| at.file[slash + 1 ..] else at.file;
    c.cr_panic(memory.terminated(text(format, args)), memory.terminated(name), @intCast(at.line));
}

/// What the kit makes of a `rule.zig`; nothing for authors.
pub const component = @import("component.zig");
