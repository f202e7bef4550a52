//! The kinds of volumes a pod may mount, told apart by where their data rests.

use crate::part::Part;
use crate::words;
use clearance_rule::node::Node;

/// Where the data of a volume of a pod rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest<'f> {
    /// Nothing is stored: configuration, an image, a socket.
    Nowhere,
    /// In the memory of the node.
    Memory,
    /// On the node, which the pod only reads.
    ReadOnly,
    /// On the node or on a disk that is attached to it, and so where the pod runs.
    Node,
    /// On the volume of a claim.
    Claim(&'f str),
    /// On a volume of its own, made from a template for a claim.
    Template,
    /// Somewhere that the network reaches.
    Remote,
}

/// Members of a volume that hold configuration, identities or images, not data of the release.
const CONFIGURATION: &str = "configMap secret projected downwardAPI image gitRepo";

/// Disks that can be attached only in their own zone or data centre.
const ATTACHED: &str = "\
    awsElasticBlockStore azureDisk cinder fc gcePersistentDisk hostPath local photonPersistentDisk vsphereVolume";

/// CSI drivers that mount configuration, certificates and identities.
const SECRET_DRIVERS: &str = "csi.cert-manager.io csi.spiffe.io driver.vault.hashicorp.com secrets-store.csi.k8s.io";

/// Words in the names of drivers and provisioners of file shares and object stores, which a pod reaches from anywhere.
const NETWORK: &str = "\
    azure-file azurefile blob cephfs cifs efs file.csi filestore fsx fuse gluster lustre nfs trident weka s3 smb";

/// How a volume of a pod stores data. `spec` is the pod's.
pub(crate) fn rest<'f>(spec: Part<'f>, volume: Part<'f>) -> Rest<'f> {
    let has = |key: &str| volume.node.get(key).is_some_and(|source| !source.entries().is_empty());
    if let Some(claim) = volume.text(&["persistentVolumeClaim", "claimName"]) {
        return Rest::Claim(claim);
    }
    if volume.node.get("ephemeral").is_some() {
        return Rest::Template;
    }
    if words::any(CONFIGURATION, &|key| volume.node.get(key).is_some()) {
        return Rest::Nowhere;
    }
    if let Some(directory) = volume.node.get("emptyDir") {
        let memory =
            directory.text_at(&["medium"]).is_some_and(|medium| medium == "Memory" || medium.starts_with("HugePages"));
        return if memory { Rest::Memory } else { Rest::Node };
    }
    if let Some(kind) = volume.node.get("hostPath") {
        let device = matches!(kind.text_at(&["type"]), Some("Socket" | "CharDevice"));
        return match () {
            () if device => Rest::Nowhere,
            () if only_read(spec, volume.text(&["name"]).unwrap_or_default()) => Rest::ReadOnly,
            () => Rest::Node,
        };
    }
    if let Some(driver) = volume.text(&["csi", "driver"]) {
        return if words::has(SECRET_DRIVERS, driver) { Rest::Nowhere } else { Rest::Remote };
    }
    if words::any(ATTACHED, &has) {
        return Rest::Node;
    }
    // A volume that says nothing more than its name is an `emptyDir`: the API server makes it one.
    if volume.node.entries().len() <= 1 { Rest::Node } else { Rest::Remote }
}

/// Whether every container that mounts the volume, and there is one, mounts it read-only.
fn only_read(spec: Part<'_>, name: &str) -> bool {
    let mut used = false;
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        for container in spec.node.get(list).map(Node::items).unwrap_or_default() {
            for mount in container.get("volumeMounts").map(Node::items).unwrap_or_default() {
                if mount.text_at(&["name"]) == Some(name) {
                    used = true;
                    if !mount.get("readOnly").is_some_and(Node::is_true) {
                        return false;
                    }
                }
            }
        }
    }
    used
}

/// Whether volumes of a persistent volume's source, or of a provisioner, are disks attached where the pod runs.
#[inline(never)]
pub(crate) fn attached(driver: &str) -> bool {
    !words::any(NETWORK, &|word| driver.contains(word))
}

/// The part of a persistent volume that says what it is on, and whether that is attached where it stands.
pub(crate) fn source(spec: Part<'_>) -> Option<(Part<'_>, bool)> {
    const NOT_SOURCES: &[&str] = &["claimRef", "nodeAffinity", "capacity"];
    let (key, _) =
        spec.node.entries().iter().find(|(key, value)| !NOT_SOURCES.contains(key) && !value.entries().is_empty())?;
    let source = spec.part(&[key])?;
    let attached = match source.text(&["driver"]) {
        Some(driver) if *key == "csi" => attached(driver),
        _ => words::has(ATTACHED, key),
    };
    Some((source, attached))
}
