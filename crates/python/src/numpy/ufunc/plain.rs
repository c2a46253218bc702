//! Calls as simple as they mostly are: see [`ndgym_core::ufunc::Plain`].

use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, array_or_scalar};
use crate::numpy::warnings;
use ndgym_core::Array;
use ndgym_core::ufunc::{Number, Plain, Ufunc};
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

/// The operand that an array or a number of Python's own types is.
#[inline]
fn borrowed<'a>(vm: &VirtualMachine, object: &'a PyObject) -> Option<Borrowed<'a>> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
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
    let mut held: SmallVec<[Borrowed<'_>; 3]> = SmallVec::new();
    for object in operands {
        match borrowed(vm, object) {
            Some(operand) => held.push(operand),
            None => return Ok(None),
        }
    }
    let plain: SmallVec<[Plain<'_>; 3]> = held
        .iter_mut()
        .map(|operand| match operand {
            Borrowed::Array(array) => Plain::Array(array),
            Borrowed::Number(number) => Plain::Number(number.clone()),
        })
        .collect();
    let Some(result) = ufunc.call_plain(&plain) else { return Ok(None) };
    let result = result.or_raise(vm)?;
    warnings::report(vm, ufunc.name)?;
    array_or_scalar(vm, result).map(Some)
}
