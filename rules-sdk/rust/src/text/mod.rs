//! Wording that every rule shares, so that decisions read as from one hand.

mod parts;

#[doc(hidden)]
pub use parts::empty;
pub(crate) use parts::push;
pub use parts::{Part, Whole, joined};

use std::borrow::Cow;

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
    match digits(value) {
        Ok(decimal) => then(decimal.as_str()),
        Err(text) => then(&text),
    }
}

/// The digits of a number, or what it is instead; also where there are too many for a [`Decimal`].
///
/// They come from the bits: what the standard library writes floats with is as large as a small rule.
fn digits(value: f64) -> Result<Decimal, Cow<'static, str>> {
    let negative = value.is_sign_negative();
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (significand, exponent) = match bits >> 52 & 0x7ff {
        0x7ff if fraction != 0 => return Err("NaN".into()),
        0x7ff => return Err(if negative { "-inf" } else { "inf" }.into()),
        0 => (fraction, 1),
        exponent => (fraction | 1 << 52, exponent),
    };
    // The value is `significand` · 2 ^ (`exponent` - 1075).
    match (1075_u64.checked_sub(exponent), exponent.saturating_sub(1075)) {
        (Some(halvings), _) => Ok(Decimal::of_hundredths(hundredths(significand, halvings), negative)),
        (None, doublings @ ..=75) => Ok(Decimal::of_size(u128::from(significand) << doublings, negative)),
        (None, doublings) => Err(large(significand, doublings, negative).into()),
    }
}

/// A hundred times `significand` · 2 ^ -`halvings`, rounded to the nearest, and to the even one of two that are as near.
fn hundredths(significand: u64, halvings: u64) -> u64 {
    let scaled = significand * 100;
    if halvings == 0 {
        return scaled;
    }
    // Of fewer than 60 bits, it is less than a half of what follows.
    if halvings > 60 {
        return 0;
    }
    let (whole, rest, half) = (scaled >> halvings, scaled & ((1 << halvings) - 1), 1 << (halvings - 1));
    whole + u64::from(rest > half || rest == half && whole % 2 == 1)
}

/// `significand` · 2 ^ `doublings`, of more than 128 bits, in digits.
#[cold]
fn large(significand: u64, doublings: u64, negative: bool) -> String {
    const BASE: u64 = 1_000_000_000;
    // The last nine digits first.
    let mut nines = vec![significand % BASE, significand / BASE];
    for _ in 0..doublings {
        let mut carry = 0;
        for nine in &mut nines {
            let doubled = *nine * 2 + carry;
            carry = u64::from(doubled >= BASE);
            *nine = doubled - carry * BASE;
        }
        if carry > 0 {
            nines.push(carry);
        }
    }
    let mut text = String::from(if negative { "-" } else { "" });
    for nine in nines.iter().rev() {
        let digits = Decimal::of_size(u128::from(*nine), false);
        let leading = text.len() <= usize::from(negative);
        for _ in digits.as_str().len()..if leading { 0 } else { 9 } {
            text.push('0');
        }
        text.push_str(digits.as_str());
    }
    text
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
        Self::of_size(size, negative)
    }

    pub(crate) fn of_size(size: u128, negative: bool) -> Self {
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

    /// The digits of a number of more than 64 bits, by long division of its quarters: the standard library's is larger than the
    /// rest of this file.
    fn push_large(&mut self, number: u128) {
        let mut quarters =
            [96, 64, 32, 0].map(|bits| u64::try_from((number >> bits) & 0xffff_ffff).unwrap_or_default());
        while quarters != [0; 4] {
            let mut rest = 0;
            for quarter in &mut quarters {
                let value = (rest << 32) | *quarter;
                (*quarter, rest) = (value / 10, value % 10);
            }
            self.push(digit(rest));
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
    let (negative, size) = number.sign_and_size();
    let mut text = String::with_capacity(32);
    push_grouped(&mut text, negative, size);
    text
}

fn push_grouped(text: &mut String, negative: bool, size: u128) {
    let number = Decimal::of_size(size, negative);
    let number = number.as_str();
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.len() < number.len() {
        text.push('-');
    }
    // A comma stands in front of every third digit from the end.
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
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
    let (negative, size) = number.sign_and_size();
    counted(negative, size, noun)
}

/// Numbers of every type are counted alike.
#[inline(never)]
fn counted(negative: bool, size: u128, noun: &str) -> String {
    let mut text = String::with_capacity(32 + noun.len());
    push_grouped(&mut text, negative, size);
    let plural = if text == "1" { "" } else { "s" };
    text.push(' ');
    text.push_str(noun);
    text.push_str(plural);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the standard library says.
    fn oracle(value: f64) -> String {
        let text = format!("{value:.2}");
        if !value.is_finite() {
            return text;
        }
        let text = text.trim_end_matches('0').trim_end_matches('.');
        if text == "-0" { "0".to_owned() } else { text.to_owned() }
    }

    #[test]
    fn a_number_reads_as_the_standard_library_writes_it() {
        let mut value = 1.0_f64;
        for step in 0..20_000_u32 {
            // Numbers of every size, short ones and long ones, ties among them.
            value = (value * 1.37 + f64::from(step) * 0.005).rem_euclid(1e12);
            for candidate in
                [value, -value, (value * 100.0).round() / 100.0, value.trunc() + 0.125, f64::from(step) / 8.0]
            {
                assert_eq!(number(candidate), oracle(candidate), "{candidate:?}");
            }
        }
        for (value, text) in [(0.0, "0"), (-0.0, "0"), (-0.001, "0"), (-0.5, "-0.5"), (100.0, "100"), (0.07, "0.07")] {
            assert_eq!(number(value), text);
        }
        for value in [f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(number(value), oracle(value));
        }
        // Where the way of writing it changes.
        for power in -70..1024 {
            for value in [1.0, 1.999_999_999_999_999_8, 1.5, 1.123_456_789] {
                let value = value * 2.0_f64.powi(power);
                assert_eq!(number(value), oracle(value), "{value:?}");
                assert_eq!(number(-value), oracle(-value), "{value:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_number_reads_as_the_standard_library_writes_it(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assert_eq!(number(value), oracle(value), "{:?}", value);
        }
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
