//! A Terraform plan: which of its resources hold, copy or back up data, and where.
//!
//! The tables of types ([`aws`], [`google`], [`azure`], [`others`]) say what a type does and at which attributes its places stand.
//! A value that is not known yet is looked for in the configuration, by its references. A resource that names no region
//! itself stands where its provider is configured to be. Types that no table lists are read by the names of their
//! attributes where their name, or a class that they state, says that they hold data.

mod aws;
mod azure;
mod expression;
mod google;
mod others;
mod places;
mod plan;
mod reading;
mod types;

use crate::finding::{Class, Holding, Resource, Told, Whereabouts, names};
use crate::inventory::Inventory;
use crate::kept::Kept;
use crate::kubernetes::paired;
use crate::part::Part;
use crate::policy::{Policy, Role, covers};
use crate::region::Cloud;
use crate::scan::{Scan, scan};
use crate::words;
use clearance_rule::node::{Node, below};
use clearance_rule::sections::Plan;
use clearance_rule::text;
use plan::{Instance, Lookup};
use reading::Names;
use std::cell::Cell;
use types::{Own, Type};

/// A plan under a policy.
pub(crate) struct Terraform<'f> {
    policy: &'f Policy,
    kept: &'f Kept<'f>,
    plan: Lookup<'f>,
    /// The steps left to follow the references of one resource: a plan may refer in circles.
    steps: Cell<u32>,
}

const MOST_STEPS: u32 = 2000;

/// Types that deploy resources which the plan does not show.
const DEPLOYERS: &str = "\
    aws_cloudformation_stack* aws_serverlessapplicationrepository_cloudformation_stack \
    azurerm_resource_group_template_deployment azurerm_subscription_template_deployment \
    google_deployment_manager_deployment helm_release kubectl_manifest kubernetes_cron_job* kubernetes_daemon* \
    kubernetes_deployment* kubernetes_job* kubernetes_manifest kubernetes_persistent_volume* kubernetes_pod* \
    kubernetes_stateful_set*";

/// Types of other providers that hold no data of a release.
const WITHOUT_DATA: &str = "\
    archive_* auth0_* azuread_* azuredevops_* datadog_* external* github_* gitlab_* grafana_* http* kubernetes_* \
    local_* newrelic_* null_* okta_* opsgenie_* pagerduty_* random_* sentry_* template_* terraform_* time_* tls_* \
    vault_*";

/// Attributes that hold tags or labels. What provider-wide defaults add stands in the later ones.
const TAGS: [&str; 6] = ["tags", "labels", "user_labels", "resource_labels", "settings.user_labels", "tags_all"];

/// What is known of a type.
enum Known<'k> {
    Listed(&'k Type),
    /// Holds data, as its name or its class says; how is not known.
    Suspected,
    WithoutData,
    Deployer,
}

impl<'f> Terraform<'f> {
    /// Reads a plan, and records what makes it less than the whole truth.
    pub(crate) fn new(
        policy: &'f Policy,
        kept: &'f Kept<'f>,
        facts: &'f Plan<'_>,
        inventory: &mut Inventory<'f>,
    ) -> Self {
        complete(&facts.0, inventory);
        let mut unreadable =
            |pointer: &str| inventory.unreadable(pointer, "neither `address` nor `type` may be missing");
        let plan = Lookup::new(kept, &facts.0, &mut unreadable);
        Self { policy, kept, plan, steps: Cell::new(MOST_STEPS) }
    }

