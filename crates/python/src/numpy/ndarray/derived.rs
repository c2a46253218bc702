//! Arrays of classes derived from `ndarray`: every one is made here, and introduced to its class by `__array_finalize__`.

use super::{PyNdArray, class, new_array};
use crate::limits;
use ndgym_core::Array;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyList, PyTuple, PyType, PyTypeRef},
};
use std::cell::RefCell;

impl PyNdArray {
    /// Whether an array is of no derived class.
    #[inline]
    pub(crate) fn is_exact(zelf: &Py<PyNdArray>) -> bool {
        zelf.class().is(class())
    }

    /// A result computed from the array `source`, of its class: if it is a view, its `base` is the owner of the memory.
    pub(crate) fn derived(source: &Py<PyNdArray>, result: Array, vm: &VirtualMachine) -> PyResult {
        if !PyNdArray::is_exact(source) {
            return PyNdArray::of_class(source.class().to_owned(), source, result, vm);
        }
        if !result.same_buffer(&source.borrow()) {
            return new_array(vm, result);
        }
        limits::poll(vm)?;
        let base = Some(base_for(source, class()));
        Ok(PyNdArray { array: RefCell::new(result), base }.into_pyobject(vm))
    }

    /// A result computed from `source`, as an array of the given class.
    pub(crate) fn of_class(
        wanted: PyTypeRef,
        source: &Py<PyNdArray>,
        result: Array,
        vm: &VirtualMachine,
    ) -> PyResult {
        let base = result.same_buffer(&source.borrow()).then(|| base_for(source, &wanted));
        PyNdArray { array: RefCell::new(result), base }.introduced(vm, wanted, Some(source.as_object()))
    }

    /// The array as a plain `ndarray`.
    pub(crate) fn plain(zelf: &Py<PyNdArray>, vm: &VirtualMachine) -> PyResult {
        if PyNdArray::is_exact(zelf) {
            return Ok(zelf.to_owned().into());
        }
        PyNdArray::of_class(class().to_owned(), zelf, zelf.array(), vm)
    }

    /// As a Python object of a class, introduced to it as made from `parent`.
    pub(crate) fn introduced(
        self,
        vm: &VirtualMachine,
        wanted: PyTypeRef,
        parent: Option<&PyObject>,
    ) -> PyResult {
        limits::poll(vm)?;
        let made: PyObjectRef = self.into_ref_with_type(vm, wanted)?.into();
        let name = vm.ctx.intern_str("__array_finalize__");
        let own = made.class().get_attr(name);
        let usual = |method: &PyObjectRef| class().get_attr(name).is_some_and(|known| known.is(method));
        if own.is_some_and(|method| !usual(&method)) {
            let parent = parent.map_or_else(|| vm.ctx.none(), ToOwned::to_owned);
            made.class().as_object().get_attr(name, vm)?.call((made.clone(), parent), vm)?;
        }
        Ok(made)
    }
}

/// Whose memory a view of `source` looks at: the owner, as far as the arrays in between are of the view's class.
fn base_for(source: &Py<PyNdArray>, wanted: &Py<PyType>) -> PyRef<PyNdArray> {
    let mut owner = source;
    while let Some(base) = &owner.base
        && base.class().is(wanted)
    {
        owner = base;
    }
    owner.to_owned()
}

/// `array.__array_wrap__(result)`: the result as an array of the class of `zelf`.
pub(super) fn wrapped_like(
    vm: &VirtualMachine,
    zelf: &Py<PyNdArray>,
    result: &PyObject,
    as_scalar: bool,
) -> PyResult {
    let Some(ndarray) = result.downcast_ref::<PyNdArray>() else {
        let class = result.class().name().to_string();
        return Err(
            vm.new_type_error(format!("__array_wrap__() argument 1 must be numpy.ndarray, not {class}"))
        );
    };
    let array = ndarray.array();
    if as_scalar && array.rank() == 0 && PyNdArray::is_exact(zelf) {
        return super::array_or_scalar(vm, array);
    }
    if ndarray.class().is(zelf.class()) {
        return Ok(result.to_owned());
    }
    let base = Some(base_for(ndarray, zelf.class()));
    let wanted = zelf.class().to_owned();
    PyNdArray { array: RefCell::new(array), base }.introduced(vm, wanted, Some(zelf.as_object()))
}

