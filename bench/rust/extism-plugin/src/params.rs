//! The params, as the host configures them.

use extism_pdk::{Error, config};
use regex_lite::Regex;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Deserialize)]
pub struct Coverage {
    pub minimum: Tiers,
}

#[derive(Deserialize)]
pub struct Tiers {
    #[serde(rename = "1")]
    first: f64,
    #[serde(rename = "2")]
    second: f64,
    #[serde(rename = "3")]
    third: f64,
}

#[derive(Deserialize)]
pub struct Risk {
    pub weights: Weights,
    pub stale_days: u32,
    pub cap: f64,
}

#[derive(Deserialize)]
pub struct Weights {
    pub lines: f64,
    pub incident: f64,
    pub stale: f64,
    pub tier: Tiers,
}

#[derive(Deserialize)]
pub struct Residency {
    pub allowed: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub struct Redaction {
    pub patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
pub struct Pattern {
    pub name: String,
    #[serde(deserialize_with = "compiled")]
    pub expression: Regex,
}

impl Tiers {
    pub fn of(&self, tier: u8) -> Result<f64, Error> {
        match tier {
            1 => Ok(self.first),
            2 => Ok(self.second),
            3 => Ok(self.third),
            _ => Err(Error::msg(format!("there is no tier {tier}"))),
        }
    }
}

fn compiled<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(deserializer)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

/// The params in `slot`, which are read where they are not there yet.
pub fn once<P: DeserializeOwned>(slot: &'static OnceLock<P>) -> Result<&'static P, Error> {
    if let Some(params) = slot.get() {
        return Ok(params);
    }
    let text = config::get("params")?.ok_or_else(|| Error::msg("the plug-in has no params"))?;
    let params = serde_json::from_str(&text)?;
    Ok(slot.get_or_init(|| params))
}
