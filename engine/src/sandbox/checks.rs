//! The checks of an outcome, read once out of a rule's memory into what the engine keeps. There may be thousands, and
//! wasmtime's own types would have memory of their own for each of their texts and lists.

#![expect(unsafe_code, reason = "wasmtime's traits for what crosses a component's boundary are unsafe to implement")]

use super::contract::{Severity, Status};
use crate::{Check, Observation, Text, document};
use std::fmt;
use wasmtime::component::__internal::wasmtime_environ::component::StringEncoding;
use wasmtime::component::__internal::{CanonicalAbiInfo, InstanceType, InterfaceType, LiftContext};
use wasmtime::component::{ComponentType, Lift, WasmList, WasmStr};

/// A `list<check>`.
pub(super) struct Checks(pub(super) Vec<Check>);

/// A `check` as the contract has it, with which a component's own is compared.
#[derive(ComponentType, Lift)]
#[component(record)]
#[expect(dead_code, reason = "the fields are there for their types")]
struct InMemory {
    code: WasmStr,
    subject: WasmStr,
    status: Status,
    severity: Severity,
    message: WasmStr,
    observed: WasmList<ObservationInMemory>,
    required: Option<WasmStr>,
    remedy: Option<WasmStr>,
}

/// An `observation`, likewise.
#[derive(ComponentType, Lift)]
#[component(record)]
#[expect(dead_code, reason = "the fields are there for their types")]
struct ObservationInMemory {
    pointer: WasmStr,
    value: Option<WasmList<u8>>,
}

/// The fields of a `check` by their offsets, as the canonical ABI lays them out.
mod check {
    pub(super) const CODE: usize = 0;
    pub(super) const SUBJECT: usize = 8;
    pub(super) const STATUS: usize = 16;
    pub(super) const SEVERITY: usize = 17;
    pub(super) const MESSAGE: usize = 20;
    pub(super) const OBSERVED: usize = 28;
    pub(super) const REQUIRED: usize = 36;
    pub(super) const REMEDY: usize = 48;
    pub(super) const SIZE: usize = 60;
}

/// The fields of an `observation`.
mod observation {
    pub(super) const POINTER: usize = 0;
    pub(super) const VALUE: usize = 8;
    pub(super) const SIZE: usize = 20;
}

/// Where a list of either may begin: at a multiple of this.
const ALIGN: usize = 4;

const _: () = assert!(InMemory::SIZE32 == check::SIZE && ObservationInMemory::SIZE32 == observation::SIZE);
const _: () = assert!(InMemory::ALIGN32 as usize == ALIGN && ObservationInMemory::ALIGN32 as usize == ALIGN);

/// The values of `status` and `severity`, in the contract's order.
const STATUSES: [crate::Status; 4] =
    [crate::Status::Pass, crate::Status::Fail, crate::Status::NotApplicable, crate::Status::Unknown];
const SEVERITIES: [crate::Severity; 5] = [
    crate::Severity::Info,
    crate::Severity::Low,
    crate::Severity::Medium,
    crate::Severity::High,
    crate::Severity::Critical,
];

// SAFETY: whatever the trait demands of a `list<check>` on the host's side, wasmtime's own list fulfils, and this is its.
unsafe impl ComponentType for Checks {
    // Those of every list.
    type Lower = <WasmList<u8> as ComponentType>::Lower;
    const ABI: CanonicalAbiInfo = WasmList::<u8>::ABI;

    fn typecheck(ty: &InterfaceType, types: &InstanceType<'_>) -> wasmtime::Result<()> {
        WasmList::<InMemory>::typecheck(ty, types)
    }
}

// SAFETY: nothing is read but the bytes that wasmtime lends, and by safe means: what a rule left there can make the answer
// an error or another text, and no more.
unsafe impl Lift for Checks {
    fn linear_lift_from_flat(
        _context: &mut LiftContext<'_>,
        _ty: InterfaceType,
        _source: &Self::Lower,
    ) -> wasmtime::Result<Self> {
        // A result of more than one value lies in memory.
        Err(wasmtime::Error::msg("the checks are not in memory"))
    }

    fn linear_lift_from_memory(
        context: &mut LiftContext<'_>,
        _ty: InterfaceType,
        bytes: &[u8],
    ) -> wasmtime::Result<Self> {
        let mut memory = Memory { utf8: matches!(context.options().string_encoding, StringEncoding::Utf8), context };
        Ok(Self(memory.list(bytes, check::SIZE, Memory::check)?))
    }
}

/// The memory of an instance. What is read is counted against what a rule may hand over.
struct Memory<'c, 'm> {
    context: &'c mut LiftContext<'m>,
    utf8: bool,
}

