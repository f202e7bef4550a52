//! What an API offers after a release and did not before.

use crate::document::{Document, Found, Gap};
use crate::inputs::Comparison;
use crate::params::{Kind, PenetrationTest};
use crate::piece::{Piece, Target};
use crate::security::{Scheme, is_weaker};
use crate::servers;
use crate::surface::{Hook, Key, Operation, Surface, bytes};
use crate::words::{digits, element, quoted};
use clearance_rule::Severity;
use clearance_rule::joined;
use clearance_rule::node::{Node, below};
use clearance_rule::sections::Api;

/// What came of comparing the documents of an API.
#[derive(Debug, Default)]
pub(crate) struct Compared<'n, 'a> {
    pub(crate) pieces: Vec<Piece<'n, 'a>>,
    pub(crate) gaps: Vec<Gap>,
    /// How many operations there were before and are after; none where there is no document.
    pub(crate) operations: (Option<usize>, Option<usize>),
}

/// Compares the documents of the API at a place among the facts.
pub(crate) fn compare<'n, 'a>(rule: &PenetrationTest, api: &'n Api<'a>, place: usize) -> Compared<'n, 'a> {
    let mut compared = Compared::default();
    let name = api.name.unwrap_or_default();
    let mut open = |side: &str, document: Option<&'n Node<'a>>| -> Option<Surface<'n, 'a>> {
        let pointer = joined!["/apis/", digits(place), "/", side];
        match document {
            None => compared.gaps.push(Gap::absent(pointer)),
            Some(Node::Null) => {}
            Some(root) => match Document::open(root, pointer) {
                Ok(document) => return Some(Surface::of(document)),
                Err(gap) => compared.gaps.push(gap),
            },
        }
        None
    };
    let before = open("before", api.before.as_ref());
    let after = open("after", api.after.as_ref());
    compared.operations =
        (before.as_ref().map(|before| before.operations.len()), after.as_ref().map(|after| after.operations.len()));
    if matches!((&api.before, &api.after), (Some(Node::Null), Some(Node::Null))) {
        let message = "the API is neither there before the release nor after it";
        compared.gaps.push(Gap::new(
            element("/apis", place),
            message,
            joined!["take `/apis/", digits(place), "` out of the facts"],
        ));
    }
    // What cannot be read before cannot be compared; where there was no API, all is new.
    if !compared.gaps.is_empty() {
        return compared;
    }
    let Some(mut after) = after else { return compared };
    let mut before = before;
    let mut diff = Diff { name, place, pieces: Vec::new() };
    diff.operations(before.as_ref(), &after);
    if rule.test_needed_for.contains(&Kind::WidenedInput) || rule.test_needed_for.contains(&Kind::FileUpload) {
        let gaps = diff.inputs(rule, before.as_mut(), &mut after);
        compared.gaps.extend(gaps);
    }
    diff.hooks(before.as_ref(), &after);
    diff.servers(before.as_ref(), &after);
    diff.schemes(before.as_ref(), &after);
    compared.pieces = diff.pieces;
    compared.gaps.extend(before.into_iter().flat_map(|before| before.document.gaps));
    compared.gaps.extend(after.document.gaps);
    compared
}

struct Diff<'n, 'a> {
    name: &'a str,
    place: usize,
    pieces: Vec<Piece<'n, 'a>>,
}

impl<'n, 'a> Diff<'n, 'a> {
    fn operations(&mut self, before: Option<&Surface<'n, 'a>>, after: &Surface<'n, 'a>) {
        for operation in after.operations.iter() {
            let key = &operation.key;
            let security = operation.security.as_ref().or(after.security.as_ref());
            let is_open = security.is_none_or(crate::security::Security::is_open);
            let demands = security.map_or_else(|| "nothing".to_owned(), crate::security::Security::words);
            let Some((surface, old)) =
                before.and_then(|before| before.operations.get(&bytes(key)).map(|old| (before, old)))
            else {
                let mut piece = self.on(Kind::NewOperation, key, operation);
                piece.what = if is_open {
                    "a new operation that anybody may call".to_owned()
                } else {
                    joined!["a new operation that demands ", demands]
                };
                piece.severity = if is_open { Severity::High } else { Severity::Medium };
                piece.novel = true;
                self.pieces.push(piece);
                continue;
            };
            let old = old.security.as_ref().or(surface.security.as_ref());
            if is_weaker(old, security) {
                let mut piece = self.on(Kind::WeakenedAuthentication, key, operation);
                let demanded = old.map_or_else(String::new, crate::security::Security::words);
                let now = if is_open { "lets anybody call".to_owned() } else { joined!["demands ", demands] };
                piece.what = joined!["it ", now, ", and demanded ", demanded, " before"];
                piece.severity = Severity::High;
                piece.seen = [old, security]
                    .into_iter()
                    .flatten()
                    .map(|security| (security.pointer.clone(), security.node))
                    .collect();
                self.pieces.push(piece);
            }
        }
    }

