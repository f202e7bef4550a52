//! Makes a rule's component from its author's project, in whatever language it is written.
//!
//! A project is a folder with `rule.toml`. [`new`] writes one, [`build`] makes its component: it puts the kit of the language
//! into the project's `.clearance/`, fetches the compiler where there is none, runs it, and seals what comes out so that it
//! imports nothing. Whatever is run is shown on standard error.

pub mod component;
#[cfg(feature = "coverage")]
pub mod coverage;
pub mod debian;
pub mod described;
mod job;
mod kits;
mod language;
mod languages;
mod new;
mod project;
pub mod shell;
mod stamp;
mod tools;
pub mod wasm_target;

pub use job::{Built, build};
pub use language::Language;
pub use languages::{go_compiler, javascript_tools, remarks, zig_compiler};
pub use new::new;
pub use project::{PROJECT_FILE, Project};
