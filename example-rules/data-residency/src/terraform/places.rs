//! Where a resource stands, and where it copies its data to.

use super::expression::{FURTHEST, Scope};
use super::plan::{Instance, module_calls};
use super::reading::{Names, later, not_set, set_later, unset_later};
use super::types::{Also, At, Own, Type};
use super::{Terraform, listed};
use crate::finding::{Fix, Holding, Seen, Told, Untold, Whereabouts};
use crate::part::Part;
use crate::policy::Role;
use crate::region::{self, Cloud};
use clearance_rule::node::Node;
use clearance_rule::text;

/// Where the resources of a provider say where they stand, the most particular first.
fn usual(kind: &str) -> &'static [&'static str] {
    match kind.split('_').next() {
        Some("aws") => &["bucket_region", "region", "availability_zone", "availability_zones", "arn"],
        Some("google") => &["location", "region", "zone", "replica_zones"],
        Some("azurerm") => &["location"],
        _ => &["region", "location", "zone", "region_name", "cloud_region", "availability_zone", "arn", "self_link"],
    }
}

const GEO_REDUNDANT: &str = "geo-redundancy copies it to a paired region that Microsoft does not document";

impl<'f> Terraform<'f> {
    /// Where a resource itself stands, and what would change that.
    #[inline(never)]
    pub(super) fn own_place(&self, instance: &Instance<'f>, depth: u8) -> (Whereabouts<'f>, Fix<'f>) {
        if depth > FURTHEST || !self.another_step() {
            let untold = Untold::new("what it belongs to belongs to it in turn");
            return (Whereabouts::Untold(untold), Fix::Do("end the circle of references"));
        }
        let listed = listed(instance.kind);
        let own = listed.map(|listed| listed.own);
        let stated = self.policy.stores.get(instance.kind).map(|store| store.regions.as_slice()).unwrap_or_default();
        let mut paths: Vec<&str> = Vec::new();
        for path in stated {
            paths.push(path);
        }
        let only_there = match own {
            Some(Own::Within(_)) => return self.beside(instance, listed.map_or("", Type::of), depth),
            Some(Own::At(_)) => {
                paths.extend(listed.map_or("", Type::at).split_whitespace());
                true
            }
            _ => {
                paths.extend_from_slice(usual(instance.kind));
                false
            }
        };
        for path in &paths {
            let reading = self.read(instance, path, Names::Regions, depth);
            // A zone or an ARN that is not known yet is in the region of the provider all the same.
            let follows = own.is_none_or(|own| matches!(own, Own::Here(_)))
                && matches!(*path, "bucket_region" | "availability_zone" | "availability_zones" | "arn");
            let place = match reading.untold {
                Some(_) if follows => continue,
                Some(untold) => Whereabouts::Untold(untold),
                None if reading.told.is_empty() => continue,
                None => Whereabouts::Told(self.kept.told(reading.told)),
            };
            return (place, self.set(depth, path));
        }
        let google = instance.kind.starts_with("google_");
        let main = if google || instance.kind.starts_with("azurerm_") { "location" } else { "region" };
        let first = if only_there || !stated.is_empty() { paths.first().copied().unwrap_or(main) } else { main };
        let missing = if depth > 0 { Seen::absent("") } else { not_set(instance, first) };
        // Google's default region counts only for what has a region at all, which an unlisted type need not have.
        let homeless = own.is_none() && google && !paths.iter().any(|path| unset_later(instance, path));
        if !only_there && !homeless {
            return self.of_provider(instance, missing, depth);
        }
        let why = if only_there {
            self.words(depth, &["`", first, "` is not set"])
        } else {
            "none of the attributes it is known by names a region"
        };
        (self.untold(depth, why, &[missing]), self.set(depth, first))
    }

