//! Every component's line coverage reaches a minimum.

const clearance = @import("clearance");

pub const manifest: clearance.Manifest = .{
    .id = "{{name}}",
    .version = "1.0.0",
    .title = "Line coverage",
    .summary = "Every component is covered by tests.",
    .checks = &.{.{ .code = "line-coverage", .summary = "The component's line coverage reaches the minimum." }},
    .practices = &.{"2.5"},
};

/// What a policy sets.
pub const Params = struct {
    minimum: f64,

    pub const docs = .{ .minimum = "Percent of lines that must be covered." };
};

/// The sections of the facts that the rule reads.
pub const Facts = struct {
    components: []const Component,

    pub const docs = .{ .components = "The components of the release." };
};

const Component = struct {
    name: []const u8,
    line_coverage: ?f64,

    pub const about = "A component of the release.";
    pub const docs = .{
        .name = "Its name.",
        .line_coverage = "Percent of its lines that tests cover.",
    };
};

pub fn evaluate(params: Params, facts: Facts, _: i64, outcome: clearance.Outcome) void {
    for (facts.components, 0..) |component, i| {
        const coverage = clearance.fact(component.line_coverage, "/components/{d}/line_coverage", .{i});
        outcome.atLeast("line-coverage", component.name, coverage, params.minimum, "%", .{});
    }
}
