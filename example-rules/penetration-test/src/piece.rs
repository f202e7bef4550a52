//! A piece of new surface: what is new, and what a test would have to cover to cover it.

use crate::params::{Kind, PenetrationTest};
use crate::surface::Key;
use crate::words::quoted;
use clearance_rule::Severity;
use clearance_rule::joined;
use clearance_rule::node::Node;

/// A piece of new surface.
#[derive(Debug)]
pub(crate) struct Piece<'n, 'a> {
    pub(crate) kind: Kind,
    /// The API that it is of, by its place among the facts; none for an integration.
    pub(crate) api: Option<usize>,
    pub(crate) subject: String,
    /// What is new, in a sentence that goes on with whether it was tested.
    pub(crate) what: String,
    pub(crate) severity: Severity,
    pub(crate) target: Target<'a>,
    /// Whether it was not there at all before. Who tested it by its name then tested what is new.
    pub(crate) novel: bool,
    /// Places that were read.
    pub(crate) seen: Vec<(String, Option<&'n Node<'a>>)>,
    /// Of an integration, its place in the list after the release and whether that says that it is external.
    pub(crate) integration: Option<(usize, Option<bool>)>,
}

/// What the scope of a test is to have for the test to cover a piece.
#[derive(Debug)]
pub(crate) enum Target<'a> {
    Operation(Key),
    Webhook(&'a str),
    Server(String),
    /// The API as a whole.
    Api,
    Integration(&'a str),
}

impl Piece<'_, '_> {
    /// Why the policy needs no test of it; none where it does.
    pub(crate) fn spared(&self, rule: &PenetrationTest) -> Option<String> {
        if !rule.test_needed_for.contains(&self.kind) {
            return Some("the policy needs no test for this kind of change".to_owned());
        }
        let Target::Operation((path, _)) = &self.target else { return None };
        rule.exemption(path).map(|pattern| joined!["exempt by ", quoted(pattern)])
    }
}
