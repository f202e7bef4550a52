//! What the release is built from, as its manifest and its lock file say.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

/// The section `dependencies`: every package of the lock file with its exact version and where it comes from. A package
/// of the repository itself comes from `path`.
pub(super) fn locked(lock: &str) -> Result<Value> {
    #[derive(Deserialize)]
    struct Lock {
        #[serde(default)]
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
        source: Option<String>,
        checksum: Option<String>,
    }
    let lock: Lock = toml::from_str(lock).context("cannot read `Cargo.lock`")?;
    let packages = lock.package.into_iter().map(|package| {
        let mut fact = json!({
            "name": package.name,
            "version": package.version,
            "source": package.source.as_deref().unwrap_or("path"),
        });
        if let Some(checksum) = package.checksum {
            fact["checksum"] = json!(format!("sha256:{checksum}"));
        }
        fact
    });
    Ok(packages.collect())
}

/// The version that the workspace's packages share, else that of the package at its root.
pub(super) fn version(manifest: &str) -> Result<Option<String>> {
    let manifest: toml::Table = toml::from_str(manifest).context("cannot read `Cargo.toml`")?;
    let workspace = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    let package = workspace.or_else(|| manifest.get("package"));
    let version = package.and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    Ok(version.map(str::to_owned))
}
