//! Memory and texts, which the kit in C hands out and takes. All of it lives until the evaluation ends.

const std = @import("std");
const c = @import("c.zig");
const Allocator = std.mem.Allocator;

/// For whatever in the standard library wants one. Nothing is to be freed.
pub const allocator: Allocator = .{
    .ptr = undefined,
    .vtable = &.{ .alloc = allocate, .resize = resize, .remap = Allocator.noRemap, .free = Allocator.noFree },
};

fn allocate(_: *anyopaque, size: usize, alignment: std.mem.Alignment, _: usize) ?[*]u8 {
    const at = @intFromPtr(c.cr_alloc(size + alignment.toByteUnits()));
    return @ptrFromInt(alignment.forward(at));
}

fn resize(_: *anyopaque, old: []u8, _: std.mem.Alignment, size: usize, _: usize) bool {
    return size <= old.len;
}

/// Room for so many items: the C kit ends the evaluation where there is none.
pub fn alloc(comptime T: type, count: usize) []T {
    return allocator.alloc(T, count) catch unreachable;
}

/// A text of the C kit's.
pub fn borrowed(text: c.Text) []const u8 {
    return if (text.data) |data| data[0..text.length] else "";
}

/// A text for the C kit.
pub fn lent(text: []const u8) c.Text {
    return .{ .data = text.ptr, .length = text.len };
}

/// A text for the C kit that ends with a zero.
pub fn terminated(text: []const u8) [*:0]const u8 {
    return allocator.dupeSentinel(u8, text, 0) catch unreachable;
}
