//! `a[…]`: from a Python index to the core's.

use super::array_like::{convert_object, sequence_to_array, stored_scalar, to_array, to_array_of};
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, array_or_scalar};
use super::operators::cast_with_warnings;
use super::scalar;
use crate::limits;
use malachite_bigint::Sign;
use ndgym_core::index::{Index, Selection, slice_first_axis};
use ndgym_core::{Array, DType, Scalar};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, Py, PyObject, PyPayload, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyBytes, PyDict, PyInt, PyList, PyRange, PySlice, PyStr, PyTuple},
};
use smallvec::SmallVec;

/// A Python index as the core takes it.
struct Key {
    items: SmallVec<[Index; 4]>,
    /// Whether an integer came as an array of no axes: then what is selected is copied.
    copies: bool,
}

impl Key {
    /// From what stands between the brackets.
    fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<Key> {
        let mut key = Key { items: SmallVec::new(), copies: false };
        match object.downcast_ref::<PyTuple>() {
            Some(tuple) => tuple.as_slice().iter().try_for_each(|item| key.push(vm, item))?,
            None => key.push(vm, object)?,
        }
        Ok(key)
    }

    fn push(&mut self, vm: &VirtualMachine, object: &PyObject) -> PyResult<()> {
        let item = if let Some(int) = object.downcast_ref::<PyInt>() {
            if object.class().is(vm.ctx.types.bool_type) {
                mask_of_no_axes(vm, object.is(&vm.ctx.true_value))?
            } else {
                Index::Integer(int.as_bigint().to_i64().ok_or_else(|| invalid_index(vm))?)
            }
        } else if let Some(slice) = object.downcast_ref::<PySlice>() {
            Index::Slice {
                start: slice.start.as_deref().map_or(Ok(None), |bound| slice_bound(vm, bound))?,
                stop: slice_bound(vm, &slice.stop)?,
                step: slice.step.as_deref().map_or(Ok(None), |bound| slice_bound(vm, bound))?,
            }
        } else if vm.is_none(object) {
            Index::NewAxis
        } else if object.is(&vm.ctx.ellipsis) {
            Index::Ellipsis
        } else if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
            self.array_item(&ndarray.borrow())
        } else {
            other_item(vm, object)?
        };
        self.items.push(item);
        Ok(())
    }

    fn array_item(&mut self, array: &Array) -> Index {
        if array.rank() == 0 && array.dtype().is_integer() {
            self.copies = true;
            return Index::Integer(array.scalar_at(array.offset()).get::<i64>());
        }
        Index::Array(array.clone())
    }

    /// Whether it names a single element of an array of `rank` axes.
    fn is_element(&self, rank: usize) -> bool {
        self.items.len() == rank && self.items.iter().all(|item| matches!(item, Index::Integer(_)))
    }
}

fn mask_of_no_axes(vm: &VirtualMachine, value: bool) -> PyResult<Index> {
    Array::from_scalar(Scalar::Bool(value)).or_raise(vm).map(Index::Array)
}

fn invalid_index(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_index_error(
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid \
         indices",
    )
}

