//! Elements turned round, repeated, taken out and put in.

use crate::numpy::arguments::{
    AxesArg, AxisArg, AxisTupleArg, IndexArg, IndicesArg, IntAxisArg, ShapeArg, indices,
};
use crate::numpy::array_like::{ArrayArg, to_array};
use crate::numpy::errors::OrRaise;
use crate::numpy::indexing;
use crate::numpy::ndarray::{PyNdArray, new_array};
use ndgym_core::layout::{self, Order, normalize_axis};
use ndgym_core::{Array, DType, manipulate};
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, TryFromObject, VirtualMachine, builtins::PySlice, function::OptionalArg,
};
use smallvec::SmallVec;

/// How often: one number, or a sequence.
fn counts(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<i64>> {
    let counts = to_array(vm, object)?;
    if counts.rank() > 1 {
        return Err(vm.new_value_error("object too deep for desired array"));
    }
    if counts.dtype().is_text() && object.downcastable::<PyNdArray>() {
        return Err(vm.new_type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            counts.dtype().name()
        )));
    }
    counts.elements().or_raise(vm)
}

pub(super) fn repeat(
    vm: &VirtualMachine,
    array: &ArrayArg,
    repeats: &PyObject,
    axis: Option<AxisArg>,
) -> PyResult {
    let counts = counts(vm, repeats)?;
    let (source, axis) = match axis {
        None => (manipulate::ravel(&array.array, Order::C).or_raise(vm)?, 0),
        Some(axis) => {
            let lifted = manipulate::at_least(&array.array, 1).or_raise(vm)?;
            let axis = normalize_axis(axis.0, lifted.rank()).or_raise(vm)?;
            (lifted, axis)
        }
    };
    array.derived(vm, manipulate::repeat(&source, &counts, axis).or_raise(vm)?)
}

/// Shifts beside axes, stretched to each other.
fn shifts(vm: &VirtualMachine, shift: &[i64], axes: &[i64], rank: usize) -> PyResult<Vec<(usize, i64)>> {
    let axes = axes
        .iter()
        .map(|axis| normalize_axis(*axis, rank))
        .collect::<ndgym_core::Result<Vec<_>>>()
        .or_raise(vm)?;
    if shift.is_empty() || axes.is_empty() {
        return Ok(Vec::new());
    }
    let count = shift.len().max(axes.len());
    if shift.len() != 1 && axes.len() != 1 && shift.len() != axes.len() {
        return Err(vm.new_value_error(format!(
            "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape ({},) and \
             arg 1 with shape ({},).",
            shift.len(),
            axes.len()
        )));
    }
    let pick = |given: usize, position: usize| if given == 1 { 0 } else { position };
    Ok((0..count).map(|at| (axes[pick(axes.len(), at)], shift[pick(shift.len(), at)])).collect())
}

/// Which positions of an axis `np.delete` and `np.insert` mean.
enum Places {
    One(i64),
    Many(Vec<i64>),
    Mask(Vec<bool>),
}

fn places(vm: &VirtualMachine, object: &PyObject, size: usize) -> PyResult<Places> {
    if let Some(slice) = object.downcast_ref::<PySlice>() {
        let (range, step, is_negative) = {
            let saturated = slice.to_saturated(vm)?;
            let (range, step, _) = saturated.adjust_indices(size);
            (range, step.unsigned_abs(), step < 0)
        };
        let mut chosen: Vec<i64> = if is_negative {
            range.rev().step_by(step).map(|i| i as i64).collect()
        } else {
            range.step_by(step).map(|i| i as i64).collect()
        };
        chosen.sort_unstable();
        return Ok(Places::Many(chosen));
    }
    let array = to_array(vm, object)?;
    match array.dtype() {
        DType::Bool if array.rank() > 0 || object.downcastable::<PyNdArray>() => {
            Ok(Places::Mask(array.to_vec::<ndgym_core::Bool>().iter().map(|flag| flag.get()).collect()))
        }
        _ if array.size() == 0 => Ok(Places::Many(Vec::new())),
        dtype if !dtype.is_integer() && dtype != DType::Bool => {
            Err(vm.new_index_error("arrays used as indices must be of integer (or boolean) type"))
        }
        _ if array.rank() == 0 => Ok(Places::One(array.to_vec::<i64>()[0])),
        _ => Ok(Places::Many(array.to_vec())),
    }
}

