//! Numbers as a row shows them: three digits that matter, a p-value that is never rounded down to where it would be significant.

use clearance_rule::prelude::*;

/// A value in its unit.
pub(crate) fn in_unit(value: f64, unit: Option<&str>) -> String {
    let number = figure(value);
    match unit {
        Some(unit) if !unit.trim().is_empty() => text![number, " ", unit],
        _ => number,
    }
}

/// A number from 1 up with at most two decimals, a smaller one with three digits after its zeros.
fn figure(value: f64) -> String {
    /// Zeros after which a number is taken for 0.
    const FEW: usize = 12;
    let mut scaled = value.abs();
    if scaled >= 1.0 || scaled == 0.0 {
        return text::number(value);
    }
    let mut zeros = 0;
    while scaled < 0.1 && zeros < FEW {
        scaled *= 10.0;
        zeros += 1;
    }
    if zeros == FEW {
        return "0".to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let mut thousandths = (scaled * 1000.0).round();
    if thousandths >= 1000.0 {
        // Rounding made one zero less of it.
        let Some(fewer) = zeros.checked_sub(1) else { return text![sign, "1"] };
        (zeros, thousandths) = (fewer, 100.0);
    }
    text![sign, "0.", "0".repeat(zeros), text::number(thousandths).trim_end_matches('0')]
}

/// `p = 0.0004`, rounded up; `p < 0.0001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.0001 {
        return "p < 0.0001".to_owned();
    }
    let rounded = (p * 10_000.0 - 1e-6).ceil() / 10_000.0;
    text!["p = ", figure_of_p(rounded)]
}

/// A level or a p-value with up to four decimals.
pub(crate) fn figure_of_p(p: f64) -> String {
    let digits = text::number((p * 10_000.0).round());
    let zeros = "0".repeat(4_usize.saturating_sub(digits.len()));
    match p {
        _ if p >= 1.0 => "1".to_owned(),
        _ => text!["0.", text!(zeros, digits).trim_end_matches('0')],
    }
}

/// A count as a float; those of a metric are below 2^53.
#[expect(clippy::cast_precision_loss, reason = "samples and pairs of samples are bounded")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_digits_that_matter() {
        let texts = [
            (0.0, "0"),
            (212.0, "212"),
            (212.346, "212.35"),
            (-1.5, "-1.5"),
            (0.5, "0.5"),
            (0.25, "0.25"),
            (0.012_345, "0.0123"),
            (0.000_4, "0.0004"),
            (-0.000_412, "-0.000412"),
            (0.009_999_99, "0.01"),
            (0.999_99, "1"),
            (1e-300, "0"),
        ];
        for (value, text) in texts {
            assert_eq!(figure(value), text);
        }
        assert_eq!(in_unit(2.0, Some("ms")), "2 ms");
        assert_eq!(in_unit(2.0, Some(" ")), "2");
    }

    #[test]
    fn a_p_value_is_never_shown_lower_than_it_is() {
        let texts = [
            (1.0, "p = 1"),
            (0.05, "p = 0.05"),
            (0.050_01, "p = 0.0501"),
            (0.0001, "p = 0.0001"),
            (1e-9, "p < 0.0001"),
        ];
        for (p, text) in texts {
            assert_eq!(p_value(p), text);
        }
    }
}
