//! Every service has an owner, bears a label, and was reviewed lately.
//!
//! It does a little of all that a rule can do, and is the same in every language.

const std = @import("std");
const clearance = @import("clearance");
const allocator = clearance.allocator;

const day = 86_400_000;

pub const manifest: clearance.Manifest = .{
    .id = "service-owners",
    .version = "1.0.0",
    .title = "Service owners",
    .summary = "Every service has an owner, bears a label, and was reviewed lately.",
    .checks = &.{
        .{ .code = "owner", .summary = "The service has an owner." },
        .{ .code = "label", .summary = "The service bears the label." },
        .{ .code = "review", .summary = "The service was reviewed lately." },
    },
    .practices = &.{"1.2"},
    .controls = &.{"SOC2:CC8.1"},
};

pub const Params = struct {
    label: ?[]const u8,
    review_days: f64 = 90,
    points: f64,

    pub const docs = .{
        .label = "A label that every service is to bear.",
        .review_days = "For how many days a review holds: 90 unless said.",
        .points = "The points that a service without an owner adds to the score, out of 100.",
    };
};

pub const Facts = struct {
    services: []const Service,

    pub const docs = .{ .services = "The services that the release touches." };
};

const Service = struct {
    name: []const u8,
    owner: ?[]const u8,
    labels: clearance.Map([]const u8) = .{},
    reviewed: ?f64,

    pub const about = "A service.";
    pub const docs = .{
        .name = "Its name.",
        .owner = "The team that answers for it.",
        .labels = "Whatever it is labelled with.",
        .reviewed = "When it was reviewed last, in milliseconds since 1970.",
    };
};

pub fn prepare(params: *Params) ?clearance.Mismatch {
    if (params.review_days >= 1) return null;
    return .{ .pointer = "/review_days", .message = "a review holds for a day at least" };
}

fn owned(service: Service, i: usize, outcome: clearance.Outcome) void {
    const owner = clearance.fact(service.owner, "/services/{d}/owner", .{i});
    if (service.owner) |name| {
        outcome.pass("owner", service.name, clearance.text("{s} owns it", .{name}), .{
            .seen = &.{owner},
            .required = "an owner",
        });
    } else {
        outcome.fail("owner", service.name, "nobody owns it", .{
            .severity = .high,
            .seen = &.{owner},
            .required = "an owner",
            .remedy = clearance.text("name an owner in `{s}`", .{owner.pointer}),
        });
    }
}

fn labelled(service: Service, i: usize, label: []const u8, outcome: clearance.Outcome) void {
    const value = service.labels.get(label);
    const place = clearance.fact(value, "/services/{d}/labels/{s}", .{ i, clearance.token(label) });
    const message = if (value) |found|
        clearance.text("bears `{s}`: {s}", .{ label, found })
    else
        clearance.text("does not bear `{s}`", .{label});
    outcome.check(if (value == null) .fail else .pass, "label", service.name, message, .{
        .seen = &.{place},
        .remedy = clearance.text("add `{s}`", .{place.pointer}),
    });
}

fn reviewed(service: Service, i: usize, holds: f64, at: i64, outcome: clearance.Outcome) void {
    const place = clearance.fact(service.reviewed, "/services/{d}/reviewed", .{i});
    const time = service.reviewed orelse return outcome.unknown("review", service.name, "nobody knows when it was reviewed", .{
        .seen = &.{place},
        .remedy_if_unknown = clearance.text("supply `{s}`", .{place.pointer}),
    });
    const days = @floor((@as(f64, @floatFromInt(at)) - time) / day);
    outcome.check(if (days <= holds) .pass else .fail, "review", service.name, clearance.text("days since its review: {d}", .{days}), .{
        .seen = &.{place},
        .required = clearance.text("at most {d} days", .{holds}),
        .remedy = "review it",
    });
}

pub fn evaluate(params: Params, facts: Facts, at: i64, outcome: clearance.Outcome) !void {
    var list: []const u8 = "| service | owner |\n|---|---|\n";
    var owners: std.StringArrayHashMapUnmanaged(std.ArrayList([]const u8)) = .empty;
    var orphans: usize = 0;
    outcome.score(100);
    for (facts.services, 0..) |service, i| {
        owned(service, i, outcome);
        if (service.owner) |owner| {
            const of = try owners.getOrPutValue(allocator, owner, .empty);
            try of.value_ptr.append(allocator, service.name);
        } else {
            orphans += 1;
            outcome.contribute(service.name, params.points, "nobody owns it");
        }
        list = clearance.text("{s}| {s} | {s} |\n", .{ list, service.name, service.owner orelse "nobody" });
        if (params.label) |label| labelled(service, i, label, outcome);
        reviewed(service, i, params.review_days, at, outcome);
    }
    outcome.artifact("owners.md", "text/markdown", list);

    const Owners = clearance.Map([]const []const u8);
    const entries = try allocator.alloc(Owners.Entry, owners.count());
    for (entries, owners.keys(), owners.values()) |*entry, owner, services| {
        entry.* = .{ .key = owner, .value = services.items };
    }
    outcome.derive(.{ .orphans = orphans, .owners = Owners{ .entries = entries } });
}
