//! The rows about tests: pass rate, skipped and flaky tests.

const std = @import("std");
const clearance = @import("clearance");
const Bound = @import("bound.zig").Bound;
const facts = @import("facts.zig");
const p = @import("params.zig");
const percent = @import("percent.zig");
const rows = @import("row.zig");
const Fact = clearance.Fact;
const Row = rows.Row;

const Count = enum { passed, failed, errors, skipped, flaky, total };
const Counts = std.EnumSet(Count);

/// The counts of one entry of `tests`.
const Results = struct {
    place: usize,
    entry: facts.Tests,

    fn given(results: Results, count: Count) ?u64 {
        return switch (count) {
            inline else => |one| @field(results.entry, @tagName(one)),
        };
    }

    fn number(results: Results, count: Count) u128 {
        return results.given(count) orelse 0;
    }

    fn failing(results: Results) u128 {
        return results.number(.failed) + results.number(.errors);
    }

    fn run(results: Results) u128 {
        return results.number(.passed) + results.failing() + results.number(.flaky);
    }

    fn fact(results: Results, count: Count) Fact {
        return clearance.fact(results.given(count), "/tests/{d}/{s}", .{ results.place, count });
    }

    /// Those counts that are there, or were needed.
    fn seen(results: Results, needed: Counts) []const Fact {
        var list: std.ArrayList(Fact) = .empty;
        for (std.enums.values(Count)) |count| {
            if (results.given(count) != null or needed.contains(count)) list.append(clearance.allocator, results.fact(count)) catch unreachable;
        }
        return list.items;
    }

    /// The row of counts that are absent or contradict one another; null where there is nothing to say against them.
    fn unusable(results: Results, needed: Counts) ?Row {
        var absent: []const u8 = "";
        var count: usize = 0;
        for ([_]Count{ .passed, .failed, .flaky, .skipped }) |one| {
            if (!needed.contains(one) or results.given(one) != null) continue;
            absent = clearance.text("{s}{s}`{s}`", .{ absent, if (count == 0) "" else " and ", results.fact(one).pointer });
            count += 1;
        }
        if (count > 0) return .unknown(
            clearance.text("{s} {s} absent", .{ absent, if (count > 1) "are" else "is" }),
            clearance.text("supply {s}", .{absent}),
        );
        const sum = results.run() + results.number(.skipped);
        const total = results.given(.total) orelse return null;
        if (total == sum) return null;
        return .unknown(
            clearance.text("its counts add up to {s}, not to the total of {s}", .{ clearance.grouped(sum), clearance.grouped(total) }),
            clearance.text("correct the counts in `/tests/{d}`", .{results.place}),
        );
    }
};

/// `2 of its 3 failing tests`, `its failing test`.
fn someOf(some: u128, all: u128, adjective: []const u8) []const u8 {
    if (some != all) return clearance.text("{s} of its {s}", .{ clearance.grouped(some), percent.testsText(all, adjective) });
    if (all == 1) return clearance.text("its {s} test", .{adjective});
    return clearance.text("all of its {s}", .{percent.testsText(all, adjective)});
}

fn judgePassRate(results: Results, bound: u128, flaky_counts: p.Flaky, skipped_counts: p.Skipped) Row {
    const flaky = results.number(.flaky);
    const skipped = results.number(.skipped);
    const good = results.number(.passed) + if (flaky_counts == .pass) flaky else 0;
    var counted: []const u8 = "";
    if (flaky > 0) {
        const how = switch (flaky_counts) {
            .pass => "counted as passed",
            .fail => "counted as failed",
            .ignore => "left out",
        };
        counted = clearance.text(", {s} {s}", .{ percent.testsText(flaky, "flaky"), how });
    }
    if (skipped > 0) {
        const how = if (skipped_counts == .fail) "counted as failed" else "left out";
        counted = clearance.text("{s}, {s} {s}", .{ counted, percent.testsText(skipped, "skipped"), how });
    }
    var adjective: []const u8 = "";
    var bad: u128 = 0;
    const kinds = [_]struct { u128, []const u8 }{
        .{ results.failing(), "failing" },
        .{ if (flaky_counts == .fail) flaky else 0, "flaky" },
        .{ if (skipped_counts == .fail) skipped else 0, "skipped" },
    };
    for (kinds) |kind| {
        if (kind[0] == 0) continue;
        adjective = clearance.text("{s}{s}{s}", .{ adjective, if (bad == 0) "" else " or ", kind[1] });
        bad += kind[0];
    }
    const all = good + bad;
    if (all == 0) return .unknown(clearance.text("no test passed or failed{s}", .{counted}), "run its tests");
    const least = percent.atLeast(bound, all);
    return .{
        .status = if (good >= least) .pass else .fail,
        .message = clearance.text("{s} of {s} passed ({s}){s}", .{
            clearance.grouped(good), percent.testsText(all, ""), percent.shareDown(good, all), counted,
        }),
        .remedy = clearance.text("fix {s}", .{someOf(least -| good, bad, adjective)}),
    };
}

