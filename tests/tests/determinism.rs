//! The same rule on the same facts gives the same bytes: on any thread, in any process, on any machine.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{ConfigureOptions, ConfiguredRule, Engine, Facts, Timestamp};
use clearance_cases::CaseFile;
use clearance_tests::{catalogue, guest, rule};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;

/// How often each rule of the catalogue is evaluated, over all of its cases.
const EVALUATIONS: usize = 1000;
const THREADS: usize = 8;

/// A case of a rule, ready to be evaluated.
struct Ready {
    name: String,
    configured: ConfiguredRule,
    facts: Facts,
    at: Timestamp,
}

impl Ready {
    /// All that can be told of an evaluation: its outcome or its failure, the instructions and the memory that it took.
    fn bytes(&self) -> String {
        let (evaluated, usage) = self.configured.evaluate_measured(&self.facts, self.at);
        let told = match evaluated {
            Ok(outcome) => {
                let artifacts: Vec<_> = outcome.artifacts.iter().map(|artifact| artifact.text()).collect();
                json!({ "outcome": outcome, "artifacts": artifacts })
            }
            Err(failure) => json!({ "failure": failure.to_string(), "pointer": failure.pointer }),
        };
        format!("{told} {usage:?}")
    }
}

/// The cases of a rule whose params it takes. A few begin from a snapshot, each of which is compiled for itself.
fn ready(engine: &Engine, folder: &Path) -> Vec<Ready> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let loaded = engine.load_rule(rule(name)).unwrap();
    let cases = CaseFile::read(&folder.join("cases.yaml")).unwrap().cases;
    let configured = cases.into_iter().enumerate().filter_map(|(position, case)| {
        let snapshot = ConfigureOptions { snapshot: position % 16 == 0 };
        let configured = loaded.configure_with(&case.params, snapshot).ok()?;
        let facts = Facts::from_serialize(&case.facts).unwrap();
        let at = Timestamp::from_millis(case.at).unwrap();
        Some(Ready { name: format!("{name}: {}", case.name), configured, facts, at })
    });
    configured.collect()
}

#[test]
fn each_rule_of_the_catalogue_gives_the_same_bytes_a_thousand_times_on_shuffled_threads() {
    // Code that is compiled twice agrees with itself as well.
    let engines = [Engine::new().unwrap(), Engine::new().unwrap()];
    let (mut cases, mut work) = (Vec::new(), Vec::new());
    for folder in catalogue() {
        let of_rule: Vec<Ready> = engines.iter().flat_map(|engine| ready(engine, &folder)).collect();
        work.extend((0..EVALUATIONS.max(of_rule.len())).map(|turn| cases.len() + turn % of_rule.len()));
        cases.extend(of_rule);
    }
    // Each case once, before there is another thread.
    let mut expected = BTreeMap::new();
    for case in &cases {
        let bytes = case.bytes();
        let first = expected.entry(&case.name).or_insert_with(|| bytes.clone());
        assert_eq!(*first, bytes, "{}, compiled twice", case.name);
    }
    fastrand::Rng::with_seed(5).shuffle(&mut work);
    let (begin, shares) = (Barrier::new(THREADS), work.chunks(work.len().div_ceil(THREADS)));
    thread::scope(|scope| {
        for share in shares {
            let (begin, cases, expected) = (&begin, &cases, &expected);
            scope.spawn(move || {
                begin.wait();
                for position in share {
                    let case = &cases[*position];
                    assert_eq!(case.bytes(), expected[&case.name], "{}", case.name);
                }
            });
        }
    });
}

/// Where a child writes what it found.
const REPORT: &str = "CLEARANCE_TEST_REPORT";

/// What every rule of the catalogue says to every case, told by this process.
fn report() -> String {
    let engine = Engine::new().unwrap();
    let mut report = String::new();
    for case in catalogue().iter().flat_map(|folder| ready(&engine, folder)) {
        writeln!(report, "{}\n{}", case.name, case.bytes()).unwrap();
    }
    report
}

