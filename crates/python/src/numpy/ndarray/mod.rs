//! `np.ndarray`: the array as Python sees it.

mod attributes;
mod derived;
mod flags;
mod flat;
mod iterate;
mod memory;
mod methods;
mod protocol;

pub(crate) use derived::{LEAST_PRIORITY, priority, results_like, strongest, wrap, wrapper_of};
pub(crate) use flags::PyFlags;
pub(crate) use flat::{PyFlatIterator, add_class as add_flat_class};
pub(crate) use iterate::PyArrayIterator;
pub(crate) use methods::{BasicMethods, bytes_of, tolist};

use super::elementwise::ElementwiseMethods;
use super::manipulation::ManipulationMethods;
use super::products::{ProductMethods, TraceMethods};
use super::reductions::ReductionMethods;
use super::scalar;
use super::selecting::SelectingMethods;
use super::sorting::{PartitionMethods, SortingMethods};
use crate::limits;
use ndgym_core::{Array, DType, Scalar};
use rustpython_vm::{
    Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyGenericAlias, PyType},
    class::StaticType,
    pyclass,
    types::{AsBuffer, AsMapping, AsNumber, AsSequence, Comparable, Constructor, Iterable, Representable},
};
use std::cell::{Ref, RefCell};

/// `np.ndarray`. Assigning to its `shape` or flags changes the array inside; its elements live in the shared buffer.
#[pyclass(module = "numpy", name = "ndarray", unhashable = true)]
#[derive(Debug, PyPayload)]
pub(crate) struct PyNdArray {
    array: RefCell<Array>,
    /// The array that owns the memory, if this one is a view.
    base: Option<PyRef<PyNdArray>>,
}

impl PyNdArray {
    /// An array that owns its memory.
    pub(crate) fn new(array: Array) -> PyNdArray {
        PyNdArray { array: RefCell::new(array), base: None }
    }

    /// The array inside: another handle on the same memory.
    #[inline]
    pub(crate) fn array(&self) -> Array {
        self.array.borrow().clone()
    }

    /// The array inside, for a short look.
    #[inline]
    pub(crate) fn borrow(&self) -> Ref<'_, Array> {
        self.array.borrow()
    }

    /// Puts another array in its place (assignment to `shape`, `resize`).
    pub(crate) fn replace(&self, array: Array) {
        self.array.replace(array);
    }

    /// Whether it is no view of another array.
    pub(crate) fn owns_memory(&self) -> bool {
        self.base.is_none()
    }

    /// Its element type.
    pub(crate) fn dtype(&self) -> DType {
        self.array.borrow().dtype()
    }

    /// Refuses to go on if a result is to be written to an array that is read-only.
    pub(crate) fn check_writeable_output(&self, vm: &VirtualMachine) -> PyResult<()> {
        if self.array.borrow().is_writeable() {
            Ok(())
        } else {
            Err(vm.new_value_error("output array is read-only"))
        }
    }

    /// Refuses to go on if the array is read-only.
    pub(crate) fn check_writeable(&self, vm: &VirtualMachine) -> PyResult<()> {
        if self.array.borrow().is_writeable() {
            Ok(())
        } else {
            Err(vm.new_value_error("assignment destination is read-only"))
        }
    }
}

/// A freshly computed array as a Python object; an `ndarray` even if it has no axes.
#[inline]
pub(crate) fn new_array(vm: &VirtualMachine, array: Array) -> PyResult {
    limits::poll(vm)?;
    Ok(PyNdArray::new(array).into_pyobject(vm))
}

/// A freshly computed result as a Python object: a scalar if it has no axes.
#[inline]
pub(crate) fn array_or_scalar(vm: &VirtualMachine, array: Array) -> PyResult {
    if array.rank() == 0 { Ok(scalar::new_scalar(vm, only_element(&array))) } else { new_array(vm, array) }
}

/// The element of an array of no axes.
fn only_element(array: &Array) -> Scalar {
    array.scalar_at(array.offset())
}

/// `np.ndarray` itself.
pub(crate) fn class() -> &'static Py<PyType> {
    PyNdArray::static_type()
}

impl attributes::Attributes for PyNdArray {}
impl BasicMethods for PyNdArray {}
impl protocol::ProtocolMethods for PyNdArray {}
impl SortingMethods for PyNdArray {}
impl PartitionMethods for PyNdArray {}
impl ManipulationMethods for PyNdArray {}
impl ElementwiseMethods for PyNdArray {}
impl ProductMethods for PyNdArray {}
impl TraceMethods for PyNdArray {}
impl ReductionMethods for PyNdArray {}
impl SelectingMethods for PyNdArray {}

#[pyclass(
    with(
        Constructor,
        Representable,
        Comparable,
        AsNumber,
        AsMapping,
        AsSequence,
        AsBuffer,
        Iterable,
        attributes::Attributes,
        BasicMethods,
        protocol::ProtocolMethods,
        SortingMethods,
        PartitionMethods,
        SelectingMethods,
        ElementwiseMethods,
        ManipulationMethods,
        ReductionMethods,
        ProductMethods,
        TraceMethods
    ),
    flags(BASETYPE)
)]
impl PyNdArray {
    #[pyclassmethod]
    fn __class_getitem__(
        class: rustpython_vm::builtins::PyTypeRef,
        parameters: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        Ok(PyGenericAlias::from_args(class, parameters, vm)?.into_pyobject(vm))
    }
}
