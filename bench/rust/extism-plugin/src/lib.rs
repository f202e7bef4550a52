//! The four rules as a plug-in of Extism. Each takes the facts as MessagePack or as JSON and answers in MessagePack,
//! with text borrowed from the facts where it can be. The params are the plug-in's configuration, read once an instance.

mod params;
mod rules;

use extism_pdk::{Error, FnResult, plugin_fn};
use serde::{Deserialize, Serialize};

/// The form in which the facts come.
trait Form {
    fn read<'a, T: Deserialize<'a>>(facts: &'a [u8]) -> Result<T, Error>;
}

struct MessagePack;
struct Json;

impl Form for MessagePack {
    fn read<'a, T: Deserialize<'a>>(facts: &'a [u8]) -> Result<T, Error> {
        Ok(rmp_serde::from_slice(facts)?)
    }
}

impl Form for Json {
    fn read<'a, T: Deserialize<'a>>(facts: &'a [u8]) -> Result<T, Error> {
        Ok(serde_json::from_slice(facts)?)
    }
}

fn write(answer: &impl Serialize) -> FnResult<Vec<u8>> {
    Ok(rmp_serde::to_vec(answer).map_err(Error::from)?)
}

#[plugin_fn]
pub fn coverage(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::coverage(&MessagePack::read(&facts)?)?)
}

#[plugin_fn]
pub fn coverage_json(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::coverage(&Json::read(&facts)?)?)
}

#[plugin_fn]
pub fn risk(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::risk(&MessagePack::read(&facts)?)?)
}

#[plugin_fn]
pub fn risk_json(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::risk(&Json::read(&facts)?)?)
}

#[plugin_fn]
pub fn residency(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::residency(&MessagePack::read(&facts)?)?)
}

#[plugin_fn]
pub fn residency_json(facts: Vec<u8>) -> FnResult<Vec<u8>> {
    write(&rules::residency(&Json::read(&facts)?)?)
}

#[plugin_fn]
pub fn redaction(facts: Vec<u8>) -> FnResult<String> {
    Ok(rules::redaction(&MessagePack::read(&facts)?)?)
}

#[plugin_fn]
pub fn redaction_json(facts: Vec<u8>) -> FnResult<String> {
    Ok(rules::redaction(&Json::read(&facts)?)?)
}
