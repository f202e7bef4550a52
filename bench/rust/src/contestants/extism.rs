//! Extism: the rules as a plug-in, in a fresh instance for each evaluation, or in one that lives on and may remember.

use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::{FOLDER, Rule};
use crate::timing::ready;
use ::extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::Path;

/// The plug-in, which `cargo xtask plugin` builds.
const PLUGIN: &str = "plugins/extism.wasm";

pub struct Extism {
    fresh: bool,
}

impl Extism {
    /// An instance of its own for each evaluation.
    pub fn fresh() -> Self {
        Self { fresh: true }
    }

    /// One instance for all of them.
    pub fn reused() -> Self {
        Self { fresh: false }
    }
}

#[derive(Deserialize, Serialize)]
struct Covered {
    subject: String,
    status: String,
    found: Option<f64>,
    required: f64,
}

#[derive(Deserialize, Serialize)]
struct Risk {
    points: f64,
    contributions: Vec<Contribution>,
}

#[derive(Deserialize, Serialize)]
struct Contribution {
    factor: String,
    points: f64,
}

#[derive(Deserialize, Serialize)]
struct Resting {
    subject: String,
    class: Option<String>,
    region: String,
    status: String,
}

impl Contestant for Extism {
    fn engine(&self) -> &'static str {
        "extism"
    }

    fn variant(&self) -> &'static str {
        if self.fresh { "fresh plug-in" } else { "plug-in reused" }
    }

    fn setup(&self) -> &'static str {
        "A plug-in in Rust, compiled once (`CompiledPlugin`), instantiated for each call or once; the params are its \
         configuration. It takes MessagePack, or the JSON text, and answers in MessagePack, which is decoded into types \
         within the clock; it is built with the flags of Clearance's rules."
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        Ok(match question.rule {
            Rule::Coverage => self.prepare_typed::<Vec<Covered>>(table, question)?,
            Rule::Risk => self.prepare_typed::<Risk>(table, question)?,
            Rule::Residency => self.prepare_typed::<Vec<Resting>>(table, question)?,
            Rule::Redaction => self.prepare_with(table, question, |answer| Ok(String::from_utf8(answer.to_vec())?))?,
        })
    }
}

impl Extism {
    fn prepare_typed<T: DeserializeOwned + Serialize + 'static>(
        &self,
        table: Table,
        question: &Question,
    ) -> Result<Prepared> {
        self.prepare_with(table, question, |answer| Ok(rmp_serde::from_slice::<T>(answer)?))
    }

    fn prepare_with<T: Serialize + 'static>(
        &self,
        table: Table,
        question: &Question,
        read: impl Fn(&[u8]) -> Result<T> + 'static,
    ) -> Result<Prepared> {
        let asked = question.rule;
        let (function, facts) = match table {
            Table::Evaluate => {
                let section = json!({ asked.section(): question.facts[asked.section()] });
                (asked.name().to_owned(), rmp_serde::to_vec_named(&section)?)
            }
            Table::FromJson => (format!("{}_json", asked.name()), question.text.clone().into_bytes()),
        };
        let compiled = compiled(&question.params)?;
        let reduce = |answer: Result<T>| Ok(serde_json::to_value(answer?)?);
        Ok(Prepared::Ready(if self.fresh {
            ready(
                move || {
                    let mut plugin = Plugin::new_from_compiled(&compiled)?;
                    read(plugin.call::<&[u8], &[u8]>(&function, &facts)?)
                },
                reduce,
            )
        } else {
            let mut plugin = Plugin::new_from_compiled(&compiled)?;
            ready(move || read(plugin.call::<&[u8], &[u8]>(&function, &facts)?), reduce)
        }))
    }
}

fn compiled(params: &Value) -> Result<CompiledPlugin> {
    let path = Path::new(FOLDER).join(PLUGIN);
    let module = std::fs::read(&path)
        .with_context(|| format!("cannot read `{}`: run `cargo xtask plugin` first", path.display()))?;
    let manifest = Manifest::new([Wasm::data(module)]).with_config_key("params", params.to_string());
    // The cache of compiled modules on disk has no part in this: modules are compiled before the clock.
    CompiledPlugin::new(PluginBuilder::new(manifest).with_wasi(false).with_cache_disabled())
}
