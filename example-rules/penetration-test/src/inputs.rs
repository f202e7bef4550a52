//! What an operation takes from who calls it: whether a release lets it take more.
//!
//! Schemas are walked in pairs, the one before and the one after, and each pair once: schemas that contain themselves come to an
//! end. Whatever `allOf`, `oneOf`, `anyOf` and references bring together is taken together, as if all of it could be sent.

use crate::document::{Document, Found, Gap, Version};
use crate::surface::Operation;
use crate::table::{Places, Table, key};
use crate::words::{correct, element, few, quoted};
use clearance_rule::joined;
use clearance_rule::node::{Node, below};

/// How many schemas and members may be looked at for all operations of an API.
const MOST_STEPS: usize = 250_000;

/// Schemas that nest deeper are not walked to their end.
const DEEPEST: usize = 64;

/// What an operation takes that it did not take before.
#[derive(Debug, Default)]
pub(crate) struct Widened {
    inputs: Vec<String>,
    files: Vec<String>,
    /// What could not be read of either.
    pub(crate) gaps: Vec<Gap>,
}

impl Widened {
    /// New parameters, properties and media types, in words; none where there are none.
    pub(crate) fn inputs(&self) -> Option<String> {
        (!self.inputs.is_empty()).then(|| few(&self.inputs, ", "))
    }

    /// New files, in words; none where there are none.
    pub(crate) fn files(&self) -> Option<String> {
        (!self.files.is_empty()).then(|| few(&self.files, ", "))
    }
}

/// The two documents, and how much of them may still be looked at.
pub(crate) struct Comparison<'d, 'n, 'a> {
    before: &'d mut Document<'n, 'a>,
    after: &'d mut Document<'n, 'a>,
    steps: usize,
    /// Whether what operations refer to is the same in both: then an operation that is the same takes the same.
    same_components: bool,
}

/// A pair of schemas at the same place; each is what several schemas come to together.
struct Pair<'n, 'a> {
    before: Vec<&'n Node<'a>>,
    after: Vec<&'n Node<'a>>,
    path: String,
    depth: usize,
    /// Whether it stands in something that is new, and told already.
    within_new: bool,
}

/// A part of a schema: a property, the elements, further properties, those whose names have a pattern.
#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Property(&'a str),
    Elements,
    Others,
    Matching(&'a str),
}

struct View<'n, 'a> {
    parts: Table<(Part<'a>, Vec<&'n Node<'a>>)>,
    is_file: bool,
}

/// What an operation takes.
struct Taken<'n, 'a> {
    /// By where they stand and what they are called.
    parameters: Table<(&'a str, String, bool)>,
    /// By media type.
    bodies: Table<(String, Vec<&'n Node<'a>>)>,
}

impl<'d, 'n, 'a> Comparison<'d, 'n, 'a> {
    pub(crate) fn new(before: &'d mut Document<'n, 'a>, after: &'d mut Document<'n, 'a>) -> Self {
        let shared = ["components", "definitions", "parameters", "paths", "consumes"];
        let same_components = shared.iter().all(|part| before.root.get(part) == after.root.get(part));
        Self { before, after, steps: MOST_STEPS, same_components }
    }

    /// Whether there is too much to look at, so that nothing more can be said.
    pub(crate) fn is_over(&self) -> bool {
        self.steps == 0
    }

    /// What the operation takes more than before.
    pub(crate) fn widened(&mut self, before: &Operation<'n, 'a>, after: &Operation<'n, 'a>) -> Widened {
        let mut widened = Widened::default();
        if self.same_components {
            return widened;
        }
        let old = taken(self.before, before, &mut self.steps, &mut widened.gaps);
        let new = taken(self.after, after, &mut self.steps, &mut widened.gaps);
        for (place, name, is_file) in new.parameters.iter() {
            let known = old.parameters.get(&key(&[place, name]));
            let words = || joined![parameter_in(place), quoted(name)];
            if known.is_none() {
                widened.inputs.push(words());
            }
            if *is_file && !known.is_some_and(|(.., is_file)| *is_file) {
                widened.files.push(words());
            }
        }
        for (media, schemas) in new.bodies.iter() {
            let known = old.bodies.get(media.as_bytes()).map(|(_, schemas)| schemas);
            if known.is_none() {
                widened.inputs.push(joined!["the media type ", quoted(media)]);
                if takes_files(media) {
                    widened.files.push(joined!["the media type ", quoted(media)]);
                }
            }
            let pair = Pair {
                before: known.cloned().unwrap_or_default(),
                after: schemas.clone(),
                path: String::new(),
                depth: 0,
                within_new: known.is_none(),
            };
            self.walk(pair, &after.found.pointer, &mut widened);
        }
        if self.steps == 0 {
            let message = "what the operations take is too much to be compared";
            widened.gaps.push(Gap::new(&*self.after.pointer, message, "describe the API in several documents"));
        }
        widened
    }

