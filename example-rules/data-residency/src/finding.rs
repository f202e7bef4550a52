//! What was found of one resource, before it is judged: the class of its data and every place the data is at.

use crate::kept::Kept;
use crate::policy::Role;
use crate::region::Cloud;
use clearance_rule::node::Node;

/// Something that holds, copies or backs up data.
pub(crate) struct Resource<'f> {
    /// Its name in the rows.
    pub(crate) subject: &'f str,
    /// What it says of the class of its data.
    pub(crate) class: Class<'f>,
    /// Where a class would be stated: completes “set …”.
    pub(crate) class_fix: &'f str,
    /// The cloud whose regions it can be in, where it is one's own.
    pub(crate) cloud: Option<Cloud>,
    /// Every place its data is at.
    pub(crate) holdings: Vec<Holding<'f>>,
}

/// What a resource says of the class of its data.
#[derive(Clone, Copy)]
pub(crate) enum Class<'f> {
    /// The texts stated; each may name several classes.
    Stated(&'f [Seen<'f>]),
    /// Nothing stands at this JSON Pointer, nor anywhere else a class may be stated.
    Absent(&'f str),
    /// It will be known only after the plan is applied.
    Later(Seen<'f>),
}

/// One thing that a resource does with data, and where.
#[derive(Clone, Copy)]
pub(crate) struct Holding<'f> {
    pub(crate) role: Role,
    pub(crate) place: Whereabouts<'f>,
    /// What would change it.
    pub(crate) fix: Fix<'f>,
}

/// Where data is.
#[derive(Clone, Copy)]
pub(crate) enum Whereabouts<'f> {
    /// In one of these regions, or in all of them: each has to be allowed.
    Told(&'f [Told<'f>]),
    /// That cannot be told.
    Untold(Untold<'f>),
    /// At rest nowhere; why, as the predicate of a sentence.
    Nowhere(&'static str),
}

/// A region and what told it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'f> {
    pub(crate) region: &'f str,
    /// The parameter that told it, where it was not a fact.
    pub(crate) by: Option<&'static str>,
    pub(crate) seen: &'f [Seen<'f>],
}

/// Why a region cannot be told.
#[derive(Clone, Copy)]
pub(crate) struct Untold<'f> {
    pub(crate) why: &'f str,
    pub(crate) seen: &'f [Seen<'f>],
}

/// A fact that was read.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'f> {
    pub(crate) pointer: &'f str,
    /// None where nothing stands there.
    pub(crate) value: Option<&'f Node<'f>>,
}

/// What would change where data is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fix<'f> {
    /// Completes “set … to one of the regions allowed”.
    Set(&'f str),
    /// Completes “… in one of the regions allowed”.
    Stand(&'f str),
    /// A whole sentence.
    Do(&'f str),
}

impl<'f> Seen<'f> {
    pub(crate) fn absent(pointer: &'f str) -> Self {
        Self { pointer, value: None }
    }

    /// The text that stands there.
    pub(crate) fn text(self) -> Option<&'f str> {
        self.value.and_then(Node::text)
    }
}

impl<'f> Told<'f> {
    /// Told by a parameter.
    #[inline(never)]
    pub(crate) fn by(
        kept: &'f Kept<'f>,
        param: &'static str,
        regions: &'f [String],
        seen: &'f [Seen<'f>],
    ) -> &'f [Told<'f>] {
        let mut told = Vec::new();
        for region in regions {
            told.push(Self { region, by: Some(param), seen });
        }
        kept.told(told)
    }
}

impl<'f> Untold<'f> {
    pub(crate) fn new(why: &'f str) -> Self {
        Self { why, seen: &[] }
    }

    #[inline(never)]
    pub(crate) fn seeing(self, kept: &'f Kept<'f>, seen: &[Seen<'f>]) -> Self {
        Self { why: self.why, seen: kept.seen(&[self.seen, seen]) }
    }
}

/// Where two constraints both hold: the regions that suit both. Constraints that no region suits keep a resource from
/// being made at all; both are then kept, so that each has to be allowed.
#[inline(never)]
pub(crate) fn both<'f>(kept: &'f Kept<'f>, first: &'f [Told<'f>], second: &'f [Told<'f>]) -> &'f [Told<'f>] {
    if first.is_empty() {
        return second;
    }
    if second.is_empty() {
        return first;
    }
    let disjoint = !first.iter().any(|told| names(second, told));
    let mut all = Vec::new();
    for (list, others) in [(first, second), (second, first)] {
        for told in list {
            if disjoint || names(others, told) {
                all.push(*told);
            }
        }
    }
    kept.told(all)
}

#[inline(never)]
pub(crate) fn names(list: &[Told<'_>], told: &Told<'_>) -> bool {
    list.iter().any(|other| other.region == told.region)
}
