//! What every row is made with.

const std = @import("std");
const clearance = @import("clearance");
const bounds = @import("bound.zig");
const facts = @import("facts.zig");
const p = @import("params.zig");
const Fact = clearance.Fact;

pub const Release = struct {
    params: p.Params,
    facts: facts.Facts,
    tier: Fact,
    outcome: clearance.Outcome,

    pub fn boundOf(release: Release, threshold: p.Threshold, name: []const u8) ?bounds.Bound {
        return bounds.boundOf(release.params, threshold, name, release.tier);
    }

    /// Adds a row, which saw the tier, too, where that has a say in the bound.
    pub fn add(release: Release, comptime code: [:0]const u8, name: []const u8, row: Row, required: []const u8, tier: ?Fact) void {
        const last: []const Fact = if (tier) |fact| &.{fact} else &.{};
        release.outcome.check(row.status, code, name, row.message, .{
            .seen = std.mem.concat(clearance.allocator, Fact, &.{ row.seen, last }) catch unreachable,
            .required = required,
            .remedy = row.remedy,
            .remedy_if_unknown = row.remedy,
        });
    }
};

pub const Row = struct {
    status: clearance.Status,
    message: []const u8,
    remedy: []const u8 = "",
    seen: []const Fact = &.{},

    pub fn unknown(message: []const u8, remedy: []const u8) Row {
        return .{ .status = .unknown, .message = message, .remedy = remedy };
    }
};

/// The row of a component that has no entry in a section, or several.
pub fn gap(name: []const u8, comptime section: []const u8, is_absent: bool, places: []const usize) Row {
    const supply = clearance.text("supply an entry for `{s}` in `/" ++ section ++ "`", .{name});
    if (is_absent) {
        var row: Row = .unknown("`/" ++ section ++ "` is absent", supply);
        row.seen = clearance.allocator.dupe(Fact, &.{clearance.fact(null, "/" ++ section, .{})}) catch unreachable;
        return row;
    }
    if (places.len == 0) return .unknown(clearance.text("`/" ++ section ++ "` has no entry for `{s}`", .{name}), supply);
    var listed: []const u8 = "";
    const seen = clearance.allocator.alloc(Fact, places.len) catch unreachable;
    for (places, seen) |i, *fact| {
        listed = clearance.text("{s}{s}`/" ++ section ++ "/{d}`", .{ listed, if (listed.len == 0) "" else ", ", i });
        fact.* = clearance.fact(name, "/" ++ section ++ "/{d}/component", .{i});
    }
    var row: Row = .unknown(
        clearance.text("several entries are for it: {s}", .{listed}),
        clearance.text("keep one entry for `{s}` in `/" ++ section ++ "`", .{name}),
    );
    row.seen = seen;
    return row;
}
