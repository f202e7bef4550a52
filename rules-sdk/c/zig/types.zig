//! Makes the C kit's tables of an author's structs, and reads the values that the C kit decoded by them.
//!
//! The C kit is given memory of slots, one for each field, and fills it; an author's own structs may lie as Zig likes.

const std = @import("std");
const c = @import("c.zig");
const memory = @import("memory.zig");

/// Keys and values, in the order of the keys' bytes.
pub fn Map(comptime T: type) type {
    return struct {
        entries: []const Entry = &.{},

        pub const Entry = struct { key: []const u8, value: T };
        pub const MapOf = T;

        /// The value of a key.
        pub fn get(map: @This(), key: []const u8) ?T {
            for (map.entries) |entry| {
                if (std.mem.eql(u8, entry.key, key)) return entry.value;
            }
            return null;
        }
    };
}

/// A field that need not be there, and in which `null` says something else than that it is not.
pub fn Setting(comptime T: type) type {
    return union(enum) {
        absent,
        null,
        value: T,

        pub const SettingOf = T;
    };
}

/// The room that one field takes in the memory that the C kit fills: a map takes most.
const slot_size = @sizeOf(c.MapField);

/// How the C kit stores a `T` that is no struct.
fn Stored(comptime T: type) type {
    return switch (kindOf(T)) {
        .text => c.TextField,
        .bool => c.BoolField,
        .i64 => c.I64Field,
        .u64 => c.U64Field,
        .f64 => c.F64Field,
        .choice => c.ChoiceField,
        .list => c.ListField,
        .map => c.MapField,
        .@"struct" => comptime unreachable,
    };
}

fn kindOf(comptime T: type) c.Kind {
    return kindIfAny(T) orelse unfit("this", T);
}

fn kindIfAny(comptime T: type) ?c.Kind {
    if (T == []const u8) return .text;
    return switch (@typeInfo(T)) {
        .bool => .bool,
        .int => |int| if (int.bits > 64) null else if (int.signedness == .signed) .i64 else .u64,
        .float => if (T == f64) .f64 else null,
        .@"enum" => .choice,
        .@"struct" => if (@hasDecl(T, "MapOf")) .map else if (Wrapped(T)) |Inner| kindOf(Inner) else .@"struct",
        .pointer => |pointer| if (pointer.size == .slice and pointer.attrs.@"const") .list else null,
        else => null,
    };
}

/// What stands for a struct that says `pub const transparent = true`: its only field.
pub fn Wrapped(comptime T: type) ?type {
    if (@typeInfo(T) != .@"struct" or !@hasDecl(T, "transparent")) return null;
    const types = @typeInfo(T).@"struct".field_types;
    if (types.len != 1 or kindOf(types[0]) == .@"struct") {
        @compileError("`" ++ @typeName(T) ++ "` is transparent, and has not one field that is no struct");
    }
    return types[0];
}

fn unfit(comptime what: []const u8, comptime T: type) noreturn {
    @compileError(what ++ " is a `" ++ @typeName(T) ++ "`, which cannot be read from facts or params: what can be are " ++
        "`[]const u8`, `bool`, integers of up to 64 bits, `f64`, enums, structs, slices `[]const T`, " ++
        "`clearance.Map(T)`, and as fields `?T` and `clearance.Setting(T)`");
}

/// What a field is of, and whether it must be there.
fn need(comptime T: type, comptime has_default: bool) struct { type, c.Need } {
    return switch (@typeInfo(T)) {
        .optional => |optional| .{ optional.child, .optional },
        .@"union" => if (@hasDecl(T, "SettingOf")) .{ T.SettingOf, .setting } else .{ T, .required },
        else => .{ T, if (has_default) .omittable else .required },
    };
}

/// The C kit's description of `T`.
pub fn typeOf(comptime T: type) *const c.Type {
    return &Described(T, null).description;
}

