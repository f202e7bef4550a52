//! `catalogue.yaml` is the catalogue as the params would have it, to be read, copied and changed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use clearance_rule::testing;
use control_mapping::catalogue;
use control_mapping::params::ControlMapping;
use serde_json::Value;
use std::fmt::Write as _;

const FILE: &str = "catalogue.yaml";

fn written() -> String {
    let mut yaml = "# The controls and kinds of evidence that the rule `control-mapping` knows from the start, as its params would have \
                    them.\n# Written by `CLEARANCE_RECORD=1 cargo test -p control-mapping --test catalogue`.\ncontrols:\n"
        .to_owned();
    for control in catalogue::controls() {
        writeln!(yaml, "  \"{}\":\n    title: \"{}\"\n    evidence:", control.id, control.title).unwrap();
        for kinds in control.evidence {
            writeln!(yaml, "      - any_of: [{}]", kinds.join(", ")).unwrap();
        }
    }
    yaml.push_str("kinds:\n");
    for kind in catalogue::KINDS {
        write!(yaml, "  {}: {{max_age_days: {}", kind.kind, kind.max_age_days).unwrap();
        yaml.push_str(if kind.of_release { ", of_release: true}\n" } else { "}\n" });
    }
    yaml
}

#[test]
fn the_catalogue_that_can_be_copied_is_the_one_that_the_rule_has() {
    if std::env::var_os("CLEARANCE_RECORD").is_some() {
        std::fs::write(FILE, written()).unwrap();
    }
    let file = std::fs::read_to_string(FILE).unwrap();
    assert!(file == written(), "`{FILE}` is to be written anew: CLEARANCE_RECORD=1 cargo test -p control-mapping");
}

#[test]
fn it_is_accepted_as_params_and_changes_nothing() {
    let params: Value = serde_saphyr::from_str(&written()).unwrap();
    let release = |rule: &ControlMapping| {
        let facts = serde_json::json!({ "artifacts": [] });
        let outcome = testing::evaluate(rule, facts, 0).unwrap_or_else(|_| panic!("the facts are sound"));
        outcome.artifacts[0].content.clone()
    };
    let copied: ControlMapping = testing::configure(params).unwrap();
    let own: ControlMapping = testing::configure(serde_json::json!({})).unwrap();
    assert!(release(&copied) == release(&own));
}
