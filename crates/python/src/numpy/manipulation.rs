//! Shapes changed, axes moved, arrays joined and split: functions, and methods of arrays and scalars.

use super::arguments::{
    AxesArg, AxisArg, CastingArg, IndexArg, IndicesArg, OrderArg, OutArg, ShapeArg, indices,
};
use super::array_like::{ArrayArg, to_array};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, new_array};
use ndgym_core::layout::{self, Order, normalize_axis};
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::promote::Casting;
use ndgym_core::{Array, DType, Error, overlap};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyList, PyTuple},
    function::{FuncArgs, OptionalArg, PosArgs},
    pyclass,
};
use smallvec::SmallVec;

/// The arrays of a sequence, for functions that join them.
fn arrays_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<ArrayArg>> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
        let array = ndarray.array();
        if array.rank() == 0 {
            return Err(vm.new_type_error("iteration over a 0-d array"));
        }
        let axis: Vec<PyObjectRef> = object.to_owned().try_to_value(vm)?;
        return axis.iter().map(|item| ArrayArg::from_object(vm, item)).collect();
    }
    if !can_be_joined(object) {
        return Err(
            vm.new_type_error("arrays to stack must be passed as a \"sequence\" type such as list or tuple.")
        );
    }
    let items: Vec<PyObjectRef> = object.to_owned().try_to_value(vm)?;
    items.iter().map(|item| ArrayArg::from_object(vm, item)).collect()
}

fn can_be_joined(object: &PyObject) -> bool {
    object.downcastable::<PyList>()
        || object.downcastable::<PyTuple>()
        || object.class().slots().as_sequence.item.load().is_some()
}

fn plain(arguments: Vec<ArrayArg>) -> Vec<Array> {
    arguments.into_iter().map(|argument| argument.array).collect()
}

