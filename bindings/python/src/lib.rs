//! The engine in Python: the module `clearance._native`. It converts between Python's values and the engine's, and
//! decides nothing. What is plain Python, such as the exceptions and the table for notebooks, lives in `python/clearance`.

mod record;

mod batch;
mod decision;
mod engine;
mod load;
mod outcome;
mod policy;
mod rule;

mod encode;
mod facts;
mod show;
mod time;

mod error;
mod fork;

use pyo3::prelude::*;

/// The engine, compiled.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("version", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<engine::Limits>()?;
    module.add_class::<load::LoadProgress>()?;
    module.add_class::<facts::Facts>()?;
    module.add_class::<policy::Policy>()?;
    module.add_class::<policy::PolicyEntry>()?;
    module.add_class::<policy::OutcomeCache>()?;
    module.add_class::<policy::Lint>()?;
    module.add_class::<policy::Timings>()?;
    module.add_class::<batch::Batch>()?;
    module.add_class::<rule::Rule>()?;
    module.add_class::<rule::ConfiguredRule>()?;
    module.add_class::<rule::Startup>()?;
    module.add_class::<rule::Manifest>()?;
    module.add_class::<rule::SectionNeed>()?;
    module.add_class::<rule::CheckKind>()?;
    module.add_class::<decision::Decision>()?;
    module.add_class::<decision::PolicyReference>()?;
    module.add_class::<decision::FactsReference>()?;
    module.add_class::<decision::EntryDecision>()?;
    module.add_class::<decision::RuleReference>()?;
    module.add_class::<decision::Row>()?;
    module.add_class::<decision::Waiver>()?;
    module.add_class::<outcome::Outcome>()?;
    module.add_class::<outcome::Check>()?;
    module.add_class::<outcome::Observation>()?;
    module.add_class::<outcome::Score>()?;
    module.add_class::<outcome::Contribution>()?;
    module.add_class::<outcome::Artifact>()?;
    module.add_function(wrap_pyfunction!(policy::policy_schema, module)?)?;
    module.add_function(wrap_pyfunction!(record::restore, module)?)?;
    fork::register(module)
}
