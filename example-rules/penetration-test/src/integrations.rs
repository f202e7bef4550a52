//! Which systems the service talks to after a release, and did not before, or not in that way.

use crate::document::Gap;
use crate::params::Kind;
use crate::piece::{Piece, Target};
use crate::servers::normal;
use crate::table::Places;
use crate::words::{digits, few, quoted};
use clearance_rule::Severity;
use clearance_rule::joined;
use clearance_rule::sections::{Integration, Integrations};

/// What came of comparing the lists.
#[derive(Debug, Default)]
pub(crate) struct Compared<'n, 'a> {
    pub(crate) pieces: Vec<Piece<'n, 'a>>,
    pub(crate) gaps: Vec<Gap>,
    /// How many there were before and are after.
    pub(crate) number: (usize, usize),
}

/// Compares the lists.
pub(crate) fn compare<'n, 'a>(integrations: Option<&'n Integrations<'a>>) -> Compared<'n, 'a> {
    let mut compared = Compared::default();
    let Some(integrations) = integrations else {
        compared.gaps.push(Gap::absent("/integrations"));
        return compared;
    };
    let before = named("/integrations/before", integrations.before.as_deref(), &mut compared.gaps);
    let after = named("/integrations/after", integrations.after.as_deref(), &mut compared.gaps);
    compared.number = (before.1, after.1);
    if integrations.before.is_none() {
        return compared;
    }
    for (i, new) in integrations.after.iter().flatten().enumerate() {
        let Some(name) = new.name else { continue };
        let mut push = |kind, what| {
            compared.pieces.push(Piece {
                kind,
                api: None,
                subject: joined!["integration ", name],
                what,
                severity: Severity::Medium,
                target: Target::Integration(name),
                novel: before.0.get(name.as_bytes()).is_none(),
                seen: Vec::new(),
                integration: Some((i, new.external)),
            });
        };
        let old = before.0.get(name.as_bytes()).and_then(|place| integrations.before.as_ref()?.get(place));
        let Some(old) = old else {
            let (kind, what) = added(new);
            push(kind, what);
            continue;
        };
        // What did not say that it was external may have been ours.
        if is_external(new) && old.external != Some(true) && old.external != new.external {
            push(Kind::NewExternalIntegration, became_external(old, new));
        }
        if let Some(what) = widened(old, new) {
            push(Kind::WidenedIntegration, what);
        }
    }
    compared
}

/// The place of each by its name, and how many names there are.
fn named(place: &str, list: Option<&[Integration<'_>]>, gaps: &mut Vec<Gap>) -> (Places, usize) {
    let mut named = (Places::default(), 0);
    let Some(list) = list else {
        gaps.push(Gap::absent(place));
        return named;
    };
    for (i, integration) in list.iter().enumerate() {
        let pointer = joined![place, "/", digits(i), "/name"];
        match integration.name {
            None => gaps.push(Gap::absent(pointer)),
            Some(name) if named.0.get_or_set(name.as_bytes(), i) != i => {
                let message = joined!["`", place, "` names ", quoted(name), " more than once"];
                gaps.push(Gap::new(
                    pointer,
                    message,
                    joined!["keep one entry for ", quoted(name), " in `", place, "`"],
                ));
            }
            Some(_) => named.1 += 1,
        }
    }
    named
}

/// What does not say that it is ours may not be.
fn is_external(integration: &Integration<'_>) -> bool {
    integration.external != Some(false)
}

fn added(new: &Integration<'_>) -> (Kind, String) {
    let data = match new.data_classes.as_deref() {
        Some([]) => String::new(),
        Some(classes) => joined![", which exchanges ", list(classes), " data"],
        None => ", which does not say what data it exchanges".to_owned(),
    };
    match new.external {
        Some(false) => (Kind::NewInternalIntegration, joined!["a new integration with a system of our own", data]),
        Some(true) => (Kind::NewExternalIntegration, joined!["a new integration with somebody else's system", data]),
        None => (
            Kind::NewExternalIntegration,
            joined!["a new integration, which does not say whether it is with somebody else's system", data],
        ),
    }
}

fn became_external(old: &Integration<'_>, new: &Integration<'_>) -> String {
    let was = if old.external.is_some() {
        "it was with a system of our own"
    } else {
        "it did not say whose system it is with"
    };
    let is =
        if new.external.is_some() { ", and is with somebody else's" } else { ", and does not say whether it still is" };
    joined![was, is]
}

/// What an external integration does more than before.
fn widened(old: &Integration<'_>, new: &Integration<'_>) -> Option<String> {
    if !is_external(new) {
        return None;
    }
    let mut changes = Vec::new();
    let mut endpoints = Places::default();
    for url in old.endpoints.iter().flatten() {
        endpoints.get_or_set(normal(url).as_bytes(), 0);
    }
    let further: Vec<&str> =
        new.endpoints.iter().flatten().copied().filter(|url| endpoints.get(normal(url).as_bytes()).is_none()).collect();
    if !further.is_empty() {
        changes.push(joined!["a further endpoint, ", list(&further)]);
    }
    let mut classes = Places::default();
    for class in old.data_classes.iter().flatten() {
        classes.get_or_set(class.as_bytes(), 0);
    }
    let further: Vec<&str> =
        new.data_classes.iter().flatten().copied().filter(|class| classes.get(class.as_bytes()).is_none()).collect();
    if !further.is_empty() {
        changes.push(joined!["data of further classes, ", list(&further)]);
    }
    if let Some(protocol) = new.protocol.filter(|_| new.protocol != old.protocol) {
        changes.push(joined!["another protocol, ", quoted(protocol)]);
    }
    if new.authenticated != Some(true) && old.authenticated != Some(false) && old.authenticated != new.authenticated {
        changes.push("no authentication any more".to_owned());
    }
    let silent = [
        ("endpoints", old.endpoints.is_some() && new.endpoints.is_none()),
        ("data_classes", old.data_classes.is_some() && new.data_classes.is_none()),
        ("protocol", old.protocol.is_some() && new.protocol.is_none()),
    ];
    for (field, _) in silent.iter().filter(|(_, silent)| *silent) {
        changes.push(joined!["nothing said of `", *field, "` any more"]);
    }
    (!changes.is_empty()).then(|| joined!["it has ", few(&changes, "; ")])
}

fn list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    few(&items, ", ")
}
