//! Every service has an owner, bears a label, and was reviewed lately.
//!
//! It does a little of all that a rule can do, and is the same in every language.

use clearance_rule::prelude::*;
use std::collections::BTreeMap;

const DAY: f64 = 86_400_000.0;

/// Every service has an owner, bears a label, and was reviewed lately.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceOwners {
    /// A label that every service is to bear.
    label: Option<String>,
    /// For how many days a review holds.
    #[serde(default = "quarter")]
    review_days: f64,
    /// The points that a service without an owner adds to the score, out of 100.
    points: f64,
}

fn quarter() -> f64 {
    90.0
}

/// The sections of the facts that it reads.
#[derive(Deserialize, JsonSchema)]
struct Facts<'a> {
    /// The services that the release touches.
    #[serde(borrow)]
    services: Vec<Service<'a>>,
}

/// A service.
#[derive(Deserialize, JsonSchema)]
struct Service<'a> {
    /// Its name.
    name: &'a str,
    /// The team that answers for it.
    owner: Option<&'a str>,
    /// Whatever it is labelled with.
    #[serde(default, borrow)]
    labels: BTreeMap<&'a str, &'a str>,
    /// When it was reviewed last, in milliseconds since 1970.
    reviewed: Option<f64>,
}

impl Rule for ServiceOwners {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "service-owners",
        version: env!("CARGO_PKG_VERSION"),
        title: "Service owners",
        summary: "Every service has an owner, bears a label, and was reviewed lately.",
        checks: &[
            ("owner", "The service has an owner."),
            ("label", "The service bears the label."),
            ("review", "The service was reviewed lately."),
        ],
        practices: &["1.2"],
        controls: &["SOC2:CC8.1"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        if self.review_days >= 1.0 {
            return Ok(());
        }
        Err(Mismatch { pointer: "/review_days".to_owned(), message: "a review holds for a day at least".to_owned() })
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let mut score = Score::out_of(100.0);
        let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut list = String::from("| service | owner |\n|---|---|\n");
        for (i, service) in facts.services.iter().enumerate() {
            if let Some(team) = service.owner {
                owners.entry(team).or_default().push(service.name);
                let check = Check::pass("owner", service.name, text!(team, " owns it"));
                outcome.push(check.seen(&fact!(facts.services[i].owner)).required("an owner"));
            } else {
                let owner = fact!(facts.services[i].owner);
                outcome.push(
                    Check::fail("owner", service.name, "nobody owns it")
                        .seen(&owner)
                        .required("an owner")
                        .remedy(text!("name an owner in `", &owner.pointer, "`"))
                        .severity(Severity::High),
                );
                score.add(service.name, self.points, "nobody owns it");
            }
            list.push_str(&text!("| ", service.name, " | ", service.owner.unwrap_or("nobody"), " |\n"));
            if let Some(label) = &self.label {
                outcome.push(labelled(facts, i, label));
            }
            outcome.push(self.reviewed(facts, i, at));
        }
        let orphans = facts.services.iter().filter(|service| service.owner.is_none()).count();
        outcome
            .with_score(score)
            .with_artifact("owners.md", "text/markdown", list)
            .with_derived(&json!({ "orphans": orphans, "owners": owners }))
    }
}

fn labelled(facts: &Facts<'_>, i: usize, label: &str) -> Check {
    let service = &facts.services[i];
    let place = Fact::new(format!("/services/{i}/labels/{}", label.replace('~', "~0").replace('/', "~1")), service.labels.get(label));
    let check = match place.value {
        Some(value) => Check::pass("label", service.name, format!("bears `{label}`: {value}")),
        None => Check::fail("label", service.name, format!("does not bear `{label}`")),
    };
    check.remedy(format!("add `{}`", place.pointer)).seen(&place)
}

impl ServiceOwners {
    fn reviewed(&self, facts: &Facts<'_>, i: usize, at: Timestamp) -> Check {
        let (name, reviewed) = (facts.services[i].name, fact!(facts.services[i].reviewed));
        let Some(time) = reviewed.value else {
            return Check::unknown("review", name, "nobody knows when it was reviewed")
                .seen(&reviewed)
                .remedy_if_unknown(format!("supply `{}`", reviewed.pointer));
        };
        #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds is exact")]
        let days = ((at as f64 - time) / DAY).floor();
        let message = format!("days since its review: {}", text::number(days));
        let check = if days <= self.review_days {
            Check::pass("review", name, message)
        } else {
            Check::fail("review", name, message).remedy("review it")
        };
        check.seen(&reviewed).required(format!("at most {} days", text::number(self.review_days)))
    }
}

clearance_rule::export!(ServiceOwners);
