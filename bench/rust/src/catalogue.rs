//! The rules of the catalogue in the sandbox, beside the same crates without one, about a release of the demo.

use crate::compare::{Comparison, Entered};
use crate::contestants::clearance as ours;
use crate::contestants::native::{mismatched, refused, shape};
use crate::report::Report;
use crate::rules::same;
use crate::timing::{Run, ready};
use anyhow::{Context, Result};
use clearance::{Engine, Facts};
use clearance_rule::{Rule, guest, testing};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// Where policy and facts are, seen from the project's folder.
const DEMO: &str = "example-rules/demo";
/// The release that is denied: every rule finds something there.
const FACTS: &str = "denied.json";

/// What every rule is asked.
struct Demo {
    engine: Engine,
    policy: Value,
    facts: Value,
}

pub fn run(rounds: usize) -> Result<()> {
    let read = |name| fs::read_to_string(Path::new(DEMO).join(name)).with_context(|| format!("cannot read `{name}`"));
    let mut demo = Demo {
        engine: ours::engine(ours::kept())?,
        policy: serde_saphyr::from_str(&read("policy.yaml")?)?,
        facts: serde_json::from_str(&read(FACTS)?)?,
    };
    let mut report = Report::without(&["catalogue"])?;
    demo.compare::<risk_score::RiskScore>(rounds, &mut report)?;
    // As in the policy, whose thresholds depend on the risk.
    demo.facts["risk"] = demo.judged::<risk_score::RiskScore>()?["derived"].take();
    demo.compare::<test_thresholds::params::TestThresholds>(rounds, &mut report)?;
    demo.compare::<data_residency::DataResidency>(rounds, &mut report)?;
    demo.compare::<note_redaction::NoteRedaction>(rounds, &mut report)?;
    report.write()
}

impl Demo {
    /// Measures `R` in both ways, after both have come to the same outcome.
    fn compare<R: Rule>(&self, rounds: usize, report: &mut Report) -> Result<()> {
        let expected = reduced(&self.judged::<R>()?);
        let mut entered = vec![
            Entered { engine: "native", variant: "no sandbox".to_owned(), run: self.native::<R>()? },
            Entered { engine: "clearance", variant: "fresh sandbox".to_owned(), run: self.sandboxed::<R>()? },
        ];
        for each in &mut entered {
            let found = reduced(&each.run.answer()?);
            same(&expected, &found).with_context(|| format!("{}: `{}`", each.engine, R::ABOUT.id))?;
        }
        let components = self.facts["components"].as_array().map_or(0, Vec::len);
        Comparison { table: "catalogue", rule: R::ABOUT.id, components }.run(entered, rounds, report);
        Ok(())
    }

    /// The params that the policy has for `R`.
    fn params<R: Rule>(&self) -> Value {
        let file = format!("/{}.wasm", R::ABOUT.id);
        let mut entries = self.policy["entries"].as_array().into_iter().flatten();
        let entry = entries.find(|entry| entry["rule"].as_str().is_some_and(|rule| rule.ends_with(&file)));
        entry.and_then(|entry| entry.get("params")).cloned().unwrap_or_else(|| json!({}))
    }

    /// The outcome of `R`, by the kit's own way to tell it.
    fn judged<R: Rule>(&self) -> Result<Value> {
        let mut told = testing::judge::<R>(&self.params::<R>(), &self.facts, ours::at()?.as_millis());
        told.get_mut("outcome").map(Value::take).with_context(|| format!("`{}` has no outcome: {told}", R::ABOUT.id))
    }

    fn native<R: Rule>(&self) -> Result<Box<dyn Run>> {
        // What the engine hands to a rule: the sections that it declares.
        let manifest = guest::describe::<R>();
        let wanted = manifest.reads.iter().filter_map(|section| {
            let value = self.facts.get(&section.name)?;
            Some((section.name.clone(), value.clone()))
        });
        let facts = rmp_serde::to_vec_named(&wanted.collect::<Map<_, _>>())?;
        let slot = OnceLock::<R>::new();
        guest::configure(&slot, &rmp_serde::to_vec_named(&self.params::<R>())?).map_err(mismatched)?;
        let at = ours::at()?.as_millis();
        Ok(ready(move || guest::evaluate(&slot, at, &facts), |outcome| Ok(shape(&outcome.map_err(refused)?))))
    }

    fn sandboxed<R: Rule>(&self) -> Result<Box<dyn Run>> {
        let file = Path::new("target/rules").join(format!("{}.wasm", R::ABOUT.id));
        let rule = self.engine.load_rule(file)?.configure(&self.params::<R>())?;
        let facts = Facts::from_serialize(&self.facts)?;
        let at = ours::at()?;
        Ok(ready(move || rule.evaluate(&facts, at), |outcome| Ok(serde_json::to_value(outcome?)?)))
    }
}

/// What is compared of an outcome, whoever told it.
fn reduced(outcome: &Value) -> Value {
    let every =
        |list: &Value, row: fn(&Value) -> Value| list.as_array().into_iter().flatten().map(row).collect::<Value>();
    let checks = every(&outcome["checks"], |check| {
        let observed = check["observed"].as_array().into_iter().flatten();
        let observed: Value = observed.map(|seen| json!([seen["pointer"], seen["value"]])).collect();
        json!([check["subject"], check["status"], check["required"], observed])
    });
    let terms = every(&outcome["score"]["contributions"], |term| json!([term["factor"], term["points"]]));
    let artifacts = every(&outcome["artifacts"], |artifact| artifact["content"].clone());
    json!({ "checks": checks, "points": outcome["score"]["points"], "terms": terms, "artifacts": artifacts })
}
