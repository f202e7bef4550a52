//! Cedar, which allows or denies requests: one a component, or one a component and class of data.

use super::typed::{Component, Facts};
use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::Rule;
use crate::timing::ready;
use anyhow::{Context as _, Result, bail, ensure};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    Request, Response, RestrictedExpression,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

pub struct Cedar;

impl Contestant for Cedar {
    fn engine(&self) -> &'static str {
        "cedar"
    }

    fn variant(&self) -> &'static str {
        "one request a row"
    }

    fn setup(&self) -> &'static str {
        "Policies are parsed once, with the params written into them; entities and requests are made before, and one \
         `Authorizer` is used throughout, as the crate's documentation advises. Cedar allows or denies, so a row's \
         status is the policy that allowed it, or `fail`; the rest of the row is the host's, outside of the clock. \
         Coverage is a `decimal`."
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let policies = match question.rule {
            Rule::Coverage => coverage(&question.params)?,
            Rule::Residency => residency(&question.params)?,
            Rule::Risk => {
                return Ok(Prepared::Cannot(
                    "has no arithmetic on decimals, no sum, and answers nothing but allow or deny",
                ));
            }
            Rule::Redaction => {
                return Ok(Prepared::Cannot("has no function that changes text, nor regular expressions"));
            }
        };
        let asked = Asked { rule: question.rule, names: Names::new()? };
        let authorizer = Authorizer::new();
        let rows = match &question.answer {
            Value::Array(rows) => rows.clone(),
            _ => bail!("the answer has no rows"),
        };
        let text = question.text.clone();
        let reduce = move |responses: Result<Vec<Response>>| reduce(&rows, &responses?);
        Ok(Prepared::Ready(match table {
            Table::Evaluate => {
                let (requests, entities) = asked.made_of(&text)?;
                ready(
                    move || -> Result<Vec<Response>> {
                        let responses =
                            requests.iter().map(|request| authorizer.is_authorized(request, &policies, &entities));
                        Ok(responses.collect())
                    },
                    reduce,
                )
            }
            Table::FromJson => ready(
                move || {
                    let (requests, entities) = asked.made_of(&text)?;
                    Ok(requests.iter().map(|request| authorizer.is_authorized(request, &policies, &entities)).collect())
                },
                reduce,
            ),
        }))
    }
}

/// What every request names.
struct Names {
    principal: EntityUid,
    action: EntityUid,
    component: EntityTypeName,
}

struct Asked {
    rule: Rule,
    names: Names,
}

impl Names {
    fn new() -> Result<Self> {
        Ok(Self {
            principal: r#"Release::"shop""#.parse()?,
            action: r#"Action::"release""#.parse()?,
            component: "Component".parse()?,
        })
    }
}

impl Asked {
    /// The requests and the entities that `text` comes to.
    fn made_of(&self, text: &str) -> Result<(Vec<Request>, Entities)> {
        let facts: Facts<'_> = serde_json::from_str(text)?;
        let mut requests = Vec::with_capacity(facts.components.len());
        let mut entities = Vec::with_capacity(facts.components.len());
        for component in &facts.components {
            let uid = EntityUid::from_type_name_and_id(self.names.component.clone(), EntityId::new(component.name));
            entities.push(Entity::new(uid.clone(), self.attributes(component), HashSet::new())?);
            if self.rule == Rule::Residency && !component.data.is_empty() {
                for class in &component.data {
                    let class = RestrictedExpression::new_string((*class).to_owned());
                    let context = Context::from_pairs([("class".to_owned(), class)])?;
                    requests.push(self.request(uid.clone(), context)?);
                }
            } else {
                requests.push(self.request(uid, Context::empty())?);
            }
        }
        Ok((requests, Entities::from_entities(entities, None)?))
    }

    fn request(&self, component: EntityUid, context: Context) -> Result<Request> {
        Ok(Request::new(self.names.principal.clone(), self.names.action.clone(), component, context, None)?)
    }

    /// What the rule reads of a component.
    fn attributes(&self, component: &Component<'_>) -> HashMap<String, RestrictedExpression> {
        if self.rule == Rule::Residency {
            let region = RestrictedExpression::new_string(component.region.to_owned());
            return [("region".to_owned(), region)].into();
        }
        let tier = ("tier".to_owned(), RestrictedExpression::new_long(component.tier));
        let coverage = component
            .line_coverage
            .map(|found| ("line_coverage".to_owned(), RestrictedExpression::new_decimal(format!("{found:.4}"))));
        std::iter::once(tier).chain(coverage).collect()
    }
}

fn coverage(params: &Value) -> Result<PolicySet> {
    let mut policies = PolicySet::new();
    for (tier, minimum) in params["minimum"].as_object().context("params without a minimum")? {
        let minimum = minimum.as_f64().context("a minimum that is no number")?;
        let text = format!(
            r#"permit (principal, action, resource) when {{
                resource.tier == {tier} && resource has line_coverage &&
                resource.line_coverage.greaterThanOrEqual(decimal("{minimum:.4}"))
            }};"#
        );
        policies.add(Policy::parse(Some(PolicyId::new(format!("pass-{tier}"))), text)?)?;
    }
    let unknown = "permit (principal, action, resource) unless { resource has line_coverage };";
    policies.add(Policy::parse(Some(PolicyId::new("unknown")), unknown)?)?;
    Ok(policies)
}

fn residency(params: &Value) -> Result<PolicySet> {
    let mut policies = PolicySet::new();
    let allowed = params["allowed"].as_object().context("params without regions")?;
    for (class, regions) in allowed {
        let text = format!(
            r#"permit (principal, action, resource) when {{
                context has class && context.class == "{class}" && {regions}.contains(resource.region)
            }};"#
        );
        policies.add(Policy::parse(Some(PolicyId::new(format!("pass-{class}"))), text)?)?;
    }
    let classes = json!(allowed.keys().collect::<Vec<_>>());
    let free = format!(
        "permit (principal, action, resource) when {{ context has class && !({classes}.contains(context.class)) }};"
    );
    policies.add(Policy::parse(Some(PolicyId::new("pass-other")), free)?)?;
    let without = "permit (principal, action, resource) unless { context has class };";
    policies.add(Policy::parse(Some(PolicyId::new("not-applicable")), without)?)?;
    Ok(policies)
}

/// The rows with the status that Cedar gave each.
fn reduce(rows: &[Value], responses: &[Response]) -> Result<Value> {
    ensure!(rows.len() == responses.len(), "{} responses for {} rows", responses.len(), rows.len());
    let answered = rows.iter().zip(responses).map(|(row, response)| {
        if let Some(error) = response.diagnostics().errors().next() {
            bail!("{error}");
        }
        let mut row = row.clone();
        row["status"] = json!(match response.decision() {
            Decision::Deny => "fail",
            Decision::Allow => {
                let reason = response.diagnostics().reason().next().context("allowed without a reason")?;
                let reason: &str = reason.as_ref();
                if reason.starts_with("pass-") {
                    "pass"
                } else if reason == "unknown" {
                    "unknown"
                } else {
                    "not-applicable"
                }
            }
        });
        Ok(row)
    });
    answered.collect()
}
