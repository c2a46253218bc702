//! Python objects as operands.

use crate::numpy::array_like::to_array;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::PyNdArray;
use crate::numpy::scalar;
use ndgym_core::ufunc::{Number, Operand};
use ndgym_core::{Array, Scalar};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyResult, VirtualMachine,
    builtins::{PyComplex, PyFloat, PyInt},
};

/// Any object as an operand: Python's numbers take the type of the arrays they meet, all else is an array.
pub(crate) fn operand(vm: &VirtualMachine, object: &PyObject) -> PyResult<Operand> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
        return Ok(Operand::Array(ndarray.array()));
    }
    if let Some(scalar) = scalar::from_scalar_object(object) {
        return Array::from_scalar(scalar).or_raise(vm).map(Operand::Array);
    }
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return Ok(Operand::Number(Number::Float(float.to_f64())));
    }
    if let Some(int) = object.downcast_ref::<PyInt>() {
        if object.class().is(vm.ctx.types.bool_type) {
            let value = Scalar::Bool(object.is(&vm.ctx.true_value));
            return Array::from_scalar(value).or_raise(vm).map(Operand::Array);
        }
        let int = int.as_bigint();
        return Ok(Operand::Number(match int.to_i128() {
            Some(value) => Number::Int(value),
            None => Number::Wide(int.to_f64().unwrap_or(f64::INFINITY), int.to_string().into()),
        }));
    }
    if let Some(complex) = object.downcast_ref::<PyComplex>() {
        return Ok(Operand::Number(Number::Complex(complex.as_complex())));
    }
    to_array(vm, object).map(Operand::Array)
}
