//! What each section is about, where its names come from, and its JSON Schema: for pages and for tests, no part of a component.

use super::{
    Api, Artifact, Benchmark, Calendar, Changes, Component, Coverage, Defect, Envelope, History, Hold, Integrations,
    Notes, PenetrationTestReport, Plan, Record, Release, Roles, Sbom, Tests, Vex, Vulnerability,
};
use crate::manifest;
use crate::node::Node;
use schemars::JsonSchema;
use serde_json::{Map, Value};

/// A section that rules share.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its name among the facts.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// The standard or tool whose names it bears, in Markdown; empty where the names are the catalogue's own.
    pub source: &'static str,
    /// Its JSON Schema.
    pub schema: Map<String, Value>,
}

/// Every section of the vocabulary, by name.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a table, an entry a section")]
pub fn all() -> Vec<Known> {
    vec![
        known::<Vec<Api<'_>>>(
            "apis",
            "The APIs that the service offers, each as it was described before the release and as it is described after it. An \
             empty list says that it offers none.",
            "[OpenAPI](https://spec.openapis.org/oas/v3.1.0) for the documents",
        ),
        known::<Vec<Envelope<'_>>>(
            "approvals",
            "What was signed about the release: approvals and rejections, each an in-toto statement in a DSSE envelope.",
            "[DSSE](https://github.com/secure-systems-lab/dsse/blob/master/envelope.md)",
        ),
        known::<Vec<Artifact<'_>>>(
            "artifacts",
            "What the release is made of and what was made to prove something about it: images, packages, reports.",
            "[in-toto ResourceDescriptor](https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md)",
        ),
        known::<Vec<Benchmark<'_>>>(
            "benchmarks",
            "Performance measured of the release and of what runs in production, one entry a metric.",
            "[OpenTelemetry](https://opentelemetry.io/docs/specs/otel/metrics/data-model/) for `name` and `unit`, \
             [UCUM](https://ucum.org/ucum) for units",
        ),
        known::<Vec<Calendar<'_>>>(
            "calendars",
            "Calendars of the organisation: what blocks releases, and which days are holidays.",
            "[JSCalendar](https://www.rfc-editor.org/rfc/rfc8984) for entries, times and durations",
        ),
        known::<Changes<'_>>("changes", "What the release changes since the one before.", ""),
        known::<Vec<Component<'_>>>(
            "components",
            "The components that the release changes.",
            "[CycloneDX](https://cyclonedx.org/docs/1.6/json/) for what a component is called",
        ),
        known::<Vec<Coverage<'_>>>("coverage", "What tests covered, one entry a component.", ""),
        known::<Vec<Defect<'_>>>(
            "defects",
            "The known defects that the release carries into production. An empty list says that none is known.",
            "",
        ),
        known::<Vec<Vulnerability<'_>>>(
            "findings",
            "The vulnerabilities that scanners found. An empty list says that they found none.",
            "[CycloneDX](https://cyclonedx.org/docs/1.6/json/#vulnerabilities), [OSV](https://ossf.github.io/osv-schema/) for \
             `aliases`",
        ),
        known::<History<'_>>("history", "How earlier releases of the same went.", ""),
        known::<Vec<Hold<'_>>>("holds", "The legal holds, those that are released among them.", ""),
        known::<Integrations<'_>>(
            "integrations",
            "The systems that the service talks to, before the release and after it.",
            "[CycloneDX](https://cyclonedx.org/docs/1.6/json/#services) for `endpoints` and `authenticated`",
        ),
        known::<Vec<Node<'_>>>(
            "manifests",
            "The Kubernetes objects that the release applies, as JSON. `kind: List` objects are opened. Rendered: templates, \
             charts and overlays are to be resolved first.",
            "[Kubernetes API](https://kubernetes.io/docs/reference/kubernetes-api/)",
        ),
        known::<Notes<'_>>(
            "notes",
            "Release notes: one text, or several where a release has one for each audience or language.",
            "",
        ),
        known::<Vec<PenetrationTestReport<'_>>>(
            "penetration_tests",
            "The reports of penetration tests. An empty list says that there is none.",
            "[CycloneDX](https://cyclonedx.org/docs/1.6/json/#declarations_assessors) for `assessors`",
        ),
        known::<Vec<Record<'_>>>(
            "records",
            "What was stored to be kept, and what is left of those that were deleted.",
            "[S3 Object Lock](https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html) for `retain_until` and \
             `legal_hold`",
        ),
        known::<Release<'_>>(
            "release",
            "The release itself.",
            "[CDEvents](https://cdevents.dev/docs/core/) for `environment`",
        ),
        known::<Roles<'_>>(
            "roles",
            "Who holds which role in releasing, who reviewed that, and who left.",
            "[INCITS 359 (RBAC)](https://csrc.nist.gov/projects/role-based-access-control) for subjects, roles and assignments, \
             [SCIM](https://www.rfc-editor.org/rfc/rfc7643) for what a subject is called",
        ),
        known::<Sbom<'_>>(
            "sbom",
            "The components of the release and how they depend on each other, as the tool wrote it.",
            "[CycloneDX](https://cyclonedx.org/docs/1.6/json/)",
        ),
        known::<Plan<'_>>(
            "terraform",
            "The Terraform or OpenTofu plan that the release applies, as `terraform show -json` prints it.",
            "[Terraform's JSON output](https://developer.hashicorp.com/terraform/internals/json-format)",
        ),
        known::<Vec<Tests<'_>>>("tests", "Test results, one entry a component.", "JUnit XML for the counts"),
        known::<Vec<Vex<'_>>>(
            "vex",
            "Documents that say which vulnerabilities do not matter to the release, and why.",
            "[OpenVEX](https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md) or \
             [CycloneDX](https://cyclonedx.org/capabilities/vex/)",
        ),
    ]
}

fn known<T: JsonSchema>(name: &'static str, about: &'static str, source: &'static str) -> Known {
    Known { name, about, source, schema: manifest::schema::<T>() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stand_by_name_and_every_field_is_described() {
        let all = all();
        assert!(all.is_sorted_by_key(|section| section.name));
        for section in &all {
            assert!(section.about.ends_with('.'), "{}", section.name);
            described(section.name, &Value::Object(section.schema.clone()));
        }
    }

    fn described(place: &str, schema: &Value) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let place = format!("{place}/{name}");
            assert!(field["description"].is_string() || field == &Value::Bool(true), "{place} has no description");
            described(&place, field);
        }
        for part in ["items", "additionalProperties"] {
            if let Some(schema) = schema.get(part) {
                described(&format!("{place}/*"), schema);
            }
        }
    }
}
