//! What an operation demands of who calls it, and whether one demand is weaker than another.
//!
//! A demand is a list of alternatives, of which one suffices; an alternative is a list of schemes, all of which are demanded,
//! each with scopes. It is weaker than another where one of its alternatives does not stand up to any of the other's: where it
//! lacks a scheme of the same strength or a scope.

use crate::document::{Document, Found, Gap, Version};
use crate::table::Table;
use crate::words::{digits, element, quoted};
use clearance_rule::joined;
use clearance_rule::node::{Node, below};

/// Demands of more alternatives, schemes or scopes than these are not compared: nobody writes them.
const MOST: usize = 64;

/// How well a scheme proves who calls, as far as a document tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A scheme that the document does not define, or of a type that is not known.
    Unknown,
    /// A key in the URL, which logs keep and pages pass on.
    KeyInUrl,
    /// The same secret with every request: HTTP Basic, a key in a header or a cookie.
    Secret,
    /// Another scheme of HTTP, such as Digest.
    Http,
    /// A token that somebody issues: HTTP Bearer, `OAuth` 2, `OpenID` Connect.
    Token,
    /// A certificate.
    Certificate,
}

impl Strength {
    fn of(scheme: &Node<'_>) -> Self {
        match (scheme.text_at(&["type"]), scheme.text_at(&["scheme"])) {
            (Some("apiKey"), _) if scheme.text_at(&["in"]) == Some("query") => Self::KeyInUrl,
            (Some("apiKey" | "basic"), _) => Self::Secret,
            (Some("http"), Some(scheme)) if scheme.eq_ignore_ascii_case("basic") => Self::Secret,
            (Some("http"), Some(scheme)) if scheme.eq_ignore_ascii_case("bearer") => Self::Token,
            (Some("http"), Some(_)) => Self::Http,
            (Some("oauth2" | "openIdConnect"), _) => Self::Token,
            (Some("mutualTLS"), _) => Self::Certificate,
            _ => Self::Unknown,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Unknown => "of an unknown kind",
            Self::KeyInUrl => "a key in the URL",
            Self::Secret => "a secret sent with every request",
            Self::Http => "a scheme of HTTP",
            Self::Token => "a token",
            Self::Certificate => "a certificate",
        }
    }
}

/// The schemes that a document defines.
#[derive(Debug)]
pub(crate) struct Schemes<'n, 'a>(pub(crate) Table<Scheme<'n, 'a>>);

/// A scheme that a document defines.
#[derive(Debug)]
pub(crate) struct Scheme<'n, 'a> {
    pub(crate) name: &'a str,
    pub(crate) strength: Strength,
    pub(crate) found: Found<'n, 'a>,
}

impl<'n, 'a> Schemes<'n, 'a> {
    /// Reads them.
    pub(crate) fn of(document: &mut Document<'n, 'a>) -> Self {
        let (path, pointer) = if document.version == Version::Two {
            (&["securityDefinitions"][..], below(&document.pointer, "securityDefinitions"))
        } else {
            (&["components", "securitySchemes"][..], joined![document.pointer, "/components/securitySchemes"])
        };
        let mut schemes = Table::new();
        let defined = document.root.at(path);
        for (name, node) in document.entries(&pointer, defined) {
            let Some(found) = document.resolve(Found { pointer: below(&pointer, name), node }) else { continue };
            let strength = Strength::of(found.node);
            if strength == Strength::Unknown {
                let message = joined!["`", found.pointer, "` is of no type that OpenAPI knows"];
                document.gaps.push(Gap::new(&*found.pointer, message, joined!["correct `", found.pointer, "/type`"]));
            }
            schemes.get_or_add(name.as_bytes(), || Scheme { name, strength, found });
        }
        Self(schemes)
    }
}

/// A scheme that is demanded, with its scopes.
#[derive(Debug, Clone)]
struct Demand<'a> {
    name: &'a str,
    strength: Strength,
    scopes: Vec<&'a str>,
}

impl Demand<'_> {
    /// Whether who meets this demand meets the other, too.
    fn serves(&self, other: &Demand<'_>) -> bool {
        self.strength >= other.strength && other.scopes.iter().all(|scope| self.scopes.contains(scope))
    }
}

/// What is demanded: one of several alternatives. No alternative, or one that demands nothing, lets anybody call.
#[derive(Debug, Clone)]
pub(crate) struct Security<'n, 'a> {
    /// Where it stands.
    pub(crate) pointer: String,
    /// As it stands there.
    pub(crate) node: Option<&'n Node<'a>>,
    alternatives: Vec<Vec<Demand<'a>>>,
}

