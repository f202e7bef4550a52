//! The root of a component: the author's rule, and what becomes of panics and of what a rule cannot do.

const std = @import("std");
const clearance = @import("clearance");

/// The author's file.
pub const rule = @import("rule");

pub const panic = std.debug.FullPanic(clearance.component.end);

pub const std_options: std.Options = .{ .logFn = clearance.component.log };
pub const std_options_debug_io = clearance.component.no_output;
pub const std_options_debug_threaded_io = null;

const exported = clearance.component.ruleOf(rule);

comptime {
    @export(&exported, .{ .name = "rule" });
}
