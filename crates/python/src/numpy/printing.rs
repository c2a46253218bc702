//! Arrays as text.

use super::ndarray::tolist;
use ndgym_core::Array;
use rustpython_vm::{PyResult, VirtualMachine};

/// `repr(a)`.
pub(crate) fn array_repr(vm: &VirtualMachine, array: &Array) -> PyResult<String> {
    Ok(format!("array({})", tolist(vm, array).repr(vm)?))
}

/// `str(a)`.
pub(crate) fn array_str(vm: &VirtualMachine, array: &Array) -> PyResult<String> {
    Ok(tolist(vm, array).str(vm)?.to_string())
}