/// Arguments of the functions that join arrays.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ConcatenateArgs {
    #[pyarg(any)]
    arrays: PyObjectRef,
    #[pyarg(any, optional)]
    axis: OptionalArg<Option<AxisArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct StackArgs {
    #[pyarg(any)]
    arrays: PyObjectRef,
    #[pyarg(any, default = IndexArg(0))]
    axis: AxisArg,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TupleArgs {
    #[pyarg(any)]
    tup: PyObjectRef,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
}

fn join_options(
    dtype: OptionalArg<Option<DTypeArg>>,
    casting: &CastingArg,
    out: Option<&OutArg>,
) -> JoinOptions {
    JoinOptions {
        dtype: dtype.flatten().map(|dtype| dtype.0),
        casting: casting.0,
        out: out.map(OutArg::array),
    }
}

fn deliver(vm: &VirtualMachine, result: Array, out: Option<OutArg>) -> PyResult {
    match out {
        Some(out) => Ok(out.0.into()),
        None => new_array(vm, result),
    }
}

/// Joins after bringing every array to at least `rank` axes.
fn join_at_least(
    vm: &VirtualMachine,
    args: TupleArgs,
    rank: usize,
    axis: impl Fn(&Array) -> i64,
) -> PyResult {
    let arrays = plain(arrays_of(vm, &args.tup)?)
        .iter()
        .map(|array| manipulate::at_least(array, rank))
        .collect::<Result<Vec<_>, _>>()
        .or_raise(vm)?;
    let axis = arrays.first().map_or(0, axis);
    let options = join_options(args.dtype, &args.casting, None);
    new_array(vm, manipulate::concatenate(&arrays, Some(axis), &options).or_raise(vm)?)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ReshapeArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    shape: ShapeArg,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
    #[pyarg(named, optional)]
    copy: Option<PyObjectRef>,
}

fn reshape(
    vm: &VirtualMachine,
    array: &ArrayArg,
    shape: &[i64],
    order: Order,
    copy: Option<&PyObject>,
) -> PyResult {
    if order == Order::K {
        return Err(vm.new_value_error("order 'K' is not permitted for reshaping"));
    }
    let mut reshaped = array.array.reshape(shape, order).or_raise(vm)?;
    if let Some(copy) = copy.filter(|copy| !vm.is_none(copy)) {
        let shares = reshaped.same_buffer(&array.array);
        if copy.to_owned().try_to_bool(vm)? {
            reshaped = if shares { reshaped.copy(Order::K).or_raise(vm)? } else { reshaped };
        } else if !shares {
            return Err(vm.new_value_error("Unable to avoid creating a copy while reshaping."));
        }
    }
    // What cannot be a view of the array is one of a copy, which has the array's shape.
    match array.owner() {
        Some(_) if !reshaped.same_buffer(&array.array) => {
            let whole = reshaped.reshape_to(array.array.shape(), order).or_raise(vm)?;
            PyNdArray::derived(&PyNdArray::new(whole).into_ref(&vm.ctx), reshaped, vm)
        }
        _ => array.derived(vm, reshaped),
    }
}

/// Numbers given as several arguments, or as one sequence.
fn numbers(vm: &VirtualMachine, args: &[PyObjectRef]) -> PyResult<SmallVec<[i64; 4]>> {
    match args {
        [one] => indices(vm, one),
        several => several.iter().map(|one| super::arguments::index(vm, one)).collect(),
    }
}

fn transpose(vm: &VirtualMachine, array: &ArrayArg, axes: Option<&[i64]>) -> PyResult {
    let transposed = match axes {
        None => array.array.transpose(),
        Some(axes) => {
            let order = layout::permutation(axes, array.array.rank()).or_raise(vm)?;
            array.array.permute(&order)
        }
    };
    array.derived(vm, transposed)
}

/// How often: one number, or a sequence.
fn counts(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<i64>> {
    let counts = to_array(vm, object)?;
    if counts.rank() > 1 {
        return Err(vm.new_value_error("object too deep for desired array"));
    }
    Ok(counts.to_vec())
}

fn repeat(vm: &VirtualMachine, array: &ArrayArg, repeats: &PyObject, axis: Option<AxisArg>) -> PyResult {
    let counts = counts(vm, repeats)?;
    let (source, axis) = match axis {
        None => (manipulate::ravel(&array.array, Order::C).or_raise(vm)?, 0),
        Some(axis) => {
            let lifted = manipulate::at_least(&array.array, 1).or_raise(vm)?;
            let axis = normalize_axis(axis.0, lifted.rank()).or_raise(vm)?;
            (lifted, axis)
        }
    };
    new_array(vm, manipulate::repeat(&source, &counts, axis).or_raise(vm)?)
}

fn squeeze(vm: &VirtualMachine, array: &ArrayArg, axis: OptionalArg<AxesArg>) -> PyResult {
    let axes: Option<SmallVec<[i64; 4]>> = match axis {
        OptionalArg::Missing | OptionalArg::Present(AxesArg::All) => None,
        OptionalArg::Present(AxesArg::One(axis)) => Some(SmallVec::from_elem(axis, 1)),
        OptionalArg::Present(AxesArg::Many(axes)) => Some(axes),
    };
    array.derived(vm, manipulate::squeeze(&array.array, axes.as_deref()).or_raise(vm)?)
}

/// Parts as a list of views, cut into sections or at indices.
fn is_sequence(object: &PyObject, vm: &VirtualMachine) -> bool {
    to_array(vm, object).is_ok_and(|array| array.rank() > 0)
}

fn split(vm: &VirtualMachine, array: &ArrayArg, at: &PyObject, axis: i64, equal: bool) -> PyResult {
    let rank = array.array.rank();
    if rank == 0 || axis >= rank as i64 || axis < -(rank as i64) {
        return Err(vm.new_index_error("tuple index out of range"));
    }
    let axis = normalize_axis(axis, rank).or_raise(vm)?;
    // An array of several positions can be asked for an index, and refuses.
    let parts = match at.try_index_opt(vm).filter(|sections| sections.is_ok() || !is_sequence(at, vm)) {
        Some(sections) => {
            let sections = super::arguments::index(vm, sections?.as_object())?;
            if equal && sections == 0 {
                return Err(vm.new_zero_division_error("integer modulo by zero"));
            }
            if equal && sections > 0 && array.array.shape()[axis] as i64 % sections != 0 {
                return Err(vm.new_value_error("array split does not result in an equal division"));
            }
            manipulate::array_split(&array.array, sections, axis).or_raise(vm)?
        }
        None => manipulate::split_at(&array.array, &to_array(vm, at)?.to_vec::<i64>(), axis),
    };
    let parts = parts.into_iter().map(|part| array.derived(vm, part)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_list(parts).into())
}

/// `hsplit` and its kin: along a fixed axis, for arrays of enough axes.
fn split_fixed(
    vm: &VirtualMachine,
    name: &str,
    array: &ArrayArg,
    at: &PyObject,
    axis: usize,
    rank: usize,
) -> PyResult {
    if array.array.rank() < rank {
        return Err(vm.new_value_error(format!("{name} only works on arrays of {rank} or more dimensions")));
    }
    let axis = if name == "hsplit" && array.array.rank() == 1 { 0 } else { axis };
    split(vm, array, at, axis as i64, true)
}

/// The results of `atleast_…` for one array, or a tuple of them for several.
fn at_least(vm: &VirtualMachine, arrays: PosArgs, rank: usize) -> PyResult {
    let mut results = Vec::new();
    for object in arrays.into_vec() {
        let array = ArrayArg::from_object(vm, &object)?;
        let raised = manipulate::at_least(&array.array, rank).or_raise(vm)?;
        results.push(match array.owner() {
            Some(owner) if array.array.rank() >= rank => owner.clone().into(),
            _ => array.derived(vm, raised)?,
        });
    }
    match <[PyObjectRef; 1]>::try_from(results) {
        Ok([one]) => Ok(one),
        Err(several) => Ok(vm.ctx.new_tuple(several).into()),
    }
}

/// Shifts beside axes, stretched to each other.
fn shifts(vm: &VirtualMachine, shift: &[i64], axes: &[i64], rank: usize) -> PyResult<Vec<(usize, i64)>> {
    let axes = axes
        .iter()
        .map(|axis| normalize_axis(*axis, rank))
        .collect::<ndgym_core::Result<Vec<_>>>()
        .or_raise(vm)?;
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
    if let Some(slice) = object.downcast_ref::<rustpython_vm::builtins::PySlice>() {
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
fn along(vm: &VirtualMachine, array: &Array, axis: Option<AxisArg>) -> PyResult<(Array, usize)> {
    match axis {
        None => Ok((manipulate::ravel(array, Order::C).or_raise(vm)?, 0)),
        Some(axis) => Ok((array.clone(), normalize_axis(axis.0, array.rank()).or_raise(vm)?)),
    }
}

fn delete(vm: &VirtualMachine, array: &Array, object: &PyObject, axis: Option<AxisArg>) -> PyResult {
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
    axis: Option<AxisArg>,
) -> PyResult {
    let (array, axis) = along(vm, array, axis)?;
    let size = array.shape()[axis];
    let values = super::indexing::values(vm, values, array.dtype())?;
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
        .map(|place| match checked_place(vm, *place, axis, size, size as i64) {
            Ok(place) => Ok(place),
            Err(error) => Err(error),
        })
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
fn resize_in_place(
    vm: &VirtualMachine,
    ndarray: &PyNdArray,
    shape: &[i64],
    checks_references: bool,
) -> PyResult<()> {
    let is_shared = ndarray.borrow().is_shared();
    let old = ndarray.array();
    let sizes = layout::checked_shape(shape, old.dtype()).or_raise(vm)?;
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

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ManipulationMethods: PyPayload {
    #[pymethod]
    fn reshape(zelf: ArrayArg, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut order = Order::C;
        let mut copy = None;
        let mut shape = args.args.clone();
        for (name, value) in args.kwargs.iter() {
            match name.to_string_lossy().as_ref() {
                "order" => order = OrderArg::try_from_object(vm, value.clone())?.0,
                "copy" => copy = Some(value.clone()),
                "shape" => shape.push(value.clone()),
                other => {
                    return Err(vm.new_type_error(format!(
                        "'{other}' is an invalid keyword argument for this function"
                    )));
                }
            }
        }
        if shape.is_empty() {
            return Err(vm.new_type_error("reshape() takes exactly 1 argument (0 given)"));
        }
        if let [only] = &shape[..]
            && vm.is_none(only)
        {
            return Err(vm.new_type_error("Use () not None as shape arguments"));
        }
        let shape = numbers(vm, &shape)?;
        reshape(vm, &zelf, &shape, order, copy.as_deref())
    }

    #[pymethod]
    fn ravel(zelf: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        zelf.derived(vm, manipulate::ravel(&zelf.array, args.order.0).or_raise(vm)?)
    }

    #[pymethod]
    fn flatten(zelf: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        let flat = manipulate::ravel(&zelf.array, args.order.0).or_raise(vm)?;
        new_array(vm, if flat.same_buffer(&zelf.array) { flat.copy(Order::C).or_raise(vm)? } else { flat })
    }

    #[pymethod]
    fn transpose(zelf: ArrayArg, axes: PosArgs, vm: &VirtualMachine) -> PyResult {
        let axes = axes.into_vec();
        match &axes[..] {
            [] => transpose(vm, &zelf, None),
            [one] if vm.is_none(one) => transpose(vm, &zelf, None),
            given => transpose(vm, &zelf, Some(&numbers(vm, given)?)),
        }
    }

    #[pymethod]
    fn swapaxes(zelf: ArrayArg, axis1: IndexArg, axis2: IndexArg, vm: &VirtualMachine) -> PyResult {
        zelf.derived(vm, manipulate::swap_axes(&zelf.array, axis1.0, axis2.0).or_raise(vm)?)
    }

    #[pymethod]
    fn squeeze(zelf: ArrayArg, args: SqueezeArgs, vm: &VirtualMachine) -> PyResult {
        squeeze(vm, &zelf, args.axis)
    }

    #[pymethod]
    fn repeat(zelf: ArrayArg, args: RepeatMethodArgs, vm: &VirtualMachine) -> PyResult {
        repeat(vm, &zelf, &args.repeats, args.axis)
    }

    #[pymethod]
    fn resize(zelf: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        if let Some((name, _)) = args.kwargs.iter().find(|(name, _)| name.to_string_lossy() != "refcheck") {
            return Err(vm.new_type_error(format!(
                "'{}' is an invalid keyword argument for this function",
                name.to_string_lossy()
            )));
        }
        let Some(ndarray) = zelf.downcast_ref::<PyNdArray>() else { return Ok(()) };
        ndarray.check_writeable(vm)?;
        let checks_references = match args.kwargs.iter().next() {
            Some((_, object)) => object.clone().try_to_bool(vm)?,
            None => true,
        };
        resize_in_place(vm, ndarray, &numbers(vm, &args.args)?, checks_references)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RavelArgs {
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SqueezeArgs {
    #[pyarg(any, optional)]
    axis: OptionalArg<AxesArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RepeatMethodArgs {
    #[pyarg(any)]
    repeats: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
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
    axis: Option<AxisArg>,
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
    axis: Option<AxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AppendArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any)]
    values: ArrayArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RollArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    shift: ShiftArg,
    #[pyarg(any, optional)]
    axis: Option<IndicesArg>,
}

/// How far to roll: whole numbers, or floats without their fractions.
#[derive(Clone, Debug)]
pub(crate) struct ShiftArg(SmallVec<[i64; 4]>);

impl TryFromObject for ShiftArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        indices(vm, &object)
            .or_else(|error| match to_array(vm, &object) {
                Ok(array) if array.rank() < 2 => Ok(array.to_vec::<i64>().into()),
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

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SplitArgs {
    #[pyarg(any)]
    ary: ArrayArg,
    #[pyarg(any)]
    indices_or_sections: PyObjectRef,
    #[pyarg(any, default = IndexArg(0))]
    axis: AxisArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RollAxisArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    axis: AxisArg,
    #[pyarg(any, default = IndexArg(0))]
    start: IndexArg,
}

super::arguments::arguments_by_name! {
    TransposeByName { a: ArrayArg; axes: OptionalArg<Option<IndicesArg>> }
    SwapaxesByName { a: ArrayArg, axis1: IndexArg, axis2: IndexArg }
    MoveaxisByName { a: ArrayArg, source: IndicesArg, destination: IndicesArg }
    ExpandDimsByName { a: ArrayArg, axis: IndicesArg }
    HsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
    VsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
    DsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
    FlipByName { m: ArrayArg; axis: OptionalArg<AxesArg> }
    TileByName { A: ArrayArg, reps: IndicesArg }
    ResizeByName { a: ArrayArg, new_shape: ShapeArg }
    SizeByName { a: ArrayArg; axis: OptionalArg<AxesArg> }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;
    use rustpython_vm::builtins::PyTupleRef;

    #[pyfunction]
    fn reshape(args: ReshapeArgs, vm: &VirtualMachine) -> PyResult {
        super::reshape(vm, &args.a, &args.shape.0, args.order.0, args.copy.as_deref())
    }

    #[pyfunction]
    fn ravel(a: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        a.derived(vm, manipulate::ravel(&a.array, args.order.0).or_raise(vm)?)
    }

    #[pyfunction]
    #[pyfunction(name = "permute_dims")]
    fn transpose(args: TransposeByName, vm: &VirtualMachine) -> PyResult {
        let TransposeByName { a, axes } = args;
        super::transpose(vm, &a, axes.flatten().as_ref().map(|axes| &axes.0[..]))
    }

    #[pyfunction]
    fn matrix_transpose(x: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let rank = x.array.rank();
        if rank < 2 {
            return Err(
                vm.new_value_error(format!("Input array must be at least 2-dimensional, but it is {rank}"))
            );
        }
        x.derived(vm, manipulate::swap_axes(&x.array, -1, -2).or_raise(vm)?)
    }

    #[pyfunction]
    fn swapaxes(args: SwapaxesByName, vm: &VirtualMachine) -> PyResult {
        let SwapaxesByName { a, axis1, axis2 } = args;
        a.derived(vm, manipulate::swap_axes(&a.array, axis1.0, axis2.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn moveaxis(args: MoveaxisByName, vm: &VirtualMachine) -> PyResult {
        let MoveaxisByName { a, source, destination } = args;
        a.derived(vm, manipulate::move_axis(&a.array, &source.0, &destination.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn rollaxis(args: RollAxisArgs, vm: &VirtualMachine) -> PyResult {
        let rank = args.a.array.rank() as i64;
        let axis = normalize_axis(args.axis.0, args.a.array.rank()).or_raise(vm)? as i64;
        let start = args.start.0;
        if start < -rank || start > rank {
            let message =
                format!("'start' arg requires {} <= start < {}, but {start} was passed in", -rank, rank + 1);
            return Err(Error::new(ndgym_core::ErrorKind::Axis, message)).or_raise(vm);
        }
        let start = if start < 0 { start + rank } else { start };
        let target = if axis < start { start - 1 } else { start };
        args.a.derived(vm, manipulate::move_axis(&args.a.array, &[axis], &[target]).or_raise(vm)?)
    }

    #[pyfunction]
    fn expand_dims(args: ExpandDimsByName, vm: &VirtualMachine) -> PyResult {
        let ExpandDimsByName { a, axis } = args;
        a.derived(vm, manipulate::expand_dims(&a.array, &axis.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn squeeze(a: ArrayArg, args: SqueezeArgs, vm: &VirtualMachine) -> PyResult {
        super::squeeze(vm, &a, args.axis)
    }

    #[pyfunction]
    fn atleast_1d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 1)
    }

    #[pyfunction]
    fn atleast_2d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 2)
    }

    #[pyfunction]
    fn atleast_3d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 3)
    }

    #[pyfunction]
    #[pyfunction(name = "concat")]
    fn concatenate(args: ConcatenateArgs, vm: &VirtualMachine) -> PyResult {
        if matches!(args.out, OptionalArg::Present(Some(_)))
            && matches!(args.dtype, OptionalArg::Present(Some(_)))
        {
            return Err(vm.new_type_error(
                "concatenate() only takes `out` or `dtype` as an argument, but both were provided.",
            ));
        }
        if !can_be_joined(&args.arrays) {
            return Err(vm.new_type_error(match args.arrays.get_iter(vm) {
                Ok(_) => "The first input argument needs to be a sequence",
                Err(_) => "dispatcher for __array_function__ did not return an iterable",
            }));
        }
        let arrays = plain(arrays_of(vm, &args.arrays)?);
        let out = args.out.flatten();
        let options = join_options(args.dtype, &args.casting, out.as_ref());
        let axis = args.axis.unwrap_or(Some(IndexArg(0))).map(|axis| axis.0);
        deliver(vm, manipulate::concatenate(&arrays, axis, &options).or_raise(vm)?, out)
    }

    #[pyfunction]
    fn stack(args: StackArgs, vm: &VirtualMachine) -> PyResult {
        let arrays = plain(arrays_of(vm, &args.arrays)?);
        let out = args.out.flatten();
        let options = join_options(args.dtype, &args.casting, out.as_ref());
        deliver(vm, manipulate::stack(&arrays, args.axis.0, &options).or_raise(vm)?, out)
    }

    #[pyfunction]
    fn vstack(args: TupleArgs, vm: &VirtualMachine) -> PyResult {
        join_at_least(vm, args, 2, |_| 0)
    }

    #[pyfunction]
    fn hstack(args: TupleArgs, vm: &VirtualMachine) -> PyResult {
        join_at_least(vm, args, 1, |first| i64::from(first.rank() > 1))
    }

    #[pyfunction]
    fn dstack(args: TupleArgs, vm: &VirtualMachine) -> PyResult {
        join_at_least(vm, args, 3, |_| 2)
    }

    #[pyfunction]
    fn column_stack(tup: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let columns = plain(arrays_of(vm, &tup)?)
            .iter()
            .map(|array| match array.rank() {
                0 | 1 => manipulate::at_least(array, 2).map(|row| row.transpose()),
                _ => Ok(array.clone()),
            })
            .collect::<Result<Vec<_>, _>>()
            .or_raise(vm)?;
        new_array(vm, manipulate::concatenate(&columns, Some(1), &JoinOptions::default()).or_raise(vm)?)
    }

    #[pyfunction]
    fn append(args: AppendArgs, vm: &VirtualMachine) -> PyResult {
        let axis = args.axis.map(|axis| axis.0);
        let both = [args.arr.array, args.values.array];
        new_array(vm, manipulate::concatenate(&both, axis, &JoinOptions::default()).or_raise(vm)?)
    }

    #[pyfunction]
    fn split(args: SplitArgs, vm: &VirtualMachine) -> PyResult {
        super::split(vm, &args.ary, &args.indices_or_sections, args.axis.0, true)
    }

    #[pyfunction]
    fn array_split(args: SplitArgs, vm: &VirtualMachine) -> PyResult {
        super::split(vm, &args.ary, &args.indices_or_sections, args.axis.0, false)
    }

    #[pyfunction]
    fn hsplit(args: HsplitByName, vm: &VirtualMachine) -> PyResult {
        let HsplitByName { ary, indices_or_sections } = args;
        split_fixed(vm, "hsplit", &ary, &indices_or_sections, 1, 1)
    }

    #[pyfunction]
    fn vsplit(args: VsplitByName, vm: &VirtualMachine) -> PyResult {
        let VsplitByName { ary, indices_or_sections } = args;
        split_fixed(vm, "vsplit", &ary, &indices_or_sections, 0, 2)
    }

    #[pyfunction]
    fn dsplit(args: DsplitByName, vm: &VirtualMachine) -> PyResult {
        let DsplitByName { ary, indices_or_sections } = args;
        split_fixed(vm, "dsplit", &ary, &indices_or_sections, 2, 3)
    }

    #[pyfunction]
    fn unstack(x: ArrayArg, args: UnstackArgs, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        if x.array.rank() == 0 {
            return Err(vm.new_value_error("Input array must be at least 1-d."));
        }
        let moved = manipulate::move_axis(&x.array, &[args.axis.0], &[0]).or_raise(vm)?;
        let parts = (0..moved.shape()[0])
            .map(|position| {
                let part = moved.view(
                    &moved.shape()[1..],
                    &moved.strides()[1..],
                    moved.offset().wrapping_add_signed(moved.strides()[0] * position as isize),
                );
                x.derived_or_scalar(vm, part)
            })
            .collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_tuple(parts))
    }

    #[pyfunction]
    fn broadcast_to(array: ArrayArg, shape: ShapeArg, args: SubokArg, vm: &VirtualMachine) -> PyResult {
        let _ = args;
        if shape.0.iter().any(|size| *size < 0) {
            return Err(vm.new_value_error("all elements of broadcast shape must be non-negative"));
        }
        let sizes = layout::checked_shape(&shape.0, DType::Bool).or_raise(vm)?;
        array.derived(vm, array.array.broadcast_to(&sizes).or_raise(vm)?)
    }

    #[pyfunction]
    fn broadcast_arrays(args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let arrays =
            args.args.iter().map(|object| ArrayArg::from_object(vm, object)).collect::<PyResult<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.array.shape()).collect();
        let shape = layout::broadcast_shapes_of_function(&shapes).or_raise(vm)?;
        let results = arrays
            .iter()
            .map(|array| match array.owner() {
                Some(owner) if array.array.shape() == &shape[..] => Ok(owner.clone().into()),
                _ => array.derived(vm, array.array.broadcast_to(&shape).or_raise(vm)?),
            })
            .collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_tuple(results))
    }

    #[pyfunction]
    fn broadcast_shapes(shapes: PosArgs<ShapeArg>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let sizes = shapes
            .into_vec()
            .iter()
            .map(|shape| layout::checked_shape(&shape.0, DType::Bool).or_raise(vm))
            .collect::<PyResult<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = sizes.iter().map(|shape| &shape[..]).collect();
        let shape = layout::broadcast_shapes_of_function(&shapes).or_raise(vm)?;
        Ok(vm.ctx.new_tuple(shape.iter().map(|size| vm.ctx.new_int(*size).into()).collect()))
    }

    #[pyfunction]
    fn flip(args: FlipByName, vm: &VirtualMachine) -> PyResult {
        let FlipByName { m, axis } = args;
        let axes = axis.unwrap_or_default().normalize(m.array.rank()).or_raise(vm)?;
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

    #[pyfunction]
    fn ndim(a: ArrayArg) -> usize {
        a.array.rank()
    }

    #[pyfunction]
    fn shape(a: ArrayArg, vm: &VirtualMachine) -> PyTupleRef {
        vm.ctx.new_tuple(a.array.shape().iter().map(|size| vm.ctx.new_int(*size).into()).collect())
    }

    #[pyfunction]
    fn size(args: SizeByName, vm: &VirtualMachine) -> PyResult<usize> {
        let SizeByName { a, axis } = args;
        let axes = axis.unwrap_or_default().normalize(a.array.rank()).or_raise(vm)?;
        Ok(axes.iter().map(|axis| a.array.shape()[*axis]).product())
    }

    /// A view with any shape and byte strides that stay inside the array's memory.
    #[pyfunction]
    fn _as_strided(
        x: ArrayArg,
        shape: ShapeArg,
        strides: IndicesArg,
        writeable: bool,
        vm: &VirtualMachine,
    ) -> PyResult {
        let array = &x.array;
        let shape = layout::checked_shape(&shape.0, array.dtype()).or_raise(vm)?;
        if shape.len() != strides.0.len() {
            return Err(vm.new_value_error("strides, if given, must be the same length as shape"));
        }
        let itemsize = array.dtype().itemsize() as i64;
        if strides.0.iter().any(|stride| stride % itemsize != 0) {
            return Err(vm.new_value_error("strides here must be multiples of the itemsize"));
        }
        let strides: layout::Strides = strides.0.iter().map(|stride| (stride / itemsize) as isize).collect();
        match array.reinterpret(array.dtype(), &shape, &strides, array.offset()) {
            Some(mut view) => {
                view.set_writeable(writeable && array.is_writeable());
                x.derived(vm, view)
            }
            None => Err(vm.new_value_error("the strided view would reach beyond the array's memory")),
        }
    }

    #[pyfunction]
    fn may_share_memory(a: ArrayArg, b: ArrayArg, _args: FuncArgs) -> bool {
        a.array.may_overlap(&b.array)
    }

    #[pyfunction]
    fn shares_memory(a: ArrayArg, b: ArrayArg, _args: FuncArgs) -> bool {
        overlap::share_memory(&a.array, &b.array)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UnstackArgs {
    #[pyarg(named, default = IndexArg(0))]
    axis: AxisArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SubokArg {
    #[pyarg(any, default = false)]
    #[allow(dead_code, reason = "there are no subclasses to keep")]
    subok: bool,
}
