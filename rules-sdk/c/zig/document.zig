//! Writes an author's values as facts for other entries of the policy.

const std = @import("std");
const c = @import("c.zig");
const memory = @import("memory.zig");
const types = @import("types.zig");

/// Writes `value`. The names of a map's fields are put in the order of their bytes, as the host takes them.
pub fn put(document: *c.Document, value: anytype) void {
    const T = @TypeOf(value);
    switch (@typeInfo(T)) {
        .null => c.cr_put_null(document),
        .optional => if (value) |there| put(document, there) else c.cr_put_null(document),
        .bool => c.cr_put_bool(document, value),
        .int => |int| if (int.signedness == .signed) c.cr_put_i64(document, value) else c.cr_put_u64(document, value),
        .comptime_int => if (value < 0) c.cr_put_i64(document, value) else c.cr_put_u64(document, value),
        .float, .comptime_float => c.cr_put_f64(document, value),
        .@"enum" => putText(document, @tagName(value)),
        .enum_literal => putText(document, @tagName(value)),
        .array => putList(document, &value),
        .pointer => |pointer| {
            if (T == []const u8 or T == [:0]const u8 or T == []u8) return putText(document, value);
            if (pointer.size == .slice) return putList(document, value);
            if (pointer.size != .one) unfit(T);
            switch (@typeInfo(pointer.child)) {
                .array => |array| if (array.child == u8) putText(document, value) else putList(document, value),
                else => put(document, value.*),
            }
        },
        .@"struct" => |info| {
            if (comptime types.Wrapped(T) != null) return put(document, @field(value, info.field_names[0]));
            if (@hasDecl(T, "MapOf")) return putMap(document, T.Entry, value.entries);
            if (info.is_tuple) {
                c.cr_put_list(document, info.field_names.len);
                inline for (value) |item| put(document, item);
                return;
            }
            c.cr_put_map(document, info.field_names.len);
            inline for (comptime sorted(info.field_names)) |name| {
                putText(document, name);
                put(document, @field(value, name));
            }
        },
        else => unfit(T),
    }
}

fn unfit(comptime T: type) noreturn {
    @compileError("`" ++ @typeName(T) ++ "` cannot be a fact");
}

fn putText(document: *c.Document, value: []const u8) void {
    c.cr_put_text(document, memory.lent(value));
}

fn putList(document: *c.Document, items: anytype) void {
    c.cr_put_list(document, items.len);
    for (items) |item| put(document, item);
}

fn putMap(document: *c.Document, comptime Entry: type, entries: []const Entry) void {
    const ordered = memory.allocator.dupe(Entry, entries) catch unreachable;
    std.mem.sort(Entry, ordered, {}, struct {
        fn before(_: void, a: Entry, b: Entry) bool {
            return std.mem.lessThan(u8, a.key, b.key);
        }
    }.before);
    c.cr_put_map(document, ordered.len);
    for (ordered) |entry| {
        putText(document, entry.key);
        put(document, entry.value);
    }
}

fn sorted(comptime names: []const [:0]const u8) [names.len][:0]const u8 {
    var made = names[0..names.len].*;
    std.mem.sort([:0]const u8, &made, {}, struct {
        fn before(_: void, a: [:0]const u8, b: [:0]const u8) bool {
            return std.mem.lessThan(u8, a, b);
        }
    }.before);
    return made;
}