    fn inputs(
        &mut self,
        rule: &PenetrationTest,
        before: Option<&mut Surface<'n, 'a>>,
        after: &mut Surface<'n, 'a>,
    ) -> Vec<Gap> {
        let Some(before) = before else { return Vec::new() };
        let mut gaps = Vec::new();
        let mut comparison = Comparison::new(&mut before.document, &mut after.document);
        for operation in after.operations.iter() {
            let key = &operation.key;
            let Some(old) = before.operations.get(&bytes(key)) else { continue };
            if rule.exemption(&key.0).is_some() {
                continue;
            }
            let widened = comparison.widened(old, operation);
            if let Some(inputs) = widened.inputs() {
                let mut piece = self.on(Kind::WidenedInput, key, operation);
                piece.what = joined!["it takes more than before: ", inputs];
                self.pieces.push(piece);
            }
            if let Some(files) = widened.files() {
                let mut piece = self.on(Kind::FileUpload, key, operation);
                piece.what = joined!["it takes files that it did not take before: ", files];
                piece.severity = Severity::High;
                self.pieces.push(piece);
            }
            gaps.extend(widened.gaps);
            if comparison.is_over() {
                break;
            }
        }
        gaps
    }

    fn hooks(&mut self, before: Option<&Surface<'n, 'a>>, after: &Surface<'n, 'a>) {
        for hook in after.hooks.iter() {
            if before.is_some_and(|before| before.hooks.has(&hook.key)) {
                continue;
            }
            let Hook { key: _, expression, found, name, method, of } = hook;
            let (subject, what, target) = match of.as_ref().and_then(|of| Some((of, after.operations.get(&bytes(of))?)))
            {
                None => (joined!["webhook ", *name, " ", *method], "a new webhook".to_owned(), Target::Webhook(name)),
                Some((of, operation)) => (
                    joined!["callback ", *name, " ", *method, " of ", of.1, " ", operation.path],
                    joined!["a new callback, to ", quoted(expression)],
                    Target::Operation(of.clone()),
                ),
            };
            let new_too = of.as_ref().is_some_and(|of| before.is_none_or(|before| !before.operations.has(&bytes(of))));
            let novel = of.is_none() || new_too;
            self.push(Kind::NewWebhook, &subject, what, target, novel, vec![operation_id(found)]);
        }
    }

    fn servers(&mut self, before: Option<&Surface<'n, 'a>>, after: &Surface<'n, 'a>) {
        for (address, found) in after.servers.iter() {
            if before.is_some_and(|before| before.servers.has(address.as_bytes())) {
                continue;
            }
            let is_plain = servers::is_plain(address);
            let what = if is_plain { "a new server, spoken to in plain text" } else { "a new server" };
            let seen = vec![(found.pointer.clone(), Some(found.node))];
            let target = Target::Server(address.clone());
            self.push(Kind::NewServer, &joined!["server ", address], what.to_owned(), target, true, seen);
            if let Some(piece) = self.pieces.last_mut().filter(|_| is_plain) {
                piece.severity = Severity::High;
            }
        }
    }

    fn schemes(&mut self, before: Option<&Surface<'n, 'a>>, after: &Surface<'n, 'a>) {
        for Scheme { name, strength, found } in after.schemes.0.iter() {
            if before.is_some_and(|before| before.schemes.0.has(name.as_bytes())) {
                continue;
            }
            let what = joined!["a new way to authenticate: ", strength.words()];
            let kind = below(&found.pointer, "type");
            let seen = vec![(kind, found.node.get("type"))];
            let subject = joined!["security scheme ", *name];
            self.push(Kind::NewSecurityScheme, &subject, what, Target::Api, before.is_none(), seen);
        }
    }

    /// A change of an operation, of which the caller says what it is.
    fn on(&self, kind: Kind, key: &Key, operation: &Operation<'n, 'a>) -> Piece<'n, 'a> {
        Piece {
            kind,
            api: Some(self.place),
            subject: joined![key.1, " ", operation.path, " in ", self.name],
            what: String::new(),
            severity: Severity::Medium,
            target: Target::Operation(key.clone()),
            novel: false,
            seen: vec![operation_id(&operation.found)],
            integration: None,
        }
    }

    #[inline(never)]
    fn push(
        &mut self,
        kind: Kind,
        subject: &str,
        what: String,
        target: Target<'a>,
        novel: bool,
        seen: Vec<(String, Option<&'n Node<'a>>)>,
    ) {
        let subject = joined![subject, " in ", self.name];
        let (api, severity) = (Some(self.place), Severity::Medium);
        self.pieces.push(Piece { kind, api, subject, what, severity, target, novel, seen, integration: None });
    }
}

/// What names an operation in few words, where it has that.
fn operation_id<'n, 'a>(operation: &Found<'n, 'a>) -> (String, Option<&'n Node<'a>>) {
    (below(&operation.pointer, "operationId"), operation.node.get("operationId").filter(|id| id.text().is_some()))
}
