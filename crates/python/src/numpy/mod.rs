//! The native `numpy` module over ndgym-core: arguments are converted here, the core computes.
//!
//! # Adding functions
//! A family of functions is a file. What it puts into `numpy` is its `#[pymodule(sub)] mod functions`, named in the list
//! of [`module`]; a function is one `#[pyfunction]` in there. What it adds to arrays **and** scalars is a trait with
//! `#[pyclass]` and `#[pymethod]`s, named in `with(…)` of [`ndarray::PyNdArray`] and of `scalar::PyGeneric`; methods take
//! `zelf: ArrayArg` first (see `ndarray::BasicMethods`). A submodule (`numpy.linalg`) is a `#[pymodule(name = "…")]` of
//! its own, added in `module_exec`.
//!
//! # From Python to the core
//! Arguments are a struct with `#[derive(rustpython_vm::FromArgs)]` under NumPy's names: `#[pyarg(positional)]` for those
//! before `/`, `#[pyarg(any)]`, and `#[pyarg(named)]` for those after `*`; with `optional` or `default = …`.
//! - arrays: [`array_like::ArrayArg`], which remembers the Python array it came from; [`array_like::to_array`];
//! - numbers and axes: [`arguments::IndexArg`], `AxisArg`, `AxesArg`, `IndicesArg`, `ShapeArg`; `Option<…>` takes `None`;
//! - `dtype=`: `Option<`[`dtype::DTypeArg`]`>`; `order=`: `OrderArg`; `casting=`: `CastingArg`; `out=`:
//!   `Option<OutArg>`, given back as the result;
//! - an argument whose absence is not `None` (`np._NoValue`): `OptionalArg<…>`.
//!
//! What is said of a call that does not fit these parameters is not written by the functions: [`calls`] reads their signatures.
//!
//! Arguments of derived classes and of other libraries never get there unless a function wants them: [`overrides`] hands them
//! to `__array_function__`, to the object's own method, or takes them for plain arrays, as its tables say.
//!
//! # From the core to Python
//! - `result.or_raise(vm)?` ([`errors::OrRaise`]) turns the core's errors into NumPy's exceptions;
//! - a fresh array: [`ndarray::new_array`]; a result that is a scalar if it has no axes: [`ndarray::array_or_scalar`]; a
//!   view or whatever was derived from an argument: `argument.derived(vm, array)`, which sets `base` and gives the result the
//!   argument's class. These poll the time limit, so that every call does;
//! - [`warnings::report`] after work that may have met floating-point exceptions.

mod arguments;
mod array;
mod array_like;
mod bytes;
mod calls;
mod constants;
mod creation;
mod deferred;
mod dtype;
mod elementwise;
mod errors;
mod foreign;
mod fourier;
mod indexing;
mod linalg;
mod machine_limits;
mod manipulation;
mod ndarray;
mod operators;
mod overrides;
mod printing;
mod products;
mod qualified;
mod random;
mod reductions;
mod scalar;
mod selecting;
mod sets;
mod several_bases;
mod sorting;
mod statistics;
mod temporary;
mod types;
mod ufunc;
mod warnings;

pub use array_like::to_array;

use crate::value::Value;
use errors::OrRaise;
use ndgym_core::layout::Order;
use ndgym_core::{Scalar, text};
use rustpython_vm::{
    Context, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyModule, PyModuleDef},
};

/// What `np.seterr` and `np.set_printoptions` set, and the texts in arrays: one interpreter's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    warnings: warnings::State,
    printing: printing::State,
    texts: text::Pool,
}

/// Puts an interpreter's state in force as it starts to run; gives back what was in force.
pub(crate) fn exchange(state: State) -> State {
    State {
        warnings: warnings::exchange(state.warnings),
        printing: printing::exchange(state.printing),
        texts: text::exchange(state.texts),
    }
}

/// The modules the interpreter is to know.
pub(crate) fn module_definitions(ctx: &Context) -> Vec<&'static PyModuleDef> {
    vec![module::module_def(ctx), special::module_def(ctx)]
}

/// An array as a Python object, for those who call Python from Rust.
pub fn from_array(vm: &VirtualMachine, array: ndgym_core::Array) -> PyObjectRef {
    ndarray::PyNdArray::new(array).into_pyobject(vm)
}

pub(crate) use scalar::from_scalar_object;

/// A NumPy scalar as a Python object.
pub(crate) fn from_scalar(vm: &VirtualMachine, value: ndgym_core::Scalar) -> PyObjectRef {
    scalar::new_scalar(vm, value)
}

/// A number as a plain Python object.
pub(crate) fn python_number(vm: &VirtualMachine, value: ndgym_core::Scalar) -> PyObjectRef {
    scalar::to_python(vm, value)
}

