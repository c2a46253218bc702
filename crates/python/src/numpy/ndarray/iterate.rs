//! Iterating over an array's first axis.

use super::{PyNdArray, array_or_scalar};
use rustpython_vm::{
    Py, PyPayload, PyRef, PyResult, VirtualMachine,
    protocol::PyIterReturn,
    pyclass,
    types::{IterNext, Iterable, SelfIter},
};
use std::cell::Cell;

/// Gives a view of each subarray, or a scalar if the array has one axis.
#[pyclass(module = "numpy", name = "ndarray_iterator")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyArrayIterator {
    ndarray: PyRef<PyNdArray>,
    next: Cell<usize>,
}

impl PyArrayIterator {
    pub(super) fn new(ndarray: PyRef<PyNdArray>) -> PyArrayIterator {
        PyArrayIterator { ndarray, next: Cell::new(0) }
    }
}

/// Element or subarray `index` of the first axis, which the array must have.
pub(super) fn subarray(ndarray: &Py<PyNdArray>, index: usize, vm: &VirtualMachine) -> PyResult {
    let array = ndarray.borrow();
    let offset = array.offset().wrapping_add_signed(index as isize * array.strides()[0]);
    if array.rank() == 1 {
        return Ok(super::scalar::new_scalar(vm, array.scalar_at(offset)));
    }
    let view = array.view(&array.shape()[1..], &array.strides()[1..], offset);
    drop(array);
    if view.rank() == 0 { array_or_scalar(vm, view) } else { PyNdArray::derived(ndarray, view, vm) }
}

#[pyclass(with(IterNext, Iterable))]
impl PyArrayIterator {
    #[pymethod]
    fn __length_hint__(zelf: &Py<Self>) -> usize {
        zelf.ndarray.borrow().shape().first().map_or(0, |len| len.saturating_sub(zelf.next.get()))
    }
}

impl SelfIter for PyArrayIterator {}

impl IterNext for PyArrayIterator {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let index = zelf.next.get();
        let len = zelf.ndarray.borrow().shape().first().copied().unwrap_or(0);
        if index >= len {
            return Ok(PyIterReturn::StopIteration(None));
        }
        zelf.next.set(index + 1);
        subarray(&zelf.ndarray, index, vm).map(PyIterReturn::Return)
    }
}