    /// What a reader is told of the resource itself. Of those that it leads to only the regions are of interest: nothing
    /// is put into words for them, since references in circles lead to the same ones over and over.
    #[inline(never)]
    fn words(&self, depth: u8, parts: &[&str]) -> &'f str {
        if depth > 0 { "" } else { self.kept.text(parts.concat()) }
    }

    pub(super) fn set(&self, depth: u8, path: &str) -> Fix<'f> {
        Fix::Set(self.words(depth, &["`", path, "`"]))
    }

    fn stand(&self, depth: u8, attribute: &str) -> Fix<'f> {
        Fix::Stand(self.words(depth, &["let `", attribute, "` name a resource"]))
    }

    #[inline(never)]
    fn untold(&self, depth: u8, why: &'f str, seen: &[Seen<'f>]) -> Whereabouts<'f> {
        let untold = Untold::new(why);
        Whereabouts::Untold(if depth > 0 { untold } else { untold.seeing(self.kept, seen) })
    }

    /// The regions a resource stands in; none where they cannot be told.
    #[inline(never)]
    pub(super) fn own_regions(&self, instance: &Instance<'f>, depth: u8) -> Option<&'f [Told<'f>]> {
        match self.own_place(instance, depth).0 {
            Whereabouts::Told(told) => Some(told),
            _ => None,
        }
    }

    /// Where the resource stands that this one is a part of.
    fn beside(&self, instance: &Instance<'f>, of: &str, depth: u8) -> (Whereabouts<'f>, Fix<'f>) {
        for attribute in of.split_whitespace() {
            let value = instance.values.part(&[attribute]).filter(|value| value.node.text().is_some());
            let mut seen = Vec::new();
            seen.extend(value.map(Part::seen));
            let owners = self.owners(instance, attribute);
            let mut told: Vec<Told<'f>> = Vec::new();
            for owner in &owners {
                let Some(places) = self.own_regions(owner, depth + 1) else {
                    told.clear();
                    break;
                };
                told.extend_from_slice(places);
            }
            if owners.is_empty()
                && let Some(region) = value.and_then(|value| value.node.text()).and_then(region::within)
            {
                told.extend_from_slice(self.bare(region));
            }
            if !told.is_empty() {
                for told in &mut told {
                    told.seen = self.kept.seen(&[told.seen, &seen]);
                }
                return (Whereabouts::Told(self.kept.told(told)), self.stand(depth, attribute));
            }
            if !seen.is_empty() || !owners.is_empty() {
                let why = &["the region of what `", attribute, "` names cannot be told from the plan"];
                return (self.untold(depth, self.words(depth, why), &seen), self.stand(depth, attribute));
            }
        }
        let first = of.split_whitespace().next().unwrap_or_default();
        let why = self.words(depth, &["what `", first, "` names is not in the plan"]);
        let missing = if depth > 0 { Seen::absent("") } else { instance.values.absent(&[first]) };
        (self.untold(depth, why, &[missing]), self.stand(depth, first))
    }

    /// Where the provider of a resource is configured to be.
    fn of_provider(&self, instance: &Instance<'f>, missing: Seen<'f>, depth: u8) -> (Whereabouts<'f>, Fix<'f>) {
        let Some(config) = instance.config else {
            let why = "the resource names no region, and the plan holds no configuration to look for its provider's";
            return (self.untold(depth, why, &[missing]), Fix::Set("the region of its provider"));
        };
        let key = config.text(&["provider_config_key"]).unwrap_or_default();
        let fix = Fix::Set(self.words(depth, &["the region of the provider `", key, "`"]));
        if let Some(told) = self.provider_region(key, depth) {
            return (Whereabouts::Told(told), fix);
        }
        let mut seen = vec![missing];
        seen.extend(config.part(&["provider_config_key"]).map(Part::seen));
        let why = "neither the resource nor what is known of its provider's configuration names a region";
        (self.untold(depth, why, &seen), fix)
    }

    /// The region that a provider is configured with.
    fn provider_region(&self, key: &str, depth: u8) -> Option<&'f [Told<'f>]> {
        if let Some(config) = self.provider(key) {
            let calls = config.text(&["module_address"]).map(module_calls).unwrap_or_default();
            let scope = Scope { calls, instance: None };
            for attribute in ["region", "location", "zone"] {
                let told = config
                    .part(&["expressions", attribute])
                    .and_then(|expression| self.expressed(&scope, expression, (attribute, Names::Regions), depth));
                if told.is_some() {
                    return told;
                }
            }
        }
        self.read_region(key).or_else(|| {
            let name = key.rsplit(':').next().unwrap_or(key);
            let known = self.policy.provider_regions.get(key).or_else(|| self.policy.provider_regions.get(name))?;
            Some(Told::by(self.kept, "provider_regions", std::slice::from_ref(known), &[]))
        })
    }

    /// The region that a data source with the same provider read: it is the provider's own.
    fn read_region(&self, key: &str) -> Option<&'f [Told<'f>]> {
        for source in &self.plan.data {
            let Some(config) = source.config else { continue };
            if !matches!(source.kind, "aws_region" | "aws_availability_zones")
                || config.text(&["provider_config_key"]) != Some(key)
            {
                continue;
            }
            // One that names the region it wants to know tells nothing of the provider.
            let asks = ["name", "region", "endpoint", "all_availability_zones"];
            if asks.iter().any(|attribute| config.node.at(&["expressions", attribute]).is_some()) {
                continue;
            }
            for attribute in ["region", "id", "name"] {
                let Some(text) = source.values.text(&[attribute]) else { continue };
                let region = region::canonical(text);
                if region::cloud(&region) == Some(Cloud::Aws)
                    && let Some(value) = source.values.part(&[attribute])
                {
                    return Some(self.kept.told(vec![value.told(region)]));
                }
            }
        }
        None
    }

    /// The configuration that a provider's key means. A module that configures no provider inherits the default one of
    /// the root; plans of Terraform before 1.1 do not say which one a module was handed instead, so that there the
    /// inheritance is certain only where there is a single configuration to inherit.
    fn provider(&self, key: &str) -> Option<Part<'f>> {
        let exact = self.plan.provider(key);
        if exact.is_some_and(|config| config.node.get("expressions").is_some()) || !key.contains(':') {
            return exact;
        }
        let name = key.rsplit(':').next()?;
        let base = name.split('.').next()?;
        let mut only = None;
        for (other, config) in self.plan.providers() {
            let same = other.rsplit(':').next().and_then(|name| name.split('.').next()) == Some(base);
            if same && config.get("expressions").is_some() {
                if only.is_some() {
                    return None;
                }
                only = Some(*other);
            }
        }
        self.plan.provider(only.filter(|only| *only == name)?)
    }

    /// Adds another place of a resource's data.
    #[inline(never)]
    pub(super) fn also(&self, instance: &Instance<'f>, also: &Also, holdings: &mut Vec<Holding<'f>>) {
        let found = match also.at {
            At::Region(path) => {
                return self.elsewhere(instance, also.role, (path, Names::Regions), also.computed, holdings);
            }
            At::Resource(path) => {
                return self.elsewhere(instance, also.role, (path, Names::Resources), also.computed, holdings);
            }
            At::Pair([settings, values]) => self.pair(instance, settings, values, also.computed),
            At::Unwritten([setting, at, why]) => self.unwritten(instance, setting, at, why),
        };
        holdings.extend(found.map(|(place, fix)| Holding { role: also.role, place, fix }));
    }

    /// Adds the places that a path names, told and untold.
    #[inline(never)]
    pub(super) fn elsewhere(
        &self,
        instance: &Instance<'f>,
        role: Role,
        (path, names): (&str, Names),
        computed: bool,
        holdings: &mut Vec<Holding<'f>>,
    ) {
        let mut reading = self.read(instance, path, names, 0);
        if reading.untold.is_none() && !computed && unset_later(instance, path) {
            reading.untold = Some(later(instance, path));
        }
        let fix = match names {
            Names::Regions => self.set(0, path),
            Names::Resources => self.stand(0, path),
        };
        if !reading.told.is_empty() {
            holdings.push(Holding { role, place: Whereabouts::Told(self.kept.told(reading.told)), fix });
        }
        if let Some(untold) = reading.untold {
            holdings.push(Holding { role, place: Whereabouts::Untold(untold), fix });
        }
    }

    fn pair(
        &self,
        instance: &Instance<'f>,
        settings: &str,
        values: &str,
        default: bool,
    ) -> Option<(Whereabouts<'f>, Fix<'f>)> {
        let first = settings.split_whitespace().next().unwrap_or_default();
        let fix = Fix::Do(self.kept.text(text![
            "set `",
            first,
            "` to a redundancy without a second region, or move it to a region whose pair is allowed"
        ]));
        let mut seen = None;
        for path in settings.split_whitespace() {
            for place in instance.values.find(path) {
                if seen.is_none() && !matches!(place.node, Node::Null) {
                    seen = Some(place);
                }
            }
            if seen.is_some() {
                break;
            }
            if set_later(instance, path) {
                return Some((Whereabouts::Untold(later(instance, path)), fix));
            }
        }
        let on = match seen.map(|place| place.node) {
            None => default,
            Some(node) => {
                let text = if let Node::Bool(value) = node {
                    Some(if *value { "true" } else { "false" })
                } else {
                    node.text()
                };
                text.is_some_and(|text| values.split_whitespace().any(|value| value.eq_ignore_ascii_case(text)))
            }
        };
        if !on {
            return None;
        }
        let seen = seen.map_or_else(|| not_set(instance, first), Part::seen);
        let own = match self.own_place(instance, 0).0 {
            Whereabouts::Told(told) => told,
            Whereabouts::Untold(why) => {
                return Some((Whereabouts::Untold(why.seeing(self.kept, &[seen])), fix));
            }
            Whereabouts::Nowhere(_) => return None,
        };
        let mut told = self.kept.through(&[seen], own);
        for told in &mut told {
            let Some(pair) = region::azure_pair(told.region) else {
                return Some((self.untold(0, GEO_REDUNDANT, told.seen), fix));
            };
            told.region = pair;
        }
        Some((Whereabouts::Told(self.kept.told(told)), fix))
    }

    fn unwritten(
        &self,
        instance: &Instance<'f>,
        setting: &str,
        at: &str,
        why: &'static str,
    ) -> Option<(Whereabouts<'f>, Fix<'f>)> {
        let mut on = instance.values.find(setting);
        on.retain(|place| !matches!(place.node, Node::Null | Node::Bool(false)));
        let on = on.first()?;
        let written = instance.values.find(at).iter().any(|place| place.node.text().is_some());
        if written || set_later(instance, at) {
            return None;
        }
        Some((self.untold(0, why, &[not_set(instance, at), on.seen()]), self.set(0, at)))
    }
}
