//! What holds whatever the regions: allowing more never makes a verdict worse, standing elsewhere never passes, and
//! nothing that is written in the facts stops the rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Status, testing};
use data_residency::DataResidency;
use proptest::prelude::*;
use serde_json::{Value, json};

const REGIONS: [&str; 8] =
    ["eu-west-1", "eu-central-1", "us-east-1", "europe-west1", "us-central1", "westeurope", "northeurope", "eastus"];

fn rows(params: &Value, facts: &Value) -> Vec<Check> {
    let rule: DataResidency = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), 0).unwrap().checks
}

fn region() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&REGIONS[..])
}

/// A class that allows the regions given, and one that allows others.
fn params(allowed: &[&str], grouped: bool, default: bool) -> Value {
    let allowed = if allowed.is_empty() { vec!["nowhere"] } else { allowed.to_vec() };
    let named = if grouped { json!(["here"]) } else { json!(allowed) };
    let mut params = json!({
        "groups": { "here": allowed },
        "classes": { "personal": { "allowed": named }, "other": { "allowed": ["westeurope"], "backups": ["eu-*"] } },
    });
    if default {
        params["default_class"] = json!("personal");
    }
    params
}

/// One resource of each kind, each in a region of its own, or in none.
fn facts(places: &[Option<&str>]) -> Value {
    let at = |i: usize| places.get(i).copied().flatten();
    let labels =
        |place: Option<&str>| place.map_or(json!({}), |place| json!({ "topology.kubernetes.io/region": place }));
    let pod = |place: Option<&str>| json!({ "containers": [{ "name": "c" }], "nodeSelector": labels(place), "volumes": [{ "name": "v", "emptyDir": {} }] });
    let kind = |kind: &str, values: Value| json!({ "address": format!("{kind}.r"), "mode": "managed", "type": kind, "name": "r", "values": values });
    json!({
        "manifests": [
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p" }, "spec": pod(at(0)) },
            { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "c", "labels": labels(at(1)) }, "spec": {} },
            { "apiVersion": "velero.io/v1", "kind": "BackupStorageLocation", "metadata": { "name": "b" }, "spec": { "config": { "region": at(2) } } },
        ],
        "terraform": { "planned_values": { "root_module": { "resources": [
            kind("aws_dynamodb_table", json!({ "region": at(3), "replica": [{ "region_name": at(4) }, { "region_name": at(5) }] })),
            kind("azurerm_storage_account", json!({ "location": at(6), "account_replication_type": "GRS" })),
            kind("aws_redshift_cluster", json!({ "region": at(7), "snapshot_copy": [{ "destination_region": at(8) }] })),
        ] } } },
    })
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        apiVersion kind metadata name namespace labels annotations spec template containers volumes nodeSelector affinity \
        nodeAffinity required nodeSelectorTerms matchExpressions key operator values topology.kubernetes.io/zone data-class \
        emptyDir csi volumeHandle items region location backup replica s3 address type mode resources child_modules \
        expressions references constant_value provider_config_key module_calls module outputs tags";
    const WORDS: &[&str] = &[
        "",
        "v1",
        "Pod",
        "List",
        "PersistentVolume",
        "eu-west-1",
        "eu-west-1a",
        "é-1",
        "In",
        "personal",
        ",",
        "__",
        "arn:aws:::",
        "projects/p/zones/",
        "https://",
        "var.",
        "var.x[\"",
        "module.a.b",
        "aws_s3_bucket.r",
        "module.x[\"é",
        "EU",
        "data.a.b",
    ];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn allowing_one_more_region_never_makes_a_row_worse(
        allowed in prop::collection::vec(region(), 0..4),
        more in region(),
        places in prop::collection::vec(prop::option::of(region()), 9),
        grouped: bool,
        default: bool,
    ) {
        let facts = facts(&places);
        let before = rows(&params(&allowed, grouped, default), &facts);
        let wider: Vec<&str> = allowed.iter().copied().chain([more]).collect();
        let after = rows(&params(&wider, grouped, default), &facts);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!((&before.code, &before.subject), (&after.code, &after.subject));
            prop_assert!(testing::rank(after.status) <= testing::rank(before.status), "{:?} became {:?}", before, after);
        }
    }

    #[test]
    fn standing_in_a_region_that_is_not_allowed_never_passes(
        allowed in prop::collection::vec(region(), 1..4),
        places in prop::collection::vec(prop::option::of(region()), 9),
        moved in 0_usize..9,
        to in region(),
    ) {
        prop_assume!(!allowed.contains(&to));
        let mut places = places;
        places[moved] = Some(to);
        let (code, subject) = [
            ("storage-region", "Pod/p volume v"),
            ("storage-region", "PersistentVolumeClaim/c"),
            ("backup-region", "BackupStorageLocation/b"),
            ("storage-region", "aws_dynamodb_table.r"),
            ("replication-region", "aws_dynamodb_table.r"),
            ("replication-region", "aws_dynamodb_table.r"),
            ("storage-region", "azurerm_storage_account.r"),
            ("storage-region", "aws_redshift_cluster.r"),
            ("backup-region", "aws_redshift_cluster.r"),
        ][moved];
        let rows = rows(&params(&allowed, false, true), &facts(&places));
        let row = rows.iter().find(|row| row.code == code && row.subject == subject).unwrap();
        prop_assert_eq!(row.status, Status::Fail, "{:?}", row);
        prop_assert!(row.message.contains(to), "{:?}", row);
        prop_assert!(row.remedy.is_some());
    }

    #[test]
    fn a_region_that_nothing_names_never_passes(allowed in prop::collection::vec(region(), 1..4)) {
        for row in rows(&params(&allowed, true, true), &facts(&[])) {
            if row.code.ends_with("-region") {
                prop_assert_eq!(row.status, Status::Unknown, "{:?}", row);
            }
        }
    }

    #[test]
    fn nothing_in_the_facts_stops_the_rule(
        manifests in prop::collection::vec(anything(), 0..4),
        values in anything(),
        unknown in anything(),
        configuration in anything(),
        expressions in anything(),
        kind in prop::sample::select(&["aws_s3_bucket", "google_sql_database_instance", "azurerm_mssql_database", "acme_store"][..]),
    ) {
        let resource = json!({ "address": "r.r", "mode": "managed", "type": kind, "name": "r", "values": values });
        let change = json!({ "address": "r.r", "type": kind, "name": "r", "change": { "actions": ["create"], "after_unknown": unknown } });
        let block = json!({ "address": format!("{kind}.r"), "provider_config_key": "m:aws", "expressions": expressions });
        for configuration in [configuration, json!({ "root_module": { "resources": [block] } })] {
            let facts = json!({
                "manifests": manifests,
                "terraform": {
                    "planned_values": { "root_module": { "resources": [resource] } },
                    "resource_changes": [change],
                    "configuration": configuration,
                },
            });
            prop_assert!(!rows(&params(&["eu-west-1"], true, true), &facts).is_empty());
        }
    }
}
