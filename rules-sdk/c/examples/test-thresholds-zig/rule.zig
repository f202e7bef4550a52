//! Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk tier of the
//! release.
//!
//! Counts are compared, not rates: four of five reach 80 % whatever a division makes of it, and a row that fails says how many tests
//! or lines are missing. The same rule as `example-rules/test-thresholds`, in Zig.

const clearance = @import("clearance");
const bound = @import("bound.zig");
const coverage = @import("coverage.zig");
const facts = @import("facts.zig");
const p = @import("params.zig");
const results = @import("results.zig");

pub const Params = p.Params;
pub const Facts = facts.Facts;

pub const manifest: clearance.Manifest = .{
    .id = "test-thresholds",
    .version = "1.0.0",
    .title = "Test and coverage thresholds",
    .summary = "Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component to thresholds that " ++
        "may depend on the component and on the risk tier.",
    .checks = &.{
        .{ .code = "pass-rate", .summary = "Enough of the component's tests pass." },
        .{ .code = "skipped-tests", .summary = "Few enough of the component's tests are skipped." },
        .{ .code = "flaky-tests", .summary = "Few enough of the component's tests are flaky." },
        .{ .code = "line-coverage", .summary = "Enough of the component's lines are covered." },
        .{ .code = "branch-coverage", .summary = "Enough of the component's branches are covered." },
        .{
            .code = "changed-line-coverage",
            .summary = "Enough of the lines that the release changes in the component are covered.",
        },
    },
    .practices = &.{"2.5"},
    .timeless = true,
};

/// Each code and the thresholds that it is about.
const kinds = .{
    .{ "pass-rate", &[_]p.Threshold{.pass_rate} },
    .{ "skipped-tests", &[_]p.Threshold{ .skipped, .skipped_tests } },
    .{ "flaky-tests", &[_]p.Threshold{ .flaky, .flaky_tests } },
    .{ "line-coverage", &[_]p.Threshold{.lines} },
    .{ "branch-coverage", &[_]p.Threshold{.branches} },
    .{ "changed-line-coverage", &[_]p.Threshold{.changed_lines} },
};

fn isSet(thresholds: []const p.Threshold, at: *const p.Thresholds, tiers: *const p.Tiers) bool {
    for (thresholds) |threshold| {
        if (bound.settingOf(threshold, at) == .value) return true;
        for (p.all_tiers) |tier| if (bound.settingOf(threshold, tiers.of(tier)) == .value) return true;
    }
    return false;
}

fn isSetAnywhere(thresholds: []const p.Threshold, params: *const Params) bool {
    if (isSet(thresholds, &params.thresholds, &params.tiers)) return true;
    for (params.components.entries) |entry| {
        if (isSet(thresholds, &entry.value.thresholds, &entry.value.tiers)) return true;
    }
    return false;
}

pub fn prepare(params: *Params) ?clearance.Mismatch {
    inline for (kinds) |kind| {
        if (isSetAnywhere(kind[1], params)) return null;
    }
    return .{ .pointer = "/thresholds", .message = "no threshold is set: the rule would check nothing" };
}

pub fn evaluate(params: Params, found: Facts, _: i64, outcome: clearance.Outcome) !void {
    const named = try facts.everyNamed(found);
    for (named) |one| {
        results.add(.{ .params = params, .facts = found, .tier = found.tier(), .outcome = outcome }, one);
        coverage.add(.{ .params = params, .facts = found, .tier = found.tier(), .outcome = outcome }, one);
    }
    if (outcome.rows() > 0) return;
    inline for (kinds) |kind| {
        if (isSetAnywhere(kind[1], &params)) {
            if (named.len == 0) {
                // Nothing was measured, which is no reason to pass.
                outcome.unknown(kind[0], "release", "none of `/components`, `/tests` and `/coverage` names a component", .{
                    .remedy_if_unknown = "name the components of the release in `/components`, with their tests and coverage",
                });
            } else {
                outcome.notApplicable(kind[0], "release", "no threshold is set for the components of this release", .{});
            }
        }
    }
}