/// A position that may be negative, counted from the start.
fn checked_place(vm: &VirtualMachine, place: i64, axis: usize, size: usize, last: i64) -> PyResult<i64> {
    if place < -(size as i64) || place > last {
        return Err(
            vm.new_index_error(format!("index {place} is out of bounds for axis {axis} with size {size}"))
        );
    }
    Ok(if place < 0 { place + size as i64 } else { place })
}

/// Several places are looked at where they lie in the result, each moved on by those before it.
fn check_moved_places(vm: &VirtualMachine, places: &[i64], size: usize) -> PyResult<()> {
    let mut moved: Vec<i64> = places
        .iter()
        .map(|place| if *place < 0 { place.saturating_add(size as i64) } else { *place })
        .collect();
    let mut order: Vec<usize> = (0..moved.len()).collect();
    order.sort_by_key(|at| moved[*at]);
    for (before, at) in order.into_iter().enumerate() {
        moved[at] = moved[at].saturating_add(before as i64);
    }
    let total = (size + places.len()) as i64;
    match moved.into_iter().find(|place| *place < -total || *place >= total) {
        Some(place) => {
            Err(vm.new_index_error(format!("index {place} is out of bounds for axis 0 with size {total}")))
        }
        None => Ok(()),
    }
}

/// The array and axis that are meant: all elements along one axis if none is given.
fn along(vm: &VirtualMachine, array: &Array, axis: Option<IntAxisArg>) -> PyResult<(Array, usize)> {
    match axis {
        None => Ok((manipulate::ravel(array, Order::C).or_raise(vm)?, 0)),
        Some(axis) => Ok((array.clone(), normalize_axis(axis.0, array.rank()).or_raise(vm)?)),
    }
}

fn delete(vm: &VirtualMachine, array: &Array, object: &PyObject, axis: Option<IntAxisArg>) -> PyResult {
    let (array, axis) = along(vm, array, axis)?;
    let size = array.shape()[axis];
    let chosen: Vec<usize> = match places(vm, object, size)? {
        Places::One(place) => vec![checked_place(vm, place, axis, size, size as i64 - 1)? as usize],
        Places::Many(many) => many
            .into_iter()
            .map(|place| checked_place(vm, place, axis, size, size as i64 - 1).map(|place| place as usize))
            .collect::<PyResult<_>>()?,
        Places::Mask(mask) if mask.len() != size => {
            return Err(vm.new_value_error(format!(
                "boolean array argument obj to delete must be one dimensional and match the axis length of {size}"
            )));
        }
        Places::Mask(mask) => (0..size).filter(|position| mask[*position]).collect(),
    };
    new_array(vm, manipulate::delete(&array, &chosen, axis).or_raise(vm)?)
}