/// Plain arrays among a function's results as arrays of the class of `template`.
pub(crate) fn results_like(vm: &VirtualMachine, template: &Py<PyNdArray>, result: PyObjectRef) -> PyResult {
    let all = |items: &[PyObjectRef]| -> PyResult<Vec<PyObjectRef>> {
        items.iter().map(|item| results_like(vm, template, item.clone())).collect()
    };
    if let Some(tuple) = result.downcast_ref::<PyTuple>() {
        return Ok(vm.ctx.new_tuple(all(tuple.as_slice())?).into());
    }
    if let Some(list) = result.downcast_ref::<PyList>() {
        let items = list.borrow_vec().to_vec();
        return Ok(vm.ctx.new_list(all(&items)?).into());
    }
    match result.downcast_ref::<PyNdArray>() {
        Some(_) => wrapped_like(vm, template, &result, false),
        None => Ok(result),
    }
}

/// `__array_priority__`, or a default for objects that have none.
pub(crate) fn priority(vm: &VirtualMachine, object: &PyObject, default: f64) -> f64 {
    let found = vm.get_attribute_opt(object, "__array_priority__").ok().flatten();
    found.and_then(|value| value.try_float(vm).ok()).map_or(default, |value| value.to_f64())
}

/// The array whose class the result of a product has: that of the highest priority, or the first. None if it is plain.
pub(crate) fn strongest<'a>(
    vm: &VirtualMachine,
    arrays: impl Iterator<Item = &'a PyRef<PyNdArray>> + Clone,
) -> Option<&'a PyRef<PyNdArray>> {
    if arrays.clone().all(|array| PyNdArray::is_exact(array)) {
        return None;
    }
    let strength = |array: &PyRef<PyNdArray>| priority(vm, array.as_object(), 0.0);
    let strongest = arrays.reduce(|best, next| if strength(next) > strength(best) { next } else { best })?;
    (!PyNdArray::is_exact(strongest)).then_some(strongest)
}

/// The priority of what has none, such as Python's numbers.
pub(crate) const LEAST_PRIORITY: f64 = -1_000_000.0;

/// The `__array_wrap__` that results of these operands go through: that of the highest priority. None for plain arrays.
pub(crate) fn wrapper_of(vm: &VirtualMachine, operands: &[PyObjectRef]) -> PyResult<Option<PyObjectRef>> {
    let mut found: Option<(f64, Option<PyObjectRef>)> = None;
    for operand in operands {
        let is_exact = operand.downcast_ref::<PyNdArray>().is_some_and(PyNdArray::is_exact);
        if is_exact || crate::numpy::overrides::is_ordinary(operand) {
            let own = if is_exact { 0.0 } else { LEAST_PRIORITY };
            if found.as_ref().is_none_or(|(highest, _)| *highest < own) {
                found = Some((own, None));
            }
            continue;
        }
        let Some(wrapper) = vm.get_attribute_opt(operand, "__array_wrap__")? else { continue };
        let own = priority(vm, operand, 0.0);
        let is_first =
            found.as_ref().is_none_or(|(highest, wrapper)| *highest < own || own == 0.0 && wrapper.is_none());
        if is_first {
            found = Some((own, Some(wrapper)));
        }
    }
    Ok(found.and_then(|(_, wrapper)| wrapper))
}

/// A result given through an `__array_wrap__`, which may be one that takes fewer arguments, as before NumPy 2.
pub(crate) fn wrap(
    vm: &VirtualMachine,
    wrapper: &PyObject,
    result: PyObjectRef,
    context: Option<PyObjectRef>,
    as_scalar: bool,
) -> PyResult {
    let is_type_error = |error: &PyBaseExceptionRef| error.fast_isinstance(vm.ctx.exceptions.type_error);
    let has_context = context.is_some();
    let context = context.unwrap_or_else(|| vm.ctx.none());
    let refused = match wrapper.call((result.clone(), context.clone(), as_scalar), vm) {
        Err(error) if is_type_error(&error) => error,
        other => return other,
    };
    let with_context = if has_context { wrapper.call((result.clone(), context), vm).ok() } else { None };
    let Some(wrapped) = with_context.or_else(|| wrapper.call((result,), vm).ok()) else {
        return Err(refused);
    };
    crate::numpy::warnings::warn(
        vm.ctx.exceptions.deprecation_warning,
        "__array_wrap__ must accept context and return_scalar arguments (positionally) in the future. (Deprecated NumPy 2.0)"
            .to_owned(),
        1,
        vm,
    )?;
    match wrapped.downcast_ref::<PyNdArray>() {
        Some(ndarray) if as_scalar && PyNdArray::is_exact(ndarray) => {
            super::array_or_scalar(vm, ndarray.array())
        }
        _ => Ok(wrapped),
    }
}
