//! What the Rust crate exports, read from its source: the names of its `pub use` lines, their public fields and methods.
//!
//! A struct whose fields stand in a table, one macro call `name! { field: …; … }` with the struct's name in lower case,
//! has the fields of the table.

use super::Exports;
use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Fields, ImplItem, Item, UseTree, Visibility};

/// Reads the crate whose sources are in `folder`.
pub(super) fn exports(folder: &Path) -> Result<Exports> {
    let mut names = BTreeSet::new();
    for item in parse(&folder.join("lib.rs"))?.items {
        if let Item::Use(item) = item
            && is_public(&item.vis)
        {
            collect_names(&item.tree, &mut names);
        }
    }
    let mut exports = Exports::default();
    for name in names {
        if name.chars().next().is_some_and(char::is_uppercase) {
            exports.types.insert(name, BTreeSet::new());
        } else {
            exports.functions.insert(name);
        }
    }
    for file in sources(folder)? {
        for item in parse(&file)?.items {
            collect_members(&item, &mut exports);
        }
    }
    Ok(exports)
}

fn parse(file: &Path) -> Result<syn::File> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    syn::parse_file(&text).with_context(|| format!("cannot parse `{}`", file.display()))
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn collect_names(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => collect_names(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect_names(tree, names)),
        UseTree::Glob(_) => {}
    }
}

fn collect_members(item: &Item, exports: &mut Exports) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            if let (Fields::Named(fields), Some(members)) =
                (&item.fields, exports.types.get_mut(&item.ident.to_string()))
            {
                let public = fields.named.iter().filter(|field| is_public(&field.vis));
                members.extend(public.filter_map(|field| field.ident.as_ref()).map(ToString::to_string));
            }
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let syn::Type::Path(path) = &*item.self_ty else { return };
            let Some(name) = path.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
            let Some(members) = exports.types.get_mut(&name) else { return };
            for item in &item.items {
                if let ImplItem::Fn(function) = item
                    && is_public(&function.vis)
                {
                    members.insert(function.sig.ident.to_string());
                }
            }
        }
        Item::Macro(item) => {
            let Some(name) = item.mac.path.get_ident().map(ToString::to_string) else { return };
            let table = exports.types.iter_mut().find(|(of, _)| of.to_lowercase() == name);
            if let Some((_, members)) = table {
                members.extend(table_fields(&item.mac.tokens));
            }
        }
        _ => {}
    }
}

/// The names that stand before a colon, first after the attributes of each row of a table.
fn table_fields(tokens: &TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |token: &TokenTree, character| matches!(token, TokenTree::Punct(punct) if punct.as_char() == character);
    let rows = tokens.split(|token| is(token, ';'));
    rows.filter_map(|row| row.iter().position(|token| is(token, ':')).map(|colon| row[colon - 1].to_string())).collect()
}
