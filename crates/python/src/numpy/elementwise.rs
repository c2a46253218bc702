//! Element by element, but no ufuncs: clipping, rounding to decimals, conjugates as methods.

use super::arguments::{CastingArg, IndexArg, OutArg};
use super::array_like::{ArrayArg, integer_scalar};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::array_or_scalar;
use super::ufunc::operand;
use super::warnings;
use ndgym_core::layout::Order;
use ndgym_core::promote::Casting;
use ndgym_core::ufunc::{self as core, Number, Operand, Options, Ufunc};
use ndgym_core::{Array, DType, Error, ErrorKind, Result, dtype::Kind};
use rustpython_vm::{PyObjectRef, PyPayload, PyResult, VirtualMachine, function::OptionalArg, pyclass};

fn call(ufunc: &'static Ufunc, operands: &[Operand], options: &Options) -> Result<Array> {
    ufunc.call(operands, options).map(|mut results| results.remove(0))
}

fn deliver(vm: &VirtualMachine, result: Array, out: Option<OutArg>) -> PyResult {
    match out {
        Some(out) => Ok(out.0.into()),
        None => array_or_scalar(vm, result),
    }
}

/// Bounds of `clip`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipArgs {
    #[pyarg(any, optional)]
    a_min: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    a_max: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, optional)]
    min: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional)]
    max: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
}

/// Bounds of the method, which has them under other names.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipMethodArgs {
    #[pyarg(any, optional)]
    min: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    max: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
}

/// A bound as an operand; none if it is `None`, or a Python integer that no element of the type can pass.
fn bound(
    vm: &VirtualMachine,
    object: Option<PyObjectRef>,
    dtype: DType,
    low: bool,
) -> PyResult<Option<Operand>> {
    let Some(object) = object.filter(|object| !vm.is_none(object)) else { return Ok(None) };
    let bound = operand(vm, &object)?;
    if let Operand::Number(Number::Int(value)) = bound
        && dtype.is_integer()
        && integer_scalar(value, dtype).is_none()
        && low == (value < 0)
    {
        return Ok(None);
    }
    Ok(Some(bound))
}

fn clip(vm: &VirtualMachine, array: &Array, args: ClipMethodArgs) -> PyResult {
    let low = bound(vm, args.min.into_option(), array.dtype(), true)?;
    let high = bound(vm, args.max.into_option(), array.dtype(), false)?;
    let out = args.out.flatten();
    let last = Options {
        out: out.iter().map(|out| Some(out.array())).collect(),
        dtype: args.dtype.flatten().map(|dtype| dtype.0),
        casting: args.casting.0,
        ..Options::default()
    };
    let clipped = match (low, high) {
        (None, None) => {
            let copy = array.copy(Order::K).or_raise(vm)?;
            if let Some(out) = &out {
                out.array().assign(&copy).or_raise(vm)?;
            }
            Ok(copy)
        }
        (Some(low), None) => call(&core::MAXIMUM, &[array.into(), low], &last),
        (None, Some(high)) => call(&core::MINIMUM, &[array.into(), high], &last),
        (Some(low), Some(high)) => call(&core::MAXIMUM, &[array.into(), low], &Options::default())
            .and_then(|raised| call(&core::MINIMUM, &[raised.into(), high], &last)),
    };
    let clipped = clipped.or_raise(vm)?;
    warnings::report(vm, "clip")?;
    deliver(vm, clipped, out)
}

