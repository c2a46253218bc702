//! Shuffling sequences and arrays, for both interfaces.

use crate::numpy::arguments::index;
use crate::numpy::array_like::ArrayArg;
use crate::numpy::errors::{OrRaise, exception};
use crate::numpy::ndarray::{PyNdArray, new_array};
use crate::numpy::warnings;
use ndgym_core::index::{Mode, take};
use ndgym_core::layout::{Order, normalize_axis};
use ndgym_core::random::bounded::{Method, interval};
use ndgym_core::random::{BitGenerator, permute};
use ndgym_core::{Array, Error, with_source};
use rustpython_vm::{
    PyObject, PyResult, VirtualMachine,
    builtins::{PyByteArray, PyInt, PyList, PyStr, PyTuple},
};

use super::bit_generator::PyBitGenerator;

fn positions(vm: &VirtualMachine, generator: &mut BitGenerator, len: usize) -> PyResult<Array> {
    with_source!(generator, source => permute::permutation(source, len as i64, 1, Method::Masked))
        .or_raise(vm)
}

/// Shuffles in place along an axis.
pub(super) fn shuffle(
    vm: &VirtualMachine,
    generator: &PyBitGenerator,
    object: &PyObject,
    axis: i64,
) -> PyResult<()> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
        ndarray.check_writeable(vm).map_err(|_| vm.new_value_error("array is read-only"))?;
        return shuffle_array(vm, generator, &ndarray.array(), axis);
    }
    if axis != 0 {
        return Err(vm.new_not_implemented_error("Axis argument is only supported on ndarray objects"));
    }
    let len = object.length(vm)?;
    let is_sequence = object.downcastable::<PyList>()
        || object.downcastable::<PyByteArray>()
        || object.downcastable::<PyTuple>()
        || object.downcastable::<PyStr>();
    if !is_sequence {
        let message = format!(
            "you are shuffling a '{}' object which is not a subclass of 'Sequence'; `shuffle` is not guaranteed to behave \
             correctly. E.g., non-numpy array/tensor objects with view semantics may contain duplicates after shuffling.",
            object.class().name()
        );
        warnings::warn(vm.ctx.exceptions.user_warning, message, 1, vm)?;
    }
    for i in (1..len).rev() {
        // Exchanging runs the object's own code, which may draw as well.
        let j = interval(&mut *generator.borrow_mut(), i as u64) as usize;
        let (first, second) = (object.get_item(&i, vm)?, object.get_item(&j, vm)?);
        object.set_item(&i, second, vm)?;
        object.set_item(&j, first, vm)?;
    }
    Ok(())
}

fn shuffle_array(vm: &VirtualMachine, generator: &PyBitGenerator, array: &Array, axis: i64) -> PyResult<()> {
    if array.rank() == 0 {
        return Err(vm.new_type_error("len() of unsized object"));
    }
    let axis = normalize_axis(axis, array.rank()).or_raise(vm)?;
    if array.size() == 0 {
        return Ok(());
    }
    let positions = positions(vm, &mut generator.borrow_mut(), array.shape()[axis])?;
    let shuffled = take(array, &positions, Some(axis as i64), Mode::Raise).or_raise(vm)?;
    array.assign(&shuffled).or_raise(vm)
}

/// A shuffled range, or a shuffled copy of an array: along an axis, which the old interface cannot choose.
pub(super) fn permutation(
    vm: &VirtualMachine,
    generator: &PyBitGenerator,
    object: &PyObject,
    axis: Option<i64>,
) -> PyResult {
    let is_integer = object.downcastable::<PyInt>()
        || crate::numpy::scalar::from_scalar_object(object)
            .is_some_and(|scalar| scalar.as_integer().is_some());
    if is_integer {
        let len = index(vm, object)?.max(0);
        let generator = &mut *generator.borrow_mut();
        let numbers = with_source!(generator, source => permute::permutation(source, len, 1, Method::Masked));
        return new_array(vm, numbers.or_raise(vm)?);
    }
    let array = ArrayArg::from_object(vm, object)?.array;
    if array.rank() == 0 {
        return Err(match axis {
            Some(axis) => exception(vm, &Error::axis(axis, 0)),
            None => vm.new_index_error("x must be an integer or at least 1-dimensional"),
        });
    }
    let axis = normalize_axis(axis.unwrap_or(0), array.rank()).or_raise(vm)?;
    let positions = positions(vm, &mut generator.borrow_mut(), array.shape()[axis])?;
    new_array(vm, take(&array, &positions, Some(axis as i64), Mode::Raise).or_raise(vm)?)
}

/// Shuffles each lane along an axis on its own, or all elements without one; into `out`, or a copy.
pub(super) fn permuted(
    vm: &VirtualMachine,
    generator: &PyBitGenerator,
    object: &PyObject,
    axis: Option<i64>,
    out: Option<&Array>,
) -> PyResult<Array> {
    let array = ArrayArg::from_object(vm, object)?.array;
    if array.rank() == 0 {
        return Err(vm.new_type_error("len() of unsized object"));
    }
    let target = match out {
        Some(out) => {
            if out.shape() != array.shape() {
                return Err(vm.new_value_error("out must have the same shape as x"));
            }
            out.assign(&array).or_raise(vm)?;
            out.clone()
        }
        None => array.copy(Order::C).or_raise(vm)?,
    };
    let generator = &mut *generator.borrow_mut();
    let Some(axis) = axis else {
        let positions = positions(vm, generator, array.size())?;
        let flat = target.reshape(&[-1], Order::C).or_raise(vm)?;
        let shuffled = take(&flat, &positions, Some(0), Mode::Raise).or_raise(vm)?;
        target.assign(&shuffled.reshape_to(target.shape(), Order::C).or_raise(vm)?).or_raise(vm)?;
        return Ok(target);
    };
    let axis = normalize_axis(axis, array.rank()).or_raise(vm)?;
    let mut axes: Vec<usize> = (0..array.rank()).filter(|other| *other != axis).collect();
    axes.push(axis);
    let lanes = target.permute(&axes);
    let len = array.shape()[axis];
    let mut exchanged = lanes.copy(Order::C).or_raise(vm)?;
    let count = array.size().checked_div(len).unwrap_or(0);
    ndgym_core::with_element!(target.dtype(), T => {
        let cells = &exchanged.cells::<T>()[..exchanged.size()];
        for lane in 0..count {
            let lane = &cells[lane * len..(lane + 1) * len];
            permute::shuffle(generator, len, 1, Method::Masked, |i, j| lane[i].swap(&lane[j]));
        }
    });
    exchanged.set_writeable(true);
    lanes.assign(&exchanged).or_raise(vm)?;
    Ok(target)
}
