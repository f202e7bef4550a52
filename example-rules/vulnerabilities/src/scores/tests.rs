//! Scores are those of the library `cvss`, over vectors of every version.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use ::cvss::Cvss;
use metrics::Table;
use proptest::prelude::*;

/// Vectors of a version: all base metrics, and some of the others, in any order.
fn vectors(prefix: &'static str, base: Table, other: Table) -> impl Strategy<Value = String> {
    let value = |(name, values): &(&'static str, &'static str)| {
        let name = *name;
        let values: Vec<&str> = values.split(' ').collect();
        prop::sample::select(values).prop_map(move |value| format!("{name}:{value}"))
    };
    let base: Vec<_> = base.iter().map(value).collect();
    let other: Vec<_> = other.iter().map(|metric| prop::option::of(value(metric))).collect();
    (base, other).prop_map(move |(base, other)| {
        let metrics: Vec<String> = base.into_iter().chain(other.into_iter().flatten()).collect();
        format!("{prefix}{}", metrics.join("/"))
    })
}

/// The base metrics of a vector of CVSS 4 alone.
fn base_of_4(vector: &str) -> String {
    let is_base = |metric: &&str| fourth::BASE.iter().any(|(name, _)| metric.starts_with(&format!("{name}:")));
    let metrics: Vec<&str> = vector.split('/').filter(is_base).collect();
    format!("CVSS:4.0/{}", metrics.join("/"))
}

fn near(vector: &str, environmental: bool, expected: f64) -> Result<(), TestCaseError> {
    let (score, _) = score(vector, None, environmental).unwrap();
    prop_assert!((score - expected).abs() < 1e-9, "{} is {}, not {}", vector, score, expected);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn of_version_2(vector in vectors("", second::BASE, second::OTHER)) {
        let Ok(Cvss::CvssV20(oracle)) = vector.parse() else { return Err(TestCaseError::fail(vector)) };
        near(&vector, false, oracle.score().value())?;
        near(&vector, true, oracle.environmental_score().value())?;
    }

    #[test]
    fn of_version_3(vector in prop_oneof![
        vectors("CVSS:3.0/", third::BASE, third::OTHER),
        vectors("CVSS:3.1/", third::BASE, third::OTHER),
    ]) {
        let Ok(Cvss::CvssV30(oracle) | Cvss::CvssV31(oracle)) = vector.parse() else {
            return Err(TestCaseError::fail(vector));
        };
        near(&vector, false, oracle.score().value())?;
        near(&vector, true, oracle.environmental_score().value())?;
    }

    #[test]
    fn of_version_4(vector in vectors("CVSS:4.0/", fourth::BASE, fourth::OTHER)) {
        let oracle = |vector: &str| vector.parse::<Cvss>().map(|cvss| cvss.score());
        near(&vector, false, oracle(&base_of_4(&vector)).unwrap())?;
        near(&vector, true, oracle(&vector).unwrap())?;
    }

    #[test]
    fn of_no_version(vector in "[A-Z]{1,4}:[NLH](/[A-Z]{1,3}:[A-Z]){0,12}") {
        // Whatever is said, a score is one.
        if let Some((score, _)) = score(&vector, None, true) {
            prop_assert!((0.0..=10.0).contains(&score));
        }
    }
}

#[test]
fn a_vector_without_its_version_is_read_by_its_method_or_by_what_it_has() {
    let of = |vector, method| score(vector, method, false).map(|(score, _)| score);
    assert_eq!(of("AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", Some("CVSSv31")), Some(7.5));
    assert_eq!(of("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", None), Some(10.0));
    assert_eq!(of("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", None), Some(9.3));
}

#[test]
fn what_cannot_be_read_has_no_score() {
    let base = "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H";
    let vectors = [
        String::new(),
        format!("A{base}"),
        format!("CVSS:5.0/{base}"),
        format!("CVSS:3.1{base}"),
        format!("CVSS:3.1/{base}/AV:N"),
        format!("CVSS:3.1/{base}/ZZ:N"),
        format!("CVSS:3.1/{base}/E:Z"),
        "CVSS:3.1/AV:N".to_owned(),
        "CVSS:3.1/AV".to_owned(),
        "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H".to_owned(),
    ];
    for vector in vectors {
        assert_eq!(score(&vector, None, false), None, "{vector}");
    }
}
