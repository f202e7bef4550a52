//! Tells editors where the kit is, and checks the rule for them: `clearance rule build` makes the component.

const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.resolveTargetQuery(.{ .cpu_arch = .wasm32, .os_tag = .wasi });
    const clearance = b.createModule(.{ .root_source_file = b.path(".clearance/kit/zig/clearance.zig"), .target = target });
    const rule = b.createModule(.{ .root_source_file = b.path("rule.zig"), .target = target });
    const root = b.createModule(.{ .root_source_file = b.path(".clearance/kit/zig/root.zig"), .target = target });
    rule.addImport("clearance", clearance);
    root.addImport("clearance", clearance);
    root.addImport("rule", rule);
    const check = b.addObject(.{ .name = "rule", .root_module = root });
    b.step("check", "say what is wrong with the rule").dependOn(&check.step);
}