/// A bound of a slice, cut to what 64 bits can hold.
fn slice_bound(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<i64>> {
    if vm.is_none(object) {
        return Ok(None);
    }
    if let Some(int) = object.downcast_ref_if_exact::<PyInt>(vm).and_then(|int| int.as_bigint().to_i64()) {
        return Ok(Some(int));
    }
    let Some(int) = object.try_index_opt(vm) else {
        return Err(vm.new_type_error("slice indices must be integers or None or have an __index__ method"));
    };
    let int = int?;
    let value = int.as_bigint();
    let limit = if value.sign() == Sign::Minus { i64::MIN } else { i64::MAX };
    Ok(Some(value.to_i64().unwrap_or(limit)))
}

/// Sequences and objects of other kinds.
fn other_item(vm: &VirtualMachine, object: &PyObject) -> PyResult<Index> {
    if let Some(value) = scalar::from_scalar_object(object) {
        return match value {
            Scalar::Bool(value) => mask_of_no_axes(vm, value),
            value => match value.as_integer().and_then(|integer| i64::try_from(integer).ok()) {
                Some(integer) => Ok(Index::Integer(integer)),
                None => Err(invalid_index(vm)),
            },
        };
    }
    if object.downcastable::<PyStr>() || object.downcastable::<PyBytes>() || object.downcastable::<PyDict>() {
        return Err(invalid_index(vm));
    }
    let is_sequence = object.downcastable::<PyList>()
        || object.downcastable::<PyTuple>()
        || object.downcastable::<PyRange>()
        || object.class().slots().as_sequence.length.load().is_some();
    if !is_sequence && let Some(int) = object.try_index_opt(vm) {
        return match int?.as_bigint().to_i64() {
            Some(integer) => Ok(Index::Integer(integer)),
            None => Err(invalid_index(vm)),
        };
    }
    let array = to_array(vm, object).map_err(|error| {
        let is_ragged = error.class().is(vm.ctx.exceptions.value_error);
        if is_ragged { error } else { invalid_index(vm) }
    })?;
    match array.dtype() {
        _ if array.size() == 0 => array.as_dtype(DType::Int64).or_raise(vm).map(Index::Array),
        dtype if dtype.is_inexact() || dtype.is_text() => Err(invalid_index(vm)),
        _ => Ok(Index::Array(array)),
    }
}

/// `a[key]`.
pub(crate) fn get_item(ndarray: &Py<PyNdArray>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let Some(position) = element_position(&ndarray.borrow(), key, vm) {
        return Ok(scalar::new_scalar(vm, ndarray.borrow().scalar_at(position)));
    }
    if let Some(view) = plain_slice(&ndarray.borrow(), key, vm) {
        return PyNdArray::derived(ndarray, view, vm);
    }
    // What an index is made of may be the learner's code; the array is looked at once that has run.
    let key = Key::from_object(vm, key)?;
    let selection = Selection::new(&ndarray.borrow(), &key.items).or_raise(vm)?;
    match selection {
        Selection::View(view) => {
            let has_ellipsis = key.items.iter().any(|item| matches!(item, Index::Ellipsis));
            if view.rank() == 0 && !has_ellipsis {
                return array_or_scalar(vm, view);
            }
            if key.copies {
                return PyNdArray::derived(
                    ndarray,
                    view.copy(ndgym_core::layout::Order::C).or_raise(vm)?,
                    vm,
                );
            }
            PyNdArray::derived(ndarray, view, vm)
        }
        Selection::Gather(ref gather) if gather.is_transposed() && PyNdArray::is_exact(ndarray) => {
            // NumPy gives a transposed view of what it gathered.
            let selected = selection.get().or_raise(vm)?;
            let gathered = PyNdArray::new(selected.clone()).into_ref(&vm.ctx);
            PyNdArray::derived(&gathered, selected, vm)
        }
        Selection::Gather(_) | Selection::Mask { .. } => {
            PyNdArray::derived(ndarray, selection.get().or_raise(vm)?, vm)
        }
    }
}

/// What a slice of plain integers selects; None for everything else, a step of 0 included.
#[inline]
fn plain_slice(array: &Array, key: &PyObject, vm: &VirtualMachine) -> Option<Array> {
    let slice = key.downcast_ref::<PySlice>()?;
    let bound = |object: &PyObject| {
        if vm.is_none(object) {
            return Some(None);
        }
        object.downcast_ref_if_exact::<PyInt>(vm)?.as_bigint().to_i64().map(Some)
    };
    let given = |bound_of: Option<&PyObject>| bound_of.map_or(Some(None), bound);
    let (start, stop) = (given(slice.start.as_deref())?, bound(&slice.stop)?);
    let step = given(slice.step.as_deref())?.unwrap_or(1);
    (step != 0 && array.rank() > 0).then(|| slice_first_axis(array, start, stop, step))
}

/// Where the element is that an index of plain integers names, one for each axis; None for everything else, wrong
/// integers included.
#[inline]
fn element_position(array: &Array, key: &PyObject, vm: &VirtualMachine) -> Option<usize> {
    let along = |object: &PyObject, size: usize| -> Option<usize> {
        if !object.class().is(vm.ctx.types.int_type) {
            return None;
        }
        let index = object.downcast_ref::<PyInt>()?.as_bigint().to_i64()?;
        let positive = if index < 0 { index + size as i64 } else { index };
        (0..size as i64).contains(&positive).then_some(positive as usize)
    };
    let step = |axis: usize, index: usize| index as isize * array.strides()[axis];
    if array.rank() == 1 && !key.class().is(vm.ctx.types.tuple_type) {
        return Some(array.offset().wrapping_add_signed(step(0, along(key, array.shape()[0])?)));
    }
    let items = key.downcast_ref::<PyTuple>()?.as_slice();
    if items.len() != array.rank() || items.is_empty() {
        return None;
    }
    let mut position = array.offset();
    for (axis, item) in items.iter().enumerate() {
        position = position.wrapping_add_signed(step(axis, along(item, array.shape()[axis])?));
    }
    Some(position)
}

/// `a[key] = value`.
pub(crate) fn set_item(
    ndarray: &Py<PyNdArray>,
    key: &PyObject,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<()> {
    limits::poll(vm)?;
    let array = ndarray.array();
    let key = Key::from_object(vm, key)?;
    if key.is_element(array.rank()) {
        let Selection::View(element) = Selection::new(&array, &key.items).or_raise(vm)? else {
            return Ok(());
        };
        element.fill(single_value(vm, value, array.dtype())?);
        return Ok(());
    }
    let selection = Selection::new(&array, &key.items).or_raise(vm)?;
    // A view is filled with one element, where other selections take an array's.
    let values = match (&selection, scalar::from_scalar_object(value)) {
        (Selection::View(_), Some(scalar)) => {
            Array::from_scalar(stored_scalar(vm, scalar, array.dtype())?).or_raise(vm)?
        }
        // Sequences fill it at most as deep as it is.
        (Selection::View(view), None)
            if value.downcastable::<PyList>() || value.downcastable::<PyTuple>() =>
        {
            sequence_to_array(vm, value, Some(array.dtype()), view.rank())?
        }
        _ => values(vm, value, array.dtype())?,
    };
    selection.set(&values).or_raise(vm)
}

/// What is assigned to one element.
pub(crate) fn single_value(vm: &VirtualMachine, value: &PyObject, dtype: DType) -> PyResult<Scalar> {
    let is_sequence = match value.downcast_ref::<PyNdArray>() {
        Some(ndarray) => {
            let array = ndarray.array();
            if array.rank() == 0 {
                let cast = cast_with_warnings(vm, &array, dtype)?;
                return Ok(cast.scalar_at(cast.offset()));
            }
            true
        }
        None => {
            let is_sequence = value.downcastable::<PyList>() || value.downcastable::<PyTuple>();
            if is_sequence && dtype.is_complex() {
                let name = value.class().slot_name();
                return Err(vm.new_type_error(format!("must be real number, not {name}")));
            }
            // Python's own bool() and int() say what they make of it.
            is_sequence && dtype.is_inexact()
        }
    };
    if dtype.is_text() && (is_sequence || value.downcastable::<PyList>() || value.downcastable::<PyTuple>()) {
        return Err(vm.new_value_error("setting an array element with a sequence"));
    }
    if is_sequence {
        return Err(vm.new_value_error("setting an array element with a sequence."));
    }
    if let Some(scalar) = scalar::from_scalar_object(value) {
        return stored_scalar(vm, scalar, dtype);
    }
    convert_object(vm, value, dtype)
}

/// What is assigned to several elements, as an array of their type.
pub(crate) fn values(vm: &VirtualMachine, value: &PyObject, dtype: DType) -> PyResult<Array> {
    if value.downcastable::<PyNdArray>() || scalar::from_scalar_object(value).is_some() {
        return cast_with_warnings(vm, &to_array(vm, value)?, dtype);
    }
    to_array_of(vm, value, dtype)
}
