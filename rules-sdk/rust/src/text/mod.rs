//! Wording that every rule shares, so that decisions read as from one hand.

mod parts;

pub use parts::{Part, Whole};

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
    digits: [u8; 40],
    start: usize,
}

impl Decimal {
    /// A whole number.
    pub(crate) fn of(number: impl Whole) -> Self {
        let (negative, size) = number.sign_and_size();
        let mut decimal = Self { digits: [0; 40], start: 40 };
        match u64::try_from(size) {
            Ok(size) => decimal.push_whole(size),
            Err(_) => decimal.push_large(size),
        }
        if negative {
            decimal.push(b'-');
        }
        decimal
    }

    /// A number of hundredths, without zeros at the end.
    fn of_hundredths(count: u64, negative: bool) -> Self {
        let mut decimal = Self { digits: [0; 40], start: 40 };
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

    /// The digits of a number of more than 64 bits, which a component divides slowly.
    fn push_large(&mut self, mut number: u128) {
        while number > 0 {
            self.push(digit(u64::try_from(number % 10).unwrap_or_default()));
            number /= 10;
        }
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.digits[self.start] = byte;
    }

    #[inline]
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
pub fn grouped(number: impl Whole) -> String {
    let mut text = String::with_capacity(32);
    push_grouped(&mut text, number);
    text
}

fn push_grouped(text: &mut String, number: impl Whole) {
    let number = Decimal::of(number);
    let number = number.as_str();
    let (sign, digits) = number.split_at(usize::from(number.starts_with('-')));
    text.push_str(sign);
    let mut from = 0;
    let mut to = (digits.len() - 1) % 3 + 1;
    while to < digits.len() {
        text.push_str(&digits[from..to]);
        text.push(',');
        (from, to) = (to, to + 3);
    }
    text.push_str(&digits[from..]);
}

/// How many of something.
///
/// ```
/// use clearance_rule::text::count;
/// assert_eq!(count(1, "test"), "1 test");
/// assert_eq!(count(1_240, "line"), "1,240 lines");
/// ```
#[must_use]
pub fn count(number: impl Whole, noun: &str) -> String {
    let mut text = String::with_capacity(32 + noun.len());
    push_grouped(&mut text, number);
    let plural = if text == "1" { "" } else { "s" };
    text.push(' ');
    text.push_str(noun);
    text.push_str(plural);
    text
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

    #[test]
    fn whole_numbers_of_every_size_and_sign() {
        assert_eq!(crate::text![u64::MAX, " ", i64::MIN, " ", -1_i8], "18446744073709551615 -9223372036854775808 -1");
        let texts = [(0, "0"), (999, "999"), (1000, "1,000"), (-100, "-100"), (-123_456, "-123,456")];
        for (number, text) in texts {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(crate::text![u128::MAX, " ", i128::MIN], format!("{} {}", u128::MAX, i128::MIN));
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!([count(1_u8, "test"), count(0, "test"), count(-1, "test")], ["1 test", "0 tests", "-1 tests"]);
    }
}
