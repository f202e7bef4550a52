//! What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs is unknown.

const std = @import("std");
const clearance = @import("clearance");

pub const Component = struct {
    name: []const u8,

    pub const about = "A component of the release.";
    pub const docs = .{ .name = "Its name." };
};

pub const Tests = struct {
    component: []const u8,
    passed: ?u64,
    failed: ?u64,
    errors: ?u64,
    skipped: ?u64,
    flaky: ?u64,
    total: ?u64,

    pub const about = "The test results of one component. Every test counts in one of the numbers only.";
    pub const docs = .{
        .component = "The component's name.",
        .passed = "Tests that passed at once.",
        .failed = "Tests that failed and did not pass when they were run again.",
        .errors = "Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they count as " ++
            "failed. Absent where `failed` has them.",
        .skipped = "Tests that were not run.",
        .flaky = "Tests that failed and passed when they were run again.",
        .total = "All tests together. Where it is given, the other numbers must add up to it.",
    };
};

pub const Covered = struct {
    covered: ?u64,
    total: ?u64,

    pub const about = "How many of how many are covered.";
    pub const docs = .{ .covered = "Those that a test ran.", .total = "All there are." };
};

pub const Coverage = struct {
    component: []const u8,
    lines: ?Covered,
    branches: ?Covered,
    changed_lines: ?Covered,

    pub const about = "The coverage of one component.";
    pub const docs = .{
        .component = "The component's name.",
        .lines = "Its lines that can be run.",
        .branches = "The ways that its conditions can go: of `condition-coverage=\"50% (1/2)\"` one of two is covered.",
        .changed_lines = "Those of its lines that can be run and that the release adds or changes.",
    };
};

pub const Risk = struct {
    tier: ?[]const u8,

    pub const about = "What the policy entry `risk` derived.";
    pub const docs = .{ .tier = "`low`, `medium`, `high` or `critical`." };
};

pub const Facts = struct {
    components: ?[]const Component,
    tests: ?[]const Tests,
    coverage: ?[]const Coverage,
    risk: ?Risk,

    pub const about = "The sections read.";
    pub const docs = .{
        .components = "The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them.",
        .tests = "Test results, one entry a component.",
        .coverage = "Coverage, one entry a component.",
        .risk = "What the policy entry `risk` derived. Needed where thresholds depend on the tier.",
    };

    /// The risk tier of the release.
    pub fn tier(facts: Facts) clearance.Fact {
        return clearance.fact(if (facts.risk) |risk| risk.tier else null, "/risk/tier", .{});
    }
};

/// A component and the places of its entries.
pub const Named = struct {
    name: []const u8,
    tests: std.ArrayList(usize) = .empty,
    coverage: std.ArrayList(usize) = .empty,
};

/// Every component that any section names, those of the release first.
pub fn everyNamed(facts: Facts) ![]const Named {
    var all: std.StringArrayHashMapUnmanaged(Named) = .empty;
    for (facts.components orelse &.{}) |component| _ = try place(&all, component.name);
    for (facts.tests orelse &.{}, 0..) |entry, i| try (try place(&all, entry.component)).tests.append(clearance.allocator, i);
    for (facts.coverage orelse &.{}, 0..) |entry, i| try (try place(&all, entry.component)).coverage.append(clearance.allocator, i);
    return all.values();
}

fn place(all: *std.StringArrayHashMapUnmanaged(Named), name: []const u8) !*Named {
    const found = try all.getOrPutValue(clearance.allocator, name, .{ .name = name });
    return found.value_ptr;
}
