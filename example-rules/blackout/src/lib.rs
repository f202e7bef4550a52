//! tmp
mod zone;
