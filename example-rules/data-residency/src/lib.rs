//! Finds every resource of a release's manifests and plans that stores, copies or backs up data, resolves where that
//! is, and judges it by the class of the data.
//!
//! Three kinds of statements meet here. The *facts* say what will be deployed: [`facts`]. The *policy* says which data
//! may rest where, and what the organisation knows that the facts do not say: [`params`]. In between stands what was
//! found of each resource: its class, and for each of storage, replication and backup the regions or the reason why
//! they cannot be told. A region that cannot be told is `unknown`, never `pass`.
//!
//! What counts as holding data:
//! - Kubernetes claims, volumes, snapshots, templates for claims, and whatever a pod writes to on its node (`emptyDir`
//!   but for those in memory, `hostPath` but for those that are only read); Velero's locations and backups; custom
//!   resources that by their kind, a claim within them or a stated class hold data. `ConfigMap` and `Secret` are
//!   configuration, as are the container's own file system and its logs.
//! - Terraform resources of the types that the tables list, and of other types whose name, or a class that they state,
//!   says so. Keys, parameters, policies and computing without disks are not.
//!
//! What was passed over is counted by kind in one `inventory` row for each section.

pub mod facts;
pub mod params;

mod finding;
mod inventory;
mod kept;
mod kubernetes;
mod part;
mod policy;
mod region;
mod scan;
mod terraform;
mod verdict;
mod words;

use clearance_rule::prelude::*;
use facts::Facts;
use finding::Resource;
use inventory::{INVENTORY, Inventory};
use kept::Kept;
use kubernetes::Kubernetes;
pub use params::DataResidency;
use terraform::Terraform;

impl Rule for DataResidency {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "data-residency",
        version: env!("CARGO_PKG_VERSION"),
        title: "Data residency",
        summary: "Every resource of the release's Kubernetes manifests and Terraform plan that stores, copies or backs \
                  up data does so in the regions that the class of the data allows.",
        checks: &[
            ("inventory", "The section was read completely; what holds no data was counted."),
            ("data-class", "The resource's data is of a class that the policy knows."),
            ("storage-region", "The data rests only in regions that its class allows."),
            ("replication-region", "The data is copied only to regions that its class allows."),
            ("backup-region", "The data is backed up only in regions that its class allows."),
        ],
        practices: &["6.5"],
        controls: &[
            "GDPR:Art.44",
            "ISO27001:2022:A.5.31",
            "ISO27001:2022:A.5.34",
            "NIST-800-53:CM-12",
            "NIST-800-53:SA-9(5)",
            "SOC2:C1.1",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.compile()
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let kept = Kept::new();
        if let Some(manifests) = &facts.manifests {
            let mut inventory = Inventory::new("manifests", "object");
            let resources = Kubernetes::new(&self.policy, &kept, facts, manifests).resources(&mut inventory);
            self.judge(inventory, &kept, &resources, &mut outcome);
        }
        if let Some(plan) = &facts.terraform {
            let mut inventory = Inventory::new("terraform", "resource");
            let resources = Terraform::new(&self.policy, &kept, plan, &mut inventory).resources(&mut inventory);
            self.judge(inventory, &kept, &resources, &mut outcome);
        }
        if facts.manifests.is_none() && facts.terraform.is_none() {
            let check = Check::unknown(INVENTORY, "release", "neither `manifests` nor `terraform` is among the facts");
            let remedy = "supply the rendered manifests, the plan as `terraform show -json` prints it, or both; an empty \
                          list of manifests says that there are none";
            outcome.push(check.missing("/manifests").missing("/terraform").remedy_if_unknown(remedy));
        }
        outcome
    }
}

impl DataResidency {
    /// The rows of a section.
    #[inline(never)]
    fn judge<'f>(
        &'f self,
        inventory: Inventory<'f>,
        kept: &'f Kept<'f>,
        resources: &[Resource<'f>],
        outcome: &mut Outcome,
    ) {
        outcome.extend(inventory.rows());
        for resource in resources {
            verdict::add_rows(&self.policy, kept, resource, outcome);
        }
    }
}

clearance_rule::export!(DataResidency);
