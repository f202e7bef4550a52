//! Names of regions: one spelling for each, the region that a zone is in, and the region that an ARN, a resource path
//! or a host name bears. Knows the shapes of names, not the lists of regions, so that a new region needs no release.

/// Whose names have this shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cloud {
    /// `eu-west-1`
    Aws,
    /// `europe-west1`
    Google,
    /// `westeurope`
    Azure,
}

/// The words that the three clouds make the names of their regions from.
const DIRECTIONS: [&str; 5] = ["north", "south", "east", "west", "central"];

/// What the names of Google's regions begin with; so does no host called `redis-west1`.
const GOOGLE_AREAS: [&str; 8] = ["africa", "asia", "australia", "europe", "me", "northamerica", "southamerica", "us"];

/// One spelling for each region: lower case, Azure's display names (`West Europe`) and Atlas' constants (`EU_WEST_1`)
/// as the clouds' own names, and a zone as its region.
pub(crate) fn canonical(text: &str) -> String {
    let text = spelling(text);
    // Spanner's `regional-europe-west1`; the prefixes of services that are run in several clouds.
    let bare =
        ["regional-", "aws-", "azure-", "gcp-", "google-"].into_iter().find_map(|prefix| text.strip_prefix(prefix));
    let text = bare.filter(|region| cloud(region).is_some()).map(str::to_owned).unwrap_or(text);
    match of_zone(&text) {
        Some(region) => region.to_owned(),
        None => text,
    }
}

/// The spelling alone; a zone stays a zone.
pub(crate) fn spelling(text: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    if text.contains(' ') { text.replace(' ', "") } else { text.replace('_', "-") }
}

/// The region of a zone of AWS, Google or Azure, where the text is the name of one. An AWS Local Zone
/// (`us-east-1-qro-1a`) stands in another place, often another country, than the region it belongs to: it counts as a
/// location of its own, without the letter.
pub(crate) fn of_zone(zone: &str) -> Option<&str> {
    let (head, last) = zone.split_at_checked(zone.len().checked_sub(1)?)?;
    if last.bytes().all(|byte| byte.is_ascii_lowercase()) {
        if is_aws(head) || is_aws_local(head) {
            return Some(head);
        }
        return head.strip_suffix('-').filter(|region| is_google(region));
    }
    head.strip_suffix('-').filter(|region| last.bytes().all(|byte| byte.is_ascii_digit()) && is_azure(region))
}

/// The cloud whose regions are named so.
pub(crate) fn cloud(region: &str) -> Option<Cloud> {
    if is_aws(region) {
        Some(Cloud::Aws)
    } else if is_google(region) {
        Some(Cloud::Google)
    } else if is_azure(region) {
        Some(Cloud::Azure)
    } else {
        None
    }
}

/// Whether the names of Google's regions begin so.
pub(crate) fn is_google_area(area: &str) -> bool {
    GOOGLE_AREAS.contains(&area)
}

/// The region that a text bears within: an ARN, a Google resource path, the host name of an endpoint.
pub(crate) fn within(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(arn) = text.strip_prefix("arn:") {
        let region = arn.split(':').nth(2)?;
        return (!region.is_empty()).then(|| canonical(region));
    }
    let mut segments = text.split('/');
    if segments.any(|segment| matches!(segment, "regions" | "zones" | "locations")) {
        return segments.next().filter(|place| !place.is_empty()).map(canonical);
    }
    // In-tree EBS volumes: `aws://eu-west-1a/vol-…`.
    let host = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = host.split(['/', '?']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_ascii_lowercase();
    let labels = host.split(['.', ':']).map(|label| label.strip_prefix("s3-").unwrap_or(label));
    labels.map(canonical).find(|label| matches!(cloud(label), Some(Cloud::Aws | Cloud::Google)))
}

/// Whether a text is to be taken apart by [`within`] wherever it is met.
pub(crate) fn bears_place(text: &str) -> bool {
    text.starts_with("arn:")
        || text.contains("://")
        || ["/regions/", "/zones/", "/locations/"].iter().any(|part| text.contains(part))
}

fn is_direction(word: &str) -> bool {
    // `northeast` and the like are made of two.
    let first = DIRECTIONS.iter().find_map(|direction| word.strip_prefix(direction));
    first.is_some_and(|rest| rest.is_empty() || DIRECTIONS.contains(&rest))
}

/// `eu-west-1`, `us-gov-east-1`.
fn is_aws(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, middle @ .., direction, number] = parts.as_slice() else { return false };
    area.len() == 2
        && area.bytes().all(|byte| byte.is_ascii_lowercase())
        && middle.len() <= 1
        && middle.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        && is_direction(direction)
        && is_number(number)
}

