//! The engine in Node: what JavaScript hands over is converted, the engine is asked, and its answer is converted back.
//! Nothing is decided here. Decisions, outcomes and errors cross as JSON text, facts as bytes; the JavaScript layer in
//! `lib/` makes of them what users see.

#![expect(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "the only caller is JavaScript, where what crosses is made for the call"
)]

pub mod engine;
pub mod facts;
pub mod policy;
pub mod rule;

mod crew;
pub mod decision;
pub mod input;
pub mod port;
mod refusal;
