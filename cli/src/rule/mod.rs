//! `clearance rule`: what authors of rules do.

mod inspect;
mod judge;
mod junit;
mod test;

pub(crate) use inspect::inspect;
pub(crate) use test::test;
