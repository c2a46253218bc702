//! `a.flat`: the elements in C order, to iterate over, index and assign to.

use super::{PyNdArray, array_or_scalar, new_array};
use crate::numpy::array_like::to_array;
use crate::numpy::errors::OrRaise;
use crate::numpy::indexing;
use crate::numpy::operators;
use crate::numpy::scalar::new_scalar;
use ndgym_core::Array;
use ndgym_core::layout::Order;
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyModule, PyTupleRef},
    class::PyClassImpl,
    function::{Either, FuncArgs, PyComparisonValue},
    protocol::{PyIterReturn, PyMappingMethods},
    pyclass,
    types::{AsMapping, Comparable, IterNext, Iterable, PyComparisonOp, SelfIter},
};
use std::cell::Cell;

/// `np.flatiter`.
#[pyclass(module = "numpy", name = "flatiter", unhashable = true)]
#[derive(Debug, PyPayload)]
pub(crate) struct PyFlatIterator {
    ndarray: PyRef<PyNdArray>,
    next: Cell<usize>,
}

/// Sets `np.flatiter`.
pub(crate) fn add_class(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let _ = super::PyArrayIterator::make_static_type();
    module.set_attr("flatiter", PyFlatIterator::make_static_type(), vm)
}

impl PyFlatIterator {
    pub(super) fn new(ndarray: PyRef<PyNdArray>) -> PyFlatIterator {
        PyFlatIterator { ndarray, next: Cell::new(0) }
    }

    /// The elements as an array of one axis: a view if they lie in C order, else a copy.
    fn raveled(&self, vm: &VirtualMachine) -> PyResult<Array> {
        self.ndarray.array().reshape(&[-1], Order::C).or_raise(vm)
    }

    /// The elements as a new array.
    pub(crate) fn copied(&self, vm: &VirtualMachine) -> PyResult<Array> {
        self.raveled(vm)?.copy(Order::C).or_raise(vm)
    }

    /// The index along each axis of the element that comes next.
    fn coordinates(&self) -> Vec<usize> {
        let array = self.ndarray.borrow();
        coordinates(self.next.get(), array.shape())
    }
}

/// Where in the shape the element is that comes at `position` in C order.
pub(crate) fn coordinates(mut position: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for axis in (0..shape.len()).rev() {
        let size = shape[axis].max(1);
        index[axis] = position % size;
        position /= size;
    }
    index
}

/// Assigns values to all elements in C order, starting over when they run out.
pub(super) fn assign_all(vm: &VirtualMachine, array: &Array, value: &PyObject) -> PyResult<()> {
    let values = to_array(vm, value)?.reshape(&[-1], Order::C).or_raise(vm)?;
    let (count, size) = (values.size(), array.size());
    if size == 0 || count == 0 {
        return Ok(());
    }
    if count >= size {
        let first = values.view(&[size], values.strides(), values.offset());
        return array.assign(&first.reshape_to(array.shape(), Order::C).or_raise(vm)?).or_raise(vm);
    }
    let repeated = Array::empty(&[size], values.dtype()).or_raise(vm)?;
    for start in (0..size).step_by(count) {
        let len = count.min(size - start);
        let part = values.view(&[len], values.strides(), values.offset());
        repeated.view(&[len], &[1], start).assign(&part).or_raise(vm)?;
    }
    array.assign(&repeated.reshape_to(array.shape(), Order::C).or_raise(vm)?).or_raise(vm)
}

impl AsMapping for PyFlatIterator {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: PyMappingMethods = PyMappingMethods {
            length: Some(|mapping, _vm| {
                Ok(PyFlatIterator::mapping_downcast(mapping).ndarray.borrow().size())
            }),
            subscript: Some(|mapping, key, vm| {
                let zelf = PyFlatIterator::mapping_downcast(mapping);
                let raveled = zelf.raveled(vm)?;
                if let Some(index) = key.try_index_opt(vm) {
                    let position = position(vm, index?.as_ref(), raveled.size())?;
                    return array_or_scalar(vm, Array::from_scalar(raveled.get(&[position])).or_raise(vm)?);
                }
                let found = to_array(vm, &*new_array(vm, raveled)?.get_item(key, vm)?)?;
                PyNdArray::derived(&zelf.ndarray, found.copy(Order::C).or_raise(vm)?, vm)
            }),
            ass_subscript: Some(|mapping, key, value, vm| {
                let zelf = PyFlatIterator::mapping_downcast(mapping);
                let Some(value) = value else {
                    return Err(vm.new_type_error("Cannot delete iterator elements"));
                };
                zelf.ndarray.check_writeable(vm)?;
                let array = zelf.ndarray.array();
                let raveled = zelf.raveled(vm)?;
                let target = PyNdArray::new(raveled.clone()).into_ref(&vm.ctx);
                indexing::set_item(&target, key, &value, vm)?;
                if raveled.same_buffer(&array) {
                    return Ok(());
                }
                array.assign(&raveled.reshape_to(array.shape(), Order::C).or_raise(vm)?).or_raise(vm)
            }),
        };
        &METHODS
    }
}

fn position(vm: &VirtualMachine, index: &PyObject, size: usize) -> PyResult<usize> {
    let index = crate::numpy::arguments::index(vm, index)?;
    let position = if index < 0 { index + size as i64 } else { index };
    if (0..size as i64).contains(&position) {
        Ok(position as usize)
    } else {
        Err(vm.new_index_error(format!("index {index} is out of bounds for size {size}")))
    }
}

impl Comparable for PyFlatIterator {
    fn slot_richcompare(
        zelf: &PyObject,
        other: &PyObject,
        op: PyComparisonOp,
        vm: &VirtualMachine,
    ) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
        let Some(flat) = zelf.downcast_ref::<PyFlatIterator>() else {
            return Ok(Either::B(PyComparisonValue::NotImplemented));
        };
        let raveled = new_array(vm, flat.raveled(vm)?)?;
        operators::compare(vm, &raveled, other, op).map(Either::A)
    }

    fn cmp(
        _zelf: &Py<Self>,
        _other: &PyObject,
        _op: PyComparisonOp,
        _vm: &VirtualMachine,
    ) -> PyResult<PyComparisonValue> {
        Ok(PyComparisonValue::NotImplemented)
    }
}

impl SelfIter for PyFlatIterator {}

impl IterNext for PyFlatIterator {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let array = zelf.ndarray.borrow();
        if zelf.next.get() >= array.size() {
            return Ok(PyIterReturn::StopIteration(None));
        }
        let element = array.get(&coordinates(zelf.next.get(), array.shape()));
        drop(array);
        zelf.next.set(zelf.next.get() + 1);
        Ok(PyIterReturn::Return(new_scalar(vm, element)))
    }
}

#[pyclass(with(AsMapping, Comparable, IterNext, Iterable))]
impl PyFlatIterator {
    #[pygetset]
    fn base(zelf: &Py<Self>) -> PyRef<PyNdArray> {
        zelf.ndarray.clone()
    }

    #[pygetset]
    fn index(zelf: &Py<Self>) -> usize {
        zelf.next.get()
    }

    #[pygetset]
    fn coords(zelf: &Py<Self>, vm: &VirtualMachine) -> PyTupleRef {
        super::attributes::shape_tuple(vm, &zelf.coordinates())
    }

    #[pymethod]
    fn copy(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        new_array(vm, zelf.copied(vm)?)
    }

    #[pymethod]
    fn __array__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        PyFlatIterator::copy(zelf, vm)
    }
}
