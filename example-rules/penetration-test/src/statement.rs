//! The document for whoever is to test: what is new since the release before, and what of it nobody has tested.

use crate::params::PenetrationTest;
use crate::rows::{Judged, Standing};
use crate::words::{count, digits, quoted};
use clearance_rule::Timestamp;
use clearance_rule::joined;
use clearance_rule::markdown::escaped;
use clearance_rule::node::Node;
use clearance_rule::sections::Api;
use clearance_rule::time::date;

/// Its name among the artifacts.
pub(crate) const NAME: &str = "penetration-test-scope.md";

/// The document; none where nothing is new, nothing could not be compared and nothing is to be tested again.
pub(crate) fn written(
    rule: &PenetrationTest,
    judged: &Judged<'_, '_>,
    apis: &[Api<'_>],
    to_retest: &[String],
    at: Timestamp,
) -> Option<String> {
    if judged.pieces.is_empty() && judged.gaps.is_empty() && to_retest.is_empty() {
        return None;
    }
    let mut document = joined!["# Scope of the penetration test\n\nAs of ", date(at), " (UTC). "];
    document.push_str(&match (judged.pieces.len(), judged.untested()) {
        (0, _) => "No new surface was found.\n".to_owned(),
        (all, 0) => joined![count(all, "piece"), " of new surface; none remains to be tested.\n"],
        (all, 1) => joined![count(all, "piece"), " of new surface; 1 remains to be tested.\n"],
        (all, untested) => {
            joined![count(all, "piece"), " of new surface; ", digits(untested), " remain to be tested.\n"]
        }
    });
    let by = if rule.third_party { "Testers are to be of another organisation. " } else { "" };
    document.push_str(&joined![
        "\n",
        by,
        "The report is to name what was tested as it is named here, and the version of the API that was tested.\n"
    ]);
    versions(&mut document, apis);
    section(&mut document, "To be tested", judged, |standing| match standing {
        Standing::Untested(why) => Some(why),
        _ => None,
    });
    section(&mut document, "Tested", judged, |standing| match standing {
        Standing::Tested(by) => Some(by),
        _ => None,
    });
    section(&mut document, "New, and in no need of a test", judged, |standing| match standing {
        Standing::Spared(why) => Some(why),
        _ => None,
    });
    if !to_retest.is_empty() {
        document.push_str("\n## Fixes to be tested again\n\n");
        for finding in to_retest {
            document.push_str(&joined!["- ", finding, "\n"]);
        }
    }
    if !judged.gaps.is_empty() {
        document.push_str("\n## Could not be compared\n\nThere may be more new surface than is listed here.\n\n");
        for gap in &judged.gaps {
            let marked = |character: char| if character.is_control() { '\u{fffd}' } else { character };
            let message: String = gap.message.chars().take(400).map(marked).collect();
            document.push_str(&joined!["- ", escaped(&message), "\n"]);
        }
    }
    Some(document)
}

/// Which documents were compared, by the versions that they bear.
fn versions(document: &mut String, apis: &[Api<'_>]) {
    let version = |side: &Option<Node<'_>>| match side {
        Some(Node::Null) => "not there".to_owned(),
        Some(side) => side.text_at(&["info", "version"]).map_or_else(|| "of no known version".to_owned(), quoted),
        None => "not known".to_owned(),
    };
    if !apis.is_empty() {
        document.push_str("\n## Compared\n\n");
    }
    for api in apis {
        let name = quoted(api.name.unwrap_or_default());
        document.push_str(&joined![
            "- ",
            name,
            ": ",
            version(&api.before),
            " before, ",
            version(&api.after),
            " after\n"
        ]);
    }
}

fn section(
    document: &mut String,
    title: &str,
    judged: &Judged<'_, '_>,
    pick: for<'s> fn(&'s Standing) -> Option<&'s String>,
) {
    let mut begun = false;
    for (piece, standing) in &judged.pieces {
        let Some(why) = pick(standing) else { continue };
        if !begun {
            document.push_str(&joined!["\n## ", title, "\n\n"]);
            begun = true;
        }
        document.push_str(&joined!["- ", quoted(&piece.subject), ": ", piece.what, "; ", why, "\n"]);
    }
}
