//! Has a field of every kind that Zig's structs may have, and says what it found in each; `cases.yaml` has what is found.

const std = @import("std");
const clearance = @import("clearance");

pub const manifest: clearance.Manifest = .{
    .id = "reflects-zig",
    .version = "1.0.0",
    .title = "Reflects",
    .summary = "It says what it found.",
    .checks = &.{
        .{ .code = "found", .summary = "It was found." },
        .{ .code = "bound", .summary = "It is within bounds." },
    },
    .practices = &.{"2.5"},
    .controls = &.{ "A:1", "B:2" },
};

const Level = enum { low, @"very-high" };

const Share = struct {
    percent: f64,

    pub const transparent = true;
    pub const bounds = .{ .percent = .{ 0, 99.875 } };

    pub fn refine(share: *const Share) ?[]const u8 {
        return if (share.percent == 13) "thirteen will not do" else null;
    }
};

const Inner = struct {
    count: u32 = 7,
    note: []const u8 = "none",
    levels: []const Level = &.{.low},

    pub const about = "An inner struct.";
    pub const docs = .{ .note = "A \"note\"." };

    pub fn refine(inner: *const Inner) ?[]const u8 {
        return if (inner.count == 13) clearance.text("{d} will not do", .{inner.count}) else null;
    }
};

pub const Params = struct {
    tiny: i8 = -1,
    share: Share = .{ .percent = 50 },
    level: clearance.Setting(Level) = .absent,
    inner: Inner = .{ .count = 9 },

    pub const bounds = .{ .tiny = .{ -3, 3 } };
};

pub const Facts = struct {
    text: []const u8 = "none",
    flag: ?bool,
    signed: ?i64,
    unsigned: ?u64,
    number: clearance.Setting(f64),
    inner: ?Inner,
    inners: []const Inner = &.{},
    table: []const []const f64 = &.{},
    by_name: clearance.Map(Inner) = .{},
    @"odd name": ?[]const u8,
};

pub fn prepare(params: *Params) ?clearance.Mismatch {
    if (params.tiny == 3) return .{ .pointer = "/tiny", .message = "three is too many" };
    params.inner.note = clearance.text("{s}!", .{params.inner.note});
    return null;
}

pub fn evaluate(params: Params, facts: Facts, at: i64, outcome: clearance.Outcome) !void {
    const level = switch (params.level) {
        .absent => "nothing",
        .null => "null",
        .value => |level| @tagName(level),
    };
    outcome.pass("found", "params", clearance.text("{d} {d} {s} {d} {s} {d}", .{
        params.tiny, params.share.percent, level, params.inner.count, params.inner.note, at,
    }), .{});
    outcome.pass("found", "scalars", clearance.text("{s} {{}}", .{facts.text}), .{
        .severity = .low,
        .seen = &.{
            clearance.fact(facts.flag, "/flag", .{}),
            clearance.fact(facts.signed, "/signed", .{}),
            clearance.fact(facts.unsigned, "/unsigned", .{}),
            clearance.fact(facts.number, "/number", .{}),
            clearance.fact(facts.@"odd name", "/odd name", .{}),
        },
    });
    var total: u128 = 0;
    for (facts.inners, 0..) |inner, i| {
        total += inner.count;
        outcome.check(if (inner.levels.len == 1) .pass else .fail, "found", inner.note, clearance.count(inner.levels.len, "level"), .{
            .seen = &.{clearance.fact(inner.levels[0], "/inners/{d}/levels/0", .{i})},
            .required = "one level",
            .remedy = "choose one",
            .remedy_if_unknown = "not kept",
        });
    }
    for (facts.by_name.entries) |entry| {
        total += entry.value.count;
        const count = clearance.fact(entry.value.count, "/by_name/{s}/count", .{clearance.token(entry.key)});
        outcome.atMost("bound", entry.key, count, 10.5, " items", .{ .severity = .high });
    }
    if (facts.by_name.get("a/b") == null) outcome.unknown("found", "a/b", "it is not there", .{ .remedy_if_unknown = "name it" });
    const flag = clearance.fact(facts.flag, "/flag", .{});
    outcome.satisfies("found", "flag", flag, facts.flag orelse false, "it is down", "a flag that is up", .{ .remedy = "raise it" });
    if (facts.inner == null) outcome.notApplicable("found", "inner", "there is none", .{});
    var sum: f64 = 0;
    for (facts.table) |row| {
        for (row) |number| sum += number;
    }
    outcome.score(100);
    outcome.contribute("table", sum, clearance.text("it adds up to {d}, {s} short", .{ sum, clearance.shortfall(100 - sum) }));
    outcome.artifact("total.txt", "text/plain", clearance.grouped(total));
    outcome.derive(.{
        .zeta = facts.inner,
        .alpha = .{ 1, "two", 3.5, null, true, Level.@"very-high", params.share },
        .map = clearance.Map(u8){ .entries = &.{ .{ .key = "b", .value = 2 }, .{ .key = "a", .value = 1 } } },
        .rows = outcome.rows(),
        .below = @as(i32, -5),
    });
}
