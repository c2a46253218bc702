//! Names of `numpy` that are looked up only when asked for: parts written in Python, and names that NumPy once had.

use super::overrides;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyModule, PyStr},
};
use std::collections::BTreeSet;

/// Submodules written in Python (`crates/python/lib/numpy`), imported on first use.
const MODULES: [&str; 11] =
    ["char", "emath", "fft", "lib", "linalg", "ma", "polynomial", "strings", "testing", "typing", "version"];

/// Modules written in Python, and which of their names are NumPy's.
const IN_PYTHON: [(&str, &[&str]); 23] = [
    ("numpy._averages", &["average", "corrcoef", "cov"]),
    ("numpy._axes", &["_NoValue"]),
    ("numpy._blocks", &["block"]),
    ("numpy._broadcasting", &["broadcast"]),
    ("numpy._contraction_paths", &["_einsum_in_steps", "einsum_path"]),
    ("numpy._differences", &["diff", "digitize", "ediff1d", "gradient", "trapezoid"]),
    ("numpy._files", &["fromfile", "load", "save", "savetxt", "savez", "savez_compressed"]),
    (
        "numpy._functional",
        &[
            "apply_along_axis",
            "apply_over_axes",
            "base_repr",
            "binary_repr",
            "frompyfunc",
            "piecewise",
            "printoptions",
            "vectorize",
        ],
    ),
    ("numpy._genfromtxt", &["genfromtxt"]),
    ("numpy._grids", &["c_", "index_exp", "mgrid", "ogrid", "r_", "s_"]),
    ("numpy._matrices", &["asmatrix", "bmat", "matrix"]),
    ("numpy._iteration", &["ndenumerate", "ndindex", "nditer", "nested_iters"]),
    ("numpy._loadtxt", &["loadtxt"]),
    (
        "numpy._logic",
        &[
            "allclose",
            "angle",
            "array_equal",
            "array_equiv",
            "imag",
            "isclose",
            "iscomplex",
            "isneginf",
            "isposinf",
            "isreal",
            "real",
            "real_if_close",
        ],
    ),
    (
        "numpy._nan_functions",
        &[
            "nan_to_num",
            "nanargmax",
            "nanargmin",
            "nancumprod",
            "nancumsum",
            "nanmax",
            "nanmean",
            "nanmin",
            "nanprod",
            "nanstd",
            "nansum",
            "nanvar",
        ],
    ),
    ("numpy._histograms", &["histogram", "histogram2d", "histogram_bin_edges", "histogramdd"]),
    ("numpy._pad", &["pad"]),
    (
        "numpy._polynomials",
        &[
            "poly", "poly1d", "polyadd", "polyder", "polydiv", "polyfit", "polyint", "polymul", "polysub",
            "polyval", "roots",
        ],
    ),
    ("numpy._quantiles", &["median", "nanmedian", "nanpercentile", "nanquantile", "percentile", "quantile"]),
    ("numpy._ranges", &["fromfunction", "fromiter", "geomspace", "logspace", "vander"]),
    ("numpy._sets", &["unique_all", "unique_counts", "unique_inverse", "unique_values"]),
    (
        "numpy._utilities",
        &[
            "asarray_chkfinite",
            "astype",
            "getbufsize",
            "info",
            "isfortran",
            "iterable",
            "mask_indices",
            "mintypecode",
            "require",
            "row_stack",
            "setbufsize",
            "trim_zeros",
            "unwrap",
        ],
    ),
    ("numpy._windows", &["bartlett", "blackman", "fix", "hamming", "hanning", "i0", "kaiser", "sinc"]),
];

/// Names that went with NumPy 2.0, and what its message recommends.
const REMOVED: [(&str, &str); 43] = [
    ("byte_bounds", "Now it's available under `np.lib.array_utils.byte_bounds`"),
    ("clongfloat", "Use `np.clongdouble` instead."),
    (
        "find_common_type",
        "Use `numpy.promote_types` or `numpy.result_type` instead. To achieve semantics for the `scalar_types` argument, use `numpy.result_type` and pass the Python values `0`, `0.0`, or `0j`.",
    ),
    ("geterrobj", "Use the np.errstate context manager instead."),
    ("longcomplex", "Use `np.clongdouble` instead."),
    ("lookfor", "Search NumPy's documentation directly."),
    (
        "maximum_sctype",
        "Use a specific dtype instead. You should avoid relying on any implicit mechanism and select the largest dtype of a kind explicitly in the code.",
    ),
    ("recfromcsv", "Use `np.genfromtxt` with comma delimiter instead."),
    ("recfromtxt", "Use `np.genfromtxt` instead."),
    ("safe_eval", "Use `ast.literal_eval` instead."),
    ("sctypes", "Access dtypes explicitly instead."),
    (
        "set_string_function",
        "Use `np.set_printoptions` instead with a formatter for custom printing of NumPy objects.",
    ),
    ("seterrobj", "Use the np.errstate context manager instead."),
    ("source", "Use `inspect.getsource` instead."),
    ("who", "Use an IDE variable explorer or `locals()` instead."),
    ("Inf", "Use `np.inf` instead."),
    ("Infinity", "Use `np.inf` instead."),
    ("NINF", "Use `-np.inf` instead."),
    ("NZERO", "Use `-0.0` instead."),
    ("NaN", "Use `np.nan` instead."),
    ("PINF", "Use `np.inf` instead."),
    ("PZERO", "Use `0.0` instead."),
    ("alltrue", "Use `np.all` instead."),
    ("asfarray", "Use `np.asarray` with a proper dtype instead."),
    ("cast", "Use `np.asarray(arr, dtype=dtype)` instead."),
    ("cfloat", "Use `np.complex128` instead."),
    ("complex_", "Use `np.complex128` instead."),
    ("fastCopyAndTranspose", "Use `arr.T.copy()` instead."),
    ("float_", "Use `np.float64` instead."),
    ("infty", "Use `np.inf` instead."),
    ("issctype", "Use `issubclass(rep, np.generic)` instead."),
    ("issubclass_", "Use `issubclass` builtin instead."),
    ("issubsctype", "Use `np.issubdtype` instead."),
    ("longfloat", "Use `np.longdouble` instead."),
    ("mat", "Use `np.asmatrix` instead."),
    ("nbytes", "Use `np.dtype(<dtype>).itemsize` instead."),
    ("obj2sctype", "Use `np.dtype(obj).type` instead."),
    ("round_", "Use `np.round` instead."),
    ("sctype2char", "Use `np.dtype(obj).char` instead."),
    ("singlecomplex", "Use `np.complex64` instead."),
    ("sometrue", "Use `np.any` instead."),
    ("string_", "Use `np.bytes_` instead."),
    ("unicode_", "Use `np.str_` instead."),
];