/// `us-west-2-lax-1`, `us-east-1-wl1-bos-wlz-1`: a region and a place beside it.
fn is_aws_local(text: &str) -> bool {
    let parents = text.match_indices('-').map(|(i, _)| &text[..i]);
    text.ends_with(|last: char| last.is_ascii_digit()) && parents.into_iter().any(is_aws)
}

/// `europe-west1`, `northamerica-northeast2`.
fn is_google(text: &str) -> bool {
    let Some((area, place)) = text.split_once('-') else { return false };
    let direction = without_digits(place);
    is_google_area(area) && direction.len() < place.len() && is_direction(direction)
}

/// `westeurope`, `eastus2`, `germanywestcentral`.
fn is_azure(text: &str) -> bool {
    let name = without_digits(text);
    name.len() >= 6
        && text.len() - name.len() <= 1
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
        && DIRECTIONS.iter().any(|direction| name.starts_with(direction) || name.ends_with(direction))
}

/// A text without the digits that it ends in.
#[inline(never)]
fn without_digits(text: &str) -> &str {
    text.trim_end_matches(|last: char| last.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Microsoft's pairs, from the page “List of Azure regions” (learn.microsoft.com/azure/reliability/regions-list, as of
/// 2025-09-23). Pairs are not all mutual. Regions that the page lists without a pair, and the sovereign clouds, which
/// it does not list, are not here.
const AZURE_PAIRS: &[(&str, &str)] = &[
    ("australiacentral", "australiacentral2"),
    ("australiacentral2", "australiacentral"),
    ("australiaeast", "australiasoutheast"),
    ("australiasoutheast", "australiaeast"),
    ("brazilsouth", "southcentralus"),
    ("brazilsoutheast", "brazilsouth"),
    ("canadacentral", "canadaeast"),
    ("canadaeast", "canadacentral"),
    ("centralindia", "southindia"),
    ("centralus", "eastus2"),
    ("eastasia", "southeastasia"),
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("francecentral", "francesouth"),
    ("francesouth", "francecentral"),
    ("germanynorth", "germanywestcentral"),
    ("germanywestcentral", "germanynorth"),
    ("japaneast", "japanwest"),
    ("japanwest", "japaneast"),
    ("koreacentral", "koreasouth"),
    ("koreasouth", "koreacentral"),
    ("northcentralus", "southcentralus"),
    ("northeurope", "westeurope"),
    ("norwayeast", "norwaywest"),
    ("norwaywest", "norwayeast"),
    ("southafricanorth", "southafricawest"),
    ("southafricawest", "southafricanorth"),
    ("southcentralus", "northcentralus"),
    ("southeastasia", "eastasia"),
    ("southindia", "centralindia"),
    ("swedencentral", "swedensouth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("switzerlandwest", "switzerlandnorth"),
    ("uaecentral", "uaenorth"),
    ("uaenorth", "uaecentral"),
    ("uksouth", "ukwest"),
    ("ukwest", "uksouth"),
    ("westcentralus", "westus2"),
    ("westeurope", "northeurope"),
    ("westindia", "southindia"),
    ("westus", "eastus"),
    ("westus2", "westcentralus"),
    ("westus3", "eastus"),
];

/// The region that Azure's geo-redundant storage copies a region's data to, where Microsoft documents one.
pub(crate) fn azure_pair(region: &str) -> Option<&'static str> {
    AZURE_PAIRS.iter().find(|(name, _)| *name == region).map(|(_, pair)| *pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_one_spelling() {
        for (text, region) in [
            ("eu-west-1", "eu-west-1"),
            ("eu-west-1a", "eu-west-1"),
            ("us-gov-west-1b", "us-gov-west-1"),
            ("EU_WEST_1", "eu-west-1"),
            ("ap-northeast-2c", "ap-northeast-2"),
            ("europe-west1-b", "europe-west1"),
            ("EUROPE-WEST4", "europe-west4"),
            ("regional-europe-west10", "europe-west10"),
            ("google-europe-west1", "europe-west1"),
            ("azure-westeurope", "westeurope"),
            ("aws-backups", "aws-backups"),
            ("northamerica-northeast2-a", "northamerica-northeast2"),
            ("West Europe", "westeurope"),
            ("westeurope-1", "westeurope"),
            ("eastus2-3", "eastus2"),
            ("germanywestcentral", "germanywestcentral"),
            ("EU", "eu"),
            ("eur4", "eur4"),
            // Not zones of the three clouds.
            ("eu-frankfurt-1", "eu-frankfurt-1"),
            ("fr-par-1", "fr-par-1"),
            ("eu-de-1", "eu-de-1"),
            ("rack-1", "rack-1"),
            ("dc-a", "dc-a"),
            ("us-central1-ai1a", "us-central1-ai1a"),
            // Local Zones are elsewhere than their parent.
            ("us-east-1-qro-1a", "us-east-1-qro-1"),
            ("us-west-2-lax-1b", "us-west-2-lax-1"),
            ("", ""),
            ("é", "é"),
        ] {
            assert_eq!(canonical(text), region, "{text}");
            assert_eq!(canonical(region), region, "{text}");
        }
    }

    #[test]
    fn a_text_may_bear_its_region() {
        for (text, region) in [
            ("arn:aws:rds:eu-west-1:111122223333:db:orders", Some("eu-west-1")),
            ("arn:aws-cn:rds:cn-north-1:111122223333:db:orders", Some("cn-north-1")),
            ("arn:aws:s3:::orders", None),
            ("projects/p/zones/europe-west1-b/disks/d", Some("europe-west1")),
            ("projects/p/regions/us-east1/disks/d", Some("us-east1")),
            ("projects/p/global/snapshots/s", None),
            ("https://www.googleapis.com/compute/v1/projects/p/zones/us-east4-a/disks/d", Some("us-east4")),
            ("projects/p/locations/EU/datasets/d", Some("eu")),
            ("https://s3.eu-central-1.amazonaws.com/backups", Some("eu-central-1")),
            ("https://s3-us-west-2.amazonaws.com", Some("us-west-2")),
            ("https://orders.s3.ap-south-1.amazonaws.com", Some("ap-south-1")),
            ("fs-0a1b.efs.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("aws://eu-west-1a/vol-0a1b", Some("eu-west-1")),
            ("https://user@s3.eu-west-3.wasabisys.com:443/x", Some("eu-west-3")),
            ("https://storage.googleapis.com", None),
            ("https://orders.blob.core.windows.net", None),
            ("http://minio.westend.svc:9000", None),
            ("http://redis-west1.northpole-1.svc", None),
            ("s3://orders/backups", None),
            ("vol-0a1b2c3d", None),
            ("10.1.2.3", None),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d", None),
        ] {
            assert_eq!(within(text).as_deref(), region, "{text}");
        }
    }

    #[test]
    fn every_azure_pair_is_of_canonical_names() {
        for (region, pair) in AZURE_PAIRS {
            for name in [region, pair] {
                assert_eq!(cloud(name), Some(Cloud::Azure), "{name}");
            }
            assert_eq!(canonical(pair), *pair);
        }
        assert_eq!(azure_pair("westus3"), Some("eastus"));
        assert_eq!(azure_pair("italynorth"), None);
    }
}