fn insert(
    vm: &VirtualMachine,
    array: &Array,
    object: &PyObject,
    values: &PyObject,
    axis: Option<IntAxisArg>,
) -> PyResult {
    let (array, axis) = along(vm, array, axis)?;
    let size = array.shape()[axis];
    let values = indexing::values(vm, values, array.dtype())?;
    let (many, values) = match places(vm, object, size)? {
        Places::One(place) => {
            let place = checked_place(vm, place, axis, size, size as i64)?;
            // The values' first axis goes along the axis of insertion.
            let mut values = values;
            if values.rank() < array.rank() {
                let missing = array.rank() - values.rank();
                let new: SmallVec<[i64; 4]> = (0..missing as i64).collect();
                values = manipulate::expand_dims(&values, &new).or_raise(vm)?;
            }
            let moved = manipulate::move_axis(&values, &[0], &[axis as i64]).or_raise(vm)?;
            let count = moved.shape()[axis];
            (vec![place; count], moved)
        }
        Places::Many(many) => (many, values),
        Places::Mask(mask) => ((0..mask.len()).filter(|at| mask[*at]).map(|at| at as i64).collect(), values),
    };
    match many.as_slice() {
        [place] if !(-(size as i64)..=size as i64).contains(place) => {
            let shown = object.str(vm)?;
            return Err(vm.new_index_error(format!(
                "index {shown} is out of bounds for axis {axis} with size {size}"
            )));
        }
        [_] => {}
        many => check_moved_places(vm, many, size)?,
    }
    let single = many.len() == 1 && values.rank() == array.rank();
    let many = if single { vec![many[0]; values.shape()[axis].max(1)] } else { many };
    let mut before = many
        .iter()
        .map(|place| checked_place(vm, *place, axis, size, size as i64))
        .collect::<PyResult<Vec<i64>>>()?;
    // Values go in by ascending position; those for the same position stay in their order.
    let mut order: Vec<usize> = (0..before.len()).collect();
    order.sort_by_key(|number| before[*number]);
    let sorted = order.windows(2).all(|pair| pair[0] < pair[1]);
    let values = if sorted || values.rank() == 0 || values.shape().get(axis).is_none_or(|size| *size == 1) {
        values
    } else {
        let positions: Vec<i64> = order.iter().map(|number| *number as i64).collect();
        let positions = Array::from_slice(&[positions.len()], &positions).or_raise(vm)?;
        let axis = axis.min(values.rank() - 1);
        ndgym_core::index::take(&values, &positions, Some(axis as i64), ndgym_core::index::Mode::Raise)
            .or_raise(vm)?
    };
    before.sort_unstable();
    let places: Vec<usize> =
        before.iter().enumerate().map(|(number, place)| *place as usize + number).collect();
    new_array(vm, manipulate::insert(&array, &places, &values, axis).or_raise(vm)?)
}

/// A new size given in place, as `a.resize` does: elements keep their place in memory, new ones are 0.
pub(super) fn resize_in_place(
    vm: &VirtualMachine,
    ndarray: &PyNdArray,
    shape: &[i64],
    checks_references: bool,
    is_referenced: bool,
) -> PyResult<()> {
    let is_shared = ndarray.borrow().is_shared() || is_referenced;
    let old = ndarray.array();
    let sizes = layout::checked_shape(shape, old.dtype()).or_raise(vm)?;
    if !old.is_c_contiguous() && !old.is_f_contiguous() {
        return Err(vm.new_value_error("resize only works on single-segment arrays"));
    }
    if !ndarray.owns_memory() {
        return Err(vm.new_value_error("cannot resize this array: it does not own its data"));
    }
    if checks_references && is_shared && sizes.iter().product::<usize>() != old.size() {
        return Err(vm.new_value_error(
            "cannot resize an array that references or is referenced\nby another object in this way.\nUse the np.resize \
             function to get a new resized copy or\n set refcheck=False to disable this check",
        ));
    }
    let order = if old.is_c_contiguous() { Order::C } else { Order::F };
    let resized = Array::zeros(&sizes, old.dtype()).or_raise(vm)?;
    let resized = if order == Order::F { resized.copy(Order::F).or_raise(vm)? } else { resized };
    let kept = old.size().min(resized.size());
    let from = manipulate::ravel(&old, order).or_raise(vm)?;
    let first = |array: &Array| array.view(&[kept], &[1], array.offset());
    first(&resized).assign(&from.view(&[kept], from.strides(), from.offset())).or_raise(vm)?;
    ndarray.replace(resized);
    Ok(())
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RepeatArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    repeats: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct EditArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any)]
    obj: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<IntAxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct InsertArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any)]
    obj: PyObjectRef,
    #[pyarg(any)]
    values: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<IntAxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RollArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    shift: ShiftArg,
    #[pyarg(any, optional)]
    axis: Option<AxisTupleArg>,
}

/// How far to roll: whole numbers, or floats without their fractions.
#[derive(Clone, Debug)]
pub(crate) struct ShiftArg(SmallVec<[i64; 4]>);

impl TryFromObject for ShiftArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        indices(vm, &object)
            .or_else(|error| match to_array(vm, &object) {
                Ok(array) if array.rank() < 2 => array.elements::<i64>().or_raise(vm).map(Into::into),
                _ => Err(error),
            })
            .map(ShiftArg)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct Rot90Args {
    #[pyarg(any)]
    m: ArrayArg,
    #[pyarg(any, default = IndexArg(1))]
    k: IndexArg,
    #[pyarg(any, optional)]
    axes: Option<IndicesArg>,
}

