//! Native modules of Python's standard library that programs here need and the interpreter does not bring.

pub(crate) mod cmath;
pub(crate) mod digests;
pub(crate) mod errno;
pub(crate) mod files;
pub(crate) mod math;
pub(crate) mod random;
pub(crate) mod structure;
pub(crate) mod threads;
pub(crate) mod time;

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// Their definitions.
pub(crate) fn module_definitions(ctx: &Context) -> Vec<&'static PyModuleDef> {
    let definitions = [
        cmath::module_definition,
        digests::module_definition,
        errno::module_definition,
        files::module_definition,
        math::module_definition,
        random::module_definition,
        structure::module_definition,
        time::module_definition,
    ];
    definitions.into_iter().map(|definition| definition(ctx)).collect()
}
