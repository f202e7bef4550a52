//! Writes down the bits of numbers that processors may disagree about: the sign and payload of what is not a number, and
//! what relaxed SIMD leaves open.

#![expect(clippy::cast_possible_truncation, clippy::eq_op, reason = "what is no number is what this is about")]

use clearance_rule::prelude::*;

/// The rule. It has no params.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {}

/// The sections of the facts that it reads.
#[derive(Deserialize, JsonSchema)]
pub struct Facts {
    /// Two numbers that no compiler knows.
    release: Release,
}

/// Two numbers.
#[derive(Deserialize, JsonSchema)]
pub struct Release {
    /// Zero.
    zero: f64,
    /// One.
    one: f64,
}

impl Rule for Numbers {
    type Facts<'a> = Facts;

    const ABOUT: About = About {
        id: "numbers",
        version: env!("CARGO_PKG_VERSION"),
        title: "Numbers",
        summary: "The bits of numbers that processors may disagree about.",
        checks: &[("bits", "The bits of one number.")],
        practices: &[],
        controls: &[],
    };

    fn evaluate(&self, facts: &Facts, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let Release { zero, one } = facts.release;
        for (name, bits) in doubles(zero, one).into_iter().chain(lanes(zero, one)) {
            outcome.push(Check::pass("bits", name, bits));
        }
        outcome
    }
}

fn doubles(zero: f64, one: f64) -> Vec<(&'static str, String)> {
    let signalling = f64::from_bits(0x7ff4_0000_dead_beef ^ zero.to_bits());
    let narrow = f32::from_bits(0xffa5_5a5a ^ (zero as f32).to_bits());
    let numbers = [
        ("zero by zero", zero / zero),
        ("zero by minus zero", zero / -zero),
        ("infinity without infinity", one / zero - one / zero),
        ("root of minus one", (-one).sqrt()),
        ("a payload and one", signalling + one),
        ("one without a payload", one - signalling),
        ("a payload times a payload", signalling * -signalling),
        ("a payload rounded", signalling.ceil()),
        ("a narrow payload widened", f64::from(narrow)),
        ("a wide payload narrowed", f64::from((signalling as f32) + narrow)),
    ];
    numbers.map(|(name, number)| (name, format!("{:016x}", number.to_bits()))).into()
}

#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "relaxed-simd")]
fn lanes(zero: f64, one: f64) -> Vec<(&'static str, String)> {
    use std::arch::wasm32::{
        f32x4, f32x4_relaxed_madd, f32x4_relaxed_max, f32x4_relaxed_min, f32x4_relaxed_nmadd, f32x4_splat,
        f64x2_relaxed_madd, f64x2_splat, i8x16_relaxed_swizzle, i8x16_splat, i16x8_relaxed_dot_i8x16_i7x16,
        i16x8_relaxed_q15mulr, i16x8_splat, i32x4_relaxed_trunc_f32x4, u32x4_relaxed_trunc_f32x4, u64x2_extract_lane,
        v128,
    };
    let bits = |lanes: v128| format!("{:016x} {:016x}", u64x2_extract_lane::<1>(lanes), u64x2_extract_lane::<0>(lanes));
    let (zero_lane, one_lane) = (zero as f32, one as f32);
    let not_a_number = zero_lane / zero_lane;
    // Whether the product is rounded before the sum shows in the last bits.
    let near_one = f32x4_splat(one_lane + 4.0 * f32::EPSILON);
    let mixed = f32x4(not_a_number, -zero_lane, 3e9 * one_lane, -one_lane);
    let other = f32x4(one_lane, zero_lane, not_a_number, 5e9 * one_lane);
    let near_one_wide = f64x2_splat(one + 4.0 * f64::EPSILON);
    vec![
        ("madd", bits(f32x4_relaxed_madd(near_one, near_one, f32x4_splat(-one_lane)))),
        ("nmadd", bits(f32x4_relaxed_nmadd(near_one, near_one, f32x4_splat(one_lane)))),
        ("wide madd", bits(f64x2_relaxed_madd(near_one_wide, near_one_wide, f64x2_splat(-one)))),
        ("min", bits(f32x4_relaxed_min(mixed, other))),
        ("max", bits(f32x4_relaxed_max(mixed, other))),
        ("signed trunc", bits(i32x4_relaxed_trunc_f32x4(mixed))),
        ("unsigned trunc", bits(u32x4_relaxed_trunc_f32x4(mixed))),
        ("swizzle", bits(i8x16_relaxed_swizzle(i8x16_splat(7), i8x16_splat(100 + one as i8)))),
        ("q15mulr", bits(i16x8_relaxed_q15mulr(i16x8_splat(i16::MIN), i16x8_splat(-32767 - one as i16)))),
        ("dot", bits(i16x8_relaxed_dot_i8x16_i7x16(i8x16_splat(-127 - one as i8), i8x16_splat(-127 - one as i8)))),
    ]
}

#[cfg(not(target_arch = "wasm32"))]
fn lanes(_: f64, _: f64) -> Vec<(&'static str, String)> {
    Vec::new()
}

clearance_rule::export!(Numbers);
