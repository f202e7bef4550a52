//! The servers that a document, a path or an operation names.

use crate::document::{Document, Found, Gap, Version};
use crate::words::element;
use clearance_rule::joined;
use clearance_rule::node::below;

/// The addresses of the servers named at a place, each with where it stands. A variable of an address is one more address for each
/// value that it may have, so that a new value is a new address.
pub(crate) fn of<'n, 'a>(document: &mut Document<'n, 'a>, at: &Found<'n, 'a>) -> Vec<(String, Found<'n, 'a>)> {
    if document.version == Version::Two {
        return if std::ptr::eq(at.node, document.root) { of_swagger(document) } else { Vec::new() };
    }
    let mut addresses = Vec::new();
    let pointer = below(&at.pointer, "servers");
    let servers = document.member(at.node, "servers");
    for (i, node) in document.items(&pointer, servers).iter().enumerate() {
        let place = element(&pointer, i);
        let Some(url) = node.text_at(&["url"]) else {
            let url = below(&place, "url");
            document.gaps.push(Gap::absent(url));
            continue;
        };
        let address = normal(url);
        let variables = node.get("variables");
        for (name, variable) in document.entries(&below(&place, "variables"), variables) {
            let values = below(&below(&below(&place, "variables"), name), "enum");
            let with = |value: &str| joined![address, " with ", name, "=", value];
            let found = |pointer: String, node| Found { pointer, node };
            match variable.get("enum") {
                None => addresses.push((with("*"), found(values, variable))),
                listed => {
                    for (i, value) in document.items(&values, listed).iter().enumerate() {
                        addresses.push((with(value.text().unwrap_or_default()), found(element(&values, i), value)));
                    }
                }
            }
        }
        if let Some(url) = node.get("url") {
            addresses.push((address, Found { pointer: below(&place, "url"), node: url }));
        }
    }
    addresses
}

/// Swagger 2.0 has one host and one base path, and several schemes.
fn of_swagger<'n, 'a>(document: &mut Document<'n, 'a>) -> Vec<(String, Found<'n, 'a>)> {
    let root = document.root;
    let Some((host, node)) = root.text_at(&["host"]).zip(root.get("host")) else { return Vec::new() };
    let base = root.text_at(&["basePath"]).unwrap_or_default();
    let pointer = below(&document.pointer, "schemes");
    let schemes = document.items(&pointer, root.get("schemes"));
    let address = |scheme: &str| normal(&joined![scheme, "://", host, base]);
    if schemes.is_empty() {
        // Then whatever serves the document decides.
        return vec![(address("https"), Found { pointer: below(&document.pointer, "host"), node })];
    }
    let found = |i, node| Found { pointer: element(&pointer, i), node };
    schemes.iter().enumerate().map(|(i, node)| (address(node.text().unwrap_or_default()), found(i, node))).collect()
}

/// An address as it is compared: scheme and host in small letters, without a slash at its end.
pub(crate) fn normal(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)))
    else {
        return url.to_owned();
    };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    joined![scheme.to_ascii_lowercase(), "://", host.to_ascii_lowercase(), path]
}

/// Whether requests and answers go there in plain text.
pub(crate) fn is_plain(address: &str) -> bool {
    ["http://", "ws://", "ftp://"].iter().any(|scheme| address.starts_with(scheme))
}
