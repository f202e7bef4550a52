//! Where a resource stands, and where it copies its data to.

use super::expression::{FURTHEST, Scope};
use super::plan::{Instance, module_calls};
use super::reading::{Names, Reading, later, set_later, unset_later};
use super::types::{Also, At, Own};
use super::{Terraform, listed};
use crate::finding::{Fix, Holding, Seen, Told, Untold, Whereabouts};
use crate::policy::Role;
use crate::region::{self, Cloud};
use clearance_rule::node::{Node, below};
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
    pub(super) fn own_place(&self, instance: &Instance<'f>, depth: u8) -> (Whereabouts<'f>, Fix) {
        if depth > FURTHEST || !self.another_step() {
            let untold = Untold::new("what it belongs to belongs to it in turn");
            return (Whereabouts::Untold(untold), Fix::Do("end the circle of references".to_owned()));
        }
        let own = listed(instance.kind).map(|listed| (listed.own, listed.of));
        let stated = self.policy.stores.get(instance.kind).map(|store| store.regions.as_slice()).unwrap_or_default();
        let mut paths: Vec<&str> = stated.iter().map(String::as_str).collect();
        let only_there = match own {
            Some((Own::Within(_), of)) => return self.beside(instance, of, depth),
            Some((Own::At(_, at), _)) => {
                paths.extend(at);
                true
            }
            _ => {
                paths.extend(usual(instance.kind));
                false
            }
        };
        for path in &paths {
            let reading = self.read(instance, path, Names::Regions, depth);
            let fix = Fix::Set(text!["`", path, "`"]);
            // A zone or an ARN that is not known yet is in the region of the provider all the same.
            let follows = own.is_none_or(|(own, _)| matches!(own, Own::Here(_)))
                && matches!(*path, "bucket_region" | "availability_zone" | "availability_zones" | "arn");
            match reading {
                Reading { untold: Some(_), .. } if follows => {}
                Reading { untold: Some(untold), .. } => return (Whereabouts::Untold(untold), fix),
                Reading { told, .. } if !told.is_empty() => return (Whereabouts::Told(told), fix),
                Reading { .. } => {}
            }
        }
        let google_or_azure = instance.kind.starts_with("google_") || instance.kind.starts_with("azurerm_");
        let main = if google_or_azure { "location" } else { "region" };
        let first = if only_there || !stated.is_empty() { paths.first().copied().unwrap_or(main) } else { main };
        let missing = Seen::absent(text![instance.pointer, "/", first.replace('.', "/")]);
        if only_there {
            let untold = Untold::new(text!["`", first, "` is not set"]).seeing([missing]);
            return (Whereabouts::Untold(untold), Fix::Set(text!["`", first, "`"]));
        }
        // Google's default region counts only for what has a region at all, which an unlisted type need not have.
        if own.is_none()
            && instance.kind.starts_with("google_")
            && !paths.iter().any(|path| unset_later(instance, path))
        {
            let untold = Untold::new("none of the attributes it is known by names a region").seeing([missing]);
            return (Whereabouts::Untold(untold), Fix::Set(text!["`", first, "`"]));
        }
        self.of_provider(instance, missing, depth)
    }

    /// The regions a resource stands in; none where they cannot be told.
    pub(super) fn own_regions(&self, instance: &Instance<'f>, depth: u8) -> Option<Vec<Told<'f>>> {
        match self.own_place(instance, depth).0 {
            Whereabouts::Told(told) => Some(told),
            _ => None,
        }
    }

    /// Where the resource stands that this one is a part of.
    fn beside(&self, instance: &Instance<'f>, of: &[&str], depth: u8) -> (Whereabouts<'f>, Fix) {
        let fix = |attribute: &str| Fix::Stand(text!["let `", attribute, "` name a resource"]);
        for attribute in of {
            let value = instance.values.get(attribute).filter(|node| node.text().is_some());
            let seen = value.map(|node| Seen { pointer: below(&instance.pointer, attribute), value: Some(node) });
            let owners = self.owners(instance, attribute);
            let places: Option<Vec<_>> = owners.iter().map(|owner| self.own_regions(owner, depth + 1)).collect();
            let mut told: Vec<Told<'f>> = places.into_iter().flatten().flatten().collect();
            if owners.is_empty() {
                let region = value.and_then(Node::text).and_then(region::within);
                told.extend(region.map(|region| Told { region, by: None, seen: Vec::new() }));
            }
            if !told.is_empty() {
                for told in &mut told {
                    told.seen.extend(seen.clone());
                }
                return (Whereabouts::Told(told), fix(attribute));
            }
            if seen.is_some() || !owners.is_empty() {
                let untold =
                    Untold::new(text!["the region of what `", attribute, "` names cannot be told from the plan"]);
                return (Whereabouts::Untold(untold.seeing(seen)), fix(attribute));
            }
        }
        let first = of.first().copied().unwrap_or_default();
        let untold = Untold::new(text!["what `", first, "` names is not in the plan"]);
        (Whereabouts::Untold(untold.seeing([Seen::absent(below(&instance.pointer, first))])), fix(first))
    }

    /// Where the provider of a resource is configured to be.
    fn of_provider(&self, instance: &Instance<'f>, missing: Seen<'f>, depth: u8) -> (Whereabouts<'f>, Fix) {
        let Some((pointer, config)) = &instance.config else {
            let why = "the resource names no region, and the plan holds no configuration to look for its provider's";
            let fix = Fix::Set("the region of its provider".to_owned());
            return (Whereabouts::Untold(Untold::new(why).seeing([missing])), fix);
        };
        let key = config.text_at(&["provider_config_key"]).unwrap_or_default();
        let fix = Fix::Set(text!["the region of the provider `", key, "`"]);
        if let Some(told) = self.provider_region(key, depth) {
            return (Whereabouts::Told(told), fix);
        }
        let key = config.get("provider_config_key");
        let seen = key.map(|node| Seen { pointer: below(pointer, "provider_config_key"), value: Some(node) });
        let why = "neither the resource nor what is known of its provider's configuration names a region";
        (Whereabouts::Untold(Untold::new(why).seeing([missing]).seeing(seen)), fix)
    }

    /// The region that a provider is configured with.
    pub(super) fn provider_region(&self, key: &str, depth: u8) -> Option<Vec<Told<'f>>> {
        let configured = self.provider(key).and_then(|(pointer, config)| {
            let calls = config.text_at(&["module_address"]).map(module_calls).unwrap_or_default();
            let scope = Scope { calls, instance: None };
            ["region", "location", "zone"].into_iter().find_map(|attribute| {
                let expression = config.at(&["expressions", attribute])?;
                let pointer = below(&below(&pointer, "expressions"), attribute);
                self.expressed(&scope, &pointer, expression, (attribute, Names::Regions), depth)
            })
        });
        configured.or_else(|| self.read_region(key)).or_else(|| {
            let name = key.rsplit(':').next().unwrap_or(key);
            let known = self.policy.provider_regions.get(key).or_else(|| self.policy.provider_regions.get(name))?;
            Some(Told::by("provider_regions", std::slice::from_ref(known)))
        })
    }

    /// The region that a data source with the same provider read: it is the provider's own.
    fn read_region(&self, key: &str) -> Option<Vec<Told<'f>>> {
        let sources = ["aws_region", "aws_availability_zones"];
        self.plan.data.iter().filter(|source| sources.contains(&source.kind)).find_map(|source| {
            let (_, config) = source.config.as_ref()?;
            // One that names the region it wants to know tells nothing of the provider.
            let asks = ["name", "region", "endpoint", "all_availability_zones"];
            let asks = asks.iter().any(|attribute| config.at(&["expressions", attribute]).is_some());
            if asks || config.text_at(&["provider_config_key"]) != Some(key) {
                return None;
            }
            ["region", "id", "name"].into_iter().find_map(|attribute| {
                let node = source.values.get(attribute)?;
                let region = region::canonical(node.text()?);
                let seen = Seen { pointer: below(&source.pointer, attribute), value: Some(node) };
                (region::cloud(&region) == Some(Cloud::Aws)).then(|| vec![Told::new(region, seen)])
            })
        })
    }

    /// The configuration that a provider's key means. A module that configures no provider inherits the default one of
    /// the root; plans of Terraform before 1.1 do not say which one a module was handed instead, so that there the
    /// inheritance is certain only where there is a single configuration to inherit.
    fn provider(&self, key: &str) -> Option<(String, &'f Node<'f>)> {
        let exact = self.plan.provider(key);
        if exact.as_ref().is_some_and(|(_, config)| config.get("expressions").is_some()) || !key.contains(':') {
            return exact;
        }
        let name = key.rsplit(':').next()?;
        let base = name.split('.').next()?;
        let configured = |(other, config): &&(&str, Node<'_>)| {
            let same = other.rsplit(':').next().and_then(|name| name.split('.').next()) == Some(base);
            same && config.get("expressions").is_some()
        };
        let mut candidates = self.plan.providers().iter().filter(configured);
        match (candidates.next(), candidates.next()) {
            (Some((only, _)), None) if *only == name => self.plan.provider(only),
            _ => None,
        }
    }

    /// Another place of a resource's data.
    pub(super) fn also(&self, instance: &Instance<'f>, also: &Also) -> Vec<Holding<'f>> {
        match also.at {
            At::Region(path) => self.elsewhere(instance, also.role, path, Names::Regions, also.computed),
            At::Resource(path) => self.elsewhere(instance, also.role, path, Names::Resources, also.computed),
            At::Pair { setting, values, default } => {
                self.pair(instance, also.role, setting, values, default).into_iter().collect()
            }
            At::Unwritten { setting, at, why } => {
                Self::unwritten(instance, also.role, setting, at, why).into_iter().collect()
            }
        }
    }

    /// The places that a path names, told and untold.
    pub(super) fn elsewhere(
        &self,
        instance: &Instance<'f>,
        role: Role,
        path: &str,
        names: Names,
        computed: bool,
    ) -> Vec<Holding<'f>> {
        let mut reading = self.read(instance, path, names, 0);
        if reading.untold.is_none() && !computed && unset_later(instance, path) {
            reading.untold = Some(later(instance, path));
        }
        let fix = match names {
            Names::Regions => Fix::Set(text!["`", path, "`"]),
            Names::Resources => Fix::Stand(text!["let `", path, "` name a resource"]),
        };
        let told = (!reading.told.is_empty()).then_some(Whereabouts::Told(reading.told));
        let untold = reading.untold.map(Whereabouts::Untold);
        told.into_iter().chain(untold).map(|place| Holding { role, place, fix: fix.clone() }).collect()
    }

    fn pair(
        &self,
        instance: &Instance<'f>,
        role: Role,
        setting: &[&str],
        values: &[&str],
        default: bool,
    ) -> Option<Holding<'f>> {
        let first = setting.first().copied().unwrap_or_default();
        let fix = Fix::Do(text![
            "set `",
            first,
            "` to a redundancy without a second region, or move it to a region whose pair is allowed"
        ]);
        let untold = |untold: Untold<'f>| Some(Holding { role, place: Whereabouts::Untold(untold), fix: fix.clone() });
        let mut seen = Seen::absent(text![instance.pointer, "/", first.replace('.', "/")]);
        let mut on = default;
        for path in setting {
            let found = instance
                .values
                .find(&instance.pointer, path)
                .into_iter()
                .find(|place| !matches!(place.node, Node::Null));
            if let Some(place) = found {
                on = match place.node {
                    Node::Bool(value) => values.contains(&if *value { "true" } else { "false" }),
                    node => node.text().is_some_and(|text| values.iter().any(|value| value.eq_ignore_ascii_case(text))),
                };
                seen = Seen::from(place);
                break;
            }
            if set_later(instance, path) {
                return untold(later(instance, path));
            }
        }
        if !on {
            return None;
        }
        let own = match self.own_place(instance, 0).0 {
            Whereabouts::Told(told) => told,
            Whereabouts::Untold(why) => return untold(why.seeing([seen])),
            Whereabouts::Nowhere(_) => return None,
        };
        let mut told = Vec::new();
        for place in own {
            let Some(pair) = region::azure_pair(&place.region) else {
                return untold(Untold::new(GEO_REDUNDANT).seeing([seen]).seeing(place.seen));
            };
            told.push(Told {
                region: pair.to_owned(),
                by: place.by,
                seen: std::iter::once(seen.clone()).chain(place.seen).collect(),
            });
        }
        Some(Holding { role, place: Whereabouts::Told(told), fix })
    }

    fn unwritten(instance: &Instance<'f>, role: Role, setting: &str, at: &str, why: &str) -> Option<Holding<'f>> {
        let found = instance.values.find(&instance.pointer, setting).into_iter();
        let on = found.into_iter().find(|place| !matches!(place.node, Node::Null | Node::Bool(false)))?;
        let written = instance.values.find(&instance.pointer, at).iter().any(|place| place.node.text().is_some());
        if written || set_later(instance, at) {
            return None;
        }
        let missing = Seen::absent(text![instance.pointer, "/", at.replace('.', "/")]);
        let pointer = on.pointer.clone();
        let untold = Untold::new(why).seeing([missing, Seen { pointer, value: Some(on.node) }]);
        Some(Holding { role, place: Whereabouts::Untold(untold), fix: Fix::Set(text!["`", at, "`"]) })
    }
}