#[test]
fn processes_with_other_environments_locales_and_time_zones_give_the_same_bytes() {
    const THIS: &str = "processes_with_other_environments_locales_and_time_zones_give_the_same_bytes";
    if let Some(path) = std::env::var_os(REPORT) {
        fs::write(path, report()).unwrap();
        return;
    }
    // The last fills memory that is freed with a pattern of its own, and has one arena for all threads.
    let surroundings: [&[(&str, &str)]; 3] = [
        &[("TZ", "UTC"), ("LC_ALL", "C"), ("LANG", "C")],
        &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "ar_EG.UTF-8"), ("RUST_LOG", "trace")],
        &[("TZ", "America/St_Johns"), ("LC_ALL", "de_DE"), ("MALLOC_PERTURB_", "165"), ("MALLOC_ARENA_MAX", "1")],
    ];
    let children = surroundings.map(|variables| {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        // Tests that were built for coverage say where their counts go.
        let kept = ["PATH", "LLVM_PROFILE_FILE"].map(|name| (name, std::env::var_os(name).unwrap_or_default()));
        child.args([THIS, "--exact"]).current_dir(folder.path()).env_clear().envs(kept);
        child
            .env(REPORT, folder.path().join("report"))
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .envs(variables.iter().copied());
        (child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap(), folder)
    });
    let reports = children.map(|(child, folder)| {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        fs::read_to_string(folder.path().join("report")).unwrap()
    });
    assert!(reports[0].lines().count() > 2 * catalogue().len());
    assert_eq!(reports[1], reports[0]);
    assert_eq!(reports[2], reports[0]);
}

/// The bits that the guest `numbers` writes down, and that every machine has to agree with: what is not a number has no
/// sign and no payload, and relaxed SIMD is as the deterministic profile of WebAssembly 3.0 has it (appendix "Profiles").
const BITS: &[(&str, &str)] = &[
    ("zero by zero", "7ff8000000000000"),
    ("zero by minus zero", "7ff8000000000000"),
    ("infinity without infinity", "7ff8000000000000"),
    ("root of minus one", "7ff8000000000000"),
    ("a payload and one", "7ff8000000000000"),
    ("one without a payload", "7ff8000000000000"),
    ("a payload times a payload", "7ff8000000000000"),
    ("a payload rounded", "7ff8000000000000"),
    ("a narrow payload widened", "7ff8000000000000"),
    ("a wide payload narrowed", "7ff8000000000000"),
    ("madd", "3580000235800002 3580000235800002"),
    ("nmadd", "b5800002b5800002 b5800002b5800002"),
    ("wide madd", "3ce0000000000002 3ce0000000000002"),
    ("min", "bf8000007fc00000 800000007fc00000"),
    ("max", "4f9502f97fc00000 000000007fc00000"),
    ("signed trunc", "ffffffff7fffffff 0000000000000000"),
    ("unsigned trunc", "00000000b2d05e00 0000000000000000"),
    ("swizzle", "0000000000000000 0000000000000000"),
    ("q15mulr", "7fff7fff7fff7fff 7fff7fff7fff7fff"),
    ("dot", "8000800080008000 8000800080008000"),
];

#[test]
fn numbers_have_the_bits_that_every_machine_gives_them() {
    let configured = Engine::new().unwrap().load_rule(guest("numbers")).unwrap().configure(&json!({})).unwrap();
    let facts = Facts::from_serialize(&json!({ "release": { "zero": 0.0, "one": 1.0 } })).unwrap();
    let outcome = configured.evaluate(&facts, Timestamp::from_millis(0).unwrap()).unwrap();
    let bits: Vec<_> = outcome.checks.iter().map(|check| (check.subject.as_str(), check.message.as_str())).collect();
    assert_eq!(bits, BITS);
}
