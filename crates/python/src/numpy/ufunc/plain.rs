//! Calls as simple as they mostly are: see [`ndgym_core::ufunc::Plain`].

use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, array_or_scalar};
use crate::numpy::warnings;
use ndgym_core::ufunc::{Number, Plain, Ufunc};
use ndgym_core::{Array, Result};
use num_traits::ToPrimitive;
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyFloat, PyInt},
};
use smallvec::SmallVec;
use std::cell::Ref;

/// An operand that is borrowed from its object.
enum Borrowed<'a> {
    Array(Ref<'a, Array>),
    Number(Number),
}

/// The operand that an array or a number is, if its class is not derived from NumPy's or Python's own.
#[inline]
fn borrowed<'a>(vm: &VirtualMachine, object: &'a PyObject) -> Option<Borrowed<'a>> {
    if let Some(ndarray) = object.downcast_ref_if_exact::<PyNdArray>(vm) {
        return Some(Borrowed::Array(ndarray.borrow()));
    }
    if let Some(float) = object.downcast_ref_if_exact::<PyFloat>(vm) {
        return Some(Borrowed::Number(Number::Float(float.to_f64())));
    }
    let int = object.downcast_ref_if_exact::<PyInt>(vm)?.as_bigint().to_i64()?;
    Some(Borrowed::Number(Number::Int(int.into())))
}

/// The result of a ufunc of one output, if the call is plain; None if it must be made the general way.
#[inline]
pub(crate) fn call_plain(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    operands: &[&PyObject],
) -> PyResult<Option<PyObjectRef>> {
    if warnings::watches_underflow() {
        return Ok(None);
    }
    let Some(result) = compute(vm, ufunc, operands) else { return Ok(None) };
    let result = result.or_raise(vm)?;
    // By now nothing is borrowed: a warning may run the learner's code.
    warnings::report(vm, ufunc.name)?;
    array_or_scalar(vm, result).map(Some)
}

#[inline]
fn compute(vm: &VirtualMachine, ufunc: &'static Ufunc, operands: &[&PyObject]) -> Option<Result<Array>> {
    let held: SmallVec<[Borrowed<'_>; 3]> =
        operands.iter().map(|object| borrowed(vm, object)).collect::<Option<_>>()?;
    let plain: SmallVec<[Plain<'_>; 3]> = held
        .iter()
        .map(|operand| match operand {
            Borrowed::Array(array) => Plain::Array(array),
            Borrowed::Number(number) => Plain::Number(number.clone()),
        })
        .collect();
    ufunc.call_plain(&plain)
}
