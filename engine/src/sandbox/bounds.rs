//! What a component may be made of, looked at before anything else is done with it: to check, rewrite or compile a component
//! that was made to be slow takes minutes and gigabytes, and nothing counts that.

use crate::Limits;
use crate::error::{Error, ErrorCode};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// The WebAssembly that a rule may be written in. Whatever would make two runs differ or let a rule outlast its call is not
/// in it: no threads, no async. Neither is what only languages with the host's garbage collector use.
pub(super) const FEATURES: WasmFeatures = WasmFeatures::WASM2
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::TAIL_CALL)
    // Deterministic by the engine's configuration.
    .union(WasmFeatures::RELAXED_SIMD)
    .union(WasmFeatures::COMPONENT_MODEL)
    .difference(WasmFeatures::GC_TYPES);

/// How deep components may nest. Toolchains that put components together nest a few.
const MOST_DEPTH: usize = 16;

/// Refuses a component that is no WebAssembly, nests too deep, holds a function too large, or begins with more memory or
/// larger tables than these limits allow.
pub(super) fn check(component: &[u8], limits: &Limits) -> Result<(), Error> {
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| not_a_component(&error.to_string()))?;
        match payload {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::CodeSectionEntry(body) => {
                let bytes = body.range().len() as u64;
                within("it has a function of", bytes, "bytes", "function_bytes", limits.function_bytes)?;
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    let memory = memory.map_err(|error| not_a_component(&error.to_string()))?;
                    let bytes = memory.initial.saturating_mul(1 << memory.page_size_log2.unwrap_or(16).min(16));
                    within("its memory begins with", bytes, "bytes", "memory_bytes", limits.memory_bytes)?;
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    let table = table.map_err(|error| not_a_component(&error.to_string()))?;
                    let (elements, most) = (table.ty.initial, limits.table_elements);
                    within("its table begins with", elements, "elements", "table_elements", most)?;
                }
            }
            _ => {}
        }
        if depth > MOST_DEPTH {
            let message = format!("its modules and components nest deeper than {MOST_DEPTH}");
            return Err(Error::new(ErrorCode::RuleNotAComponent, message));
        }
    }
    Ok(())
}

/// Refuses a component that is not valid, before anything takes it apart that relies on it.
pub(super) fn validate(component: &[u8]) -> Result<(), Error> {
    let valid = Validator::new_with_features(FEATURES).validate_all(component);
    valid.map(drop).map_err(|error| not_a_component(&error.to_string()))
}

pub(super) fn not_a_component(problem: &str) -> Error {
    Error::new(ErrorCode::RuleNotAComponent, format!("not a valid component: {problem}"))
        .advise("the file may be damaged or truncated: build the rule again")
}

fn within(what: &str, found: u64, unit: &str, name: &str, most: u64) -> Result<(), Error> {
    if found <= most {
        return Ok(());
    }
    let message = format!("{what} {found} {unit}, more than the {most} that the limit `{name}` allows");
    Err(Error::new(ErrorCode::RuleFailed, message).advise(format!("mend the rule, or raise `{name}`")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use wasm_encoder::{Component, NestedComponentSection};

    fn nested(depth: usize) -> Vec<u8> {
        (1..depth)
            .fold(Component::new(), |inner, _| {
                let mut outer = Component::new();
                outer.section(&NestedComponentSection(&inner));
                outer
            })
            .finish()
    }

    #[test]
    fn components_nest_so_deep_and_no_deeper() {
        let limits = Limits::default();
        check(&nested(MOST_DEPTH), &limits).unwrap();
        let error = check(&nested(MOST_DEPTH + 1), &limits).unwrap_err();
        assert_eq!(error.code(), ErrorCode::RuleNotAComponent);
    }
}
