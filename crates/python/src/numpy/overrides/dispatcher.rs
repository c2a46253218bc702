//! Functions written in Python, with a look at who might answer before they are called.

use super::Public;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyDict, PyFunction, PyStr},
    class::PyClassImpl,
    function::FuncArgs,
    pyclass,
    types::{Callable, GetAttr, Representable},
};

/// A public function of NumPy's around its implementation.
#[pyclass(module = "numpy", name = "_ArrayFunctionDispatcher")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyDispatcher {
    public: Public,
    implementation: PyObjectRef,
}

/// Makes the class.
pub(crate) fn add_class() {
    let _ = PyDispatcher::make_static_type();
}

/// Functions of `numpy` and its modules that nobody else answers for, though they are written in Python.
const CLOSED: [&str; 23] = [
    "asarray_chkfinite",
    "bartlett",
    "base_repr",
    "binary_repr",
    "blackman",
    "fftfreq",
    "frompyfunc",
    "getbufsize",
    "hamming",
    "hanning",
    "info",
    "isfortran",
    "iterable",
    "kaiser",
    "load",
    "mask_indices",
    "mintypecode",
    "nested_iters",
    "printoptions",
    "rfftfreq",
    "row_stack",
    "setbufsize",
    "fromfile",
];

/// A name of a module for its users: a public function of the module's own gets the look before its calls.
pub(crate) fn offer(vm: &VirtualMachine, module: &str, name: &str, found: PyObjectRef) -> PyResult {
    if !found.downcastable::<PyFunction>() || name.starts_with('_') || CLOSED.contains(&name) {
        return Ok(found);
    }
    let code = found.get_attr("__code__", vm)?;
    let count =
        |attribute: &'static str| -> PyResult<usize> { code.get_attr(attribute, vm)?.try_into_value(vm) };
    let count = count("co_argcount")? + count("co_kwonlyargcount")?;
    let names: Vec<PyObjectRef> = code.get_attr("co_varnames", vm)?.try_into_value(vm)?;
    let names = names.iter().take(count).map(|name| name.str(vm)).collect::<PyResult<Vec<_>>>()?;
    let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
    let public = Public::written(module.to_owned(), name, names.iter().map(String::as_str));
    Ok(PyDispatcher { public, implementation: found }.into_pyobject(vm))
}

/// The same for all names of a module.
pub(crate) fn offer_all(vm: &VirtualMachine, namespace: &Py<PyDict>) -> PyResult<()> {
    let module = namespace.get_item("__name__", vm)?.str(vm)?.to_string();
    let found: Vec<(PyObjectRef, PyObjectRef)> = namespace.into_iter().collect();
    for (name, value) in found {
        let own = vm.get_attribute_opt(&value, "__module__")?;
        if own.is_some_and(|own| own.str(vm).is_ok_and(|own| own.to_string_lossy() == module)) {
            let name = name.str(vm)?.to_string();
            namespace.set_item(&*name, offer(vm, &module, &name, value)?, vm)?;
        }
    }
    Ok(())
}

impl PyDispatcher {
    /// What the function itself gives, whoever might answer.
    pub(super) fn call_itself(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        zelf.public.unanswered(vm, args, &|args| zelf.implementation.call(args, vm))
    }
}

impl Callable for PyDispatcher {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !zelf.public.concerns(&args) {
            return zelf.implementation.call(args, vm);
        }
        let implementation = |args| zelf.implementation.call(args, vm);
        zelf.public.call(vm, args, &|| Ok(zelf.to_owned().into()), &implementation)
    }
}

impl GetAttr for PyDispatcher {
    /// What the object has not is its implementation's.
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        match zelf.as_object().generic_getattr_opt(name, None, vm)? {
            Some(found) => Ok(found),
            None => zelf.implementation.get_attr(name, vm),
        }
    }
}

impl Representable for PyDispatcher {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.implementation.repr(vm)?.to_string())
    }
}

#[pyclass(with(Callable, GetAttr, Representable))]
impl PyDispatcher {
    #[pygetset]
    fn _implementation(zelf: &Py<Self>) -> PyObjectRef {
        zelf.implementation.clone()
    }

    #[pygetset]
    fn __wrapped__(zelf: &Py<Self>) -> PyObjectRef {
        zelf.implementation.clone()
    }

    #[pygetset]
    fn __module__(zelf: &Py<Self>) -> String {
        zelf.public.module.clone()
    }

    #[pygetset]
    fn __doc__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.implementation.get_attr("__doc__", vm)
    }
}
