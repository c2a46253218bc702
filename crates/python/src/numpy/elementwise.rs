//! Element by element, but no ufuncs: clipping, rounding to decimals, conjugates as methods.

use super::arguments::{CastingArg, IndexArg, OrderArg, OutArg};
use super::array_like::ArrayArg;
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, array_or_scalar};
use super::ufunc::{mask, operand};
use super::warnings;
use ndgym_core::dtype::Kind;
use ndgym_core::ufunc::{self as core, Operand, Options};
use ndgym_core::{Array, DType, rounding};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, builtins::PyInt,
    function::OptionalArg, pyclass,
};

/// What `clip` hands on to the ufunc.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipOptions {
    #[pyarg(named, optional)]
    r#where: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, optional)]
    casting: OptionalArg<CastingArg>,
    #[pyarg(named, optional)]
    order: OptionalArg<OrderArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipMethodArgs {
    #[pyarg(any, optional)]
    min: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    max: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
    #[pyarg(flatten)]
    options: ClipOptions,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, optional)]
    a_min: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    a_max: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
    #[pyarg(named, optional)]
    min: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional)]
    max: OptionalArg<PyObjectRef>,
    #[pyarg(flatten)]
    options: ClipOptions,
}

/// The bounds among a call's arguments.
fn bounds(vm: &VirtualMachine, args: &ClipArgs) -> PyResult<[Option<PyObjectRef>; 2]> {
    use OptionalArg::{Missing, Present};
    match (&args.a_min, &args.a_max) {
        (Missing, Missing) => Ok([args.min.clone().into_option(), args.max.clone().into_option()]),
        (Missing, _) => Err(vm.new_type_error("clip() missing 1 required positional argument: 'a_min'")),
        (_, Missing) => Err(vm.new_type_error("clip() missing 1 required positional argument: 'a_max'")),
        (Present(_), Present(_)) if args.min.is_present() || args.max.is_present() => Err(vm
            .new_value_error(
                "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.",
            )),
        (Present(low), Present(high)) => Ok([Some(low.clone()), Some(high.clone())]),
    }
}

/// A bound as an operand, unless no number of the array's type is beyond it.
fn bound(
    vm: &VirtualMachine,
    array: &Array,
    object: Option<PyObjectRef>,
    is_idle: fn(i128, (i128, i128)) -> bool,
) -> PyResult<Option<Operand>> {
    let Some(object) = object.filter(|object| !vm.is_none(object)) else { return Ok(None) };
    if let Some(range) = integer_range(array.dtype())
        && let Some(bound) = plain_int(vm, &object)
        && is_idle(bound, range)
    {
        return Ok(None);
    }
    operand(vm, &object).map(Some)
}

/// The smallest and the largest number of an integer type.
fn integer_range(dtype: DType) -> Option<(i128, i128)> {
    let bits = dtype.itemsize() * 8;
    match dtype.kind() {
        Kind::Signed => Some((-(1 << (bits - 1)), (1 << (bits - 1)) - 1)),
        Kind::Unsigned => Some((0, (1 << bits) - 1)),
        _ => None,
    }
}

/// The value of a Python `int`, and of nothing derived from it; those beyond 128 bits at its ends.
fn plain_int(vm: &VirtualMachine, object: &PyObject) -> Option<i128> {
    let int = object.downcast_ref::<PyInt>().filter(|_| object.class().is(vm.ctx.types.int_type))?;
    let int = int.as_bigint();
    Some(int.to_i128().unwrap_or(if int.sign() == malachite_bigint::Sign::Minus {
        i128::MIN
    } else {
        i128::MAX
    }))
}

fn clip(
    vm: &VirtualMachine,
    array: &Array,
    [low, high]: [Option<PyObjectRef>; 2],
    out: Option<OutArg>,
    args: ClipOptions,
) -> PyResult {
    let low = bound(vm, array, low, |low, (smallest, _)| low <= smallest)?;
    let high = bound(vm, array, high, |high, (_, largest)| high >= largest)?;
    let mut options = Options::default();
    if let OptionalArg::Present(chosen) = args.r#where {
        options.where_ = mask(vm, &chosen)?;
    }
    options.dtype = args.dtype.map(|dtype| dtype.0);
    if let OptionalArg::Present(casting) = args.casting {
        options.casting = casting.0;
    }
    if let OptionalArg::Present(order) = args.order {
        options.order = order.0;
    }
    options.out.extend(out.iter().map(|out| Some(out.array())));
    let array = Operand::from(array);
    let mut results = match (low, high) {
        (None, None) => core::POSITIVE.call(&[array], &options),
        (Some(low), None) => core::MAXIMUM.call(&[array, low], &options),
        (None, Some(high)) => core::MINIMUM.call(&[array, high], &options),
        (Some(low), Some(high)) => core::CLIP.call(&[array, low, high], &options),
    }
    .or_raise(vm)?;
    warnings::report(vm, "clip")?;
    match out {
        Some(out) => Ok(out.0.into()),
        None => array_or_scalar(vm, results.remove(0)),
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RoundMethodArgs {
    #[pyarg(any, default = IndexArg(0), py_default = "0")]
    decimals: IndexArg,
    #[pyarg(any, optional)]
    out: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RoundArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: RoundMethodArgs,
}

fn round(vm: &VirtualMachine, array: &Array, args: RoundMethodArgs) -> PyResult {
    let out = match args.out {
        None => None,
        Some(object) => match object.downcast::<PyNdArray>() {
            Ok(out) => Some(out),
            Err(_) => return Err(vm.new_type_error("output must be an array")),
        },
    };
    if let Some(out) = &out {
        out.check_writeable_output(vm)?;
    }
    let target = out.as_ref().map(|out| out.array());
    let result = rounding::round(array, args.decimals.0, target.as_ref()).or_raise(vm)?;
    warnings::report(vm, if args.decimals.0 > 0 { "multiply" } else { "divide" })?;
    match out {
        Some(out) => Ok(out.into()),
        None => array_or_scalar(vm, result),
    }
}

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ElementwiseMethods: PyPayload {
    #[pymethod]
    fn clip(zelf: ArrayArg, args: ClipMethodArgs, vm: &VirtualMachine) -> PyResult {
        clip(vm, &zelf.array, [args.min, args.max], args.out, args.options)
    }

    #[pymethod]
    fn round(zelf: ArrayArg, args: RoundMethodArgs, vm: &VirtualMachine) -> PyResult {
        round(vm, &zelf.array, args)
    }

    #[pymethod]
    #[pymethod(name = "conj")]
    fn conjugate(zelf: ArrayArg, vm: &VirtualMachine) -> PyResult {
        if zelf.array.dtype().is_text() {
            return Err(vm.new_type_error("cannot conjugate non-numeric dtype"));
        }
        if !zelf.array.dtype().is_complex() {
            return match zelf.owner() {
                Some(owner) => Ok(owner.clone().into()),
                None => array_or_scalar(vm, zelf.array.clone()),
            };
        }
        let mut conjugated =
            core::CONJUGATE.call(&[(&zelf.array).into()], &Options::default()).or_raise(vm)?;
        array_or_scalar(vm, conjugated.remove(0))
    }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{ClipArgs, RoundArgs, bounds};
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn clip(args: ClipArgs, vm: &VirtualMachine) -> PyResult {
        let bounds = bounds(vm, &args)?;
        super::clip(vm, &args.a.array, bounds, args.out, args.options)
    }

    #[pyfunction]
    #[pyfunction(name = "around")]
    fn round(args: RoundArgs, vm: &VirtualMachine) -> PyResult {
        super::round(vm, &args.a.array, args.rest)
    }
}
