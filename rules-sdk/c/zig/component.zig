//! Makes of an author's file what the C kit exports, and of a panic what the host reads.

const std = @import("std");
const c = @import("c.zig");
const clearance = @import("clearance.zig");
const memory = @import("memory.zig");
const types = @import("types.zig");

/// The rule of an author's file.
pub fn ruleOf(comptime author: type) c.Rule {
    for (.{ "manifest", "Params", "Facts", "evaluate" }) |name| {
        if (!@hasDecl(author, name)) @compileError("`rule.zig` has no `pub` declaration `" ++ name ++ "`");
    }
    for (.{ "Params", "Facts" }) |name| {
        if (@typeInfo(@field(author, name)) != .@"struct") @compileError("`" ++ name ++ "` is not a struct");
    }
    const given = @typeInfo(@TypeOf(author.evaluate)).@"fn".param_types;
    const wanted = [_]type{ author.Params, author.Facts, i64, clearance.Outcome };
    const fits = given.len == wanted.len and for (given, wanted) |one, other| {
        if (one != null and one.? != other) break false;
    } else true;
    if (!fits) {
        @compileError("`evaluate` is not `pub fn evaluate(params: Params, facts: Facts, at: i64, outcome: clearance.Outcome) void`, or " ++
            "`!void`");
    }
    const manifest: clearance.Manifest = author.manifest;
    const checks = comptime blk: {
        var made: [manifest.checks.len]c.CheckKind = undefined;
        for (manifest.checks, &made) |kind, *into| into.* = .{ .code = kind.code, .summary = kind.summary };
        break :blk made;
    };
    return .{
        .id = manifest.id,
        .version = manifest.version,
        .title = manifest.title,
        .summary = manifest.summary,
        .checks = &checks,
        .check_count = checks.len,
        .practices = listed(manifest.practices),
        .controls = listed(manifest.controls),
        .timeless = manifest.timeless,
        .params = types.typeOf(author.Params),
        .facts = types.typeOf(author.Facts),
        .prepare = Calls(author).prepare,
        .evaluate = Calls(author).evaluate,
    };
}

fn listed(comptime texts: []const [:0]const u8) [*:null]const ?[*:0]const u8 {
    comptime var made: [texts.len:null]?[*:0]const u8 = undefined;
    inline for (texts, 0..) |text, i| made[i] = text;
    const list = made;
    return &list;
}

fn Calls(comptime author: type) type {
    return struct {
        var params: author.Params = undefined;

        fn prepare(decoded: ?*anyopaque, mismatch: *c.Mismatch) callconv(.c) bool {
            params = types.read(author.Params, @ptrCast(decoded.?));
            if (!@hasDecl(author, "prepare")) return true;
            const refused: ?clearance.Mismatch = orEnd(author.prepare(&params), "prepare");
            const found = refused orelse return true;
            mismatch.* = .{ .pointer = memory.lent(found.pointer), .message = memory.lent(found.message) };
            return false;
        }

        fn evaluate(_: ?*const anyopaque, decoded: ?*const anyopaque, at: i64, outcome: *c.Outcome) callconv(.c) void {
            const facts = types.read(author.Facts, @ptrCast(decoded.?));
            orEnd(author.evaluate(params, facts, at, .{ .handle = outcome }), "evaluate");
        }
    };
}

fn Payload(comptime T: type) type {
    return if (@typeInfo(T) == .error_union) @typeInfo(T).error_union.payload else T;
}

/// What a function of the author's gave, where it is no error.
fn orEnd(given: anytype, comptime name: []const u8) Payload(@TypeOf(given)) {
    if (@typeInfo(@TypeOf(given)) != .error_union) return given;
    return given catch |problem| end(clearance.text("`" ++ name ++ "` returned `error.{s}`", .{@errorName(problem)}), null);
}

/// What the author is told of a panic.
pub fn end(message: []const u8, _: ?usize) noreturn {
    // There may be no memory left.
    const most = 1000;
    const Said = struct {
        var bytes: [most:0]u8 = undefined;
    };
    const length = @min(message.len, most);
    @memcpy(Said.bytes[0..length], message[0..length]);
    Said.bytes[length] = 0;
    c.cr_panic(&Said.bytes, null, 0);
}

const no_output_text = "a rule has no output; put the text into the message of a check, or into an artifact";

pub fn log(comptime _: std.log.Level, comptime _: @EnumLiteral(), comptime _: []const u8, _: anytype) void {
    end("`std.log` is not there: " ++ no_output_text, null);
}

/// What `std.debug.print` writes to.
pub const no_output: std.Io = .{ .userdata = null, .vtable = &vtable };

const vtable = blk: {
    var made = std.Io.failing.vtable.*;
    // The first that it asks for.
    made.swapCancelProtection = refuse;
    break :blk made;
};

fn refuse(_: ?*anyopaque, _: std.Io.CancelProtection) std.Io.CancelProtection {
    end("`std.debug.print` is not there: " ++ no_output_text, null);
}
