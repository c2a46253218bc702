//! Native modules of Python's standard library that programs here need and the interpreter does not bring.

pub(crate) mod math;
pub(crate) mod random;
pub(crate) mod time;

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// Their definitions.
pub(crate) fn module_definitions(ctx: &Context) -> Vec<&'static PyModuleDef> {
    vec![math::module_definition(ctx), random::module_definition(ctx), time::module_definition(ctx)]
}
