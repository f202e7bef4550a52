//! Wording that every rule shares, so that decisions read as from one hand.

const std = @import("std");
const c = @import("c.zig");
const memory = @import("memory.zig");

/// Words put together as by `std.fmt`: `{s}` stands for a text, or the name of an enum's value; `{d}` for a number, of which a float
/// is written as `number` does.
pub fn text(comptime format: []const u8, args: anytype) []const u8 {
    const parts = comptime partsOf(format, @typeInfo(@TypeOf(args)).@"struct".field_names.len);
    var pieces: [parts.len][]const u8 = undefined;
    inline for (parts, &pieces) |part, *piece| {
        piece.* = switch (part) {
            .words => |words| words,
            .text => |i| if (@typeInfo(@TypeOf(args[i])) == .@"enum") @tagName(args[i]) else args[i],
            .number => |i| digits(args[i]),
        };
    }
    return std.mem.concat(memory.allocator, u8, &pieces) catch unreachable;
}

const Part = union(enum) { words: []const u8, text: usize, number: usize };

fn partsOf(comptime format: []const u8, comptime given: usize) []const Part {
    var parts: []const Part = &.{};
    var from: usize = 0;
    var at: usize = 0;
    var argument: usize = 0;
    while (at < format.len) {
        if (format[at] != '{' and format[at] != '}') {
            at += 1;
            continue;
        }
        const rest = format[at..];
        if (std.mem.startsWith(u8, rest, "{{") or std.mem.startsWith(u8, rest, "}}")) {
            parts = parts ++ [_]Part{.{ .words = format[from .. at + 1] }};
            at += 2;
        } else if (std.mem.startsWith(u8, rest, "{s}") or std.mem.startsWith(u8, rest, "{d}")) {
            const of: Part = if (rest[1] == 's') .{ .text = argument } else .{ .number = argument };
            parts = parts ++ [_]Part{ .{ .words = format[from..at] }, of };
            argument += 1;
            at += 3;
        } else {
            @compileError("`" ++ format ++ "`: known are {s} for texts and {d} for numbers, and {{ and }} for braces");
        }
        from = at;
    }
    if (argument != given) {
        @compileError(std.fmt.comptimePrint("`{s}` stands for {d} values, and is given {d}", .{ format, argument, given }));
    }
    return parts ++ [_]Part{.{ .words = format[from..] }};
}

fn digits(value: anytype) []const u8 {
    switch (@typeInfo(@TypeOf(value))) {
        .float, .comptime_float => return number(value),
        else => {
            const buffer = memory.alloc(u8, 40);
            return buffer[0..std.fmt.printInt(buffer, value, 10, .lower, .{})];
        },
    }
}

/// A number as a person writes it: at most two decimals, none that are zero.
pub fn number(value: f64) []const u8 {
    return memory.borrowed(c.cr_number(value));
}

/// A shortfall, rounded up to two decimals: who makes it good reaches the bound.
pub fn shortfall(value: f64) []const u8 {
    return memory.borrowed(c.cr_shortfall(value));
}

/// A whole number with its thousands grouped: `1,240,000`.
pub fn grouped(value: u128) []const u8 {
    return memory.borrowed(c.cr_grouped(value));
}

/// How many of something: `1 test`, `1,240 lines`.
pub fn count(value: u128, noun: [:0]const u8) []const u8 {
    return memory.borrowed(c.cr_count(value, noun));
}

/// A key as a token of an RFC 6901 JSON Pointer: `/` and `~` escaped.
pub fn token(key: []const u8) []const u8 {
    return memory.borrowed(c.cr_token(memory.lent(key)));
}
