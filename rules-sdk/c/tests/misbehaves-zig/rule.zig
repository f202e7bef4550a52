//! Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told.

const std = @import("std");
const clearance = @import("clearance");

pub const manifest: clearance.Manifest = .{
    .id = "misbehaves-zig",
    .version = "1.0.0",
    .title = "Misbehaves",
    .summary = "It misbehaves.",
    .checks = &.{.{ .code = "does", .summary = "It does." }},
    .practices = &.{"2.5"},
};

const How = enum {
    @"errs-in-prepare",
    @"refuses-params",
    panics,
    @"panics-with-its-line",
    @"says-too-much",
    errs,
    @"fails-an-assertion",
    @"reaches-the-unreachable",
    @"indexes-out-of-bounds",
    overflows,
    @"divides-by-zero",
    @"unwraps-null",
    @"bounds-a-text",
    @"derives-no-number",
    @"scores-nothing",
    prints,
    logs,
    @"writes-to-standard-output",
    @"reads-the-clock",
    @"rolls-dice",
    @"opens-a-file",
    @"reads-arguments",
    exits,
    @"allocates-without-end",
    @"grows-memory-itself",
    @"recurses-without-end",
    @"loops-without-end",
};

pub const Params = struct {
    how: How,

    pub const docs = .{ .how = "The misdeed." };
};

pub const Facts = struct {
    release: ?[]const u8,
    items: []const u64 = &.{},

    pub const docs = .{ .release = "The release.", .items = "Some numbers." };
};

pub fn prepare(params: *Params) !?clearance.Mismatch {
    return switch (params.how) {
        .@"errs-in-prepare" => error.NothingFits,
        .@"refuses-params" => .{ .pointer = "/how", .message = "that will not do" },
        else => null,
    };
}

var depth: usize = 0;

/// Not a loop, as there is something left to do.
fn recurse(held: *const [1000]u8) u64 {
    depth += 1;
    var more = held.*;
    more[depth % 1000] +%= 1;
    return recurse(&more) + more[depth % 999];
}

pub fn evaluate(params: Params, facts: Facts, _: i64, outcome: clearance.Outcome) !void {
    const io = std.Io.Threaded.global_single_threaded.io();
    const one = facts.items.len + 1;
    switch (params.how) {
        .@"errs-in-prepare", .@"refuses-params" => {},
        .panics => @panic("nothing fits"),
        .@"panics-with-its-line" => clearance.panic(@src(), "{s} fits, not even {d}", .{ "nothing", 1.5 }),
        .@"says-too-much" => @panic(&@as([3000]u8, @splat('o'))),
        .errs => return error.NothingFits,
        .@"fails-an-assertion" => std.debug.assert(one == 0),
        .@"reaches-the-unreachable" => if (one > 0) unreachable,
        .@"indexes-out-of-bounds" => outcome.pass("does", "it", clearance.text("{d}", .{facts.items[one]}), .{}),
        .overflows => outcome.pass("does", "it", clearance.text("{d}", .{@as(u8, 255) + @as(u8, @intCast(one))}), .{}),
        .@"divides-by-zero" => outcome.pass("does", "it", clearance.text("{d}", .{one / facts.items.len}), .{}),
        .@"unwraps-null" => outcome.pass("does", "it", facts.release.?, .{}),
        .@"bounds-a-text" => outcome.atLeast("does", "it", clearance.fact("x", "/x", .{}), 1, "", .{}),
        .@"derives-no-number" => outcome.derive(.{ .of = @as(f64, 0) / @as(f64, @floatFromInt(facts.items.len)) }),
        .@"scores-nothing" => outcome.contribute("x", 1, "y"),
        .prints => std.debug.print("hello\n", .{}),
        .logs => std.log.info("hello", .{}),
        .@"writes-to-standard-output" => try std.Io.File.stdout().writeStreamingAll(io, "hello\n"),
        .@"reads-the-clock" => outcome.pass("does", "it", clearance.text("{d}", .{std.Io.Clock.real.now(io).toMilliseconds()}), .{}),
        .@"rolls-dice" => {
            var bytes: [1]u8 = undefined;
            io.random(&bytes);
            outcome.pass("does", "it", clearance.text("{d}", .{bytes[0]}), .{});
        },
        .@"opens-a-file" => _ = try std.Io.Dir.cwd().openFile(io, "secrets", .{}),
        .@"reads-arguments" => {
            var count: usize = 0;
            var size: usize = 0;
            _ = std.os.wasi.args_sizes_get(&count, &size);
        },
        .exits => std.process.exit(3),
        .@"allocates-without-end" => while (true) {
            _ = try clearance.allocator.alloc(u8, 1 << 20);
        },
        .@"grows-memory-itself" => {
            const before = clearance.text("{d} before", .{one});
            const theirs = try std.heap.page_allocator.alloc(u8, 1 << 20);
            @memset(theirs, 'x');
            const ours = try clearance.allocator.alloc(u8, 1 << 20);
            @memset(ours, 'y');
            const untouched = std.mem.allEqual(u8, theirs, 'x') and std.mem.allEqual(u8, ours, 'y');
            outcome.check(if (untouched) .pass else .fail, "does", "it", before, .{});
        },
        .@"recurses-without-end" => outcome.pass("does", "it", clearance.text("{d}", .{recurse(&@splat(1))}), .{}),
        .@"loops-without-end" => while (true) {
            std.mem.doNotOptimizeAway(one);
        },
    }
}
