//! What an author relies on: the manifest comes from the types, checks say what they should, a mismatch has its place.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::prelude::*;
use clearance_rule::serde_json::Value;
use clearance_rule::{guest, testing};

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sized {
    /// The most megabytes an image may have.
    most: f64,
    /// Filled when the rule is prepared.
    #[serde(skip)]
    prepared: bool,
}

#[derive(Deserialize, JsonSchema)]
struct Facts<'a> {
    /// The images.
    #[serde(borrow)]
    images: Vec<Image<'a>>,
    /// Nothing that is needed.
    release: Option<Value>,
}

#[derive(Deserialize, JsonSchema)]
struct Image<'a> {
    name: &'a str,
    size: Option<Size>,
}

#[derive(Deserialize, JsonSchema)]
struct Size {
    megabytes: Option<f64>,
}

impl Rule for Sized {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "sized",
        version: "1.2.3",
        title: "Sized",
        summary: "Images are small.",
        checks: &[("size", "The image is small.")],
        practices: &["9.9"],
        controls: &["X:1"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        if self.most < 1.0 {
            return Err(Mismatch { pointer: "/most".to_owned(), message: "expected at least 1".to_owned() });
        }
        self.prepared = true;
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        assert!(self.prepared);
        let mut outcome = Outcome::new();
        for (i, image) in facts.images.iter().enumerate() {
            let size = fact!(facts.images[i].size?.megabytes);
            outcome.push(Check::at_most("size", image.name, &size, self.most, " MB").severity(Severity::High));
        }
        outcome.with_derived(&json!({ "images": facts.images.len(), "released": facts.release.is_some() }))
    }
}

fn sized() -> Sized {
    testing::configure(json!({ "most": 100 })).unwrap()
}

#[test]
fn the_manifest_is_read_off_the_types() {
    let manifest = guest::describe::<Sized>();
    let sections: Vec<(&str, bool)> =
        manifest.reads.iter().map(|section| (section.name.as_str(), section.required)).collect();
    assert_eq!(sections, [("images", true), ("release", false)]);
    let images: Value = clearance_rule::serde_json::from_str(&manifest.reads[0].schema).unwrap();
    assert_eq!(images["description"], "The images.");
    assert_eq!(images["items"]["properties"]["size"]["type"], json!(["object", "null"]));
    let params: Value = clearance_rule::serde_json::from_str(&manifest.params_schema).unwrap();
    assert_eq!(params["required"], json!(["most"]));
    assert_eq!(params["additionalProperties"], false);
    assert!(params["properties"].get("prepared").is_none());
    assert_eq!(
        (manifest.checks[0].code.as_str(), manifest.controls.as_slice()),
        ("size", ["X:1".to_owned()].as_slice())
    );
}

#[test]
fn a_bound_holds_at_the_bound_and_what_is_absent_is_unknown() {
    let facts = json!({ "images": [
        { "name": "fits", "size": { "megabytes": 100 } },
        { "name": "large", "size": { "megabytes": 100.005 } },
        { "name": "bare", "size": {} },
        { "name": "unseen" },
    ] });
    let outcome = testing::judge::<Sized>(&json!({ "most": 100 }), &facts, 0);
    let checks = &outcome["outcome"]["checks"];
    let statuses: Vec<&str> =
        checks.as_array().unwrap().iter().map(|check| check["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["pass", "fail", "unknown", "unknown"]);
    assert_eq!(checks[0]["required"], "at most 100 MB");
    assert_eq!(checks[0]["remedy"], Value::Null);
    assert_eq!(checks[1]["severity"], "high");
    assert_eq!(checks[1]["remedy"], "lower `/images/1/size/megabytes` by 0.01 MB");
    assert_eq!(checks[3]["observed"], json!([{ "pointer": "/images/3/size/megabytes", "value": null }]));
    assert_eq!(checks[3]["remedy"], "supply the fact `/images/3/size/megabytes`");
    assert_eq!(outcome["outcome"]["derived"], json!({ "images": 4, "released": false }));
}

#[test]
fn a_number_that_is_none_is_unknown_and_not_observed() {
    let check = Check::at_most("size", "a", &Fact::new("/size", Some(f64::NAN)), 7.0, "");
    assert_eq!((check.status, check.message.as_str()), (Status::Unknown, "not a number"));
    let beyond = Check::at_least("size", "a", &Fact::new("/size", Some(f64::INFINITY)), 7.0, "");
    assert_eq!((beyond.status, beyond.message.as_str()), (Status::Pass, "inf"));
    for check in [check, beyond] {
        assert_eq!((check.observed[0].pointer.as_str(), &check.observed[0].value), ("/size", &None));
    }
}

#[test]
fn params_and_facts_that_do_not_fit_are_named_by_pointer() {
    let refused = |params: Value| testing::configure::<Sized>(params).unwrap_err().pointer;
    assert_eq!(refused(json!({ "most": "much" })), "/most");
    assert_eq!(refused(json!({ "most": 0.5 })), "/most");
    assert_eq!(refused(json!({ "most": 1, "moist": 1 })), "/moist");
    let error = |facts: Value| testing::evaluate(&sized(), facts, 0).unwrap_err();
    assert_eq!(error(json!({})), EvaluationError::MissingFact("/images".to_owned()));
    assert_eq!(error(json!({ "images": [{}] })), EvaluationError::MissingFact("/images/0/name".to_owned()));
    let EvaluationError::MalformedFact(mismatch) = error(json!({ "images": [{ "name": "a", "size": 3 }] })) else {
        unreachable!("another error")
    };
    assert_eq!(mismatch.pointer, "/images/0/size");
    assert_eq!(mismatch.message, "invalid type: integer `3`, expected a map");
}

#[test]
fn a_remedy_is_kept_only_where_it_helps() {
    let check = Check::pass("size", "a", "fine").remedy("shrink it").remedy_if_unknown("measure it");
    assert_eq!(check.remedy, None);
    let check = Check::unknown("size", "a", "who knows").remedy("shrink it").remedy_if_unknown("measure it");
    assert_eq!(check.remedy.as_deref(), Some("measure it"));
}

#[test]
fn a_score_stays_within_its_bounds() {
    let mut score = Score::out_of(10.0);
    score.add("much", 12.0, "too much");
    assert!((score.points - 10.0).abs() < f64::EPSILON);
    score.add("credit", -20.0, "a lot");
    assert!(score.points.abs() < f64::EPSILON);
    // What was beyond a bound is not forgotten: 12 - 20 + 9.
    score.add("more", 9.0, "less than the credit");
    assert!((score.points - 1.0).abs() < f64::EPSILON);
    score.add("still more", 2.5, "between the bounds");
    assert!((score.points - 3.5).abs() < f64::EPSILON);
}
