//! One comparison: those who take part are measured, and each gets a row of the results.

use crate::report::{Report, Row};
use crate::timing::{Run, measure};

/// What is compared.
pub struct Comparison<'a> {
    pub table: &'a str,
    pub rule: &'a str,
    pub components: usize,
}

/// Who takes part, ready.
pub struct Entered {
    pub engine: &'static str,
    pub variant: String,
    pub run: Box<dyn Run>,
}

impl Comparison<'_> {
    /// Measures all who `entered`, in turns, and notes the rows in `report`.
    pub fn run(&self, entered: Vec<Entered>, rounds: usize, report: &mut Report) {
        println!("\n{}, {}, {}", self.table, self.rule, self.components);
        let (names, mut runs): (Vec<_>, Vec<_>) =
            entered.into_iter().map(|each| ((each.engine, each.variant), each.run)).unzip();
        for ((engine, variant), spread) in names.into_iter().zip(measure(&mut runs, rounds)) {
            println!(
                "  {engine:<10} {variant:<24} {:>10.1} us  ({:.1} to {:.1})",
                spread.median, spread.low, spread.high
            );
            report.rows.push(Row {
                table: self.table.to_owned(),
                rule: self.rule.to_owned(),
                components: self.components,
                engine: engine.to_owned(),
                variant,
                unit: "us".to_owned(),
                spread,
            });
        }
    }
}
