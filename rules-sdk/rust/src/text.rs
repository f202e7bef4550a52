//! Wording that every rule shares, so that decisions read as from one hand.

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

/// `1 test`, `2 tests`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
