//! Every class of data that a component holds rests in a region that the policy allows for the class.

use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Residency {
    /// The regions in which each class of data may rest. A class that is not named may rest anywhere.
    pub allowed: BTreeMap<String, Vec<String>>,
}

/// The sections of the facts that it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The components of the release.
    #[serde(borrow)]
    pub components: Vec<Component<'a>>,
}

/// A component.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it runs and keeps its data.
    pub region: &'a str,
    /// The classes of data that it holds.
    pub data: Vec<&'a str>,
}

impl Rule for Residency {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "bench-residency",
        version: env!("CARGO_PKG_VERSION"),
        title: "Residency of data",
        summary: "Every class of data rests in a region that the policy allows for it.",
        checks: &[("residency", "The component's data of one class rests where it may.")],
        practices: &["6.5"],
        controls: &["GDPR:Art.44"],
    };

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        for (i, component) in facts.components.iter().enumerate() {
            let region = fact!(facts.components[i].region);
            if component.data.is_empty() {
                let check = Check::not_applicable("residency", component.name, "it holds no data");
                outcome.push(check.seen(&fact!(facts.components[i].data)).seen(&region));
            }
            for (k, class) in component.data.iter().enumerate() {
                let message = text![class, " data rests in `", component.region, "`"];
                let check = match self.allowed.get(*class) {
                    None => Check::pass("residency", component.name, message).required("anywhere"),
                    Some(allowed) => {
                        let regions = allowed.join(" or ");
                        let check =
                            if allowed.iter().any(|other| other == component.region) {
                                Check::pass("residency", component.name, message)
                            } else {
                                Check::fail("residency", component.name, message)
                                    .severity(Severity::High)
                                    .remedy(text!["move its ", class, " data to ", regions])
                            };
                        check.required(text!["in ", regions])
                    }
                };
                outcome.push(check.seen(&fact!(facts.components[i].data[k])).seen(&region));
            }
        }
        outcome
    }
}

clearance_rule::export!(Residency);
