//! What was found of one resource, before it is judged: the class of its data and every place the data is at.

use crate::policy::Role;
use crate::region::Cloud;
use clearance_rule::node::{Node, Place};

/// Something that holds, copies or backs up data.
#[derive(Debug)]
pub(crate) struct Resource<'f> {
    /// Its name in the rows.
    pub(crate) subject: String,
    /// What it says of the class of its data.
    pub(crate) class: Class<'f>,
    /// Where a class would be stated: completes “set …”.
    pub(crate) class_fix: String,
    /// The cloud whose regions it can be in, where it is one's own.
    pub(crate) cloud: Option<Cloud>,
    /// Every place its data is at.
    pub(crate) holdings: Vec<Holding<'f>>,
}

/// What a resource says of the class of its data.
#[derive(Debug)]
pub(crate) enum Class<'f> {
    /// The values stated; each may name several classes.
    Stated(Vec<(&'f str, Seen<'f>)>),
    /// Nothing stands at this JSON Pointer, nor anywhere else a class may be stated.
    Absent(String),
    /// It will be known only after the plan is applied.
    Later(Seen<'f>),
}

/// One thing that a resource does with data, and where.
#[derive(Debug)]
pub(crate) struct Holding<'f> {
    pub(crate) role: Role,
    pub(crate) place: Whereabouts<'f>,
    /// What would change it.
    pub(crate) fix: Fix,
}

/// Where data is.
#[derive(Debug)]
pub(crate) enum Whereabouts<'f> {
    /// In one of these regions, or in all of them: each has to be allowed.
    Told(Vec<Told<'f>>),
    /// That cannot be told.
    Untold(Untold<'f>),
    /// At rest nowhere; why, as the predicate of a sentence.
    Nowhere(&'static str),
}

/// A region and what told it.
#[derive(Debug, Clone)]
pub(crate) struct Told<'f> {
    pub(crate) region: String,
    /// The parameter that told it, where it was not a fact.
    pub(crate) by: Option<&'static str>,
    pub(crate) seen: Vec<Seen<'f>>,
}

/// Why a region cannot be told.
#[derive(Debug, Clone)]
pub(crate) struct Untold<'f> {
    pub(crate) why: String,
    pub(crate) seen: Vec<Seen<'f>>,
}

/// A fact that was read.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'f> {
    pub(crate) pointer: String,
    /// None where nothing stands there.
    pub(crate) value: Option<&'f Node<'f>>,
}

/// What would change where data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fix {
    /// Completes “set … to one of the regions allowed”.
    Set(String),
    /// Completes “… in one of the regions allowed”.
    Stand(String),
    /// A whole sentence.
    Do(String),
}

impl Seen<'_> {
    #[inline(never)]
    pub(crate) fn absent(pointer: String) -> Self {
        Self { pointer, value: None }
    }
}

impl<'f> From<Place<'f, 'f>> for Seen<'f> {
    fn from(place: Place<'f, 'f>) -> Self {
        Self { pointer: place.pointer, value: Some(place.node) }
    }
}

impl<'f> Told<'f> {
    #[inline(never)]
    pub(crate) fn new(region: String, seen: Seen<'f>) -> Self {
        Self { region, by: None, seen: vec![seen] }
    }

    /// Told by a parameter.
    #[inline(never)]
    pub(crate) fn by(param: &'static str, regions: &[String]) -> Vec<Self> {
        regions.iter().map(|region| Self { region: region.clone(), by: Some(param), seen: Vec::new() }).collect()
    }
}

impl<'f> Untold<'f> {
    #[inline(never)]
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), seen: Vec::new() }
    }

    pub(crate) fn seeing(mut self, seen: impl IntoIterator<Item = Seen<'f>>) -> Self {
        self.seen.extend(seen);
        self
    }
}

/// Where two constraints both hold: the regions that suit both. Constraints that no region suits keep a resource from
/// being made at all; both are then kept, so that each has to be allowed.
#[inline(never)]
pub(crate) fn both<'f>(first: Vec<Told<'f>>, second: Vec<Told<'f>>) -> Vec<Told<'f>> {
    if first.is_empty() {
        return second;
    }
    let names = |told: &Told<'f>, list: &[Told<'f>]| list.iter().any(|other| other.region == told.region);
    let disjoint = !second.is_empty() && !first.iter().any(|told| names(told, &second));
    if second.is_empty() || disjoint {
        return first.into_iter().chain(second).collect();
    }
    let kept: Vec<bool> = first.iter().map(|told| names(told, &second)).collect();
    let mut suits: Vec<Told<'f>> = second.into_iter().filter(|told| names(told, &first)).collect();
    let mut all: Vec<Told<'f>> = first.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(told, _)| told).collect();
    all.append(&mut suits);
    all
}