/// A maximum in percent, in number, or both.
const Limit = struct {
    percent: ?Bound,
    number: ?Bound,

    fn text(limit: Limit) []const u8 {
        const in_number = if (limit.number) |bound| bound.atMostTests() else return limit.percent.?.atMost();
        const in_percent = if (limit.percent) |bound| bound.atMost() else return in_number;
        return clearance.text("{s} and {s}", .{ in_percent, in_number });
    }

    fn allowed(limit: Limit, all: u128) u128 {
        const most = if (limit.percent) |bound| percent.atMost(bound.value, all) else all;
        return if (limit.number) |bound| @min(bound.value, most) else most;
    }

    fn tier(limit: Limit) ?Fact {
        if (limit.percent) |bound| if (bound.tier) |found| return found;
        return if (limit.number) |bound| bound.tier else null;
    }
};

fn judgeLimit(some: u128, all: u128, limit: Limit, were: []const u8, verb: []const u8, adjective: []const u8) Row {
    if (all == 0) return .unknown("it has no tests", "run its tests");
    const most = limit.allowed(all);
    return .{
        .status = if (some <= most) .pass else .fail,
        .message = clearance.text("{s} of {s} {s} ({s})", .{
            clearance.grouped(some), percent.testsText(all, ""), were, percent.shareUp(some, all),
        }),
        .remedy = clearance.text("{s} {s}", .{ verb, someOf(some -| most, some, adjective) }),
    };
}

pub fn add(release: rows.Release, of: facts.Named) void {
    const places = of.tests.items;
    const only: ?Results = if (places.len == 1) .{ .place = places[0], .entry = release.facts.tests.?[places[0]] } else null;
    const gap = rows.gap(of.name, "tests", release.facts.tests == null, places);
    const params = release.params;

    if (release.boundOf(.pass_rate, of.name)) |bound| {
        var row = gap;
        if (only) |results| {
            // Where flaky tests pass, an unknown number of them could only raise the rate: none is assumed.
            const needed: Counts = .init(.{
                .passed = true,
                .failed = true,
                .flaky = params.flaky == .fail,
                .skipped = params.skipped == .fail,
            });
            row = results.unusable(needed) orelse judgePassRate(results, bound.value, params.flaky, params.skipped);
            row.seen = results.seen(needed);
        }
        release.add("pass-rate", of.name, row, bound.atLeast(), bound.tier);
    }
    inline for (.{ .skipped, .flaky }) |kind| {
        const limit: Limit = .{
            .percent = release.boundOf(kind, of.name),
            .number = release.boundOf(if (kind == .skipped) .skipped_tests else .flaky_tests, of.name),
        };
        if (limit.percent != null or limit.number != null) {
            var row = gap;
            if (only) |results| {
                const needed: Counts = .init(.{ .passed = true, .failed = true, .flaky = kind == .flaky, .skipped = kind == .skipped });
                const some = results.number(kind);
                row = results.unusable(needed) orelse if (kind == .flaky)
                    judgeLimit(some, results.run(), limit, "run were flaky", "stabilise", "flaky")
                else
                    judgeLimit(some, results.run() + some, limit, "were skipped", "run", "skipped");
                row.seen = results.seen(needed);
            }
            release.add(@tagName(kind) ++ "-tests", of.name, row, limit.text(), limit.tier());
        }
    }
}