/// Rounded to decimals, halves to even, by way of a multiple of a power of ten.
fn round(array: &Array, decimals: i64) -> Result<Array> {
    match array.dtype().kind() {
        Kind::Bool if decimals != 0 => {
            let name = if decimals > 0 { "multiply" } else { "divide" };
            return Err(Error::new(
                ErrorKind::Casting,
                format!(
                    "Cannot cast ufunc '{name}' output from dtype('float64') to dtype('bool') with casting rule \
                     'same_kind'"
                ),
            ));
        }
        Kind::Bool => {
            return call(&core::RINT, &[array.cast(DType::Float32, Order::K)?.into()], &Options::default());
        }
        Kind::Signed | Kind::Unsigned if decimals >= 0 => return array.copy(Order::K),
        Kind::Complex => return round_parts(array, decimals),
        _ => {}
    }
    let options = Options::default();
    if decimals == 0 {
        return call(&core::RINT, &[array.into()], &options);
    }
    let power = Operand::Number(Number::Float(10_f64.powi(decimals.unsigned_abs().min(400) as i32)));
    let (there, back): (&'static Ufunc, &'static Ufunc) =
        if decimals > 0 { (&core::MULTIPLY, &core::DIVIDE) } else { (&core::DIVIDE, &core::MULTIPLY) };
    let scaled = call(there, &[array.into(), power.clone()], &options)?;
    let whole = call(&core::RINT, &[scaled.into()], &options)?;
    call(back, &[whole.into(), power], &options)?.as_dtype(array.dtype())
}

fn round_parts(array: &Array, decimals: i64) -> Result<Array> {
    let result = array.copy(Order::K)?;
    let part = array.dtype().real();
    for which in 0..2 {
        let strides: Vec<isize> = result.strides().iter().map(|stride| 2 * stride).collect();
        let Some(view) = result.reinterpret(part, result.shape(), &strides, 2 * result.offset() + which)
        else {
            continue;
        };
        view.assign(&round(&view, decimals)?)?;
    }
    Ok(result)
}

fn round_to(vm: &VirtualMachine, array: &Array, args: RoundArgs) -> PyResult {
    let rounded = round(array, args.decimals.0).or_raise(vm)?;
    warnings::report(vm, "multiply")?;
    let out = args.out.flatten();
    if let Some(out) = &out {
        out.array().assign(&rounded).or_raise(vm)?;
    }
    deliver(vm, rounded, out)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RoundArgs {
    #[pyarg(any, default = IndexArg(0))]
    decimals: IndexArg,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RoundFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: RoundArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ClipFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: ClipArgs,
}

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ElementwiseMethods: PyPayload {
    #[pymethod]
    fn clip(zelf: ArrayArg, args: ClipMethodArgs, vm: &VirtualMachine) -> PyResult {
        clip(vm, &zelf.array, args)
    }

    #[pymethod]
    fn round(zelf: ArrayArg, args: RoundArgs, vm: &VirtualMachine) -> PyResult {
        round_to(vm, &zelf.array, args)
    }

    #[pymethod]
    #[pymethod(name = "conj")]
    fn conjugate(zelf: ArrayArg, vm: &VirtualMachine) -> PyResult {
        if !zelf.array.dtype().is_complex() {
            return match zelf.owner() {
                Some(owner) => Ok(owner.clone().into()),
                None => array_or_scalar(vm, zelf.array.clone()),
            };
        }
        let conjugated = call(&core::CONJUGATE, &[(&zelf.array).into()], &Options::default()).or_raise(vm)?;
        array_or_scalar(vm, conjugated)
    }
}

/// One argument that has two names.
fn either(
    vm: &VirtualMachine,
    old: OptionalArg<PyObjectRef>,
    new: OptionalArg<PyObjectRef>,
) -> OptionalArg<PyObjectRef> {
    match (old, new) {
        (OptionalArg::Present(old), _) if !vm.is_none(&old) => OptionalArg::Present(old),
        (_, new) => new,
    }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn clip(args: ClipFunctionArgs, vm: &VirtualMachine) -> PyResult {
        let ClipArgs { a_min, a_max, out, min, max, dtype, casting } = args.rest;
        let args_a = args.a;
        let old = matches!((&a_min, &a_max), (OptionalArg::Present(_), _) | (_, OptionalArg::Present(_)));
        let new = matches!((&min, &max), (OptionalArg::Present(_), _) | (_, OptionalArg::Present(_)));
        if old && new {
            return Err(vm.new_value_error(
                "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.",
            ));
        }
        let (min, max) = (either(vm, a_min, min), either(vm, a_max, max));
        super::clip(vm, &args_a.array, ClipMethodArgs { min, max, out, dtype, casting })
    }

    #[pyfunction]
    #[pyfunction(name = "around")]
    fn round(args: RoundFunctionArgs, vm: &VirtualMachine) -> PyResult {
        round_to(vm, &args.a.array, args.rest)
    }
}
