//! What a policy may set, and what is refused.

const std = @import("std");
const clearance = @import("clearance");
const Setting = clearance.Setting;

/// A percentage, of which decimals count as they are written.
pub const Percent = struct {
    value: f64,

    pub const transparent = true;
    pub const bounds = .{ .value = .{ 0, 100 } };

    pub fn refine(percent: *const Percent) ?[]const u8 {
        const scaled = percent.value * 10_000;
        if (@abs(scaled - @round(scaled)) <= 1e-6) return null;
        const text = std.fmt.allocPrint(clearance.allocator, "{d}", .{percent.value}) catch unreachable;
        return clearance.text("expected a percentage with at most four decimals, found {s}", .{text});
    }
};

/// A field is absent where what is set more generally holds, and null where it is not checked.
pub const Thresholds = struct {
    pass_rate: Setting(Percent) = .absent,
    skipped: Setting(Percent) = .absent,
    skipped_tests: Setting(u64) = .absent,
    flaky: Setting(Percent) = .absent,
    flaky_tests: Setting(u64) = .absent,
    lines: Setting(Percent) = .absent,
    branches: Setting(Percent) = .absent,
    changed_lines: Setting(Percent) = .absent,

    pub const about = "Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing " ++
        "is; `null` switches one off.";
    pub const docs = .{
        .pass_rate = "The least percentage of the tests that count that must pass.",
        .skipped = "The greatest percentage of all tests that may be skipped.",
        .skipped_tests = "The greatest number of tests that may be skipped.",
        .flaky = "The greatest percentage of the tests run that may be flaky.",
        .flaky_tests = "The greatest number of tests that may be flaky.",
        .lines = "The least percentage of lines that must be covered.",
        .branches = "The least percentage of branches that must be covered.",
        .changed_lines = "The least percentage of the changed lines that must be covered.",
    };
};

/// A threshold that can be set.
pub const Threshold = std.meta.FieldEnum(Thresholds);

pub const Tier = enum { low, medium, high, critical };
pub const all_tiers = std.enums.values(Tier);

pub const Tiers = struct {
    low: Thresholds = .{},
    medium: Thresholds = .{},
    high: Thresholds = .{},
    critical: Thresholds = .{},

    pub const about = "Thresholds for releases of one risk tier, in place of those set for all tiers.";
    pub const docs = .{
        .low = "In tier `low`.",
        .medium = "In tier `medium`.",
        .high = "In tier `high`.",
        .critical = "In tier `critical`.",
    };

    pub fn of(tiers: *const Tiers, tier: Tier) *const Thresholds {
        return switch (tier) {
            inline else => |one| &@field(tiers, @tagName(one)),
        };
    }
};

pub const Own = struct {
    thresholds: Thresholds = .{},
    tiers: Tiers = .{},

    pub const about = "Thresholds of one component, in place of those for all components.";
    pub const docs = .{
        .thresholds = "In every tier. Where the general `tiers` set the same threshold for the tier of the release, the stricter of " ++
            "the two holds.",
        .tiers = "In one tier. What is set here holds whatever else is set, be it stricter or not.",
    };
};

pub const Flaky = enum { pass, fail, ignore };
pub const Skipped = enum { fail, ignore };

pub const Params = struct {
    thresholds: Thresholds = .{},
    tiers: Tiers = .{},
    components: clearance.Map(Own) = .{},
    flaky: Flaky = .pass,
    skipped: Skipped = .ignore,

    pub const about = "Holds the tests and the coverage of each component to thresholds.";
    pub const docs = .{
        .thresholds = "Thresholds for every component in every tier.",
        .tiers = "Thresholds for every component in one risk tier, read from the section `risk`. Where the tier is absent, the " ++
            "strictest of all tiers hold.",
        .components = "Thresholds of single components, by name.",
        .flaky = "How flaky tests count towards the pass rate: `pass`, the default, `fail` or `ignore`.",
        .skipped = "How skipped tests count towards the pass rate: `ignore`, the default, or `fail`.",
    };
};
