//! Universal functions: operands from Python, and calls of the core's table.

use super::array_like::to_array;
use super::ndarray::PyNdArray;
use super::scalar;
use ndgym_core::{Array, Scalar};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, Py, PyObject, PyResult, VirtualMachine,
    builtins::{PyComplex, PyFloat, PyInt},
};
use smallvec::SmallVec;

/// An operand: an array, or a Python number that takes the type of the others.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "the core's ufuncs, which read it, are about to come")]
pub(crate) enum Operand {
    /// An array or NumPy scalar.
    Array(Array),
    /// A Python number.
    Weak(Scalar),
}

impl Operand {
    /// From any object.
    pub(crate) fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<Operand> {
        if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
            return Ok(Operand::Array(ndarray.array()));
        }
        if scalar::from_scalar_object(object).is_none() {
            if let Some(float) = object.downcast_ref::<PyFloat>() {
                return Ok(Operand::Weak(Scalar::Float64(float.to_f64())));
            }
            if let Some(int) = object.downcast_ref::<PyInt>() {
                if object.class().is(vm.ctx.types.bool_type) {
                    return Ok(Operand::Weak(Scalar::Bool(object.is(&vm.ctx.true_value))));
                }
                return match int.as_bigint().to_i64() {
                    Some(value) => Ok(Operand::Weak(Scalar::Int64(value))),
                    None => Err(vm.new_overflow_error("Python int too large to convert to C long")),
                };
            }
            if let Some(complex) = object.downcast_ref::<PyComplex>() {
                return Ok(Operand::Weak(Scalar::Complex128(complex.as_complex())));
            }
        }
        to_array(vm, object).map(Operand::Array)
    }
}

/// Calls a ufunc of one output; writes to `out` and gives it back if there is one.
pub(crate) fn call(
    vm: &VirtualMachine,
    name: &'static str,
    _operands: &[Operand],
    _out: Option<&Py<PyNdArray>>,
) -> PyResult {
    Err(vm.new_not_implemented_error(format!("the ufunc '{name}' comes with the core's table")))
}

/// The results of a ufunc of single numbers.
pub(crate) fn compute(
    vm: &VirtualMachine,
    name: &'static str,
    _operands: &[Operand],
) -> PyResult<SmallVec<[Scalar; 2]>> {
    Err(vm.new_not_implemented_error(format!("the ufunc '{name}' comes with the core's table")))
}