/// Python's own types that were once found here too, and the advice NumPy's message has for each.
const PYTHON_TYPES: [(&str, &str); 5] = [
    ("complex", "If you specifically wanted the numpy scalar type, use `np.complex128` here."),
    ("float", "If you specifically wanted the numpy scalar type, use `np.float64` here."),
    (
        "int",
        "When replacing `np.int`, you may wish to use e.g. `np.int64` or `np.int32` to specify the precision. If you wish \
         to review your current use, check the release note link for additional information.",
    ),
    ("object", ""),
    ("str", "If you specifically wanted the numpy scalar type, use `np.str_` here."),
];

/// The names that `from numpy import *` brings, whether looked up before or not.
pub(super) fn names(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<Vec<PyObjectRef>> {
    let mut names: BTreeSet<String> = MODULES.into_iter().map(str::to_owned).collect();
    names.extend(IN_PYTHON.into_iter().flat_map(|(_, names)| names).map(|name| (*name).to_owned()));
    for (name, _) in module.dict() {
        names.insert(name.str(vm)?.to_string());
    }
    let is_public = |name: &String| !name.starts_with('_');
    Ok(names.into_iter().filter(is_public).map(|name| vm.ctx.new_str(name).into()).collect())
}

/// What `numpy.NAME` is when the module's dictionary has no such name.
fn look_up(vm: &VirtualMachine, object: &Py<PyStr>) -> PyResult {
    let name = object.to_string_lossy();
    if MODULES.contains(&name.as_ref()) {
        return import(vm, &format!("numpy.{name}"));
    }
    if let Some((module, _)) = IN_PYTHON.iter().find(|(_, names)| names.contains(&name.as_ref())) {
        let found = import(vm, module)?.get_attr(object, vm)?;
        let found = overrides::offer(vm, "numpy", &name, found)?;
        import(vm, "numpy")?.set_attr(object, found.clone(), vm)?;
        return Ok(found);
    }
    let error = vm.new_attribute_error(absence(&name));
    if REMOVED.iter().chain(&PYTHON_TYPES).any(|(removed, _)| *removed == name) {
        // What says what to use instead needs no guess: with a name and no object there is none.
        error.as_object().set_attr("name", object.to_owned(), vm)?;
    }
    Err(error)
}

/// The message for a name there is not.
fn absence(name: &str) -> String {
    if let Some((_, advice)) = REMOVED.iter().find(|(removed, _)| *removed == name) {
        return format!("`np.{name}` was removed in the NumPy 2.0 release. {advice}");
    }
    let plain = format!("module 'numpy' has no attribute '{name}'");
    match PYTHON_TYPES.iter().find(|(builtin, _)| *builtin == name) {
        Some((_, advice)) => format!(
            "{plain}.\n`np.{name}` was a deprecated alias for the builtin `{name}`. To avoid this error in existing code, \
             use `{name}` by itself. Doing this will not modify any behavior and is safe. {advice}\nThe aliases was \
             originally deprecated in NumPy 1.20; for more details and guidance see the original release note at:\n    \
             https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations"
        ),
        None => plain,
    }
}

/// A module by its full name.
pub(super) fn import(vm: &VirtualMachine, name: &str) -> PyResult<PyObjectRef> {
    vm.import(vm.ctx.intern_str(name), 0)?;
    vm.sys_module.get_attr("modules", vm)?.get_item(name, vm)
}

/// What a function for pickles returns (`lib/numpy/_core/numeric.py`).
pub(super) fn pickled(vm: &VirtualMachine, function: &'static str, arguments: Vec<PyObjectRef>) -> PyResult {
    import(vm, "numpy._core.numeric")?.get_attr(function, vm)?.call(arguments, vm)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use rustpython_vm::{
        PyObjectRef, PyRef, PyResult, VirtualMachine,
        builtins::{PyDictRef, PyListRef, PyModule, PyStr},
    };

    /// Lets others answer for the public functions of a module, given its names.
    #[pyfunction]
    fn _offer(namespace: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        super::overrides::offer_all(vm, &namespace)
    }

    #[pyfunction]
    fn __getattr__(name: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
        super::look_up(vm, &name)
    }

    #[pyfunction]
    fn __dir__(vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let module: PyRef<PyModule> = super::import(vm, "numpy")?.try_into_value(vm)?;
        super::names(vm, &module)
    }

    /// Where submodules are found: nowhere but among those the interpreter was built with.
    #[pyattr]
    fn __path__(vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::<PyObjectRef>::new())
    }
}
