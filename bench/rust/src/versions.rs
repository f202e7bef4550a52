//! Which versions are measured, and on what.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::process::Command;

const CRATES: [&str; 7] = ["clearance", "cedar-policy", "cel", "extism", "extism-pdk", "regorus", "zen-engine"];

/// The versions of the engines, as this binary was built with them, and of the compiler.
pub fn all() -> Result<BTreeMap<String, String>> {
    let mut versions = BTreeMap::new();
    let lock = include_str!("../Cargo.lock");
    for name in CRATES {
        let package = lock.split("[[package]]").find(|package| field(package, "name") == Some(name));
        let version = package.and_then(|package| field(package, "version"));
        versions.insert(name.to_owned(), version.with_context(|| format!("`{name}` is not locked"))?.to_owned());
    }
    let told = Command::new("rustc").arg("--version").output().context("`rustc` could not be started")?;
    let told = String::from_utf8(told.stdout)?;
    versions.insert("rustc".to_owned(), told.split(' ').nth(1).context("`rustc` tells no version")?.to_owned());
    Ok(versions)
}

/// Processor, cores and system.
pub fn machine() -> Result<String> {
    let about = std::fs::read_to_string("/proc/cpuinfo").context("the machine does not tell its processor")?;
    let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("processor unknown", |(_, model)| model);
    let release =
        std::fs::read_to_string("/proc/sys/kernel/osrelease").context("the machine does not tell its kernel")?;
    let release: Vec<_> = release.split('.').take(2).collect();
    let cores = std::thread::available_parallelism()?;
    Ok(format!("{model}, {cores} cores, Linux {}", release.join(".")))
}

fn field<'a>(package: &'a str, name: &str) -> Option<&'a str> {
    package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"'))
}
