//! The parameters: which regions there are to choose from, which data may rest where, and what the organisation knows
//! of its regions that manifests and plans do not say.

use crate::policy::Policy;
use clearance_rule::Mismatch;
use clearance_rule::table::Table;
use schemars::JsonSchema;
use serde::Deserialize;

/// Every resource that stores, copies or backs up data does so in the regions that the class of the data allows.
///
/// Wherever a region is named, a zone of AWS, Google Cloud or Azure counts as its region, case does not matter, and
/// Azure's display names (`West Europe`) equal its programmatic ones. Multi-regions (`EU`, `eur4`) and AWS Local Zones
/// (`us-east-1-qro-1`) are locations of their own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataResidency {
    /// Named groups of regions, such as `eu: [eu-west-1, europe-west*, westeurope]`. A `*` may end an entry.
    #[serde(default)]
    pub groups: Table<Vec<String>>,
    /// The classes of data, by name. Case does not matter where resources state them.
    pub classes: Table<Class>,
    /// Where a resource states its class or classes: keys of Kubernetes labels and annotations and of cloud tags and
    /// labels. Several classes in one value are separated by commas; all of them apply. The default is
    /// `clearance.dev/data-class`, `data-class` and `data_class`.
    #[serde(default = "class_labels")]
    pub class_labels: Vec<String>,
    /// The class of resources that state none. Without it, where they may rest is unknown.
    #[serde(default)]
    pub default_class: Option<String>,
    /// Keys of Kubernetes labels whose value is a region, beside `topology.kubernetes.io/region` and its kin.
    #[serde(default)]
    pub region_labels: Vec<String>,
    /// The regions of zones whose names do not tell: zone to region.
    #[serde(default)]
    pub zones: Table<String>,
    /// The regions of Kubernetes storage classes and snapshot classes: class to the regions that its volumes or
    /// snapshots may stand in. Used where the class itself is not among the manifests or does not say.
    #[serde(default)]
    pub storage_classes: Table<Vec<String>>,
    /// The regions of the clusters that the manifests are applied to, where the fact `/release/cluster_regions` is
    /// absent. What the manifests leave open rests there.
    #[serde(default)]
    pub cluster_regions: Vec<String>,
    /// The regions of Terraform providers that take theirs from the environment, where the plan does not show it: key
    /// of the provider configuration (`aws`, `aws.replica`) to region.
    #[serde(default)]
    pub provider_regions: Table<String>,
    /// The regions of resources of which nothing else tells: subject of the check, with or without a closing `*`, to
    /// regions.
    #[serde(default)]
    pub located: Table<Vec<String>>,
    /// Further types of resources that hold data: Terraform types and Kubernetes kinds (`Kind` or `Kind.group`).
    #[serde(default)]
    pub stores: Table<Store>,
    /// Terraform types and Kubernetes kinds that hold no data, whatever their name suggests. A `*` may end an entry.
    #[serde(default)]
    pub not_stores: Vec<String>,

    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) policy: Policy,
}

/// A class of data, such as `personal`. Its regions are names of groups, regions, or beginnings of regions with a `*`;
/// `*` alone allows every region.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Where the data may rest.
    pub allowed: Vec<String>,
    /// Where it may be copied to; the same as `allowed` where not given.
    #[serde(default)]
    pub replicas: Option<Vec<String>>,
    /// Where it may be backed up; the same as `allowed` where not given.
    #[serde(default)]
    pub backups: Option<Vec<String>>,
}

/// Where the regions of a type of resource stand: dotted paths, arrays on the way opened, that start at the attributes
/// of a Terraform resource (`replica.region`) or at the Kubernetes object (`spec.region`).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Where the resource itself stands. Where none of them tells, the usual places do: for Terraform `region`,
    /// `location`, zones and the provider, for Kubernetes labels, the namespace and the cluster.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Where it copies its data to.
    #[serde(default)]
    pub replicas: Vec<String>,
    /// Where it is backed up.
    #[serde(default)]
    pub backups: Vec<String>,
}

impl DataResidency {
    pub(crate) fn compile(&mut self) -> Result<(), Mismatch> {
        self.policy = Policy::new(self)?;
        Ok(())
    }
}

fn class_labels() -> Vec<String> {
    ["clearance.dev/data-class", "data-class", "data_class"].map(str::to_owned).to_vec()
}
