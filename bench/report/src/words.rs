//! Numbers and tables as the page shows them.

use crate::results::Row;

/// Three digits that count, or all of a whole number.
pub(crate) fn number(value: f64) -> String {
    match value {
        value if value < 1.0 => format!("{value:.3}"),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => grouped(&format!("{value:.0}")),
    }
}

/// Median and quartiles.
pub(crate) fn spread(row: &Row) -> String {
    format!("{} ({}–{})", number(row.median), number(row.low), number(row.high))
}

/// How many times.
pub(crate) fn times(ratio: f64) -> String {
    let number = match ratio {
        ratio if ratio < 10.0 => format!("{ratio:.2}"),
        ratio if ratio < 100.0 => format!("{ratio:.1}"),
        ratio => grouped(&format!("{ratio:.0}")),
    };
    format!("{number}×")
}

/// What each reason is given for, so that what has the same reason is said once.
pub(crate) fn by_reason<'a>(given: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut reasons: Vec<(&str, Vec<&str>)> = vec![];
    for (why, what) in given {
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, all)) => all.push(what),
            None => reasons.push((why, vec![what])),
        }
    }
    reasons
}

/// An engine, and its variant where it is worth a word.
pub(crate) fn contestant(row: &Row) -> String {
    format!("{}, {}", row.engine, row.variant)
}

/// Digits in groups of three.
pub(crate) fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A table. What `columns` begin with says where they stand: `<` to the left, `>` to the right.
pub(crate) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<_> = columns.iter().map(|column| column[1..].to_owned()).collect();
    let rule = columns.iter().map(|column| if column.starts_with('>') { "---:|" } else { "---|" });
    let body: String = rows.iter().map(|cells| line(cells)).collect();
    format!("{}|{}\n{body}", line(&head), rule.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_that_count() {
        let shown = [0.172, 1.0, 9.871, 39.89, 388.6, 11_308.8, 1_234_567.0].map(number);
        assert_eq!(shown, ["0.172", "1.00", "9.87", "39.9", "389", "11,309", "1,234,567"]);
        assert_eq!([0.294, 12.34, 4567.0].map(times), ["0.29×", "12.3×", "4,567×"]);
    }

    #[test]
    fn a_table_says_where_its_columns_stand() {
        let rows = [vec!["a".to_owned(), "1".to_owned()]];
        assert_eq!(table(&["<name", ">value"], &rows), "| name | value |\n|---|---:|\n| a | 1 |\n");
    }
}
