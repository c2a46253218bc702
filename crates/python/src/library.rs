//! The part of Python's standard library a program can import.

use rustpython_vm::frozen::{FrozenLib, FrozenModule};

/// Modules written in Python, compiled by the build script.
static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.frozen"));

/// The modules written in Python.
pub(crate) fn frozen_modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(FROZEN).decode()
}

/// The names of the library's modules that programs are meant to import, with some native ones; packages of others and
/// helpers are left out.
pub(crate) fn public_modules(native: &[&'static str]) -> Vec<&'static str> {
    let internal = |name: &str| name.starts_with('_') || name.contains('.') || HELPERS.contains(&name);
    let mut names: Vec<&str> =
        frozen_modules().map(|(name, _)| name).filter(|name| !internal(name)).collect();
    names.extend(native);
    names.sort_unstable();
    names.dedup();
    names
}

/// Packages that are not of Python's library, and modules that are here because others import them.
const HELPERS: &[&str] = &[
    "abc",
    "annotationlib",
    "codeop",
    "dis",
    "genericpath",
    "keyword",
    "linecache",
    "numpy",
    "pandas",
    "posixpath",
    "reprlib",
    "scipy",
    "sklearn",
    "stat",
    "token",
    "tokenize",
    "weakref",
];
