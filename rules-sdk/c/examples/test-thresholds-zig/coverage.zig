//! The rows about coverage: lines, branches and changed lines.

const clearance = @import("clearance");
const facts = @import("facts.zig");
const p = @import("params.zig");
const percent = @import("percent.zig");
const rows = @import("row.zig");
const Row = rows.Row;

/// Something that can be covered.
const Measure = struct {
    code: [:0]const u8,
    threshold: p.Threshold,
    one: []const u8,
    many: []const u8,
    /// Nothing to cover is a finding of its own rather than a measurement that is missing.
    may_be_none: bool = false,
};

const measures = [_]Measure{
    .{ .code = "line-coverage", .threshold = .lines, .one = "line", .many = "lines" },
    .{ .code = "branch-coverage", .threshold = .branches, .one = "branch", .many = "branches" },
    .{
        .code = "changed-line-coverage",
        .threshold = .changed_lines,
        .one = "changed line",
        .many = "changed lines",
        .may_be_none = true,
    },
};

fn absent(pointer: []const u8) Row {
    return .unknown(clearance.text("`{s}` is absent", .{pointer}), clearance.text("supply the fact `{s}`", .{pointer}));
}

fn judge(comptime measure: Measure, place: []const u8, covered: u128, total: u128, bound: u128) Row {
    if (covered > total) return .unknown(
        clearance.text("{s} of {s} {s} cannot be covered", .{ clearance.grouped(covered), clearance.grouped(total), measure.many }),
        clearance.text("correct the counts in `{s}`", .{place}),
    );
    if (total == 0 and measure.may_be_none) {
        return .{ .status = .not_applicable, .message = "it has no " ++ measure.many };
    }
    if (total == 0) return .unknown(
        "no " ++ measure.many ++ " were measured",
        "measure its " ++ measure.many ++ ", or set the parameter `" ++ @tagName(measure.threshold) ++
            "` to `null` for this component if it has none",
    );
    const nouns = if (total == 1) measure.one else measure.many;
    const least = percent.atLeast(bound, total);
    return .{
        .status = if (covered >= least) .pass else .fail,
        .message = clearance.text("covers {s} of {s} {s} ({s})", .{
            clearance.grouped(covered), clearance.grouped(total), nouns, percent.shareDown(covered, total),
        }),
        .remedy = clearance.text("cover {s} more of its {s} {s}", .{ clearance.grouped(least -| covered), clearance.grouped(total), nouns }),
    };
}

fn measured(comptime measure: Measure, entry: facts.Coverage, i: usize, bound: u128) Row {
    const field = @tagName(measure.threshold);
    const place = clearance.text("/coverage/{d}/" ++ field, .{i});
    const counts: facts.Covered = @field(entry, field) orelse {
        var row = absent(place);
        row.seen = clearance.allocator.dupe(clearance.Fact, &.{clearance.fact(null, "{s}", .{place})}) catch unreachable;
        return row;
    };
    const covered = clearance.fact(counts.covered, "{s}/covered", .{place});
    const total = clearance.fact(counts.total, "{s}/total", .{place});
    var row = if (counts.covered == null)
        absent(covered.pointer)
    else if (counts.total == null)
        absent(total.pointer)
    else
        judge(measure, place, counts.covered.?, counts.total.?, bound);
    row.seen = clearance.allocator.dupe(clearance.Fact, &.{ covered, total }) catch unreachable;
    return row;
}

pub fn add(release: rows.Release, of: facts.Named) void {
    inline for (measures) |measure| {
        if (release.boundOf(measure.threshold, of.name)) |bound| {
            const places = of.coverage.items;
            const row = if (places.len == 1)
                measured(measure, release.facts.coverage.?[places[0]], places[0], bound.value)
            else
                rows.gap(of.name, "coverage", release.facts.coverage == null, places);
            release.add(measure.code, of.name, row, bound.atLeast(), bound.tier);
        }
    }
}