/// Apart from `typeOf`, so that there is one of each.
fn Described(comptime T: type, comptime bounds: ?[2]f64) type {
    return struct {
        const description: c.Type = if (Wrapped(T)) |Inner| wrapping(Inner) else switch (kindOf(T)) {
            .text, .bool, .i64, .u64, .f64 => |kind| .{
                .kind = kind,
                .bounded = limits != null,
                .minimum = if (limits) |both| both[0] else 0,
                .maximum = if (limits) |both| both[1] else 0,
            },
            .choice => .{ .kind = .choice, .choices = &choices, .choice_count = choices.len },
            .list => .{ .kind = .list, .item = typeOf(@typeInfo(T).pointer.child) },
            .map => .{ .kind = .map, .item = typeOf(T.MapOf) },
            .@"struct" => .{
                .kind = .@"struct",
                .doc = if (@hasDecl(T, "about")) T.about else null,
                .fields = &fields,
                .field_count = fields.len,
                .size = fields.len * slot_size,
                .refine = if (@hasDecl(T, "refine")) refine else null,
            },
        };

        fn wrapping(comptime Inner: type) c.Type {
            checkTables(T);
            var made = Described(Inner, entryOf(T, "bounds", @typeInfo(T).@"struct".field_names[0], [2]f64)).description;
            if (@hasDecl(T, "about")) made.doc = T.about;
            if (@hasDecl(T, "refine")) made.refine = refine;
            return made;
        }

        comptime {
            const is_number = switch (@typeInfo(T)) {
                .int, .float => true,
                else => false,
            };
            if (bounds != null and !is_number) @compileError("`bounds` are for numbers, which a `" ++ @typeName(T) ++ "` is not");
        }

        /// What the C kit does not know of by itself: it reads whole numbers of 64 bits.
        const limits: ?[2]f64 = bounds orelse switch (@typeInfo(T)) {
            .int => |int| if (int.bits < 64) .{ std.math.minInt(T), std.math.maxInt(T) } else null,
            else => null,
        };

        const choices = blk: {
            const names = @typeInfo(T).@"enum".field_names;
            var made: [names.len][*:0]const u8 = undefined;
            for (names, &made) |name, *choice| choice.* = name;
            break :blk made;
        };

        const fields = blk: {
            const info = @typeInfo(T).@"struct";
            checkTables(T);
            var made: [info.field_names.len]c.StructField = undefined;
            for (info.field_names, info.field_types, info.field_attrs, &made, 0..) |name, Of, attrs, *field, i| {
                const Inner, const how = need(Of, attrs.default_value_ptr != null);
                if (kindIfAny(Inner) == null) unfit("`" ++ name ++ "` of `" ++ @typeName(T) ++ "`", Inner);
                field.* = .{
                    .name = name,
                    .offset = i * slot_size,
                    .type = &Described(Inner, entryOf(T, "bounds", name, [2]f64)).description,
                    .need = how,
                    .doc = if (entryOf(T, "docs", name, [:0]const u8)) |doc| doc.ptr else null,
                };
            }
            break :blk made;
        };

        fn refine(stored: ?*const anyopaque) callconv(.c) c.Text {
            const value = read(T, @ptrCast(stored.?));
            return memory.lent(T.refine(&value) orelse "");
        }
    };
}

/// What the table `name` that the author put beside the fields of `T` has for one of them.
fn entryOf(comptime T: type, comptime name: []const u8, comptime field: []const u8, comptime Entry: type) ?Entry {
    if (!@hasDecl(T, name)) return null;
    const table = @field(T, name);
    return if (@hasField(@TypeOf(table), field)) @field(table, field) else null;
}

fn checkTables(comptime T: type) void {
    for (.{ "docs", "bounds" }) |name| {
        if (!@hasDecl(T, name)) continue;
        for (@typeInfo(@TypeOf(@field(T, name))).@"struct".field_names) |field| {
            if (!@hasField(T, field)) {
                @compileError("`" ++ name ++ "` of `" ++ @typeName(T) ++ "` names `" ++ field ++ "`, which is none of its fields");
            }
        }
    }
}

/// The value of which the C kit has put what it decoded at `at`.
pub fn read(comptime T: type, at: [*]const u8) T {
    if (comptime kindOf(T) == .@"struct") return readStruct(T, at);
    if (comptime Wrapped(T)) |Inner| {
        var made: T = undefined;
        @field(made, @typeInfo(T).@"struct".field_names[0]) = read(Inner, at);
        return made;
    }
    const stored: *const Stored(T) = @ptrCast(@alignCast(at));
    switch (comptime kindOf(T)) {
        .text => return memory.borrowed(stored.value),
        .bool, .f64 => return stored.value,
        .i64, .u64 => return @intCast(stored.value),
        .choice => return std.enums.values(T)[stored.value],
        .list => {
            const Item = @typeInfo(T).pointer.child;
            const made = memory.alloc(Item, stored.count);
            for (made, 0..) |*item, i| item.* = read(Item, stored.items.? + i * sizeOf(Item));
            return made;
        },
        .map => {
            const made = memory.alloc(T.Entry, stored.count);
            for (made, 0..) |*entry, i| {
                entry.* = .{
                    .key = memory.borrowed(stored.keys.?[i]),
                    .value = read(T.MapOf, stored.values.? + i * sizeOf(T.MapOf)),
                };
            }
            return .{ .entries = made };
        },
        .@"struct" => comptime unreachable,
    }
}

fn readStruct(comptime T: type, at: [*]const u8) T {
    const info = @typeInfo(T).@"struct";
    var made: T = undefined;
    inline for (info.field_names, info.field_types, info.field_attrs, 0..) |name, Of, attrs, i| {
        @field(made, name) = readField(Of, attrs.defaultValue(Of), at + i * slot_size);
    }
    return made;
}

fn readField(comptime T: type, default: ?T, slot: [*]const u8) T {
    const Inner = comptime need(T, false)[0];
    const is_struct = comptime kindOf(Inner) == .@"struct";
    // A struct lies elsewhere, and is not there where the pointer to it is null.
    const place: ?[*]const u8 = if (is_struct) @as(*const ?[*]const u8, @ptrCast(@alignCast(slot))).* else slot;
    const presence: c.Presence = if (is_struct)
        (if (place == null) .absent else .present)
    else
        @as(*const Stored(Inner), @ptrCast(@alignCast(slot))).presence;
    if (@typeInfo(T) == .@"union") {
        return switch (presence) {
            .null => .null,
            .present => .{ .value = read(Inner, place.?) },
            else => .absent,
        };
    }
    if (presence == .present) return read(Inner, place.?);
    if (default) |value| return value;
    // A field that is required was there.
    return if (@typeInfo(T) == .optional) null else unreachable;
}

/// How far items are apart.
fn sizeOf(comptime T: type) usize {
    return if (comptime kindOf(T) == .@"struct") typeOf(T).size else @sizeOf(Stored(T));
}
