//! `bincount`, `interp`, `convolve` and `correlate`; other statistics are written in Python (`_averages.py`, `_quantiles.py` …).

use super::arguments::index;
use super::array_like::{ArrayArg, to_array_of};
use super::errors::OrRaise;
use super::ndarray::{array_or_scalar, new_array};
use super::warnings;
use ndgym_core::statistics::{self, Mode, Outside};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyFloat, PyStr},
    function::OptionalArg,
};

/// An argument of one axis, refused as NumPy's conversion does it.
struct SequenceArg(ArrayArg);

impl TryFromObject for SequenceArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        let argument = ArrayArg::from_object(vm, &object)?;
        check_depth(vm, &argument)?;
        Ok(SequenceArg(argument))
    }
}

fn check_depth(vm: &VirtualMachine, argument: &ArrayArg) -> PyResult<()> {
    let (is_array, rank) = (argument.owner().is_some(), argument.array.rank());
    match rank {
        0 => Err(vm.new_value_error("object of too small depth for desired array")),
        1 => Ok(()),
        _ if is_array => Err(vm.new_value_error("object too deep for desired array")),
        _ => Err(vm.new_value_error(
            "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of \
             1.",
        )),
    }
}

/// Refuses arrays that cannot be cast safely to a type.
fn check_safe(vm: &VirtualMachine, array: &Array, dtype: DType) -> PyResult<()> {
    if ndgym_core::promote::can_cast(array.dtype(), dtype, ndgym_core::promote::Casting::Safe) {
        return Ok(());
    }
    Err(vm.new_type_error(format!(
        "Cannot cast array data from dtype('{}') to dtype('{}') according to the rule 'safe'",
        array.dtype().name(),
        dtype.name()
    )))
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct BincountArgs {
    #[pyarg(positional)]
    x: PyObjectRef,
    #[pyarg(any, optional)]
    weights: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    minlength: OptionalArg<PyObjectRef>,
}

/// The numbers to count: integers, or what a list holds turned into integers.
fn counted(vm: &VirtualMachine, object: &PyObject) -> PyResult<Array> {
    let argument = ArrayArg::from_object(vm, object)?;
    check_depth(vm, &argument)?;
    let array = &argument.array;
    if array.dtype().is_integer() || array.dtype() == DType::Bool {
        return array.as_dtype(DType::Int64).or_raise(vm);
    }
    if argument.owner().is_some() {
        check_safe(vm, array, DType::Int64)?;
    } else if array.size() > 0 {
        warnings::warn(
            vm.ctx.exceptions.deprecation_warning,
            "Non-integer input passed to bincount. In a future version of NumPy, this will be an error. (Deprecated NumPy \
             2.1)"
                .to_owned(),
            1,
            vm,
        )?;
    }
    to_array_of(vm, object, DType::Int64)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct InterpArgs {
    #[pyarg(any)]
    x: PyObjectRef,
    #[pyarg(any)]
    xp: PyObjectRef,
    #[pyarg(any)]
    fp: ArrayArg,
    #[pyarg(any, optional)]
    left: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    right: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    period: Option<PyObjectRef>,
}

/// The value to one side of all points.
fn outside(
    vm: &VirtualMachine,
    object: Option<PyObjectRef>,
    is_complex: bool,
) -> PyResult<Option<ndgym_core::Complex64>> {
    let Some(object) = object else { return Ok(None) };
    if is_complex {
        let (value, _) = object.try_complex(vm)?.ok_or_else(|| {
            vm.new_type_error(format!("must be complex, not {}", object.class().slot_name()))
        })?;
        return Ok(Some(value));
    }
    if object.downcast_ref::<PyStr>().is_some() {
        return Err(vm.new_type_error("must be real number, not str"));
    }
    Ok(Some(object.try_float(vm)?.to_f64().into()))
}

/// Numbers that must be real.
fn real_numbers(vm: &VirtualMachine, object: &PyObject) -> PyResult<ArrayArg> {
    let argument = ArrayArg::from_object(vm, object)?;
    if argument.array.dtype().is_text() && argument.owner().is_some() {
        check_safe(vm, &argument.array, DType::Float64)?;
    }
    if argument.array.dtype().is_complex() {
        return match argument.owner() {
            Some(_) => check_safe(vm, &argument.array, DType::Float64).map(|()| argument),
            None => {
                Err(vm.new_type_error("float() argument must be a string or a real number, not 'complex'"))
            }
        };
    }
    Ok(argument)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ConvolveArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    v: ArrayArg,
    #[pyarg(any, optional)]
    mode: OptionalArg<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CorrelateArgs {
    #[pyarg(any)]
    a: SequenceArg,
    #[pyarg(any)]
    v: SequenceArg,
    #[pyarg(any, optional)]
    mode: OptionalArg<PyObjectRef>,
}

/// A `mode` argument: a word, or its old number.
fn mode(vm: &VirtualMachine, object: OptionalArg<PyObjectRef>, default: Mode) -> PyResult<Mode> {
    let OptionalArg::Present(object) = object else { return Ok(default) };
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return Mode::parse(&text.to_string_lossy()).or_raise(vm);
    }
    if vm.is_none(&object) || object.downcast_ref::<PyFloat>().is_some() {
        return Err(vm.new_type_error("convolve/correlate mode not understood"));
    }
    match index(vm, &object)? {
        0 => Ok(Mode::Valid),
        1 => Ok(Mode::Same),
        2 => Ok(Mode::Full),
        _ => Err(vm.new_value_error("integer convolve/correlate mode must be 0, 1, or 2")),
    }
}

/// An array of at least one axis.
fn lifted(vm: &VirtualMachine, array: &Array) -> PyResult<Array> {
    if array.rank() > 0 {
        return Ok(array.clone());
    }
    array.reshape_to(&[1], ndgym_core::layout::Order::C).or_raise(vm)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn bincount(args: BincountArgs, vm: &VirtualMachine) -> PyResult {
        let minlength = match args.minlength {
            OptionalArg::Present(object) if vm.is_none(&object) => {
                return Err(vm.new_type_error("use 0 instead of None for minlength"));
            }
            OptionalArg::Present(object) => index(vm, &object)?,
            OptionalArg::Missing => 0,
        };
        let numbers = counted(vm, &args.x)?;
        let counts = match args.weights {
            None => statistics::bincount(&numbers, minlength),
            Some(object) => {
                let weights = real_numbers(vm, &object)?;
                check_depth(vm, &weights)?;
                statistics::bincount_weighted(&numbers, &weights.array, minlength)
            }
        };
        new_array(vm, counts.or_raise(vm)?)
    }

    #[pyfunction]
    fn interp(args: InterpArgs, vm: &VirtualMachine) -> PyResult {
        let period = match &args.period {
            None => None,
            Some(period) => Some(period.try_float(vm)?.to_f64()),
        };
        // With a period they are turned into floats, without one only taken as such.
        let numbers = |object: &PyObject| match period {
            Some(_) => to_array_of(vm, object, DType::Float64)
                .and_then(|array| new_array(vm, array)?.try_into_value::<ArrayArg>(vm)),
            None => real_numbers(vm, object),
        };
        let (x, xp) = (numbers(&args.x)?, numbers(&args.xp)?);
        if period.is_none() && xp.owner().is_none() && xp.array.rank() > 1 {
            check_depth(vm, &xp)?;
        }
        let is_complex = args.fp.array.dtype().is_complex();
        if args.fp.array.dtype().is_text() {
            check_safe(vm, &args.fp.array, DType::Float64)?;
        }
        let sides = Outside {
            left: outside(vm, args.left, is_complex)?,
            right: outside(vm, args.right, is_complex)?,
        };
        let values = statistics::interp(&x.array, &xp.array, &args.fp.array, sides, period).or_raise(vm)?;
        array_or_scalar(vm, values)
    }

    #[pyfunction]
    fn convolve(args: ConvolveArgs, vm: &VirtualMachine) -> PyResult {
        let (a, v) = (lifted(vm, &args.a.array)?, lifted(vm, &args.v.array)?);
        for (name, array) in [("a", &a), ("v", &v)] {
            if array.shape()[0] == 0 {
                return Err(vm.new_value_error(format!("{name} cannot be empty")));
            }
        }
        let mode = mode(vm, args.mode, Mode::Full)?;
        new_array(vm, statistics::convolve(&a, &v, mode).or_raise(vm)?)
    }

    #[pyfunction]
    fn correlate(args: CorrelateArgs, vm: &VirtualMachine) -> PyResult {
        let mode = mode(vm, args.mode, Mode::Valid)?;
        new_array(vm, statistics::correlate(&args.a.0.array, &args.v.0.array, mode).or_raise(vm)?)
    }
}