/// A copy of an array or of a NumPy scalar, if the object is one. Texts leave as lists of them: ids mean nothing outside.
pub(crate) fn copied(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Value>> {
    if let Some(ndarray) = object.downcast_ref::<ndarray::PyNdArray>() {
        if ndarray.dtype().is_text() {
            return Value::of(&ndarray::tolist(vm, &ndarray.array()), vm).map(Some);
        }
        return ndarray.array().copy(Order::C).or_raise(vm).map(|array| Some(Value::Array(array)));
    }
    Ok(scalar::from_scalar_object(object).map(|scalar| match scalar {
        Scalar::Text(text) => Value::Text(text.to_string()),
        number => Value::Scalar(number),
    }))
}

/// Makes the module `numpy.NAME`, reachable both as an attribute of `parent` and by `import numpy.NAME`.
fn add_submodule(
    vm: &VirtualMachine,
    parent: &Py<PyModule>,
    name: &'static str,
    definition: &'static PyModuleDef,
) -> PyResult<()> {
    let submodule = definition.create_module(vm)?;
    let full_name = format!("numpy.{name}");
    submodule.set_attr("__name__", vm.ctx.new_str(full_name.as_str()), vm)?;
    vm.sys_module.get_attr("modules", vm)?.set_item(full_name.as_str(), submodule.clone().into(), vm)?;
    definition.exec_module(vm, &submodule)?;
    parent.set_attr(vm.ctx.intern_str(name), submodule, vm)
}

#[rustpython_vm::pymodule(
    name = "numpy",
    with(
        array::functions,
        bytes::functions,
        constants::attributes,
        creation::functions,
        deferred::functions,
        elementwise::functions,
        manipulation::editing::functions,
        manipulation::joining::functions,
        manipulation::shapes::functions,
        printing::functions,
        products::functions,
        reductions::functions,
        sets::functions,
        sorting::functions,
        statistics::functions,
        selecting::functions,
        types::functions,
        warnings::functions
    )
)]
mod module {
    use super::{calls, dtype, errors, linalg, machine_limits, ndarray, overrides, scalar, ufunc};
    use rustpython_vm::{
        Py, PyResult, VirtualMachine,
        builtins::PyModule,
        class::{PyClassImpl, StaticType},
    };

    #[pyattr]
    #[allow(non_upper_case_globals, reason = "Python's name")]
    const __version__: &str = "2.4.6";

    /// Executes the module body: classes, then functions, then the submodules.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        super::qualified::refine_descriptors();
        scalar::add_classes(vm, module)?;
        module.set_attr("dtype", dtype::PyDType::make_static_type(), vm)?;
        module.set_attr("finfo", machine_limits::PyFInfo::make_static_type(), vm)?;
        module.set_attr("iinfo", machine_limits::PyIInfo::make_static_type(), vm)?;
        module.set_attr("ndarray", ndarray::PyNdArray::make_static_type(), vm)?;
        calls::refine_array_methods(
            &vm.ctx,
            ndarray::PyNdArray::static_type(),
            ndarray::PyNdArray::METHOD_DEFS,
        );
        let _ = ndarray::PyFlags::make_static_type();
        overrides::add_class();
        ufunc::add_objects(vm, module)?;
        ndarray::add_flat_class(vm, module)?;
        __module_exec(vm, module);
        calls::refine_functions(vm, module, module_def(&vm.ctx).methods)?;
        module.set_attr("True_", scalar::new_scalar(vm, true.into()), vm)?;
        module.set_attr("False_", scalar::new_scalar(vm, false.into()), vm)?;
        super::add_submodule(vm, module, "dtypes", dtype::module::module_def(&vm.ctx))?;
        super::add_submodule(vm, module, "_fft", super::fourier::module::module_def(&vm.ctx))?;
        super::add_submodule(vm, module, "_linalg", linalg::module::module_def(&vm.ctx))?;
        super::add_submodule(vm, module, "exceptions", errors::exceptions::module_def(&vm.ctx))?;
        super::add_submodule(vm, module, "random", super::random::module::module_def(&vm.ctx))?;
        let names = super::deferred::names(vm, module)?;
        module.set_attr("__all__", vm.ctx.new_list(names), vm)
    }
}

/// The ufuncs under `scipy.special`.
#[rustpython_vm::pymodule(name = "_special")]
mod special {
    use rustpython_vm::{Py, PyResult, VirtualMachine, builtins::PyModule};

    /// Executes the module body. The class of ufuncs is made by `numpy`, which has to come first.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        vm.import("numpy", 0)?;
        __module_exec(vm, module);
        super::ufunc::add_special_objects(vm, module)
    }
}
