//! The vocabulary of facts: one type for each section, which every rule that reads the section shares, so that a fact is called
//! alike in all of them. Names come from the standard that a section has, where it has one; the table in `all` says which.
//!
//! A rule names in its facts the sections that it reads, and finds the fields that it needs. Whatever a section lacks is `None`:
//! what that means is the rule's to say. Fields that no rule reads are not here, and nobody minds where facts have them.
//!
//! ```
//! use clearance_rule::prelude::*;
//! use clearance_rule::sections::{Component, Release};
//!
//! /// What this rule reads.
//! #[derive(Deserialize, JsonSchema)]
//! struct Facts<'a> {
//!     #[serde(borrow)]
//!     release: Option<Release<'a>>,
//!     #[serde(borrow)]
//!     components: Option<Vec<Component<'a>>>,
//! }
//! ```

mod apis;
mod approvals;
mod artifacts;
mod benchmarks;
mod calendars;
mod changes;
mod components;
mod coverage;
mod defects;
mod findings;
mod history;
mod holds;
mod integrations;
mod notes;
mod penetration_tests;
mod records;
mod release;
mod roles;
mod sbom;
mod terraform;
mod tests;
mod vex;

#[cfg(not(target_arch = "wasm32"))]
mod vocabulary;

pub use apis::Api;
pub use approvals::{Envelope, EnvelopeSignature};
pub use artifacts::{Artifact, Digest};
pub use benchmarks::{Benchmark, Measured};
pub use calendars::{Calendar, CalendarEntry, Duration, Holiday, LocalTime};
pub use changes::{Changes, Integration, Migration};
pub use components::Component;
pub use coverage::{Coverage, Covered};
pub use defects::{Defect, Escalation, Monitor, Target};
pub use findings::{Affected, AffectedVersion, Analysis, Equivalent, Rating, Source, Vulnerability};
pub use history::{Deployment, History};
pub use holds::Hold;
pub use integrations::Integrations;
pub use notes::{Document, Notes};
pub use penetration_tests::{Assessor, PenetrationTestReport, TestFinding, TestedScope};
pub use records::Record;
pub use release::{Exposure, Release, Window};
pub use roles::{Departure, RoleAssignment, RoleDecision, RoleReview, Roles};
pub use sbom::{Author, Dependency, Metadata, Sbom, SbomComponent, Supplier};
pub use terraform::Plan;
pub use tests::Tests;
pub use vex::{Statement, Vex};
#[cfg(not(target_arch = "wasm32"))]
pub use vocabulary::{Known, all};
