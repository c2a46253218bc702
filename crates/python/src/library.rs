//! The part of Python's standard library a program can import, in two archives that the build script makes: one stands in
//! the engine, the other comes when something of it is imported.

use std::ops::Range;
use std::sync::OnceLock;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_vm::{PyRef, VirtualMachine};

/// Modules that stand in the engine.
static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.frozen"));

/// Modules of the second archive, by name.
static DEFERRED: &[Deferred] = include!(concat!(env!("OUT_DIR"), "/deferred.rs"));

/// The name of the second archive's file, which tells its content.
pub const ARCHIVE_NAME: &str = env!("NDGYM_LIBRARY");

/// The size of the second archive.
pub const ARCHIVE_BYTES: usize = DEFERRED[DEFERRED.len() - 1].place.end;

/// Gives a part of the second archive, or the reason why it cannot be had at the moment.
pub type ArchiveReader = fn(Range<usize>) -> Result<Vec<u8>, String>;

static READER: OnceLock<ArchiveReader> = OnceLock::new();

/// Says how all interpreters get at the second archive; of several, the first stays. Without one, programs that run natively
/// have the archive within them, and in the browser nothing of it can be imported.
pub fn read_archive_with(reader: ArchiveReader) {
    let _ = READER.set(reader);
}

#[cfg(not(target_arch = "wasm32"))]
fn read_included(place: Range<usize>) -> Result<Vec<u8>, String> {
    static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/", env!("NDGYM_LIBRARY")));
    Ok(ARCHIVE[place].to_vec())
}

#[cfg(target_arch = "wasm32")]
fn read_included(_: Range<usize>) -> Result<Vec<u8>, String> {
    Err("nobody said where it is".to_owned())
}

/// A module of the second archive.
pub(crate) struct Deferred {
    name: &'static str,
    /// Whether other modules stand below it.
    pub(crate) package: bool,
    /// Where it is in the archive.
    place: Range<usize>,
}

impl Deferred {
    /// The module of a name, if it is one of the second archive.
    pub(crate) fn named(name: &str) -> Option<&'static Deferred> {
        DEFERRED.binary_search_by_key(&name, |module| module.name).ok().map(|at| &DEFERRED[at])
    }

    /// Its code, or the reason why the archive cannot be had.
    pub(crate) fn code(&self, vm: &VirtualMachine) -> Result<PyRef<PyCode>, String> {
        let read = READER.get().copied().unwrap_or(read_included);
        let bytes = read(self.place.clone())?;
        Ok(PyCode::new_ref_from_frozen(vm, FrozenCodeObject { bytes }))
    }
}

/// The modules that stand in the engine.
pub(crate) fn frozen_modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(FROZEN).decode()
}

/// The names of the library's modules that programs are meant to import, with some native ones; packages of others and
/// helpers are left out.
pub(crate) fn public_modules(native: &[&'static str]) -> Vec<&'static str> {
    let internal = |name: &str| name.starts_with('_') || name.contains('.') || HELPERS.contains(&name);
    let included = frozen_modules().map(|(name, _)| name);
    let mut names: Vec<&str> = included
        .chain(DEFERRED.iter().map(|module| module.name))
        .filter(|name| !internal(name))
        .chain(native.iter().copied())
        .collect();
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
    "encodings",
    "genericpath",
    "gettext",
    "keyword",
    "linecache",
    "ntpath",
    "numpy",
    "pandas",
    "pkgutil",
    "posixpath",
    "reprlib",
    "scipy",
    "sklearn",
    "stat",
    "token",
    "tokenize",
    "weakref",
];
