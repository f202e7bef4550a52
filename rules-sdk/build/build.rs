//! Takes the kits and what `clearance rule new` writes into the crate, so that the command works wherever it is installed.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The kits, and what of them no author needs.
const KITS: [&str; 5] = ["c", "go", "python", "rust", "typescript"];
const LEFT_OUT: [&str; 8] =
    ["tests", "ruletest", "examples", "target", "build", "node_modules", "__pycache__", "package-lock.json"];

fn main() -> Result<(), Box<dyn Error>> {
    let sdk = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut code = String::from("pub(crate) const KITS: &[(&str, &[(&str, &str)])] = &[\n");
    for kit in KITS {
        let folder = sdk.join(kit);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = vec![];
        collect(&folder, &mut files)?;
        files.sort();
        writeln!(code, "    ({kit:?}, &[")?;
        for file in files {
            let name = file.strip_prefix(&folder)?.to_str().ok_or("a kit's files have names in UTF-8")?;
            let source = if kit == "rust" && name == "Cargo.toml" {
                let standalone = out.join("rust-kit.toml");
                fs::write(&standalone, stand_alone(&file, &sdk.join("../Cargo.toml"))?)?;
                standalone
            } else {
                file.clone()
            };
            writeln!(code, "        ({name:?}, include_str!({:?})),", source.display().to_string())?;
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let contract = sdk.join("../wit/rule.wit").canonicalize()?;
    println!("cargo::rerun-if-changed={}", contract.display());
    writeln!(code, "pub(crate) const CONTRACT: &str = include_str!({:?});", contract.display().to_string())?;
    fs::write(out.join("kits.rs"), code)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // A new project has all that its template has, its tests too.
        let in_template = folder.components().any(|part| part.as_os_str().to_string_lossy().starts_with("template"));
        let of_the_kit = LEFT_OUT.contains(&name) || name.ends_with("_test.go");
        if name.starts_with('.') || of_the_kit && !in_template {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The manifest of a crate of the workspace as it is outside of it.
fn stand_alone(manifest: &Path, workspace: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", workspace.display());
    let workspace: toml::Table = fs::read_to_string(workspace)?.parse()?;
    let shared = workspace.get("workspace").and_then(|value| value.as_table()).ok_or("a workspace")?;
    let of_workspace = |group: &str, name: &str| shared.get(group)?.get(name).cloned();
    let mut crate_: toml::Table = fs::read_to_string(manifest)?.parse()?;
    for absent in ["lints", "dev-dependencies"] {
        crate_.remove(absent);
    }
    for (group, shared) in [("package", "package"), ("dependencies", "dependencies")] {
        let Some(table) = crate_.get_mut(group).and_then(|value| value.as_table_mut()) else { continue };
        for (name, value) in table.iter_mut() {
            let Some(own) = value.as_table().filter(|own| own.contains_key("workspace")).cloned() else { continue };
            let mut whole = of_workspace(shared, name).ok_or_else(|| format!("the workspace has no `{name}`"))?;
            if own.contains_key("optional") {
                let version = whole.clone();
                let table = whole.as_table_mut();
                let mut table =
                    table.cloned().unwrap_or_else(|| [("version".to_owned(), version)].into_iter().collect());
                table.insert("optional".to_owned(), toml::Value::Boolean(true));
                whole = toml::Value::Table(table);
            }
            *value = whole;
        }
    }
    Ok(toml::to_string(&crate_)?)
}
