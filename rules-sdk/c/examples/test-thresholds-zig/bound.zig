//! Which bound holds for a component in the tier of the release.
//!
//! What the component sets for the tier comes first. Then the stricter of what the component sets for all tiers and what the tier sets
//! for all components. Then what is set for all. Where the tier is not known, the bound is the strictest that any tier would give.

const std = @import("std");
const clearance = @import("clearance");
const p = @import("params.zig");
const percent = @import("percent.zig");

/// A threshold as written: millionths, or a number of tests.
pub const Value = clearance.Setting(u128);

pub fn settingOf(threshold: p.Threshold, thresholds: *const p.Thresholds) Value {
    switch (threshold) {
        inline else => |name| return switch (@field(thresholds, @tagName(name))) {
            .absent => .absent,
            .null => .null,
            .value => |value| .{ .value = if (@TypeOf(value) == u64) value else percent.millionths(value.value) },
        },
    }
}

/// A bound that holds.
pub const Bound = struct {
    value: u128,
    /// What makes it hold, in brackets; empty where it is set for all.
    because: []const u8,
    /// The tier, where another one could give another bound.
    tier: ?clearance.Fact,

    /// `at least 80% (in tier …)`.
    pub fn atLeast(bound: Bound) []const u8 {
        return clearance.text("at least {s}{s}", .{ percent.percentText(bound.value), bound.because });
    }

    /// `at most 10% (in tier …)`.
    pub fn atMost(bound: Bound) []const u8 {
        return clearance.text("at most {s}{s}", .{ percent.percentText(bound.value), bound.because });
    }

    /// `at most 3 tests (in tier …)`.
    pub fn atMostTests(bound: Bound) []const u8 {
        return clearance.text("at most {s}{s}", .{ percent.testsText(bound.value, ""), bound.because });
    }
};

const Reasoned = struct { value: Value, because: []const u8 };

/// The stricter of two settings; not to check is the laxest.
fn stricter(threshold: p.Threshold, a: Value, b: Value) Value {
    if (a != .value) return b;
    if (b != .value) return a;
    const first = switch (threshold) {
        .pass_rate, .lines, .branches, .changed_lines => a.value >= b.value,
        .skipped, .skipped_tests, .flaky, .flaky_tests => a.value <= b.value,
    };
    return if (first) a else b;
}

fn inTier(params: p.Params, threshold: p.Threshold, own: ?p.Own, tier: p.Tier) Reasoned {
    const general = settingOf(threshold, params.tiers.of(tier));
    const own_in_tier: Value = if (own) |of| settingOf(threshold, of.tiers.of(tier)) else .absent;
    const of_own: Value = if (own) |of| settingOf(threshold, &of.thresholds) else .absent;
    if (own_in_tier != .absent) {
        return .{ .value = own_in_tier, .because = clearance.text(" (set for this component in tier `{s}`)", .{tier}) };
    }
    if (of_own == .absent and general == .absent) return .{ .value = settingOf(threshold, &params.thresholds), .because = "" };
    if (general != .absent and std.meta.eql(stricter(threshold, of_own, general), general)) {
        return .{ .value = general, .because = clearance.text(" (in tier `{s}`)", .{tier}) };
    }
    return .{ .value = of_own, .because = " (set for this component)" };
}

fn strictest(params: p.Params, threshold: p.Threshold, own: ?p.Own, tier: clearance.Fact) Reasoned {
    var value: Value = .absent;
    for (p.all_tiers) |one| value = stricter(threshold, value, inTier(params, threshold, own, one).value);
    const why = if (tier.value == .text)
        clearance.text("`{s}` is no tier", .{tier.value.text})
    else
        clearance.text("`{s}` is absent", .{tier.pointer});
    return .{ .value = value, .because = clearance.text(" (the strictest of all tiers, as {s})", .{why}) };
}

/// The bound that holds for a component; null where nothing is to be checked.
pub fn boundOf(params: p.Params, threshold: p.Threshold, component: []const u8, tier: clearance.Fact) ?Bound {
    const own = params.components.get(component);
    const tiered = for (p.all_tiers) |one| {
        if (settingOf(threshold, params.tiers.of(one)) != .absent) break true;
        if (own) |of| if (settingOf(threshold, of.tiers.of(one)) != .absent) break true;
    } else false;
    const known = if (tier.value == .text) std.meta.stringToEnum(p.Tier, tier.value.text) else null;
    const found = if (known != null or !tiered)
        inTier(params, threshold, own, known orelse .low)
    else
        strictest(params, threshold, own, tier);
    if (found.value != .value) return null;
    return .{ .value = found.value.value, .because = found.because, .tier = if (tiered) tier else null };
}