crate::numpy::arguments::arguments_by_name! {
    FlipByName { m: ArrayArg; axis: OptionalArg<Option<AxisTupleArg>> }
    TileByName { A: ArrayArg, reps: IndicesArg }
    ResizeByName { a: ArrayArg, new_shape: ShapeArg }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn flip(args: FlipByName, vm: &VirtualMachine) -> PyResult {
        let FlipByName { m, axis } = args;
        let axes = axis.unwrap_or_default().map_or(AxesArg::All, |axes| AxesArg::Many(axes.0));
        let axes = axes.normalize(m.array.rank()).or_raise(vm)?;
        m.derived_or_scalar(vm, manipulate::flip(&m.array, &axes))
    }

    #[pyfunction]
    fn flipud(m: ArrayArg, vm: &VirtualMachine) -> PyResult {
        if m.array.rank() < 1 {
            return Err(vm.new_value_error("Input must be >= 1-d."));
        }
        m.derived(vm, manipulate::flip(&m.array, &[0]))
    }

    #[pyfunction]
    fn fliplr(m: ArrayArg, vm: &VirtualMachine) -> PyResult {
        if m.array.rank() < 2 {
            return Err(vm.new_value_error("Input must be >= 2-d."));
        }
        m.derived(vm, manipulate::flip(&m.array, &[1]))
    }

    #[pyfunction]
    fn rot90(args: Rot90Args, vm: &VirtualMachine) -> PyResult {
        let axes = match args.axes.as_ref().map(|axes| &axes.0[..]) {
            None => (0, 1),
            Some([first, second]) => (*first, *second),
            Some(_) => return Err(vm.new_value_error("len(axes) must be 2.")),
        };
        args.m.derived(vm, manipulate::rot90(&args.m.array, args.k.0, axes).or_raise(vm)?)
    }

    #[pyfunction]
    fn roll(args: RollArgs, vm: &VirtualMachine) -> PyResult {
        let array = &args.a.array;
        match args.axis {
            None => {
                let flat = manipulate::ravel(array, Order::C).or_raise(vm)?;
                let shift = args.shift.0.iter().sum();
                let rolled = manipulate::roll(&flat, &[(0, shift)]).or_raise(vm)?;
                new_array(vm, rolled.reshape_to(array.shape(), Order::C).or_raise(vm)?)
            }
            Some(axes) => {
                let shifts = shifts(vm, &args.shift.0, &axes.0, array.rank())?;
                new_array(vm, manipulate::roll(array, &shifts).or_raise(vm)?)
            }
        }
    }

    #[pyfunction]
    fn repeat(args: RepeatArgs, vm: &VirtualMachine) -> PyResult {
        super::repeat(vm, &args.a, &args.repeats, args.axis)
    }

    #[pyfunction(name = "tile")]
    #[allow(non_snake_case, reason = "NumPy's name")]
    fn tile(args: TileByName, vm: &VirtualMachine) -> PyResult {
        let TileByName { A, reps } = args;
        new_array(vm, manipulate::tile(&A.array, &reps.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn delete(args: EditArgs, vm: &VirtualMachine) -> PyResult {
        super::delete(vm, &args.arr.array, &args.obj, args.axis)
    }

    #[pyfunction]
    fn insert(args: InsertArgs, vm: &VirtualMachine) -> PyResult {
        super::insert(vm, &args.arr.array, &args.obj, &args.values, args.axis)
    }

    #[pyfunction]
    fn resize(args: ResizeByName, vm: &VirtualMachine) -> PyResult {
        let ResizeByName { a, new_shape } = args;
        if new_shape.0.iter().any(|size| *size < 0) {
            return Err(vm.new_value_error("all elements of `new_shape` must be non-negative"));
        }
        let shape = layout::checked_shape(&new_shape.0, a.array.dtype()).or_raise(vm)?;
        new_array(vm, manipulate::resize(&a.array, &shape).or_raise(vm)?)
    }
}
