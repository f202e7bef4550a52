//! Text from the facts within texts of the rule's own.

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
        list.push_str(&clearance_rule::text![joint, "and ", items.len() - FEW, " more"]);
    }
    list
}
