//! Write a release-governance rule in Rust.
//!
//! A rule is a type. Its fields are the parameters that a policy sets; its [`Rule::Facts`] names the sections of the
//! facts that it reads; its one function says what it found. Everything else (the manifest, the JSON Schemas, the
//! MessagePack, the component exports) is read off those types.
//!
//! ```
//! use clearance_rule::prelude::*;
//!
//! /// Every component's line coverage reaches a minimum.
//! #[derive(Deserialize, JsonSchema)]
//! #[serde(deny_unknown_fields)]
//! struct LineCoverage {
//!     /// Percent of lines that must be covered.
//!     minimum: f64,
//! }
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Facts<'a> {
//!     #[serde(borrow)]
//!     components: Vec<Component<'a>>,
//! }
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Component<'a> {
//!     name: &'a str,
//!     line_coverage: Option<f64>,
//! }
//!
//! impl Rule for LineCoverage {
//!     type Facts<'a> = Facts<'a>;
//!
//!     const ABOUT: About = About {
//!         id: "line-coverage",
//!         version: "1.0.0",
//!         title: "Line coverage",
//!         summary: "Every component is covered by tests.",
//!         checks: &[("line-coverage", "The component's line coverage reaches the minimum.")],
//!         practices: &["2.5"],
//!         controls: &[],
//!     };
//!
//!     fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
//!         let mut outcome = Outcome::new();
//!         for (i, component) in facts.components.iter().enumerate() {
//!             let coverage = fact!(facts.components[i].line_coverage);
//!             outcome.push(Check::at_least("line-coverage", component.name, &coverage, self.minimum, "%"));
//!         }
//!         outcome
//!     }
//! }
//!
//! clearance_rule::export!(LineCoverage);
//!
//! // The rule is plain Rust: test it natively, on the facts as JSON.
//! let rule: LineCoverage = clearance_rule::testing::configure(json!({ "minimum": 80 })).unwrap();
//! let facts = json!({ "components": [{ "name": "api", "line_coverage": 79.5 }, { "name": "web" }] });
//! let outcome = clearance_rule::testing::evaluate(&rule, facts, 0).unwrap();
//! assert_eq!(outcome.checks[0].status, Status::Fail);
//! assert_eq!(outcome.checks[1].status, Status::Unknown);
//! ```
//!
//! The crate never decides what a finding means for a release: that is the policy's.

pub mod rule;

mod check;
mod decode;
#[cfg(feature = "expressions")]
pub mod expressions;
mod fact;
mod manifest;
pub mod markdown;
pub mod node;
mod outcome;
pub mod sections;
pub mod table;
pub mod testing;
pub mod text;
pub mod time;

#[cfg(target_arch = "wasm32")]
mod allocator;
#[doc(hidden)]
pub mod bindings;
#[doc(hidden)]
pub mod guest;
#[cfg(target_arch = "wasm32")]
mod last_words;

pub use bindings::clearance::rule::types::{
    Artifact, Check, Contribution, EvaluationError, Manifest, Mismatch, Observation, Outcome, Score, Section, Severity,
    Status, Timestamp,
};
pub use fact::Fact;
pub use rule::{About, Rule};

#[doc(hidden)]
pub use fact::{Index, Path, ViaOption, ViaPlain, Wrap};
pub use schemars;
pub use serde;
pub use serde_json;

/// All that a rule usually needs.
pub mod prelude {
    pub use crate::{
        About, Artifact, Check, EvaluationError, Fact, Mismatch, Outcome, Rule, Score, Severity, Status, Timestamp,
        fact, text,
    };
    pub use schemars::{self, JsonSchema};
    pub use serde::{self, Deserialize, Serialize};
    pub use serde_json::json;
}

/// What a rule says of itself: read off its types where its module is built first, and found there by the build, which then builds
/// it again.
#[cfg(not(feature = "described"))]
#[doc(hidden)]
#[macro_export]
macro_rules! described {
    ($rule:ty) => {
        $crate::guest::describe::<$rule>()
    };
}

/// What a rule said of itself when its module was built first.
#[cfg(feature = "described")]
#[doc(hidden)]
#[macro_export]
macro_rules! described {
    ($rule:ty) => {
        $crate::guest::described(&include!(concat!(env!("CLEARANCE_MANIFESTS"), "/", env!("CARGO_PKG_NAME"), ".rs")))
    };
}

/// Exports a [`Rule`] from this crate as a `clearance:rule` component. On a target that is not Wasm the same crate is
/// unit-tested, and `clearance rule test --coverage` sees which lines the cases reach. It stands in the crate's root.
#[macro_export]
macro_rules! export {
    ($rule:ty) => {
        // A function, since a module would not see a rule that stands in a function, as in an example of the documentation.
        #[cfg(not(target_arch = "wasm32"))]
        #[doc(hidden)]
        pub fn clearance_native() {
            $crate::testing::judge_input::<$rule>();
        }

        #[cfg(target_arch = "wasm32")]
        mod clearance_export {
            struct Component;

            static CONFIGURED: ::std::sync::OnceLock<$rule> = ::std::sync::OnceLock::new();

            impl $crate::bindings::exports::clearance::rule::rule::Guest for Component {
                fn describe() -> $crate::Manifest {
                    $crate::described!($rule)
                }

                fn configure(params: ::std::vec::Vec<u8>) -> ::std::result::Result<(), $crate::Mismatch> {
                    $crate::guest::configure(&CONFIGURED, &params)
                }

                fn evaluate(
                    at: $crate::Timestamp,
                    facts: ::std::vec::Vec<u8>,
                ) -> ::std::result::Result<$crate::Outcome, $crate::EvaluationError> {
                    $crate::guest::evaluate(&CONFIGURED, at, &facts)
                }
            }

            use super::*;
            $crate::bindings::export!(Component with_types_in $crate::bindings);
        }
    };
}