impl Memory<'_, '_> {
    fn check(&mut self, bytes: &[u8]) -> wasmtime::Result<Check> {
        let status = STATUSES.get(usize::from(bytes[check::STATUS]));
        let severity = SEVERITIES.get(usize::from(bytes[check::SEVERITY]));
        Ok(Check {
            code: self.text(&bytes[check::CODE..])?,
            subject: self.text(&bytes[check::SUBJECT..])?,
            status: *status.ok_or_else(|| unreadable("there is no such status"))?,
            severity: *severity.ok_or_else(|| unreadable("there is no such severity"))?,
            message: self.text(&bytes[check::MESSAGE..])?,
            observed: self.list(&bytes[check::OBSERVED..], observation::SIZE, Self::observation)?,
            required: self.option(&bytes[check::REQUIRED..], Self::text)?,
            remedy: self.option(&bytes[check::REMEDY..], Self::text)?,
        })
    }

    fn observation(&mut self, bytes: &[u8]) -> wasmtime::Result<Observation> {
        let pointer = self.text(&bytes[observation::POINTER..])?;
        let value = self.option(&bytes[observation::VALUE..], |memory, pair| {
            let bytes = memory.bytes(pair)?;
            let value = document::value(bytes, |size| memory.context.consume_fuel(size).is_ok());
            let value = value.map_err(|problem| wasmtime::Error::new(NotCanonical(problem.message)))?;
            value.ok_or_else(|| wasmtime::Error::new(Outsized))
        })?;
        Ok(Observation { pointer, value })
    }

    /// The items of a list, each of `size` bytes.
    fn list<T>(
        &mut self,
        pair: &[u8],
        size: usize,
        mut read: impl FnMut(&mut Self, &[u8]) -> wasmtime::Result<T>,
    ) -> wasmtime::Result<Vec<T>> {
        let (start, length) = pointer_and_length(pair);
        let items = length.checked_mul(size).and_then(|bytes| self.slice(start, bytes));
        let items = items.ok_or_else(|| unreadable("a list is out of bounds of memory"))?;
        // wasmtime, which may be asked to read on from here, takes that for checked.
        if !start.is_multiple_of(ALIGN) {
            return Err(unreadable("a list is not aligned"));
        }
        self.context.consume_fuel_array(length, size_of::<T>())?;
        let mut list = Vec::with_capacity(length);
        for item in items.chunks_exact(size) {
            list.push(read(self, item)?);
        }
        Ok(list)
    }

    fn option<T>(
        &mut self,
        bytes: &[u8],
        read: impl FnOnce(&mut Self, &[u8]) -> wasmtime::Result<T>,
    ) -> wasmtime::Result<Option<T>> {
        match bytes[0] {
            0 => Ok(None),
            1 => read(self, &bytes[4..]).map(Some),
            _ => Err(unreadable("there is no such case of an option")),
        }
    }

    fn text(&mut self, pair: &[u8]) -> wasmtime::Result<Text> {
        if self.utf8 {
            return Ok(Text::new(str::from_utf8(self.bytes(pair)?)?));
        }
        // Any other encoding is wasmtime's to read.
        let text = String::linear_lift_from_memory(self.context, InterfaceType::String, &pair[..8])?;
        Ok(Text::from(text))
    }
}

impl<'m> Memory<'_, 'm> {
    fn bytes(&mut self, pair: &[u8]) -> wasmtime::Result<&'m [u8]> {
        let (start, length) = pointer_and_length(pair);
        let bytes =
            self.slice(start, length).ok_or_else(|| unreadable("a text or a value is out of bounds of memory"))?;
        self.context.consume_fuel(length)?;
        Ok(bytes)
    }

    fn slice(&self, start: usize, length: usize) -> Option<&'m [u8]> {
        self.context.memory().get(start..start.checked_add(length)?)
    }
}

/// What the first eight bytes say.
fn pointer_and_length(pair: &[u8]) -> (usize, usize) {
    let number = |at: usize| u32::from_le_bytes([pair[at], pair[at + 1], pair[at + 2], pair[at + 3]]) as usize;
    (number(0), number(4))
}

fn unreadable(what: &'static str) -> wasmtime::Error {
    wasmtime::Error::msg(what)
}

/// An observed value that has no canonical form.
#[derive(Debug)]
pub(super) struct NotCanonical(pub(super) String);

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotCanonical {}

/// An observed value that takes more memory than a rule may fill with what it hands over.
#[derive(Debug)]
pub(super) struct Outsized;

impl fmt::Display for Outsized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an observed value is too large")
    }
}

impl std::error::Error for Outsized {}
