//! The figures to reach, and whether they are reached. What is wanted is written here; the rest is computed.

use crate::lane::{EVALUATE, OURS, RULES};
use crate::results::{Question, Results, Row};
use crate::words::{number, times};
use anyhow::Result;

/// What is wanted of a value.
#[derive(Clone, Copy)]
enum Wanted {
    AtMost(f64),
    AtLeast(f64),
    Faster,
}

/// A figure, with what was measured.
pub(crate) struct Figure {
    pub(crate) what: &'static str,
    pub(crate) target: String,
    pub(crate) measured: String,
    /// For what it is missed.
    pub(crate) missed: Vec<String>,
    /// Of how many.
    pub(crate) of: usize,
    /// What stands in the way where it is missed, as far as it has been measured.
    pub(crate) obstacle: &'static str,
}

/// One value of a figure: what it is of, how it is shown, and whether it is as wanted.
struct Value {
    of: String,
    shown: String,
    met: bool,
}

impl Wanted {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::Faster => value > 1.0,
        }
    }

    fn words(self, unit: &str) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most} {unit}"),
            Self::AtLeast(least) => format!("at least {least} {unit}"),
            Self::Faster => "faster".to_owned(),
        }
    }
}

impl Figure {
    fn new(what: &'static str, target: String, values: Vec<Value>) -> Self {
        let of = values.len();
        let measured =
            values.iter().map(|value| format!("{} {}", value.of, value.shown)).collect::<Vec<_>>().join(", ");
        let missed = values.into_iter().filter(|value| !value.met).map(|value| value.of).collect();
        Self { what, target, measured: measured.trim().to_owned(), missed, of, obstacle: "" }
    }

    fn hindered_by(self, obstacle: &'static str) -> Self {
        Self { obstacle, ..self }
    }

    /// Whether it is reached, and where it is not.
    pub(crate) fn verdict(&self) -> String {
        match self.missed.len() {
            0 => "reached".to_owned(),
            missed if missed == self.of => "**missed**".to_owned(),
            _ => format!("**missed** for {}", self.missed.join(", ")),
        }
    }
}

/// All of them.
pub(crate) fn all(rust: &Results, python: &Results, node: &Results) -> Result<Vec<Figure>> {
    use Wanted::{AtLeast, AtMost, Faster};
    let interpreters = |row: &Row| rust.is_interpreter(row);
    let without_expressions = &RULES[..3];
    Ok(vec![
        native(rust, "fresh sandbox against the same Rust natively, 100 components", AtMost(1.7), without_expressions)?
            .hindered_by(LIMITS),
        fastest(
            rust,
            "fresh sandbox, 1 component (fixed cost), against the fastest interpreter",
            Faster,
            1,
            interpreters,
        )?
        .hindered_by(RESET),
        fastest(rust, "fresh sandbox against the fastest interpreter, 10 components", AtLeast(3.0), 10, interpreters)?
            .hindered_by(OUTCOMES),
        fastest(
            rust,
            "fresh sandbox against the fastest interpreter, 100 components",
            AtLeast(3.0),
            100,
            interpreters,
        )?
        .hindered_by(OUTCOMES),
        fastest(python, "from Python, 10 components, against the fastest peer", AtLeast(5.0), 10, |_| true)?
            .hindered_by(OUTCOMES),
        fastest(node, "from Node, 10 components, against the fastest peer engine", AtLeast(3.0), 10, |_| true)?
            .hindered_by(OUTCOMES),
        native(
            rust,
            "redaction with its expressions, fresh, against native, 100 components",
            AtMost(3.0),
            &["redaction"],
        )?
        .hindered_by(LIMITS),
        start(rust)?,
        cores(rust)?.hindered_by(ALLOCATOR),
        memory(rust)?.hindered_by(COMPILER),
    ])
}

const LIMITS: &str = "Counting instructions and the deadline's checks are limits that stay on; without them a seventh and a \
    further twelfth of the time go. The rest is what crosses the boundary: facts copied in, checks copied out.";
const RESET: &str = "More than half of the fixed cost is to make the instance and to set back what the last evaluation wrote to \
    its memory. An engine without a sandbox keeps its memory.";
