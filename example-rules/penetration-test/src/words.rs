//! Text from the facts within texts of the rule's own.

use clearance_rule::joined;

/// A number in digits.
#[inline(never)]
pub(crate) fn digits(number: usize) -> String {
    clearance_rule::text![number]
}

/// The place of an element of a list.
#[inline(never)]
pub(crate) fn element(list: &str, number: usize) -> String {
    clearance_rule::text![list, "/", number]
}

/// What to do about a fact that is wrong.
#[inline(never)]
pub(crate) fn correct(pointer: &str) -> String {
    joined!["correct `", pointer, "`"]
}

/// What to do about a fact that is absent.
#[inline(never)]
pub(crate) fn supply(pointer: &str) -> String {
    joined!["supply the fact `", pointer, "`"]
}

/// How many of something.
pub(crate) fn count(number: usize, noun: &str) -> String {
    counted(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

/// How many days.
pub(crate) fn days(number: i64) -> String {
    counted(number, "day")
}

#[inline(never)]
fn counted(number: i64, noun: &str) -> String {
    clearance_rule::text::count(number, noun)
}

/// Longer texts are cut: a row names things, it does not repeat them.
const LONGEST: usize = 160;

/// Text from the facts between backticks, so that it can be told from the rule's own words. It neither ends the quotation nor
/// the line, in Markdown too.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().min(LONGEST) + 2);
    quoted.push('`');
    for (i, character) in text.chars().enumerate() {
        if i == LONGEST {
            quoted.push('…');
            break;
        }
        quoted.push(match character {
            '`' => '\'',
            // Directions of writing would reorder what stands around them.
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            character if character.is_control() => '\u{fffd}',
            character => character,
        });
    }
    // Nothing between two backticks would be no quotation.
    if quoted.len() == 1 {
        quoted.push(' ');
    }
    quoted.push('`');
    quoted
}

/// The first few, and how many more there are.
pub(crate) fn few(items: &[String], joint: &str) -> String {
    const FEW: usize = 3;
    let mut list = items.get(..FEW).unwrap_or(items).join(joint);
    if items.len() > FEW {
        list.push_str(&joined![joint, "and ", digits(items.len() - FEW), " more"]);
    }
    list
}
