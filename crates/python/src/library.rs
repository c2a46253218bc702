//! The part of Python's standard library a program can import.

use rustpython_vm::frozen::{FrozenLib, FrozenModule};

/// Modules written in Python, compiled by the build script.
static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.frozen"));

/// The modules written in Python.
pub(crate) fn frozen_modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(FROZEN).decode()
}
