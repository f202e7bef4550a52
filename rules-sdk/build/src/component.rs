//! Turns a core module into a component, and refuses one that could do more than compute.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, TypeDefKind, World, WorldItem};

/// The component made of `module`, which must say in a custom section what it exports, as `wit-bindgen` makes it do.
///
/// # Errors
/// `module` is none of which a component can be made, or one that imports or exports what a rule does not.
pub fn encode(module: &[u8]) -> Result<Vec<u8>> {
    let component = ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(ComponentEncoder::encode)
        .context("it does not make a component")?;
    check(&component)?;
    Ok(component)
}

/// Checks that `component` imports nothing that acts, and exports something.
///
/// # Errors
/// It is not so: the error names the imports, and what to do.
pub fn check(component: &[u8]) -> Result<()> {
    let decoded = wit_component::decode(component).context("cannot read the component back")?;
    let DecodedWasm::Component(resolve, world) = decoded else {
        anyhow::bail!("it is a WIT package, not a component");
    };
    let world = &resolve.worlds[world];
    let imports = acting_imports(&resolve, world);
    ensure!(
        imports.is_empty(),
        "it imports {}: a rule is a pure function of its parameters, the facts and the time, and may import nothing; \
         drop the dependency that asks for it",
        imports.join(", ")
    );
    ensure!(!world.exports.is_empty(), "it exports nothing: is `clearance_rule::export!(…)` missing?");
    Ok(())
}

/// The imports through which something could be called. An interface that has only types is none.
fn acting_imports(resolve: &Resolve, world: &World) -> Vec<String> {
    let acts = |item: &WorldItem| match item {
        WorldItem::Function(_) => true,
        WorldItem::Type { .. } => false,
        WorldItem::Interface { id, .. } => {
            let interface = &resolve.interfaces[*id];
            let mut types = interface.types.values();
            !interface.functions.is_empty() || types.any(|id| matches!(resolve.types[*id].kind, TypeDefKind::Resource))
        }
    };
    let imports = world.imports.iter().filter(|(_, item)| acts(item));
    imports.map(|(key, _)| format!("`{}`", resolve.name_world_key(key))).collect()
}

/// Writes `content` to `path` in one step, so that nobody ever reads half a file. Gives whether it had to: a file that
/// has the content already keeps its modification time.
///
/// # Errors
/// The file cannot be read or written.
pub fn write(path: &Path, content: &[u8]) -> Result<bool> {
    match fs::read(path) {
        Ok(old) if old == content => return Ok(false),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
        }
        _ => {}
    }
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new();
        // Temporary files are otherwise for their owner alone.
        #[cfg(unix)]
        file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = file.tempfile_in(folder)?;
        file.write_all(content)?;
        file.persist(path)?;
        Ok::<_, std::io::Error>(true)
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use wit_component::StringEncoding;

    /// A core module whose only function is imported as `name` from `module` and exported as `export`.
    fn module(import: Option<(&str, &str)>, export: &str) -> Vec<u8> {
        fn name(text: &str) -> Vec<u8> {
            [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
        }
        fn section(id: u8, content: &[u8]) -> Vec<u8> {
            [&[id, u8::try_from(content.len()).unwrap()], content].concat()
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend(section(1, &[1, 0x60, 0, 0]));
        match import {
            Some((from, function)) => {
                module.extend(section(2, &[&[1][..], &name(from), &name(function), &[0, 0]].concat()));
            }
            None => module.extend(section(3, &[1, 0])),
        }
        module.extend(section(7, &[&[1][..], &name(export), &[0, 0]].concat()));
        if import.is_none() {
            module.extend(section(10, &[1, 2, 0, 0x0b]));
        }
        module
    }

    /// `module` with the section that says that it is of `world`.
    fn of_world(mut module: Vec<u8>, wit: &str) -> Vec<u8> {
        let mut resolve = Resolve::default();
        let package = resolve.push_str("test.wit", wit).unwrap();
        let world = resolve.select_world(&[package], None).unwrap();
        wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false).unwrap();
        module
    }

    const PURE: &str = "package test:pure; interface types { type n = u32; } \
                        world w { use types.{n}; export run: func(); }";
    const CLOCK: &str = "package test:clock@1.0.0; interface clock { tick: func(); } \
                         world w { import clock; export run: func(); }";

    #[test]
    fn a_module_that_imports_nothing_becomes_a_component() {
        let component = encode(&of_world(module(None, "run"), PURE)).unwrap();
        assert!(component.starts_with(b"\0asm\x0d\0\x01\0"));
    }

    #[test]
    fn an_import_that_the_world_offers_but_the_module_does_not_use_is_dropped() {
        encode(&of_world(module(None, "run"), CLOCK)).unwrap();
    }

    #[test]
    fn a_component_that_imports_is_refused_by_the_name_of_the_import() {
        let module = of_world(module(Some(("test:clock/clock@1.0.0", "tick")), "run"), CLOCK);
        let error = encode(&module).unwrap_err().to_string();
        assert!(error.starts_with("it imports `test:clock/clock@1.0.0`: a rule is a pure function"), "{error}");
    }

    #[test]
    fn an_import_of_no_world_is_refused() {
        let module = of_world(module(Some(("env", "getrandom")), "run"), PURE);
        let error = format!("{:#}", encode(&module).unwrap_err());
        assert!(error.starts_with("it does not make a component: "), "{error}");
        assert!(error.contains("env"), "{error}");
    }

    #[test]
    fn a_module_that_exports_nothing_of_a_world_is_refused() {
        let error = encode(&module(None, "run")).unwrap_err().to_string();
        assert!(error.starts_with("it exports nothing"), "{error}");
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(encode(b"").is_err());
        assert!(encode(b"\0asm\x01\0\0\0\x01").is_err());
    }

    #[test]
    fn a_file_is_written_once_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made/rule.wasm");
        assert!(write(&path, b"one").unwrap());
        assert!(!write(&path, b"one").unwrap());
        assert!(write(&path, b"two").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_written_file_can_be_read_by_everyone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rule.wasm");
        write(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o444, 0o444);
    }
}
