//! The engine in Node.
