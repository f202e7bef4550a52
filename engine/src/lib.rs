//! x
mod digest;
mod document;
mod error;
mod facts;
mod timestamp;
pub use digest::Digest;
pub use error::{Error, ErrorCode, Place};
pub use facts::Facts;
pub use timestamp::Timestamp;
