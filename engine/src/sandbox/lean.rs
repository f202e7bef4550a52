//! Takes out of a configured component what it will not run again: all that only `describe` and `configure` lead to. That is
//! most of a rule, and code that is not there is not compiled, kept, read or summed.

use std::collections::HashSet;
use wasm_encoder::{CodeSection, Encode, Function, Instruction, Module, RawSection};
use wasmparser::{
    BinaryReaderError, ConstExpr, ElementItems, ExternalKind, FunctionBody, Operator, Parser, Payload, TypeRef,
};

/// The functions that are not called once a rule is configured, as `wit-component` names them in a core module.
const DONE: [&str; 4] = [
    "clearance:rule/rule@0.1.0#describe",
    "clearance:rule/rule@0.1.0#configure",
    "cabi_post_clearance:rule/rule@0.1.0#describe",
    "cabi_post_clearance:rule/rule@0.1.0#configure",
];
const HEADER: usize = 8;
/// The section of a component that holds a core module.
const CORE_MODULE: u8 = 1;

type Result<T> = std::result::Result<T, BinaryReaderError>;

/// The component with such functions made to trap. Its sections keep their order and everything its place, so that nothing
/// else has to change.
///
/// # Errors
/// The bytes are not a component.
pub(super) fn component(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut lean = bytes.get(..HEADER).unwrap_or_default().to_vec();
    let mut reader = wasmparser::BinaryReader::new(bytes.get(HEADER..).unwrap_or_default(), HEADER);
    while !reader.eof() {
        let id = reader.read_u8()?;
        let section = reader.read_reader()?;
        let content = section.range();
        let content = &bytes[content.start..content.end];
        lean.push(id);
        match if id == CORE_MODULE { module(content)? } else { None } {
            Some(module) => module.as_slice().encode(&mut lean),
            None => content.encode(&mut lean),
        }
    }
    Ok(lean)
}

/// What matters of a core module.
#[derive(Default)]
struct Functions<'m> {
    imported: u32,
    bodies: Vec<FunctionBody<'m>>,
    /// What may be called from outside, or through a table.
    roots: Vec<u32>,
    has_done: bool,
}

impl<'m> Functions<'m> {
    fn read(module: &'m [u8]) -> Result<Self> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if DONE.contains(&export.name) {
                            functions.has_done = true;
                        } else if export.kind == ExternalKind::Func {
                            functions.roots.push(export.index);
                        }
                    }
                }
                Payload::StartSection { func, .. } => functions.roots.push(func),
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        functions.note(&global?.init_expr)?;
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        match element?.items {
                            ElementItems::Functions(indices) => {
                                for index in indices {
                                    functions.roots.push(index?);
                                }
                            }
                            ElementItems::Expressions(_, expressions) => {
                                for expression in expressions {
                                    functions.note(&expression?)?;
                                }
                            }
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body),
                _ => {}
            }
        }
        Ok(functions)
    }

    /// Notes the functions that an expression names.
    fn note(&mut self, expression: &ConstExpr<'_>) -> Result<()> {
        for operator in expression.get_operators_reader() {
            self.roots.extend(named(&operator?));
        }
        Ok(())
    }

    /// The functions to which the roots lead.
    fn needed(&self) -> Result<HashSet<u32>> {
        let mut needed = HashSet::new();
        let mut open = self.roots.clone();
        while let Some(index) = open.pop() {
            if !needed.insert(index) {
                continue;
            }
            let Some(body) = index.checked_sub(self.imported).and_then(|at| self.bodies.get(at as usize)) else {
                continue;
            };
            for operator in body.get_operators_reader()? {
                open.extend(named(&operator?));
            }
        }
        Ok(needed)
    }
}

/// The function that an instruction names.
fn named(operator: &Operator<'_>) -> Option<u32> {
    match operator {
        Operator::Call { function_index }
        | Operator::ReturnCall { function_index }
        | Operator::RefFunc { function_index } => Some(*function_index),
        _ => None,
    }
}

/// The core module without what it will not run; `None` where it is not the one that has the contract's functions.
fn module(bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let functions = Functions::read(bytes)?;
    if !functions.has_done {
        return Ok(None);
    }
    let needed = functions.needed()?;
    let mut code = CodeSection::new();
    for (index, body) in (functions.imported..).zip(&functions.bodies) {
        if needed.contains(&index) {
            code.raw(body.as_bytes());
        } else {
            let mut gone = Function::new([]);
            gone.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            code.function(&gone);
        }
    }
    let mut lean = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        if matches!(payload, Payload::CodeSectionStart { .. }) {
            lean.section(&code);
        } else if let Some((id, range)) = payload.as_section() {
            lean.section(&RawSection { id, data: &bytes[range] });
        }
    }
    Ok(Some(lean.finish()))
}