    fn walk(&mut self, first: Pair<'n, 'a>, operation: &str, widened: &mut Widened) {
        let mut pairs = vec![first];
        let mut seen = Places::default();
        let mut number = 0;
        while let Some(pair) = pairs.pop() {
            number += 1;
            if seen.get_or_set(&pair.key(), number) != number {
                continue;
            }
            if pair.depth > DEEPEST {
                let message = joined!["schemas of `", operation, "` nest too deep to be compared"];
                widened.gaps.push(Gap::new(operation, message, joined!["let what `", operation, "` takes nest less"]));
                return;
            }
            let mut lost = Vec::new();
            let old = view(self.before, &pair.before, &mut self.steps, &mut lost);
            let new = view(self.after, &pair.after, &mut self.steps, &mut lost);
            widened.gaps.extend(lost.into_iter().map(|reference| {
                let message =
                    joined!["a schema of `", operation, "` refers to ", quoted(reference), ", which is not there"];
                Gap::new(operation, message, "define the schema, and bundle the documents of the API into one")
            }));
            if new.is_file && !old.is_file {
                widened.files.push(if pair.path.is_empty() {
                    "the body".to_owned()
                } else {
                    joined!["the property ", quoted(&pair.path)]
                });
            }
            for (part, after) in new.parts.iter() {
                let path = part.below(&pair.path);
                let before = old.parts.get(&part.key()).map(|(_, schemas)| schemas.clone());
                let is_new = before.is_none();
                if is_new && !pair.within_new {
                    widened.inputs.push(joined!["the property ", quoted(&path)]);
                }
                let within_new = pair.within_new || is_new;
                let before = before.unwrap_or_default();
                pairs.push(Pair { before, after: after.clone(), path, depth: pair.depth + 1, within_new });
            }
        }
    }
}

impl Pair<'_, '_> {
    /// What tells it from pairs of other schemas.
    fn key(&self) -> Vec<u8> {
        let mut key = vec![u8::from(self.within_new)];
        key.extend_from_slice(&self.before.len().to_le_bytes());
        self.before.iter().chain(&self.after).for_each(|schema| key.extend_from_slice(&address(schema)));
        key
    }
}

impl<'n, 'a> View<'n, 'a> {
    fn add(&mut self, part: Part<'a>, schemas: impl IntoIterator<Item = &'n Node<'a>>) {
        self.parts.get_or_add(&part.key(), || (part, Vec::new())).1.extend(schemas);
    }
}

impl<'n, 'a> Taken<'n, 'a> {
    fn body(&mut self, media: String, schema: Option<&'n Node<'a>>) {
        let key = media.clone().into_bytes();
        self.bodies.get_or_add(&key, || (media, Vec::new())).1.extend(schema);
    }
}

impl Part<'_> {
    fn key(self) -> Vec<u8> {
        match self {
            Self::Property(name) => key(&["", name]),
            Self::Elements => key(&["[]"]),
            Self::Others => key(&["*"]),
            Self::Matching(pattern) => key(&["*", pattern]),
        }
    }

