//! Builds every rule, every guest of the tests and every rule that is measured.

use crate::component;
use crate::hostile;
use crate::project::{Package, Project};
use crate::shell;
use crate::wasm_target;
use anyhow::{Context, Result};
use clearance_build::described::{self, Build};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Where guests come from, and the folder in `target/` that their components go to.
const SOURCES: [(&str, &str); 3] = [("example-rules", "rules"), ("tests/guests", "guests"), ("bench/rules", "bench")];

/// The folder in `target/` for guests that are written by hand.
const HOSTILE: &str = "guests/hostile";

/// Makes a component of every guest.
pub(crate) fn build(project: &Project) -> Result<()> {
    let guests: Vec<_> =
        SOURCES.iter().flat_map(|&(from, to)| of_folder(project, from).map(move |guest| (guest, to))).collect();
    if guests.is_empty() {
        println!("there is no guest to build");
    } else {
        let modules = compile(project, &guests.iter().map(|(guest, _)| *guest).collect::<Vec<_>>())?;
        for (guest, to) in &guests {
            let module = module_of(&modules, guest)?;
            let module = fs::read(module).with_context(|| format!("cannot read `{}`", module.display()))?;
            let component = component::encode(&module).with_context(|| format!("`{}` cannot be used", guest.name))?;
            let size = kilobytes(component.len());
            let (path, note) = write(project, to, &file_name(&guest.name), &component)?;
            println!("{size:>7} kB  {}{note}", project.shown(&path).display());
        }
    }
    for (_, to) in SOURCES {
        let names = guests.iter().filter(|(_, other)| *other == to).map(|(guest, _)| file_name(&guest.name)).collect();
        remove_others(project, &project.made(to), &names)?;
    }
    build_hostile(project)
}

/// Makes the guests that are written by hand.
fn build_hostile(project: &Project) -> Result<()> {
    let components = hostile::components(project)?;
    for (name, component) in &components {
        write(project, HOSTILE, &file_name(name), component)?;
    }
    println!("{} hostile guests  {}", components.len(), project.shown(&project.made(HOSTILE)).display());
    let names = components.iter().map(|(name, _)| file_name(name)).collect();
    remove_others(project, &project.made(HOSTILE), &names)
}

/// Writes a component, and says where and whether it was there.
fn write(project: &Project, to: &str, name: &str, component: &[u8]) -> Result<(PathBuf, &'static str)> {
    let path = project.made(to).join(name);
    let written = component::write(&path, component)?;
    Ok((path, if written { "" } else { " (unchanged)" }))
}

fn of_folder<'a>(project: &'a Project, folder: &'a str) -> impl Iterator<Item = &'a Package> {
    project.packages.iter().filter(move |package| package.is_cdylib() && package.lies_in(project, folder))
}

/// The core module of each of `guests`, by package id.
fn compile(project: &Project, guests: &[&Package]) -> Result<BTreeMap<String, PathBuf>> {
    let toolchain = wasm_target::find(&project.workspace())?;
    println!("Rust for WebAssembly: {}", toolchain.description);
    let build = |build: Build<'_>| {
        let mut command = toolchain.cargo_build(&project.workspace());
        command.args(["--profile", "guest", "--lib", "--message-format", "json-render-diagnostics"]);
        for guest in guests {
            command.args(["-p", &guest.name]);
        }
        build.prepare(&mut command, "guest", project.shown(&project.cargo_target.join("wasm")));
        modules(&shell::output(command.stderr(Stdio::inherit()))?)
    };
    let first = build(Build::First)?;
    let answers = project.made("manifests");
    for guest in guests {
        described::ask(&guest.name, module_of(&first, guest)?, &answers)?;
    }
    build(Build::Second(&answers))
}

fn module_of<'a>(modules: &'a BTreeMap<String, PathBuf>, guest: &Package) -> Result<&'a PathBuf> {
    modules.get(&guest.id).with_context(|| format!("cargo made no module of `{}`", guest.name))
}

/// Reads the modules off cargo's messages, one JSON document a line.
pub(crate) fn modules(messages: &[u8]) -> Result<BTreeMap<String, PathBuf>> {
    #[derive(Deserialize)]
    struct Message {
        reason: String,
        package_id: Option<String>,
        filenames: Option<Vec<PathBuf>>,
    }
    let mut modules = BTreeMap::new();
    for line in messages.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{")) {
        let message: Message = serde_json::from_slice(line).context("cannot read what cargo says it built")?;
        if message.reason != "compiler-artifact" {
            continue;
        }
        let mut files = message.filenames.unwrap_or_default().into_iter();
        let module = files.find(|file| file.extension().is_some_and(|extension| extension == "wasm"));
        if let (Some(id), Some(module)) = (message.package_id, module) {
            modules.insert(id, module);
        }
    }
    Ok(modules)
}

fn file_name(guest: &str) -> String {
    format!("{guest}.wasm")
}

/// Tenths of 1,000 bytes, rounded up.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Removes the components in `folder` that are not among `names`: their source is gone, and nothing may go on working
/// because of what an earlier build left.
fn remove_others(project: &Project, folder: &Path, names: &BTreeSet<String>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot read `{}`", folder.display()))?,
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|extension| extension == "wasm") && !names.contains(&*name) {
            fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
            println!("removed     {} (its crate is gone)", project.shown(&path).display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn modules_are_read_off_cargos_messages() {
        let messages = br#"{"reason":"compiler-artifact","package_id":"path+file:///p#serde@1.0.0","filenames":["/t/libserde.rlib"]}
{"reason":"build-script-executed","package_id":"path+file:///p#libc@1.0.0","linked_libs":[]}
{"reason":"compiler-artifact","package_id":"path+file:///p#spin@1.0.0","filenames":["/t/libspin.rlib","/t/spin.wasm"]}
warning: a line that is not ours
{"reason":"build-finished","success":true}
"#;
        let modules = modules(messages).unwrap();
        assert_eq!(modules, [("path+file:///p#spin@1.0.0".to_owned(), PathBuf::from("/t/spin.wasm"))].into());
    }

    #[test]
    fn sizes_are_rounded_up_to_a_tenth() {
        assert_eq!(kilobytes(0), "0.0");
        assert_eq!(kilobytes(1), "0.1");
        assert_eq!(kilobytes(27_400), "27.4");
        assert_eq!(kilobytes(999_901), "1000.0");
    }

    #[test]
    fn components_whose_crate_is_gone_are_removed_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let project = Project { root: root.path().into(), cargo_target: root.path().into(), packages: vec![] };
        for name in ["kept.wasm", "gone.wasm", "notes.txt"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        remove_others(&project, root.path(), &["kept.wasm".to_owned()].into()).unwrap();
        let left: BTreeSet<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["kept.wasm".into(), "notes.txt".into()].into());
        remove_others(&project, &root.path().join("absent"), &BTreeSet::new()).unwrap();
    }
}
