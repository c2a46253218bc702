//! Compiles the part of Python's standard library that the engine offers into one frozen archive.

use std::path::{Path, PathBuf};
use std::{env, fs};

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::bytecode::{CodeObject, ConstantData};
use rustpython_compiler_core::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_compiler_core::marshal;

/// Modules and packages taken from RustPython's copy of the library. Native parts (`math`, `itertools`,
/// `time`, …) need no entry. What stands here and in `lib/` is all a program can import.
const MODULES: &[&str] = &[
    "__future__",
    "_collections_abc",
    "_py_warnings",
    "_pydatetime",
    "_pydecimal",
    "_weakrefset",
    "abc",
    "annotationlib",
    "ast",
    "bisect",
    "codeop",
    "collections",
    "contextlib",
    "contextvars",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "genericpath",
    "heapq",
    "inspect",
    "io",
    "json",
    "keyword",
    "numbers",
    "operator",
    "posixpath",
    "pprint",
    "random",
    "re",
    "reprlib",
    "stat",
    "statistics",
    "string",
    "textwrap",
    "timeit",
    "token",
    "tokenize",
    "traceback",
    "types",
    "typing",
    "warnings",
    "weakref",
];

/// What is added to modules of the library: NumPy registers its scalars with the abstract classes of numbers; files are those
/// in memory.
const ADDITIONS: [(&str, &str); 2] = [
    (
        "numbers",
        "
import numpy as _numpy
Integral.register(_numpy.integer)
Real.register(_numpy.floating)
Complex.register(_numpy.inexact)
Number.register(_numpy.number)
del _numpy
",
    ),
    (
        "io",
        "
def open(*args, **kwargs):
    from _files import open
    return open(*args, **kwargs)
",
    ),
];

/// One Python source to freeze.
struct Source {
    name: String,
    path: PathBuf,
    package: bool,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lib");
    let library = Path::new(rustpython_pylib::LIB_PATH);
    let mut sources = Vec::new();
    for &name in MODULES {
        let package = library.join(name);
        if package.is_dir() {
            collect_directory(&package, Some(name), &mut sources);
        } else {
            sources.push(Source {
                name: name.to_owned(),
                path: library.join(format!("{name}.py")),
                package: false,
            });
        }
    }
    collect_directory(Path::new("lib"), None, &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));

    let modules: Vec<_> = sources.iter().map(freeze).collect();
    let archive = FrozenLib::encode(
        sources
            .iter()
            .zip(modules)
            .map(|(source, module)| (source.name.as_str(), module))
            .collect::<Vec<_>>(),
    );
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("library.frozen");
    fs::write(&target, archive.bytes).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
}

/// Adds every Python file of a directory, subpackages included.
fn collect_directory(directory: &Path, package: Option<&str>, sources: &mut Vec<Source>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    for entry in entries {
        let path = entry.expect("readable directory entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 file name").to_owned();
        let dotted =
            |name: &str| package.map_or_else(|| name.to_owned(), |package| format!("{package}.{name}"));
        if path.is_dir() {
            if stem != "__pycache__" {
                collect_directory(&path, Some(&dotted(&stem)), sources);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let (name, package) = match (stem.as_str(), package) {
                ("__init__", Some(package)) => (package.to_owned(), true),
                _ => (dotted(&stem), false),
            };
            sources.push(Source { name, path, package });
        }
    }
}

/// Takes the line of each instruction from a piece of code and all within it, which are a good part of the archive: what
/// tracebacks say of the library is the line where a function begins.
fn drop_lines(code: &mut CodeObject) {
    code.linetable = Box::default();
    for constant in code.constants.iter_mut() {
        if let ConstantData::Code { code } = constant {
            drop_lines(code);
        }
    }
}

/// Compiles one module without docstrings, asserts and lines.
fn freeze(source: &Source) -> FrozenModule<Vec<u8>> {
    let mut text =
        fs::read_to_string(&source.path).unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
    text.extend(ADDITIONS.iter().filter(|(name, _)| *name == source.name).map(|(_, addition)| *addition));
    let options = CompileOpts { optimize: 2, debug_ranges: false, ..CompileOpts::default() };
    let name = format!("<frozen {}>", source.name);
    let mut code = compile(&text, Mode::Exec, &name, options)
        .unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
    drop_lines(&mut code);
    let mut bytes = Vec::new();
    marshal::serialize_code(&mut bytes, &code);
    FrozenModule { code: FrozenCodeObject { bytes: store(&bytes) }, package: source.package }
}

/// An LZ4 block of literals only, which is the form the decoder asks for: the site's own compression
/// does better on plain bytes, and unpacking becomes a copy.
fn store(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a module below 4 GiB");
    let mut block = length.to_le_bytes().to_vec();
    if let Some(mut rest) = bytes.len().checked_sub(15) {
        block.push(0xf0);
        while rest >= 255 {
            block.push(255);
            rest -= 255;
        }
        block.push(u8::try_from(rest).expect("below 255"));
    } else {
        block.push(u8::try_from(bytes.len() << 4).expect("below 15"));
    }
    block.extend_from_slice(bytes);
    block
}
