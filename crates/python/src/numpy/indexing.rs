//! `a[…]`: from a Python index to the core's.

use super::ndarray::PyNdArray;
use rustpython_vm::{Py, PyObject, PyResult, VirtualMachine};

/// `a[key]`.
pub(crate) fn get_item(_ndarray: &Py<PyNdArray>, _key: &PyObject, vm: &VirtualMachine) -> PyResult {
    Err(vm.new_not_implemented_error("indexing comes with the core's index module"))
}

/// `a[key] = value`.
pub(crate) fn set_item(
    _ndarray: &Py<PyNdArray>,
    _key: &PyObject,
    _value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<()> {
    Err(vm.new_not_implemented_error("indexing comes with the core's index module"))
}