impl<'n, 'a> Security<'n, 'a> {
    /// What the document or an operation says in `security`; none where it says nothing.
    pub(crate) fn of(document: &mut Document<'n, 'a>, schemes: &Schemes<'n, 'a>, at: &Found<'n, 'a>) -> Option<Self> {
        let stated = document.member(at.node, "security")?;
        let pointer = below(&at.pointer, "security");
        let items = document.items(&pointer, Some(stated));
        let mut alternatives = Vec::with_capacity(items.len().min(MOST));
        for (i, item) in items.iter().take(MOST).enumerate() {
            let place = element(&pointer, i);
            let mut alternative = Vec::new();
            for (name, scopes) in document.entries(&place, Some(item)).iter().take(MOST) {
                let place = below(&place, name);
                let scheme = schemes.0.get(name.as_bytes());
                let strength = scheme.map_or(Strength::Unknown, |scheme| scheme.strength);
                if scheme.is_none() {
                    let message = joined!["`", place, "` demands a scheme that the document does not define"];
                    document.gaps.push(Gap::new(&*place, message, "define the scheme"));
                }
                let listed = document.items(&place, Some(scopes));
                if listed.len() > MOST {
                    document.gaps.push(too_many(&place));
                }
                let scopes = listed.iter().take(MOST).filter_map(Node::text).collect();
                alternative.push(Demand { name, strength, scopes });
            }
            if item.entries().len() > MOST {
                document.gaps.push(too_many(&place));
            }
            alternatives.push(alternative);
        }
        if items.len() > MOST {
            document.gaps.push(too_many(&pointer));
        }
        Some(Self { pointer, node: Some(stated), alternatives })
    }

    /// Whether anybody may call.
    pub(crate) fn is_open(&self) -> bool {
        self.alternatives.is_empty() || self.alternatives.iter().any(Vec::is_empty)
    }

    /// In words: `oauth` (a token) for `orders.write`.
    pub(crate) fn words(&self) -> String {
        if self.alternatives.is_empty() {
            return "nothing".to_owned();
        }
        let alternatives: Vec<String> = self.alternatives.iter().map(|alternative| in_words(alternative)).collect();
        crate::words::few(&alternatives, ", or ")
    }
}

/// Whether `after` lets somebody in whom `before` did not. Where neither the operation nor the document says anything, anybody may
/// call.
pub(crate) fn is_weaker(before: Option<&Security<'_, '_>>, after: Option<&Security<'_, '_>>) -> bool {
    let Some(before) = before.filter(|before| !before.is_open()) else { return false };
    let Some(after) = after.filter(|after| !after.is_open()) else { return true };
    after.alternatives.iter().any(|new| !before.alternatives.iter().any(|old| stands_up(new, old)))
}

/// Whether each scheme of `old` has one of its own in `new` that is as strong and asks for its scopes.
fn stands_up(new: &[Demand<'_>], old: &[Demand<'_>]) -> bool {
    let mut taken = vec![None; new.len()];
    (0..old.len()).all(|wanted| finds(wanted, new, old, &mut taken, &mut vec![false; new.len()]))
}

/// Whether a scheme of `old` finds one of `new`, which it takes. One that is taken is left to it where whoever took it finds another.
fn finds(
    wanted: usize,
    new: &[Demand<'_>],
    old: &[Demand<'_>],
    taken: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for (place, own) in new.iter().enumerate() {
        if !tried[place] && own.serves(&old[wanted]) {
            tried[place] = true;
            if taken[place].is_none_or(|other| finds(other, new, old, taken, tried)) {
                taken[place] = Some(wanted);
                return true;
            }
        }
    }
    false
}

fn in_words(alternative: &[Demand<'_>]) -> String {
    if alternative.is_empty() {
        return "nothing".to_owned();
    }
    let demands: Vec<String> = alternative
        .iter()
        .map(|demand| {
            let scopes: Vec<String> = demand.scopes.iter().map(|scope| quoted(scope)).collect();
            let scopes =
                if scopes.is_empty() { String::new() } else { joined![" for ", crate::words::few(&scopes, ", ")] };
            joined![quoted(demand.name), " (", demand.strength.words(), ")", scopes]
        })
        .collect();
    crate::words::few(&demands, " and ")
}

fn too_many(pointer: &str) -> Gap {
    let message = joined!["`", pointer, "` lists more than can be compared"];
    Gap::new(pointer, message, joined!["list at most ", digits(MOST), " in `", pointer, "`"])
}
