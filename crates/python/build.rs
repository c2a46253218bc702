//! Compiles the part of Python's standard library that the engine offers into two archives: what stands in the engine, and
//! what comes when it is first imported (`DEFERRED`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::bytecode::{CodeObject, ConstantData};
use rustpython_compiler_core::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_compiler_core::marshal;

/// Modules and packages taken from RustPython's copy of the library. Native parts (`math`, `itertools`,
/// `time`, …) need no entry; `.__init__` stands for a package without what is in it. What stands here and in `lib/` is all a program can import.
const MODULES: &[&str] = &[
    "__future__",
    "_collections_abc",
    "_compat_pickle",
    "_py_warnings",
    "_pydatetime",
    "_pydecimal",
    "_weakrefset",
    "abc",
    "annotationlib",
    "argparse",
    "ast",
    "base64",
    "bisect",
    "calendar",
    "codeop",
    "collections",
    "colorsys",
    "concurrent",
    "contextlib",
    "contextvars",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "encodings.__init__",
    "encodings.aliases",
    "encodings.base64_codec",
    "encodings.hex_codec",
    "encodings.raw_unicode_escape",
    "encodings.rot_13",
    "encodings.unicode_escape",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_32",
    "encodings.utf_32_be",
    "encodings.utf_32_le",
    "encodings.utf_8_sig",
    "enum",
    "fnmatch",
    "fractions",
    "functools",
    "genericpath",
    "glob",
    "graphlib",
    "hashlib",
    "heapq",
    "hmac",
    "inspect",
    "io",
    "json",
    "keyword",
    "logging",
    "ntpath",
    "numbers",
    "operator",
    "pathlib",
    "pickle",
    "posixpath",
    "pprint",
    "random",
    "re",
    "reprlib",
    "sched",
    "secrets",
    "shlex",
    "stat",
    "statistics",
    "string",
    "textwrap",
    "threading",
    "timeit",
    "token",
    "tokenize",
    "traceback",
    "types",
    "typing",
    "unittest",
    "uuid",
    "warnings",
    "weakref",
];

/// What is left out of packages that are taken: programs of their own, and what needs processes or a network.
const LEFT_OUT: &[&str] = &[
    "concurrent.futures.interpreter",
    "concurrent.futures.process",
    "concurrent.interpreters",
    "json.__main__",
    "json.tool",
    "logging.config",
    "logging.handlers",
    "unittest.__main__",
    "unittest.async_case",
];

/// What stands in the engine, packages with all that is in them: what an interpreter needs for its start and for tracebacks,
/// and what programs import most. The rest is the second archive.
const IN_ENGINE: &[&str] = &[
    "__future__",
    "_collections_abc",
    "_colorize",
    "_contextvars",
    "_py_warnings",
    "_thread",
    "_tokenize",
    "_weakrefset",
    "abc",
    "annotationlib",
    "ast",
    "bisect",
    "codeop",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "dis",
    "enum",
    "functools",
    "heapq",
    "importlib",
    "inspect",
    "io",
    "keyword",
    "linecache",
    "numbers",
    "numpy",
    "operator",
    "os",
    "random",
    "re",
    "reprlib",
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

/// Of these packages, what nevertheless belongs to the second archive.
const SELDOM: &[&str] = &[
    "numpy._core",
    "numpy._files",
    "numpy._genfromtxt",
    "numpy._loadtxt",
    "numpy._polynomials",
    "numpy._wide_integers",
    "numpy._windows",
    "numpy.char",
    "numpy.emath",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.strings",
    "numpy.typing",
    "os.path",
    "string.templatelib",
];

/// What is added to modules of the library: NumPy registers its scalars with the abstract classes of numbers; files are those
/// in memory; the library's own code has no lines (`drop_lines`), of which tracebacks must hear nothing.
const ADDITIONS: [(&str, &str); 3] = [
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
    (
        "traceback",
        "
def _get_code_position(code, instruction_index):
    if instruction_index < 0:
        return (None, None, None, None)
    positions = itertools.islice(code.co_positions(), instruction_index // 2, None)
    return next(positions, (None, None, None, None))
",
    ),
];

/// What stands differently in modules of the library: `logging` looks for its own frames by a path, which it has not; `pickle`
/// and what else CPython has in C says what is said there; of `asyncio`, `unittest.mock` wants a mark alone; the browser is no
/// system that `uuid` knows.
const REPLACED: [(&str, &str, &str); 10] = [
    (
        "_pydatetime",
        "cannot mix naive and timezone-aware time",
        "can't subtract offset-naive and offset-aware datetimes",
    ),
    (
        "_pydatetime",
        "cannot compare naive and aware datetimes",
        "can't compare offset-naive and offset-aware datetimes",
    ),
    (
        "_pydatetime",
        "return (f'{self.__class__.__name__}'\n                f'(year=",
        "return (f'datetime.{self.__class__.__name__}'\n                f'(year=",
    ),
    ("_pydecimal", "raise error(explanation)", "raise error([condition]) from None"),
    (
        "heapq",
        "smallest item off the heap, maintaining the heap invariant.\"\"\"\n",
        "smallest item off the heap, maintaining the heap invariant.\"\"\"\n    if not heap:
        raise IndexError('index out of range')\n",
    ),
    (
        "logging",
        "os.path.dirname(frame.f_code.co_filename) ==\n                       __path__[0]",
        "frame.f_code.co_filename == _srcfile",
    ),
    (
        "pickle",
        "                if not key:\n                    raise EOFError\n",
        "                if not key:\n                    raise EOFError('Ran out of input')\n",
    ),
    (
        "pickle",
        "                dispatch[key[0]](self)\n",
        "                if key[0] not in dispatch:
                    raise UnpicklingError(f'invalid load key, {ascii(chr(key[0]))}.')
                dispatch[key[0]](self)\n",
    ),
    (
        "unittest.mock",
        "\nimport asyncio\n",
        "\nclass asyncio:\n    class coroutines:\n        _is_coroutine = object()\n",
    ),
    (
        "uuid",
        "    import platform\n    _platform_system = platform.system()\n",
        "    _platform_system = sys.platform\n",
    ),
];

/// One Python source to freeze.
struct Source {
    name: String,
    path: PathBuf,
    package: bool,
}

/// One compiled module.
struct Compiled {
    name: String,
    package: bool,
    /// Its code object, in the form the interpreter decodes.
    code: Vec<u8>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lib");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let (deferred, included): (Vec<_>, Vec<_>) =
        sources().iter().map(compiled).partition(|module| is_deferred(&module.name));
    write(&target.join("library.frozen"), included_archive(&included));
    remove_archives(&target);
    let archive: Vec<u8> = deferred.iter().flat_map(|module| &module.code).copied().collect();
    let name = archive_name(&archive);
    println!("cargo::rustc-env=NDGYM_LIBRARY={name}");
    write(&target.join(name), archive);
    write(&target.join("deferred.rs"), deferred_table(&deferred));
}

/// Removes the second archives of earlier builds: their names are their own.
fn remove_archives(folder: &Path) {
    for entry in fs::read_dir(folder).expect("OUT_DIR is a directory").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "txt") {
            fs::remove_file(entry.path()).expect("what an earlier build wrote can be removed");
        }
    }
}

fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Whether a module comes when it is imported.
fn is_deferred(name: &str) -> bool {
    is_of(SELDOM, name) || !is_of(IN_ENGINE, name)
}

/// Whether a module is one of these or inside of one.
fn is_of(packages: &[&str], name: &str) -> bool {
    let inside = |package: &str| name.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'));
    packages.iter().any(|&package| name == package || inside(package))
}

/// The archive of modules that stand in the engine.
fn included_archive(modules: &[Compiled]) -> Vec<u8> {
    let entry = |module: &Compiled| {
        let code = FrozenCodeObject { bytes: module.code.clone() };
        FrozenModule { code, package: module.package }
    };
    let entries: Vec<_> = modules.iter().map(|module| (module.name.as_str(), entry(module))).collect();
    FrozenLib::encode(entries).bytes
}

/// The second archive's name, which tells its content. Hosts compress text on its way, but not what they do not know; so it
/// says that it is text.
fn archive_name(archive: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    archive.hash(&mut hasher);
    format!("library-{:016x}.txt", hasher.finish())
}

/// Rust's source of a table that says where in the second archive each module is.
fn deferred_table(modules: &[Compiled]) -> String {
    let mut text = String::from("&[\n");
    let mut start = 0;
    for Compiled { name, package, code } in modules {
        let end = start + code.len();
        writeln!(text, "Deferred {{ name: {name:?}, package: {package}, place: {start}..{end} }},")
            .expect("a String takes any text");
        start = end;
    }
    text + "]\n"
}

/// All modules, by name. Our own stand in the place of others of the same name.
fn sources() -> Vec<Source> {
    let library = Path::new(rustpython_pylib::LIB_PATH);
    let mut sources = BTreeMap::new();
    for &module in MODULES {
        let path = library.join(module.replace('.', "/"));
        if path.is_dir() {
            collect_directory(&path, Some(module), &mut sources);
        } else {
            let package = module.strip_suffix(".__init__");
            let name = package.unwrap_or(module).to_owned();
            insert(name, path.with_extension("py"), package.is_some(), &mut sources);
        }
    }
    sources.retain(|name, _| !is_of(LEFT_OUT, name));
    collect_directory(Path::new("lib"), None, &mut sources);
    sources.into_values().collect()
}

/// Adds every Python file of a directory, subpackages included.
fn collect_directory(directory: &Path, package: Option<&str>, sources: &mut BTreeMap<String, Source>) {
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
            insert(name, path, package, sources);
        }
    }
}

fn insert(name: String, path: PathBuf, package: bool, sources: &mut BTreeMap<String, Source>) {
    sources.insert(name.clone(), Source { name, path, package });
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
fn compiled(source: &Source) -> Compiled {
    let mut text =
        fs::read_to_string(&source.path).unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
    text.extend(ADDITIONS.iter().filter(|(name, _)| *name == source.name).map(|(_, addition)| *addition));
    for (_, from, to) in REPLACED.iter().filter(|(name, ..)| *name == source.name) {
        assert_eq!(text.matches(from).count(), 1, "{} holds {from:?} once", source.name);
        text = text.replace(from, to);
    }
    let options = CompileOpts { optimize: 2, debug_ranges: false, ..CompileOpts::default() };
    let name = format!("<frozen {}>", source.name);
    let mut code = compile(&text, Mode::Exec, &name, options)
        .unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
    drop_lines(&mut code);
    let mut bytes = Vec::new();
    marshal::serialize_code(&mut bytes, &code);
    Compiled { name: source.name.clone(), package: source.package, code: store(&bytes) }
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
