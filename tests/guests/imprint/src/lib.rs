//! A rule whose outcome is a number made of every byte of its params and its facts. It is made of little but the contract's
//! types, so it is compiled in a moment, and tests can afford to have it compiled often.

/// The numbers that a byte stands for, made of the params. They lie in the memory that a configured rule begins with.
pub type Table = [u64; 256];

/// The table for these params.
#[must_use]
pub fn table(params: &[u8]) -> Table {
    let mut last = mixed(0xcbf2_9ce4_8422_2325, params.iter().map(|byte| u64::from(*byte)));
    [(); 256].map(|()| {
        last = mixed(last, [1]);
        last
    })
}

/// The imprint of these facts.
#[must_use]
pub fn imprint(table: &Table, facts: &[u8]) -> u64 {
    mixed(table[0], facts.iter().map(|byte| table[usize::from(*byte)]))
}

fn mixed(start: u64, numbers: impl IntoIterator<Item = u64>) -> u64 {
    numbers.into_iter().fold(start, |sum, number| (sum ^ number).wrapping_mul(0x0100_0000_01b3).rotate_left(17))
}

#[cfg(target_arch = "wasm32")]
mod component {
    use crate::Table;
    use clearance_rule::bindings::clearance::rule::types::{
        Check, CheckKind, EvaluationError, Manifest, Mismatch, Outcome, Section, Severity, Status,
    };
    use clearance_rule::bindings::exports::clearance::rule::rule::Guest;
    use std::sync::OnceLock;

    struct Imprint;

    static TABLE: OnceLock<Table> = OnceLock::new();

    impl Guest for Imprint {
        fn describe() -> Manifest {
            Manifest {
                id: "imprint".to_owned(),
                version: "1.0.0".to_owned(),
                title: "Imprint".to_owned(),
                summary: "A number made of params and facts is even.".to_owned(),
                reads: vec![Section { name: "release".to_owned(), required: true, schema: "true".to_owned() }],
                params_schema: "true".to_owned(),
                checks: vec![CheckKind { code: "imprint".to_owned(), summary: "The number is even.".to_owned() }],
                practices: Vec::new(),
                controls: Vec::new(),
                timeless: true,
            }
        }

        fn configure(params: Vec<u8>) -> Result<(), Mismatch> {
            let again = |_| Mismatch { pointer: String::new(), message: "it is configured already".to_owned() };
            TABLE.set(crate::table(&params)).map_err(again)
        }

        fn evaluate(_: i64, facts: Vec<u8>) -> Result<Outcome, EvaluationError> {
            let Some(table) = TABLE.get() else {
                return Err(EvaluationError::Failed("it was not configured".to_owned()));
            };
            let imprint = crate::imprint(table, &facts);
            let check = Check {
                code: "imprint".to_owned(),
                subject: "release".to_owned(),
                status: if imprint % 2 == 0 { Status::Pass } else { Status::Fail },
                severity: Severity::High,
                message: hex(imprint),
                observed: Vec::new(),
                required: None,
                remedy: None,
            };
            Ok(Outcome { checks: vec![check], score: None, artifacts: Vec::new(), derived: None })
        }
    }

    /// What formats numbers would be half of the rule.
    fn hex(number: u64) -> String {
        number.to_be_bytes().iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
    }

    fn digit(value: u8) -> char {
        char::from(b"0123456789abcdef"[usize::from(value)])
    }

    clearance_rule::bindings::export!(Imprint with_types_in clearance_rule::bindings);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let imprints = [(b"ab", b"cd"), (b"ba", b"cd"), (b"ab", b"dc"), (b"ac", b"cd"), (b"ab", b"ce")]
            .map(|(params, facts)| imprint(&table(params), facts));
        for (at, one) in imprints.iter().enumerate() {
            assert!(!imprints[..at].contains(one), "{imprints:x?}");
        }
    }
}
