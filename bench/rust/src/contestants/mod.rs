//! Who takes part. Each is set up as its own documentation advises; all that can be done once is done before the clock.

pub mod clearance;
pub mod native;
pub mod regorus;
pub mod zen;

mod cedar;
mod cel;
mod extism;
mod typed;

use crate::facts::Question;
use crate::timing::Run;
use anyhow::Result;

/// Where the clock starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    /// The engine has the facts in its own form.
    Evaluate,
    /// The engine has them as JSON text.
    FromJson,
}

impl Table {
    pub const ALL: [Self; 2] = [Self::Evaluate, Self::FromJson];

    pub fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::FromJson => "from-json",
        }
    }
}

/// One way to use one engine.
pub trait Contestant {
    fn engine(&self) -> &'static str;

    fn variant(&self) -> &'static str;

    /// How the engine is set up, and what advises it. The same for all variants of an engine.
    fn setup(&self) -> &'static str;

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared>;
}

/// What came of the preparations.
pub enum Prepared {
    Ready(Box<dyn Run>),
    /// The engine's language cannot say the rule.
    Cannot(&'static str),
}

/// All of them. The order is that in which they take turns.
pub fn all() -> Result<Vec<Box<dyn Contestant>>> {
    Ok(vec![
        Box::new(native::Native),
        Box::new(clearance::Evaluation::new()?),
        Box::new(clearance::WholeDecision::new()?),
        Box::new(clearance::WholeDecision::with_outcomes()?),
        Box::new(regorus::Interpreter),
        Box::new(regorus::Machine),
        Box::new(cel::Cel),
        Box::new(cedar::Cedar),
        Box::new(zen::Zen),
        Box::new(extism::Extism::fresh()),
        Box::new(extism::Extism::reused()),
    ])
}
