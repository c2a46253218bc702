//! The part of Python's standard library a program can import.

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::frozen::{FrozenLib, FrozenModule};

/// Modules written in Python, compiled by the build script.
static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.frozen"));

/// Native modules of rustpython-stdlib that stay; the others (sockets, compression, …) are of no use here.
const NATIVE: &[&str] = &[
    "_bisect",
    "_contextvars",
    "_datetime",
    "_heapq",
    "_json",
    "_opcode",
    "_random",
    "_statistics",
    "_struct",
    "_suggestions",
    "_tokenize",
    "array",
    "cmath",
    "math",
    "unicodedata",
];

/// The modules written in Python.
pub(crate) fn frozen_modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(FROZEN).decode()
}

/// The native modules of the standard library.
pub(crate) fn native_modules(ctx: &Context) -> Vec<&'static PyModuleDef> {
    let mut definitions = rustpython_stdlib::stdlib_module_defs(ctx);
    definitions.retain(|definition| NATIVE.contains(&definition.name.as_str()));
    definitions
}
