//! Arrays joined to one, and one split into several.

use crate::numpy::arguments::{AxisArg, CastingArg, IndexArg, IntAxisArg, OutArg, ShapeIndexArg, index};
use crate::numpy::array_like::{ArrayArg, to_array};
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{PyNdArray, new_array};
use ndgym_core::Array;
use ndgym_core::layout::normalize_axis;
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::promote::Casting;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyFloat, PyList, PyTuple, PyTupleRef},
    function::OptionalArg,
};

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
    #[pyarg(any, default = IntAxisArg(0))]
    axis: IntAxisArg,
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

fn is_sequence(object: &PyObject, vm: &VirtualMachine) -> bool {
    to_array(vm, object).is_ok_and(|array| array.rank() > 0)
}

/// Parts as a list of views, cut into sections or at indices.
fn split(vm: &VirtualMachine, array: &ArrayArg, at: &PyObject, axis: i64, equal: bool) -> PyResult {
    let rank = array.array.rank();
    if rank == 0 || axis >= rank as i64 || axis < -(rank as i64) {
        return Err(vm.new_index_error("tuple index out of range"));
    }
    let axis = normalize_axis(axis, rank).or_raise(vm)?;
    if let Some(sections) = at.downcast_ref::<PyFloat>().map(|sections| sections.to_f64()) {
        if equal && sections == 0.0 {
            return Err(vm.new_zero_division_error("float modulo"));
        }
        if equal && array.array.shape()[axis] as f64 % sections != 0.0 {
            return Err(vm.new_value_error("array split does not result in an equal division"));
        }
        return split(vm, array, vm.ctx.new_int(sections.trunc() as i64).as_object(), axis as i64, false);
    }
    // An array of several positions can be asked for an index, and refuses.
    let parts = match at.try_index_opt(vm).filter(|sections| sections.is_ok() || !is_sequence(at, vm)) {
        Some(sections) => {
            let sections = index(vm, sections?.as_object())?;
            if equal && sections == 0 {
                return Err(vm.new_zero_division_error("integer modulo by zero"));
            }
            if equal && sections > 0 && array.array.shape()[axis] as i64 % sections != 0 {
                return Err(vm.new_value_error("array split does not result in an equal division"));
            }
            manipulate::array_split(&array.array, sections, axis).or_raise(vm)?
        }
        None => {
            let places = to_array(vm, at)?;
            if places.dtype().is_inexact() && places.size() > 0 {
                return Err(
                    vm.new_type_error("slice indices must be integers or None or have an __index__ method")
                );
            }
            let places = places.elements::<i64>().or_raise(vm)?;
            manipulate::split_at(&array.array, &places, axis)
        }
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
pub(crate) struct SplitArgs {
    #[pyarg(any)]
    ary: ArrayArg,
    #[pyarg(any)]
    indices_or_sections: PyObjectRef,
    #[pyarg(any, default = ShapeIndexArg(0))]
    axis: ShapeIndexArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UnstackArgs {
    #[pyarg(named, default = IndexArg(0))]
    axis: AxisArg,
}

crate::numpy::arguments::arguments_by_name! {
    HsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
    VsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
    DsplitByName { ary: ArrayArg, indices_or_sections: PyObjectRef }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

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
}
