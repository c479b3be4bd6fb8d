//! The order of a WebAssembly module's functions, by which gzip finds more that it has seen: it looks back 32 KB, and code
//! that came from one generic function is alike but lies far apart. A part in twenty of the engine.

use std::collections::{HashMap, VecDeque};

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// What two functions share is counted in runs of so many bytes.
const RUN: usize = 6;

/// How many bytes before a function are looked at: somewhat less than gzip does.
const WINDOW: usize = 30_000;

/// A run that so many functions have tells nothing about any.
const COMMON: usize = 400;

/// What is added to a function's length, so that the shortest do not always come first.
const SHORT: f64 = 20.0;

/// How much a long function that shares as large a part as a short one comes before it: 1 would be not at all.
const LENGTH: f64 = 0.8;

/// The module with its functions in the order that compresses better; nothing else of it is changed.
pub(crate) fn by_likeness(wasm: &[u8]) -> Result<Vec<u8>, reencode::Error> {
    let mut n_imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    n_imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => (),
        }
    }
    let order = order(&bodies);
    let mut new_index = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        new_index[*old] = n_imported + u32::try_from(new).unwrap_or(u32::MAX);
    }
    let mut module = Module::new();
    Reorder { n_imported, order, new_index }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// The places of `bodies` such that each is much like those before it.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let runs = runs(bodies);
    let n_runs = runs.iter().flatten().max().map_or(0, |most| most + 1);
    let mut having = vec![Vec::new(); n_runs];
    for (body, runs) in runs.iter().enumerate() {
        runs.iter().for_each(|run| having[*run].push(body));
    }
    having.iter_mut().filter(|having| having.len() >= COMMON).for_each(Vec::clear);

    // How often each run is in the window, and how many of each body's runs are.
    let mut seen = vec![0_u32; n_runs];
    let mut shared = vec![0_i32; bodies.len()];
    let weight: Vec<f64> = runs.iter().map(|runs| (runs.len() as f64 + SHORT).powf(LENGTH)).collect();
    let (mut window, mut in_window) = (VecDeque::new(), 0);
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = (0..bodies.len()).max_by_key(|body| bodies[*body].len());
    while let Some(body) = next {
        order.push(body);
        left.retain(|other| *other != body);
        window.push_back(body);
        in_window += bodies[body].len();
        for run in &runs[body] {
            seen[*run] += 1;
            if seen[*run] == 1 {
                having[*run].iter().for_each(|body| shared[*body] += 1);
            }
        }
        while in_window > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            in_window -= bodies[gone].len();
            for run in &runs[gone] {
                seen[*run] -= 1;
                if seen[*run] == 0 {
                    having[*run].iter().for_each(|body| shared[*body] -= 1);
                }
            }
        }
        let likeness = |body: &usize| f64::from(shared[*body]) / weight[*body];
        next = left.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then(b.cmp(a)));
    }
    order
}

/// For each body its runs, as numbers that are the same for the same bytes.
fn runs(bodies: &[&[u8]]) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<&[u8], usize> = HashMap::new();
    let mut all = Vec::with_capacity(bodies.len());
    for body in bodies {
        let mut own = Vec::with_capacity(body.len());
        for run in body.windows(RUN) {
            let next = numbers.len();
            own.push(*numbers.entry(run).or_insert(next));
        }
        own.sort_unstable();
        own.dedup();
        all.push(own);
    }
    all
}

/// Writes the module anew with the functions in another order.
struct Reorder {
    n_imported: u32,
    /// The old places of the module's own functions.
    order: Vec<usize>,
    /// The index of each, by its old place.
    new_index: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error> {
        let own = index.checked_sub(self.n_imported).and_then(|place| self.new_index.get(place as usize));
        Ok(own.copied().unwrap_or(index))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for old in &self.order {
            functions.function(types[*old]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for old in self.order.clone() {
            self.parse_function_body(code, bodies[old].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, RefType, TableSection, TableType,
        TypeSection, ValType,
    };

    /// A module of functions without locals or parameters; function 0 is in the table, function 1 exported.
    fn module(bodies: &[Function]) -> Vec<u8> {
        let n = u32::try_from(bodies.len()).unwrap();
        let (mut types, mut functions, mut tables) = (TypeSection::new(), FunctionSection::new(), TableSection::new());
        types.ty().function([], [ValType::I32]);
        (0..n).for_each(|_| _ = functions.function(0));
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        });
        let (mut exports, mut elements, mut code) = (ExportSection::new(), ElementSection::new(), CodeSection::new());
        exports.export("one", ExportKind::Func, 1);
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([0].as_slice().into()));
        bodies.iter().for_each(|body| _ = code.function(body));
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables).section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// A function that adds numbers and then calls another.
    fn adding(numbers: &[i32], callee: u32) -> Function {
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.i32_const(0);
        numbers.iter().for_each(|number| _ = code.i32_const(*number).i32_add());
        code.drop().call(callee).end();
        function
    }

    #[test]
    fn functions_that_are_alike_stand_together_and_are_called_as_before() {
        let (ones, twos) = ([1; 40], [2; 30]);
        let wasm = module(&[adding(&ones, 1), adding(&twos, 2), adding(&ones[1..], 3), adding(&twos[1..], 0)]);
        let ordered = module(&[adding(&ones, 2), adding(&ones[1..], 3), adding(&twos, 1), adding(&twos[1..], 0)]);
        let written = by_likeness(&wasm).unwrap();
        let code = |wasm: &[u8]| wasm[wasm.len() - 4 * 70..].to_vec();
        assert_eq!(code(&written), code(&ordered));
        // The export of the function that was second is the third's now.
        let exported = Parser::new(0).parse_all(&written).find_map(|payload| match payload.unwrap() {
            Payload::ExportSection(exports) => exports.into_iter().next().map(|export| export.unwrap().index),
            _ => None,
        });
        assert_eq!(exported, Some(2));
        assert_eq!(by_likeness(&wasm).unwrap(), written);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(by_likeness(b"\0asm\x01\0\0\0\x0a").is_err());
    }
}
