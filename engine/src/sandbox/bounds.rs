//! What a component may be made of, looked at before anything else is done with it: to check, rewrite or compile a component
//! that was made to be slow takes minutes and gigabytes, and nothing counts that.

use crate::Limits;
use crate::error::{Error, ErrorCode};
use wasmparser::types::Types;
use wasmparser::{BinaryReaderError, CompositeInnerType, ElementItems, Parser, Payload, Validator, WasmFeatures};

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

/// Locals of all functions of a component. Three bytes declare fifty thousand; whole language runtimes have as many.
const MOST_LOCALS: u64 = 1_000_000;

/// What the types of a component's modules are made of: params, results, fields. Whole language runtimes have some thousand.
const MOST_OF_TYPES: u64 = 100_000;

/// Refuses a component that is no WebAssembly, or in which there is more of something than these limits allow.
pub(super) fn check(component: &[u8], limits: &Limits) -> Result<(), Error> {
    let mut found = Found::default();
    for payload in Parser::new(0).parse_all(component) {
        payload.map_err(malformed).and_then(|payload| found.check(payload, limits))?;
    }
    Ok(())
}

/// What was found so far, over all that nests.
#[derive(Default)]
struct Found {
    depth: usize,
    functions: u64,
    locals: u64,
    elements: u64,
    of_types: u64,
}

impl Found {
    fn check(&mut self, payload: Payload<'_>, limits: &Limits) -> Result<(), Error> {
        match payload {
            Payload::Version { .. } => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    let message = format!("its modules and components nest deeper than {MOST_DEPTH}");
                    return Err(Error::new(ErrorCode::RuleNotAComponent, message));
                }
            }
            Payload::End(_) => self.depth -= 1,
            Payload::TypeSection(groups) => {
                for group in groups {
                    for ty in group.map_err(malformed)?.types() {
                        self.of_types += 1 + parts(&ty.composite_type.inner);
                    }
                    few_enough(self.of_types, MOST_OF_TYPES, "params and results of types")?;
                }
            }
            Payload::FunctionSection(functions) => {
                self.functions += u64::from(functions.count());
                within("it has", self.functions, "functions", "functions", limits.functions)?;
            }
            Payload::CodeSectionEntry(body) => {
                let bytes = body.range().len() as u64;
                within("it has a function of", bytes, "bytes", "function_bytes", limits.function_bytes)?;
                for locals in body.get_locals_reader().map_err(malformed)? {
                    self.locals += u64::from(locals.map_err(malformed)?.0);
                    few_enough(self.locals, MOST_LOCALS, "locals")?;
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    let memory = memory.map_err(malformed)?;
                    let bytes = memory.initial.saturating_mul(1 << memory.page_size_log2.unwrap_or(16).min(16));
                    within("its memory begins with", bytes, "bytes", "memory_bytes", limits.memory_bytes)?;
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    let (elements, most) = (table.map_err(malformed)?.ty.initial, limits.table_elements);
                    within("its table begins with", elements, "elements", "table_elements", most)?;
                }
            }
            Payload::ElementSection(segments) => {
                for segment in segments {
                    self.elements += match segment.map_err(malformed)?.items {
                        ElementItems::Functions(items) => u64::from(items.count()),
                        ElementItems::Expressions(_, items) => u64::from(items.count()),
                    };
                    let most = limits.table_elements;
                    within("it has, for its tables,", self.elements, "elements", "table_elements", most)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn parts(ty: &CompositeInnerType) -> u64 {
    let parts = match ty {
        CompositeInnerType::Func(function) => function.params().len() + function.results().len(),
        CompositeInnerType::Struct(of) => of.fields.len(),
        CompositeInnerType::Array(_) | CompositeInnerType::Cont(_) => 1,
    };
    parts as u64
}

/// Refuses what no toolchain makes.
fn few_enough(found: u64, most: u64, what: &str) -> Result<(), Error> {
    if found <= most {
        return Ok(());
    }
    let message = format!("it has more than {most} {what}, which would take long to compile");
    Err(Error::new(ErrorCode::RuleNotAComponent, message).advise("split the rule"))
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn malformed(error: BinaryReaderError) -> Error {
    not_a_component(&error.to_string())
}

/// Refuses a component that is not valid, before anything takes it apart that relies on it. Gives what it imports and exports.
pub(super) fn validate(component: &[u8]) -> Result<Types, Error> {
    Validator::new_with_features(FEATURES).validate_all(component).map_err(malformed)
}

pub(super) fn not_a_component(problem: &str) -> Error {
    Error::new(ErrorCode::RuleNotAComponent, format!("not a valid component: {problem}"))
        .advise("the file may be damaged or truncated: build the rule again")
}

/// Refuses a component that is valid, and still none that this engine runs.
pub(super) fn not_compiled(problem: &str) -> Error {
    Error::new(ErrorCode::RuleNotAComponent, format!("this component cannot be run: {problem}"))
        .advise("it is not damaged, but made of more than a rule has: build it with a kit for authors of rules")
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
