//! Wording that every rule shares, so that decisions read as from one hand.

use std::fmt::Display;

/// A number as a person writes it: at most two decimals, none that are zero.
///
/// ```
/// use clearance_rule::text::number;
/// assert_eq!(number(80.0), "80");
/// assert_eq!(number(71.3333), "71.33");
/// ```
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A shortfall, rounded up to two decimals: who makes it good reaches the bound.
///
/// ```
/// use clearance_rule::text::shortfall;
/// assert_eq!(shortfall(8.661), "8.67");
/// assert_eq!(shortfall(0.001), "0.01");
/// ```
#[must_use]
pub fn shortfall(value: f64) -> String {
    // The subtraction that made the value may have left a trace in the last bits: not worth a hundredth.
    number((value * 100.0 - 1e-6).ceil() / 100.0)
}

/// A whole number with its thousands grouped.
///
/// ```
/// use clearance_rule::text::grouped;
/// assert_eq!(grouped(999), "999");
/// assert_eq!(grouped(1_240_000_u64), "1,240,000");
/// ```
#[must_use]
pub fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of something.
///
/// ```
/// use clearance_rule::text::count;
/// assert_eq!(count(1, "test"), "1 test");
/// assert_eq!(count(1_240, "line"), "1,240 lines");
/// ```
#[must_use]
pub fn count(number: impl Display, noun: &str) -> String {
    let number = grouped(number);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
