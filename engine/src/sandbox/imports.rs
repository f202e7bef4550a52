//! What is no component, and what wants to reach the world outside: both are refused, with what to do instead.

use crate::error::{Error, ErrorCode};
use std::collections::BTreeSet;
use wasmparser::component_types::{ComponentAnyTypeId, ComponentEntityType};
use wasmparser::types::Types;
use wasmparser::{Parser, Payload};

/// How many names an error lists.
const LISTED: usize = 40;
/// Of WASI, which ordinary toolchains ask for even where the author's code does not.
const SEALED: &str = "there is no WASI for a rule, though most toolchains ask for it by themselves: build it with \
                      `clearance rule build`, whose kits do without (`docs/authoring` has a page for each language), and pass \
                      what the rule would ask a system for as facts or params";

/// Whether `bytes` are a component, by their first bytes; what imports a core module has is said with its refusal.
pub(super) fn check_header(bytes: &[u8]) -> Result<(), Error> {
    let refuse = |message: String, remedy: &str| Err(Error::new(ErrorCode::RuleNotAComponent, message).advise(remedy));
    match bytes.get(..8) {
        Some(b"\0asm\x0d\0\x01\0") => Ok(()),
        Some(b"\0asm\x01\0\0\0") => {
            let message = "this is a core WebAssembly module, and should be a component";
            let wanted = module_imports(bytes);
            if wanted.iter().any(|name| name.starts_with("wasi")) {
                refuse(format!("{message}; it wants imports, and a rule has none: {}", listed(&wanted)), SEALED)
            } else {
                refuse(message.to_owned(), "build it with `clearance rule build`, which makes components")
            }
        }
        _ => refuse(
            "this is not a WebAssembly component".to_owned(),
            "name the `.wasm` file that the rule's build wrote",
        ),
    }
}

/// A rule is a pure function: it may import the contract's types, which are no more than names, and nothing else. `types` are those of
/// the component, which is valid.
pub(super) fn check(component: &[u8], types: &Types) -> Result<(), Error> {
    let acts = |name: &str| {
        types.component_item_for_import(name).is_none_or(|item| match item.ty {
            ComponentEntityType::Type { referenced, .. } => is_resource(referenced),
            ComponentEntityType::Instance(id) => types[id].exports.values().any(|export| match export.ty {
                ComponentEntityType::Type { referenced, .. } => is_resource(referenced),
                _ => true,
            }),
            _ => true,
        })
    };
    let wanted: Vec<String> = component_imports(component).into_iter().filter(|name| acts(name)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let message = format!("the component wants imports, and a rule has none: {}", listed(&wanted));
    let remedy = if wanted.iter().any(|name| name.starts_with("wasi:")) {
        SEALED
    } else {
        "a rule is a pure function of its params and facts: pass what it needs as facts"
    };
    Err(Error::new(ErrorCode::RuleImports, message).advise(remedy))
}

/// Whether a type is one of things that live elsewhere, which only who owns them can make and drop.
fn is_resource(ty: ComponentAnyTypeId) -> bool {
    matches!(ty, ComponentAnyTypeId::Resource(_))
}

/// The names that a component imports, without those that the components in it do.
fn component_imports(component: &[u8]) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![];
    for payload in Parser::new(0).parse_all(component).map_while(Result::ok) {
        match payload {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(imports) if depth == 1 => {
                names.extend(imports.into_iter().map_while(Result::ok).map(|import| import.name.name.to_owned()));
            }
            _ => {}
        }
    }
    names
}

/// What a core module imports, as `module.name`, each once. What cannot be read has no imports worth naming.
fn module_imports(bytes: &[u8]) -> Vec<String> {
    let imports = Parser::new(0).parse_all(bytes).map_while(Result::ok).find_map(|payload| match payload {
        Payload::ImportSection(section) => Some(section),
        _ => None,
    });
    let names = imports.into_iter().flat_map(|section| section.into_imports().map_while(Result::ok).take(10 * LISTED));
    let names: BTreeSet<String> = names.map(|import| format!("{}.{}", import.module, import.name)).collect();
    names.into_iter().collect()
}

/// The names, of which there may be many, and each of any length.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| {
            if name.len() > 100 {
                format!("`{}…`", name.chars().take(100).collect::<String>())
            } else {
                format!("`{name}`")
            }
        })
        .collect();
    let more = if names.len() > LISTED { format!(" and {} more", names.len() - LISTED) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
