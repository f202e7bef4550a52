//! Single evaluations: every contestant, every rule, every size. Answers are compared first.

use crate::compare::{Comparison, Entered};
use crate::contestants::{Contestant, Prepared, Table, all};
use crate::facts::{Question, SIZES};
use crate::report::{Cannot, Report};
use crate::rules::{Rule, same};
use anyhow::{Context, Result};

pub fn run(rounds: usize) -> Result<()> {
    let contestants = all()?;
    let mut report = Report::without(&Table::ALL.map(Table::name))?;
    report.cannot.clear();
    for contestant in &contestants {
        report.setup.insert(contestant.engine().to_owned(), contestant.setup().to_owned());
    }
    for table in Table::ALL {
        for rule in Rule::ALL {
            for size in SIZES {
                let entered = enter(&contestants, table, rule, size, &mut report)?;
                let comparison = Comparison { table: table.name(), rule: rule.name(), components: size };
                comparison.run(entered, rounds, &mut report);
            }
        }
    }
    report.write()
}

/// Those who can answer `rule` about `size` components, each after it has answered as it should.
fn enter(
    contestants: &[Box<dyn Contestant>],
    table: Table,
    rule: Rule,
    size: usize,
    report: &mut Report,
) -> Result<Vec<Entered>> {
    let question = Question::read(rule, size)?;
    let mut entered = vec![];
    for contestant in contestants {
        let (engine, variant) = (contestant.engine(), contestant.variant());
        let doing = || format!("{engine}, {variant}: `{}` about {size}", rule.name());
        match contestant.prepare(table, &question).with_context(doing)? {
            Prepared::Ready(mut run) => {
                // Twice: a contestant that lives on must not answer otherwise the second time.
                for _ in 0..2 {
                    same(&question.answer, &run.answer().with_context(doing)?).with_context(doing)?;
                }
                entered.push(Entered { engine, variant: variant.to_owned(), run });
            }
            Prepared::Cannot(why) => {
                let cannot = Cannot { engine: engine.into(), rule: rule.name().into(), why: why.into() };
                if !report.cannot.contains(&cannot) {
                    report.cannot.push(cannot);
                }
            }
        }
    }
    Ok(entered)
}
