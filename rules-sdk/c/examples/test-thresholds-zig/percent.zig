//! Percentages and counts, compared exactly: four of five are 80 %, and no rounding says otherwise.

const std = @import("std");
const clearance = @import("clearance");

/// Ten-thousandths of a percent in the whole.
const whole_percent = 1_000_000;

/// A percentage in ten-thousandths of a percent: 99.9 as decimals say it, not as the nearest binary fraction does.
pub fn millionths(percent: f64) u128 {
    return @round(percent * 10_000);
}

/// The smallest number of `whole` that is at least this percentage of it.
pub fn atLeast(percent: u128, whole: u128) u128 {
    return (percent * whole + whole_percent - 1) / whole_percent;
}

/// The greatest number of `whole` that is at most this percentage of it.
pub fn atMost(percent: u128, whole: u128) u128 {
    return percent * whole / whole_percent;
}

/// `72.74%`, without zeros at the end.
pub fn percentText(percent: u128) []const u8 {
    return decimal(4, percent);
}

/// A part of a whole as a person reads it, rounded so that what misses a bound is never shown as reaching it.
pub fn shareDown(part: u128, whole: u128) []const u8 {
    return decimal(2, part * 10_000 / whole);
}

pub fn shareUp(part: u128, whole: u128) []const u8 {
    return decimal(2, (part * 10_000 + whole - 1) / whole);
}

/// `scaled` divided by ten to the power of `decimals`, in percent, without zeros at the end.
fn decimal(comptime decimals: usize, scaled: u128) []const u8 {
    var fraction: [decimals]u8 = undefined;
    var rest = scaled;
    for (0..decimals) |i| {
        fraction[decimals - 1 - i] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
    }
    const shown = std.mem.trimEnd(u8, &fraction, "0");
    return clearance.text("{d}{s}{s}%", .{ rest, if (shown.len > 0) "." else "", shown });
}

/// `1 flaky test`, `1,240 tests`.
pub fn testsText(number: u128, adjective: []const u8) []const u8 {
    const gap = if (adjective.len > 0) " " else "";
    return clearance.text("{s} {s}{s}test{s}", .{ clearance.grouped(number), adjective, gap, if (number == 1) "" else "s" });
}
