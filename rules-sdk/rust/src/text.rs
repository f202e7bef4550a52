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
    with_number(value, str::to_owned)
}

/// What `then` makes of the text of [`number`].
pub(crate) fn with_number<T>(value: f64, then: impl FnOnce(&str) -> T) -> T {
    let scaled = value.abs() * 100.0;
    let nearest = (scaled + 0.5).floor();
    // Where the nearest hundredth is beyond doubt, there is no need for every digit of the value, which the standard
    // library computes with large integers.
    if scaled < 1e13 && (scaled - nearest).abs() < 0.49 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, fewer than 53 bits")]
        return then(Decimal::of_hundredths(nearest as u64, value < 0.0).as_str());
    }
    then(&every_digit(value))
}

/// A number in digits, without memory of its own.
pub(crate) struct Decimal {
    digits: [u8; 24],
    start: usize,
}

impl Decimal {
    /// A whole number.
    pub(crate) fn of(number: u64) -> Self {
        let mut decimal = Self { digits: [0; 24], start: 24 };
        decimal.push_whole(number);
        decimal
    }

    /// A number of hundredths, without zeros at the end.
    fn of_hundredths(count: u64, negative: bool) -> Self {
        let mut decimal = Self { digits: [0; 24], start: 24 };
        if !count.is_multiple_of(100) {
            if !count.is_multiple_of(10) {
                decimal.push(digit(count));
            }
            decimal.push(digit(count / 10));
            decimal.push(b'.');
        }
        decimal.push_whole(count / 100);
        if negative && count > 0 {
            decimal.push(b'-');
        }
        decimal
    }

    /// The digits, written from the last to the first.
    fn push_whole(&mut self, mut number: u64) {
        loop {
            self.push(digit(number));
            number /= 10;
            if number == 0 {
                break;
            }
        }
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.digits[self.start] = byte;
    }

    pub(crate) fn as_str(&self) -> &str {
        // Digits, a point and a sign are always a text.
        str::from_utf8(&self.digits[self.start..]).unwrap_or_default()
    }
}

fn digit(number: u64) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

fn every_digit(value: f64) -> String {
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
    with_shortfall(value, str::to_owned)
}

/// What `then` makes of the text of [`shortfall`].
pub(crate) fn with_shortfall<T>(value: f64, then: impl FnOnce(&str) -> T) -> T {
    // The subtraction that made the value may have left a trace in the last bits: not worth a hundredth.
    with_number((value * 100.0 - 1e-6).ceil() / 100.0, then)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_way_says_what_every_digit_says() {
        let mut value = 1.0_f64;
        for step in 0..20_000_u32 {
            // Numbers of every size, short ones and long ones, ties among them.
            value = (value * 1.37 + f64::from(step) * 0.005).rem_euclid(1e12);
            for candidate in
                [value, -value, (value * 100.0).round() / 100.0, value.trunc() + 0.125, f64::from(step) / 8.0]
            {
                assert_eq!(number(candidate), every_digit(candidate), "{candidate:?}");
            }
        }
        for (value, text) in [(0.0, "0"), (-0.0, "0"), (-0.001, "0"), (-0.5, "-0.5"), (100.0, "100"), (0.07, "0.07")] {
            assert_eq!(number(value), text);
            assert_eq!(every_digit(value), text);
        }
        assert_eq!(number(1e300), every_digit(1e300));
        assert_eq!(number(f64::NAN), "NaN");
        assert_eq!(number(f64::INFINITY), "inf");
    }
}
