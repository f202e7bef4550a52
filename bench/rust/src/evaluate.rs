//! Single evaluations: every contestant, every rule, every size. Answers are compared first.

use crate::contestants::{Contestant, Prepared, Table, all};
use crate::facts::{Question, SIZES};
use crate::report::{Cannot, Report, Row};
use crate::rules::{Rule, same};
use crate::timing::{Run, measure};
use crate::versions;
use anyhow::{Context, Result};

pub fn run() -> Result<()> {
    let contestants = all()?;
    let mut report = Report::without(&Table::ALL.map(Table::name))?;
    report.versions = versions::all()?;
    report.cannot.clear();
    for contestant in &contestants {
        report.setup.insert(contestant.engine().to_owned(), contestant.setup().to_owned());
    }
    for table in Table::ALL {
        for rule in Rule::ALL {
            for size in SIZES {
                measure_all(&contestants, table, rule, size, &mut report)?;
            }
        }
    }
    report.write()
}

fn measure_all(
    contestants: &[Box<dyn Contestant>],
    table: Table,
    rule: Rule,
    size: usize,
    report: &mut Report,
) -> Result<()> {
    let question = Question::read(rule, size)?;
    let mut names = vec![];
    let mut runs: Vec<Box<dyn Run>> = vec![];
    for contestant in contestants {
        let name = (contestant.engine(), contestant.variant());
        let doing = || format!("{}, {}: `{}` about {size}", name.0, name.1, rule.name());
        match contestant.prepare(table, &question).with_context(doing)? {
            Prepared::Ready(mut run) => {
                // Twice: a contestant that lives on must not answer otherwise the second time.
                for _ in 0..2 {
                    same(&question.answer, &run.answer().with_context(doing)?).with_context(doing)?;
                }
                names.push(name);
                runs.push(run);
            }
            Prepared::Cannot(why) => {
                let cannot = Cannot { engine: name.0.into(), rule: rule.name().into(), why: why.into() };
                if !report.cannot.contains(&cannot) {
                    report.cannot.push(cannot);
                }
            }
        }
    }
    println!("\n{}, {}, {size}", table.name(), rule.name());
    for ((engine, variant), spread) in names.into_iter().zip(measure(&mut runs)) {
        println!("  {engine:<10} {variant:<20} {:>10.1} us  ({:.1} to {:.1})", spread.median, spread.low, spread.high);
        report.rows.push(Row {
            table: table.name().to_owned(),
            rule: rule.name().to_owned(),
            components: size,
            engine: engine.to_owned(),
            variant: variant.to_owned(),
            unit: "us".to_owned(),
            spread,
        });
    }
    Ok(())
}