    fn below(self, path: &str) -> String {
        let dot = if path.is_empty() { "" } else { "." };
        match self {
            Self::Property(name) => joined![path, dot, name],
            Self::Elements => joined![path, "[]"],
            Self::Others => joined![path, dot, "*"],
            Self::Matching(pattern) => joined![path, dot, "*(", pattern, ")"],
        }
    }
}

/// What several schemas come to together. References that lead nowhere are left in `lost`.
fn view<'n, 'a>(
    document: &mut Document<'n, 'a>,
    schemas: &[&'n Node<'a>],
    steps: &mut usize,
    lost: &mut Vec<&'a str>,
) -> View<'n, 'a> {
    let mut view = View { parts: Table::new(), is_file: false };
    let mut open: Vec<&'n Node<'a>> = schemas.to_vec();
    let mut seen = Places::default();
    let mut number = 0;
    while let Some(schema) = open.pop() {
        number += 1;
        if seen.get_or_set(&address(schema), number) != number || !spend(steps, schema.entries().len()) {
            continue;
        }
        for (keyword, value) in schema.entries() {
            match (*keyword, value) {
                ("$ref", Node::Text(reference)) => {
                    match reference.strip_prefix('#').and_then(|fragment| document.locate(fragment)) {
                        Some(found) => open.push(found.node),
                        None => lost.push(reference),
                    }
                }
                ("allOf" | "oneOf" | "anyOf", Node::List(schemas)) if spend(steps, schemas.len()) => {
                    open.extend(schemas);
                }
                ("then" | "else", _) => open.push(value),
                ("properties", Node::Map(properties)) if spend(steps, properties.len()) => {
                    for (name, property) in properties {
                        view.add(Part::Property(name), [property]);
                    }
                }
                ("patternProperties", Node::Map(patterns)) if spend(steps, patterns.len()) => {
                    for (pattern, property) in patterns {
                        view.add(Part::Matching(pattern), [property]);
                    }
                }
                ("items", Node::Map(_)) => view.add(Part::Elements, [value]),
                ("prefixItems", Node::List(items)) if spend(steps, items.len()) => {
                    view.add(Part::Elements, items);
                }
                ("additionalProperties", Node::Map(_) | Node::Bool(true)) => {
                    view.add(Part::Others, [value]);
                }
                ("format", Node::Text("binary")) | ("type", Node::Text("file")) => view.is_file = true,
                ("contentMediaType", Node::Text(media)) if takes_files(media) => view.is_file = true,
                _ => {}
            }
        }
    }
    view
}

fn taken<'n, 'a>(
    document: &mut Document<'n, 'a>,
    operation: &Operation<'n, 'a>,
    steps: &mut usize,
    gaps: &mut Vec<Gap>,
) -> Taken<'n, 'a> {
    let mut taken = Taken { parameters: Table::new(), bodies: Table::new() };
    let consumed = operation.found.node.get("consumes").or_else(|| document.root.get("consumes"));
    for at in [&operation.item, &operation.found] {
        let pointer = below(&at.pointer, "parameters");
        let listed = document.member(at.node, "parameters").map_or(&[][..], Node::items);
        if !spend(steps, listed.len()) {
            return taken;
        }
        for (i, node) in listed.iter().enumerate() {
            let found = match document.try_resolve(Found { pointer: element(&pointer, i), node }) {
                Ok(found) => found.node,
                Err(gap) => {
                    gaps.push(gap);
                    continue;
                }
            };
            let (place, name) = (found.text_at(&["in"]), found.text_at(&["name"]));
            match (place, name) {
                // A path parameter is a part of the path.
                (Some("path"), _) => {}
                (Some("body"), _) if document.version == Version::Two => {
                    for media in consumed.map_or(&[][..], Node::items).iter().filter_map(Node::text) {
                        taken.body(essence(media), found.get("schema"));
                    }
                    if consumed.is_none() {
                        taken.body("*/*".to_owned(), found.get("schema"));
                    }
                }
                (Some(place), Some(name)) => {
                    // Names of headers are the same in whatever case.
                    let name = if place == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
                    let is_file = found.text_at(&["type"]) == Some("file");
                    taken.parameters.get_or_add(&key(&[place, &name]), || (place, name, is_file));
                }
                _ => {
                    let place = element(&pointer, i);
                    let message = joined!["`", place, "` does not say what it is called and where it stands"];
                    gaps.push(Gap::new(&*place, message, correct(&place)));
                }
            }
        }
    }
    if let Some(node) = document.member(operation.found.node, "requestBody") {
        match document.try_resolve(Found { pointer: below(&operation.found.pointer, "requestBody"), node }) {
            Ok(body) => {
                let content = body.node.get("content").map_or(&[][..], Node::entries);
                if spend(steps, content.len()) {
                    for (media, content) in content {
                        taken.body(essence(media), content.get("schema"));
                    }
                }
            }
            Err(gap) => gaps.push(gap),
        }
    }
    taken
}

/// A media type without its parameters.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether what is of a media type is a file, or has some.
fn takes_files(media: &str) -> bool {
    let media = essence(media);
    ["multipart/", "image/", "audio/", "video/", "font/", "model/"].iter().any(|kind| media.starts_with(kind))
        || ["application/octet-stream", "application/pdf", "application/zip", "application/gzip"].contains(&&*media)
}

fn parameter_in(place: &str) -> &'static str {
    match place {
        "query" => "the query parameter ",
        "header" => "the header ",
        "cookie" => "the cookie ",
        "formData" => "the form field ",
        _ => "the parameter ",
    }
}

/// Whether so much may still be looked at.
fn spend(steps: &mut usize, number: usize) -> bool {
    let left = steps.checked_sub(number.saturating_add(1));
    *steps = left.unwrap_or(0);
    left.is_some()
}

fn address(node: &Node<'_>) -> [u8; size_of::<usize>()] {
    std::ptr::from_ref(node).addr().to_le_bytes()
}
