//! What the README shows is what runs here.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Facts, Timestamp};
use clearance_tests::{guest, root};
use serde_json::json;

mod embed {
    #![expect(unreachable_pub, reason = "the README's own program")]
    pub mod program {
        include!("../readme/embed.rs");

        pub fn run() -> Result<(), Box<dyn std::error::Error>> {
            main()
        }
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_readme_shows_the_files_that_are_tested() {
    let readme = read("README.md");
    for (language, path) in [
        ("rust", "tests/readme/embed.rs"),
        ("toml", "tests/guests/readme-rule/Cargo.toml"),
        ("rust", "tests/guests/readme-rule/src/lib.rs"),
        ("yaml", "tests/guests/readme-rule/cases.yaml"),
    ] {
        // Here the package has another name, so that the README's may be used beside it.
        let shown = read(path).replace("readme-rule", "line-coverage");
        let block = format!("```{language}\n{}\n```\n", shown.trim_end());
        assert!(readme.contains(&block), "the README does not show `{path}` as it is");
    }
    assert_eq!(readme.matches("```rust\n").count(), 2, "a Rust snippet of the README is not tested");
}

#[test]
fn the_embedding_example_runs() {
    // Its paths are those of somebody who stands in the repository.
    std::env::set_current_dir(root()).unwrap();
    embed::program::run().unwrap();
}

#[test]
fn the_rule_of_the_readme_passes_its_cases() {
    let rule = Engine::new().unwrap().load_rule(guest("readme-rule")).unwrap();
    clearance_cases::assert_cases(root().join("tests/guests/readme-rule/cases.yaml"), |params, facts, at| {
        let facts = Facts::from_serialize(facts).unwrap();
        let at = Timestamp::from_millis(at).unwrap();
        let outcome = rule.configure(params).unwrap().evaluate(&facts, at).unwrap();
        json!({ "outcome": outcome })
    });
}