    /// Every resource that holds, copies or backs up data.
    pub(crate) fn resources(&self, inventory: &mut Inventory<'f>) -> Vec<Resource<'f>> {
        let mut resources = Vec::new();
        for instance in &self.plan.managed {
            self.steps.set(MOST_STEPS);
            let mut holdings = Vec::new();
            let mut of = "";
            match self.known(instance) {
                Known::Listed(listed) => {
                    of = listed.of();
                    self.listed(instance, listed, &mut holdings);
                }
                Known::Suspected => self.suspected(instance, &mut holdings),
                Known::WithoutData => {}
                Known::Deployer => {
                    inventory.unseen(instance.address, instance.values.pointer);
                    inventory.count(instance.kind, true);
                    continue;
                }
            }
            inventory.count(instance.kind, !holdings.is_empty());
            if !holdings.is_empty() {
                resources.push(self.resource(instance, of, holdings));
            }
        }
        resources
    }

    /// Takes one of the steps left.
    fn another_step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    fn known(&self, instance: &Instance<'f>) -> Known<'_> {
        let kind = instance.kind;
        let any = |list, kind: &str| words::any(list, &|pattern| covers(pattern, kind));
        if self.policy.holds_nothing(kind) {
            return Known::WithoutData;
        }
        if self.policy.stores.get(kind).is_some() {
            return Known::Suspected;
        }
        if let Some(listed) = listed(kind) {
            return Known::Listed(listed);
        }
        if any(DEPLOYERS, kind) {
            return Known::Deployer;
        }
        let (provider, rest) = kind.split_once('_').unwrap_or_default();
        let without_data = match provider {
            "aws" => aws::WITHOUT_DATA,
            "google" => google::WITHOUT_DATA,
            "azurerm" => azure::WITHOUT_DATA,
            _ => "",
        };
        if any(WITHOUT_DATA, kind) || any(without_data, rest) {
            return Known::WithoutData;
        }
        let tagged = self.stated(instance, &TAGS[..TAGS.len() - 1]).is_some();
        if tagged || suggests_store(instance) { Known::Suspected } else { Known::WithoutData }
    }

    /// A resource of a type that a table lists; no holdings where it deals with no data as it is set.
    fn listed(&self, instance: &Instance<'f>, listed: &Type, holdings: &mut Vec<Holding<'f>>) {
        match listed.own {
            Own::Nothing => {}
            Own::Here(role) | Own::At(role) | Own::Within(role) => {
                let (place, fix) = self.own_place(instance, 0);
                holdings.push(Holding { role, place, fix });
            }
        }
        for also in listed.also {
            self.also(instance, also, holdings);
        }
    }

    /// A resource of a type of which only the policy knows, or nobody.
    fn suspected(&self, instance: &Instance<'f>, holdings: &mut Vec<Holding<'f>>) {
        let (mut place, mut fix) = self.own_place(instance, 0);
        let role = Role::Storage;
        if let Some(store) = self.policy.stores.get(instance.kind) {
            holdings.push(Holding { role, place, fix });
            for (role, paths) in [(Role::Replication, &store.replicas), (Role::Backup, &store.backups)] {
                for path in paths {
                    // A path may lead to regions as well as to what stands in one.
                    let before = holdings.len();
                    self.elsewhere(instance, role, (path, Names::Regions), true, holdings);
                    if holdings.len() == before {
                        self.elsewhere(instance, role, (path, Names::Resources), true, holdings);
                    }
                }
            }
            return;
        }
        let Scan { own, holdings: mut copies, geo_redundant } = scan(self.policy, instance.values, &|_, _, _| ());
        let told = if let Whereabouts::Told(told) = place { told } else { &[] };
        // What stands deeper in the resource may be further places of it.
        let mut all: Vec<Told<'f>> = told.to_vec();
        for more in own {
            if !names(told, &more) {
                all.push(more);
            }
        }
        if told.is_empty()
            && let Some(seen) = all.first().and_then(|told| told.seen.first())
        {
            fix = self.set(0, seen.pointer);
        }
        let mut pairs = Vec::new();
        paired(self.kept, &all, &geo_redundant, &mut pairs);
        if !all.is_empty() {
            place = Whereabouts::Told(self.kept.told(all));
        }
        holdings.push(Holding { role, place, fix });
        holdings.append(&mut pairs);
        holdings.append(&mut copies);
    }

    fn resource(&self, instance: &Instance<'f>, of: &str, holdings: Vec<Holding<'f>>) -> Resource<'f> {
        let class = self.class(instance, of, 0);
        let simple = |key: &&String| key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let labels = &self.policy.class_labels;
        // Google and Azure take no `/` in a key.
        let key = match instance.kind.split('_').next() {
            Some("google") => labels.iter().filter(simple).find(|key| **key == key.to_ascii_lowercase()),
            Some("azurerm") => labels.iter().find(simple),
            _ => None,
        };
        let key = key.or(labels.first()).map_or("", String::as_str);
        let cloud = match instance.kind.split('_').next() {
            Some("aws" | "awscc") => Some(Cloud::Aws),
            Some("google") => Some(Cloud::Google),
            Some("azurerm" | "azapi") => Some(Cloud::Azure),
            _ => None,
        };
        let noun = if instance.kind.starts_with("google") { "label" } else { "tag" };
        Resource {
            subject: instance.address,
            class,
            class_fix: self.kept.text(text!["the ", noun, " `", key, "`"]),
            cloud,
            holdings,
        }
    }

    /// What a resource states of its class, or what the resource states that it belongs to.
    fn class(&self, instance: &Instance<'f>, of: &str, depth: u8) -> Class<'f> {
        if let Some(class) = self.stated(instance, &TAGS) {
            return class;
        }
        let mut owners = Vec::new();
        for attribute in of.split_whitespace() {
            if owners.is_empty() {
                owners = self.owners(instance, attribute);
            }
        }
        if depth < 4 {
            let mut all = Vec::new();
            for owner in owners {
                let of = listed(owner.kind).map_or("", Type::of);
                match self.class(owner, of, depth + 1) {
                    Class::Stated(stated) => all.extend_from_slice(stated),
                    later @ Class::Later(_) => return later,
                    Class::Absent(_) => {}
                }
            }
            if !all.is_empty() {
                return Class::Stated(self.kept.seen(&[&all]));
            }
        }
        if depth > 0 {
            // Of what it belongs to, only what is stated is of interest.
            return Class::Absent("");
        }
        let key = self.policy.class_labels.first().map_or("", String::as_str);
        Class::Absent(instance.values.absent(&["tags", key]).pointer)
    }

    #[inline(never)]
    fn stated(&self, instance: &Instance<'f>, attributes: &[&str]) -> Option<Class<'f>> {
        for attribute in attributes {
            let mut stated = Vec::new();
            for tags in instance.values.find(attribute) {
                for key in &self.policy.class_labels {
                    // Some types list their tags as `{key, value}`.
                    let listed = || tags.node.get("value").filter(|_| tags.text(&["key"]) == Some(key));
                    let value = tags.node.get(key).or_else(listed);
                    if let Some(value) = value.filter(|value| value.text().is_some()) {
                        stated.push(Part::new(self.kept, below(tags.pointer, key), value).seen());
                    }
                }
            }
            if !stated.is_empty() {
                return Some(Class::Stated(self.kept.seen(&[&stated])));
            }
        }
        let unknown = instance.unknown?;
        // All tags are unknown, or the one that matters is. `tags_all` is unknown as soon as any tag is.
        for attribute in attributes {
            if *attribute == "tags_all" {
                continue;
            }
            let Some(tags) = unknown.find(attribute).first().copied() else { continue };
            if tags.node.is_true() {
                return Some(Class::Later(tags.seen()));
            }
            for key in &self.policy.class_labels {
                if let Some(tag) = tags.part(&[key])
                    && tag.node.is_true()
                {
                    return Some(Class::Later(tag.seen()));
                }
            }
        }
        None
    }
}

/// Records what a plan says of itself that leaves it incomplete.
fn complete<'f>(plan: &'f Node<'f>, inventory: &mut Inventory<'f>) {
    if plan.get("planned_values").is_none() && plan.get("resource_changes").is_none() {
        let why = "neither `planned_values` nor `resource_changes` is there: this is no plan";
        let remedy = "supply what `terraform show -json` prints of the plan";
        inventory.incomplete("/terraform/planned_values", &Node::Null, why, remedy);
    }
    if let Some(errored) = plan.get("errored").filter(|errored| errored.is_true()) {
        let why = "planning ended early with an error: the plan does not show all that will be there";
        inventory.incomplete("/terraform/errored", errored, why, "plan again until it succeeds");
    }
    if let Some(deferred) = plan.get("deferred_changes").filter(|deferred| !deferred.items().is_empty()) {
        let why = "Terraform put off changes that it could not plan yet";
        let remedy = "apply in steps, and judge the plan of each";
        inventory.incomplete("/terraform/deferred_changes", deferred, why, remedy);
    }
}

/// The entry of a type in the tables.
fn listed(kind: &str) -> Option<&'static Type> {
    let table = match kind.split('_').next()? {
        "aws" => aws::TYPES,
        "google" => google::TYPES,
        "azurerm" => azure::TYPES,
        _ => others::TYPES,
    };
    table.binary_search_by_key(&kind, |listed| listed.name).ok().and_then(|i| table.get(i))
}

fn suggests_store(instance: &Instance<'_>) -> bool {
    // Providers that take any resource name its type in an attribute.
    let named = match instance.kind {
        "azapi_resource" => instance.values.text(&["type"]),
        "awscc_resource" | "aws_cloudcontrolapi_resource" => instance.values.text(&["type_name"]),
        _ => None,
    };
    words::suggest(&[named.unwrap_or(instance.kind)])
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in tests")]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_name_each_type_once() {
        for table in [aws::TYPES, google::TYPES, azure::TYPES, others::TYPES] {
            for pair in table.windows(2) {
                assert!(pair[0].name < pair[1].name, "{} stands before {}", pair[0].name, pair[1].name);
            }
            for listed in table {
                assert!(std::ptr::eq(super::listed(listed.name).unwrap(), listed), "{}", listed.name);
                assert!(listed.own != Own::Nothing || !listed.also.is_empty(), "{} says nothing", listed.name);
            }
        }
    }
}