const OUTCOMES: &str = "Clearance returns complete outcomes, with a message, the facts read and a remedy for every check; the \
    peers return the bare answer. What complete outcomes cost without any sandbox stands under the limit of each lane.";
const ALLOCATOR: &str = "With the system's allocator the threads wait for each other's lock when a decision is freed by another \
    thread than the one that came to it. A program that decides in batches does well to choose an allocator without such a \
    lock.";
const COMPILER: &str =
    "The process that compiles the rules holds what the compiler needed; the next one maps the code cache.";

/// How many times as long as natively.
fn native(results: &Results, what: &'static str, wanted: Wanted, rules: &[&str]) -> Result<Figure> {
    let value = |rule: &&str| -> Result<Value> {
        let question = Question { table: EVALUATE, rule, components: 100 };
        let ratio = results.fresh(question)?.median / results.limit(question)?.median;
        Ok(Value { of: (*rule).to_owned(), shown: times(ratio), met: wanted.met(ratio) })
    };
    Ok(Figure::new(what, wanted.words("times"), rules.iter().map(value).collect::<Result<_>>()?))
}

/// How many times as fast as the fastest of others.
fn fastest(
    results: &Results,
    what: &'static str,
    wanted: Wanted,
    components: usize,
    others: impl Fn(&Row) -> bool,
) -> Result<Figure> {
    let value = |rule: &str| -> Result<Value> {
        let question = Question { table: EVALUATE, rule, components };
        let other = results.fastest(question, &others)?;
        let ratio = other.median / results.fresh(question)?.median;
        let shown = format!("{} ({})", times(ratio), other.engine);
        Ok(Value { of: rule.to_owned(), shown, met: wanted.met(ratio) })
    };
    Ok(Figure::new(what, wanted.words("times faster"), RULES.into_iter().map(value).collect::<Result<_>>()?))
}

fn start(rust: &Results) -> Result<Figure> {
    let ours = fifty(rust, "start", OURS, "warm code cache")?;
    let (most, shown) = (50.0, |value| format!("{} ms", number(value)));
    let mut values = vec![Value { of: "clearance".to_owned(), shown: shown(ours), met: ours <= most }];
    for engine in ["regorus", "zen"] {
        let other = fifty(rust, "start", engine, "source text")?;
        values.push(Value { of: engine.to_owned(), shown: shown(other), met: ours < other });
    }
    let target = "at most 50 ms, and less than `regorus` and ZEN doing the same from source".to_owned();
    Ok(Figure::new("process start to first decision, 50 rules, warm code cache", target, values))
}

fn cores(rust: &Results) -> Result<Figure> {
    let wanted = Wanted::AtLeast(1.9);
    let ratio = |engine: &str| -> Result<f64> {
        let rate = |variant: &str| rust.row(all_rules("throughput"), engine, variant);
        Ok(rate("two cores")?.median / rate("one core")?.median)
    };
    let value = |of: &str, engine: &str| -> Result<Value> {
        let ratio = ratio(engine)?;
        Ok(Value { of: of.to_owned(), shown: times(ratio), met: wanted.met(ratio) })
    };
    let values = vec![value("with mimalloc", "clearance with mimalloc")?, value("with the system's allocator", OURS)?];
    let mut figure = Figure::new("two cores against one, batch", wanted.words("times"), values);
    figure.measured = format!("{} (native {})", figure.measured, times(ratio("native")?));
    Ok(figure)
}

fn memory(rust: &Results) -> Result<Figure> {
    let wanted = Wanted::AtMost(80.0);
    let value = |variant: &str| -> Result<Value> {
        let resident = fifty(rust, "memory", OURS, variant)?;
        Ok(Value { of: variant.to_owned(), shown: format!("{} MB", number(resident)), met: wanted.met(resident) })
    };
    let values = vec![value("warm code cache")?, value("empty code cache")?];
    Ok(Figure::new("resident memory, 50 Rust rules loaded", wanted.words("MB"), values))
}

fn fifty(rust: &Results, table: &str, engine: &str, variant: &str) -> Result<f64> {
    let question = Question { table, rule: "50 rules", components: 10 };
    Ok(rust.row(question, engine, variant)?.median)
}

/// About the four rules together.
pub(crate) fn all_rules(table: &str) -> Question<'_> {
    Question { table, rule: "all", components: 10 }
}
