//! Texts and values as they come out of a rule's memory: each read once and kept as the engine keeps it, where wasmtime's
//! own types would have memory of their own for each.

#![expect(unsafe_code, reason = "wasmtime's traits for what crosses a component's boundary are unsafe to implement")]

use crate::{Text, document};
use serde_json::Value;
use std::fmt;
use wasmtime::component::__internal::wasmtime_environ::component::StringEncoding;
use wasmtime::component::__internal::{CanonicalAbiInfo, InstanceType, InterfaceType, LiftContext};
use wasmtime::component::{ComponentType, Lift};

/// A `string`.
pub(super) struct Words(pub(super) Text);

/// A `document`, which is a `list<u8>`.
pub(super) struct Document(pub(super) Value);

/// A value that has no canonical form.
#[derive(Debug)]
pub(super) struct NotCanonical(String);

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotCanonical {}

// SAFETY: whatever the trait demands of a `string` on the host's side, `String` fulfils, and this is `String`'s.
unsafe impl ComponentType for Words {
    type Lower = <String as ComponentType>::Lower;
    const ABI: CanonicalAbiInfo = String::ABI;

    fn typecheck(ty: &InterfaceType, types: &InstanceType<'_>) -> wasmtime::Result<()> {
        String::typecheck(ty, types)
    }
}

// SAFETY: the trait is unsafe for the sake of `ComponentType`, whose lowered form `String` itself reads below. What is read
// here is bytes that `LiftContext` lends, within their bounds.
unsafe impl Lift for Words {
    fn linear_lift_from_flat(
        context: &mut LiftContext<'_>,
        ty: InterfaceType,
        source: &Self::Lower,
    ) -> wasmtime::Result<Self> {
        Ok(Self(String::linear_lift_from_flat(context, ty, source)?.into()))
    }

    fn linear_lift_from_memory(
        context: &mut LiftContext<'_>,
        ty: InterfaceType,
        bytes: &[u8],
    ) -> wasmtime::Result<Self> {
        // Any other encoding is wasmtime's to read.
        if !matches!(context.options().string_encoding, StringEncoding::Utf8) {
            return Ok(Self(String::linear_lift_from_memory(context, ty, bytes)?.into()));
        }
        let text = str::from_utf8(pointed_to(context, bytes)?)?;
        Ok(Self(Text::new(text)))
    }
}

// SAFETY: as for `Words`, with `Vec<u8>`.
unsafe impl ComponentType for Document {
    type Lower = <Vec<u8> as ComponentType>::Lower;
    const ABI: CanonicalAbiInfo = Vec::<u8>::ABI;

    fn typecheck(ty: &InterfaceType, types: &InstanceType<'_>) -> wasmtime::Result<()> {
        Vec::<u8>::typecheck(ty, types)
    }
}

// SAFETY: as for `Words`.
unsafe impl Lift for Document {
    fn linear_lift_from_flat(
        context: &mut LiftContext<'_>,
        ty: InterfaceType,
        source: &Self::Lower,
    ) -> wasmtime::Result<Self> {
        value(&Vec::linear_lift_from_flat(context, ty, source)?)
    }

    fn linear_lift_from_memory(
        context: &mut LiftContext<'_>,
        _ty: InterfaceType,
        bytes: &[u8],
    ) -> wasmtime::Result<Self> {
        value(pointed_to(context, bytes)?)
    }
}

fn value(bytes: &[u8]) -> wasmtime::Result<Document> {
    document::value(bytes).map(Document).map_err(|problem| wasmtime::Error::new(NotCanonical(problem.message)))
}

/// The bytes to which a pointer and a length point, counted as what the rule hands over.
fn pointed_to<'m>(context: &mut LiftContext<'m>, pair: &[u8]) -> wasmtime::Result<&'m [u8]> {
    let number = |at: usize| -> Option<usize> {
        let bytes = pair.get(at..at + 4)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    };
    let bytes = number(0).zip(number(4)).and_then(|(start, length)| {
        let end = start.checked_add(length)?;
        context.memory().get(start..end)
    });
    let bytes = bytes.ok_or_else(|| wasmtime::Error::msg("a pointer or a length is out of bounds of memory"))?;
    context.consume_fuel(bytes.len())?;
    Ok(bytes)
}
