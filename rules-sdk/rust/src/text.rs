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
    let scaled = value * 100.0;
    let nearest = scaled.round();
    // Where the nearest hundredth is beyond doubt, there is no need for every digit of the value, which the standard
    // library computes with large integers.
    if scaled.abs() < 1e13 && (scaled - nearest).abs() < 0.49 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of fewer than 53 bits")]
        return hundredths(nearest as i64);
    }
    every_digit(value)
}

/// A number of hundredths, without zeros at the end.
fn hundredths(count: i64) -> String {
    let mut digits = [0; 24];
    let mut start = digits.len();
    let mut push = |byte: u8| {
        start -= 1;
        digits[start] = byte;
    };
    let digit = |value: u64| b'0' + u8::try_from(value % 10).unwrap_or_default();
    let absolute = count.unsigned_abs();
    if !absolute.is_multiple_of(100) {
        if !absolute.is_multiple_of(10) {
            push(digit(absolute));
        }
        push(digit(absolute / 10));
        push(b'.');
    }
    let mut whole = absolute / 100;
    loop {
        push(digit(whole));
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if count < 0 {
        push(b'-');
    }
    String::from_utf8_lossy(&digits[start..]).into_owned()
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
