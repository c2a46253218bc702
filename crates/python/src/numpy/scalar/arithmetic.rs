//! Arithmetic on single numbers, without arrays where that is quick and safe.
//!
//! Floats of one precision, and integers whose result fits, are by far the most common; everything else goes the way of arrays
//! of no axes, which give the same results. What differs from arrays: integers that overflow warn, and warnings speak of `scalar add`.

use super::{from_scalar_object, new_scalar, to_python};
use crate::numpy::ndarray::PyNdArray;
use crate::numpy::operators::{self, Operator};
use crate::numpy::ufunc;
use crate::numpy::{array_like::integer_scalar, warnings};
use ndgym_core::promote::promote_types;
use ndgym_core::ufunc::Ufunc;
use ndgym_core::{DType, Scalar, float_status};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyComplex, PyFloat, PyInt},
    types::{PyComparisonOp, PyTypeFlags},
};

/// A number as an operand of scalar arithmetic.
#[derive(Clone, Copy, Debug)]
enum Number {
    /// A NumPy scalar.
    Scalar(Scalar),
    /// A Python float, which takes the other operand's type.
    Float(f64),
    /// A Python integer, likewise.
    Int(i64),
    /// Any other Python number.
    Other,
}

impl Number {
    #[inline]
    fn from_object(vm: &VirtualMachine, object: &PyObject) -> Option<Number> {
        if let Some(float) = object.downcast_ref_if_exact::<PyFloat>(vm) {
            return Some(Number::Float(float.to_f64()));
        }
        if let Some(int) = object.downcast_ref_if_exact::<PyInt>(vm) {
            return Some(int.as_bigint().to_i64().map_or(Number::Other, Number::Int));
        }
        if let Some(scalar) = from_scalar_object(object) {
            return Some(Number::Scalar(scalar));
        }
        let is_number = object.downcastable::<PyFloat>()
            || object.downcastable::<PyInt>()
            || object.downcastable::<PyComplex>();
        is_number.then_some(Number::Other)
    }
}

/// `a op b` if both are single numbers.
pub(crate) fn binary(
    vm: &VirtualMachine,
    operator: Operator,
    a: &PyObject,
    b: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    if operator.ufunc.name == operators::MATMUL.ufunc.name {
        let arrays = [a, b].iter().any(|operand| operand.downcastable::<PyNdArray>());
        let scalars = [a, b].iter().any(|operand| from_scalar_object(operand).is_some());
        return Ok((scalars && !arrays).then(|| vm.ctx.not_implemented()));
    }
    let Some(left) = Number::from_object(vm, a) else {
        return if is_of_own_class(vm, a) {
            as_python_has_it(vm, operator, a, b)
        } else {
            repeat_or_none(vm, operator, b, a)
        };
    };
    let Some(right) = Number::from_object(vm, b) else {
        return if is_of_own_class(vm, b) {
            as_python_has_it(vm, operator, a, b)
        } else {
            repeat_or_none(vm, operator, a, b)
        };
    };
    let quick = quick(operator, left, right);
    let is_complex = |number| matches!(number, Number::Scalar(scalar) if scalar.dtype().is_complex());
    if (is_complex(left) || is_complex(right))
        && matches!(operator.ufunc.name, "floor_divide" | "remainder" | "divmod")
    {
        return Ok(Some(vm.ctx.not_implemented()));
    }
    match quick {
        Some(result) => Ok(Some(new_scalar(vm, result))),
        None => general(vm, operator, [a, b], meet_as_scalars(left, right, b)).map(Some),
    }
}

/// The result for the types that are most common, if it raises no warning.
#[inline]
fn quick(operator: Operator, left: Number, right: Number) -> Option<Scalar> {
    use Number::{Float, Int};
    use Scalar::{Bool, Float32, Float64, Int64};
    let is_exact = |integer: i64| integer.unsigned_abs() < 1 << f32::MANTISSA_DIGITS;
    match (left, right) {
        (Number::Scalar(Float64(x)), Number::Scalar(Float64(y)) | Float(y)) => float_result(operator, x, y),
        (Float(x), Number::Scalar(Float64(y))) => float_result(operator, x, y),
        (Number::Scalar(Int64(x)), Number::Scalar(Int64(y)) | Int(y)) => integer_result(operator, x, y),
        (Int(x), Number::Scalar(Int64(y))) => integer_result(operator, x, y),
        (Number::Scalar(Float64(x)), Int(y) | Number::Scalar(Int64(y))) => {
            float_result(operator, x, y as f64)
        }
        (Int(x) | Number::Scalar(Int64(x)), Number::Scalar(Float64(y))) => {
            float_result(operator, x as f64, y)
        }
        (Number::Scalar(Int64(x)), Float(y)) => float_result(operator, x as f64, y),
        (Float(x), Number::Scalar(Int64(y))) => float_result(operator, x, y as f64),
        // What a truth value meets counts it as 0 or 1.
        (Number::Scalar(Bool(x)), Number::Scalar(Int64(y)) | Int(y)) => integer_result(operator, x.into(), y),
        (Int(x) | Number::Scalar(Int64(x)), Number::Scalar(Bool(y))) => integer_result(operator, x, y.into()),
        (Number::Scalar(Bool(x)), Number::Scalar(Float64(y)) | Float(y)) => {
            float_result(operator, x.into(), y)
        }
        (Float(x) | Number::Scalar(Float64(x)), Number::Scalar(Bool(y))) => {
            float_result(operator, x, y.into())
        }
        (Number::Scalar(Float32(x)), Number::Scalar(Float32(y))) => single_result(operator, x, y),
        (Number::Scalar(Float32(x)), Float(y)) => single_result(operator, x, y as f32),
        (Float(x), Number::Scalar(Float32(y))) => single_result(operator, x as f32, y),
        (Number::Scalar(Float32(x)), Int(y)) if is_exact(y) => single_result(operator, x, y as f32),
        (Int(x), Number::Scalar(Float32(y))) if is_exact(x) => single_result(operator, x as f32, y),
        (Number::Scalar(x), Number::Scalar(y)) if x.dtype() == y.dtype() => {
            narrow_result(operator, x.dtype(), x.as_integer()?, y.as_integer()?)
        }
        (Number::Scalar(x), Int(y)) => narrow_result(operator, x.dtype(), x.as_integer()?, y.into()),
        (Int(x), Number::Scalar(y)) => narrow_result(operator, y.dtype(), x.into(), y.as_integer()?),
        _ => None,
    }
}

/// Whether an object's class is written in Python and tells nothing of arrays.
fn is_of_own_class(vm: &VirtualMachine, object: &PyObject) -> bool {
    const OF_ARRAYS: [&str; 6] = [
        "__array_ufunc__",
        "__array__",
        "__array_interface__",
        "__array_priority__",
        "__len__",
        "__getitem__",
    ];
    object.class().slots.flags.has_feature(PyTypeFlags::HEAPTYPE)
        && !OF_ARRAYS
            .iter()
            .any(|name| vm.get_attribute_opt(object, *name).is_ok_and(|found| found.is_some()))
}

/// What Python's own numbers and such an object make of it: NumPy hands on what it does not know with numbers unwrapped.
fn as_python_has_it(
    vm: &VirtualMachine,
    operator: Operator,
    a: &PyObject,
    b: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    let unwrapped = |object: &PyObject| match from_scalar_object(object) {
        Some(scalar) => to_python(vm, scalar),
        None => object.to_owned(),
    };
    let (a, b) = (&*unwrapped(a), &*unwrapped(b));
    let result = match operator.ufunc.name {
        "add" => vm._add(a, b),
        "subtract" => vm._sub(a, b),
        "multiply" => vm._mul(a, b),
        "divide" => vm._truediv(a, b),
        "floor_divide" => vm._floordiv(a, b),
        "remainder" => vm._mod(a, b),
        "power" => vm._pow(a, b, &vm.ctx.none()),
        "left_shift" => vm._lshift(a, b),
        "right_shift" => vm._rshift(a, b),
        "bitwise_and" => vm._and(a, b),
        "bitwise_or" => vm._or(a, b),
        "bitwise_xor" => vm._xor(a, b),
        _ => return Ok(None),
    };
    result.map(Some)
}

/// Whether NumPy computes with the two as scalars: one of their types holds the other. Else they are arrays to it, which
/// shows in warnings.
fn meet_as_scalars(left: Number, right: Number, b: &PyObject) -> bool {
    let holds = |scalar: Scalar, number| match number {
        Number::Float(_) => scalar.dtype().is_inexact(),
        Number::Int(_) => scalar.dtype() != DType::Bool,
        _ => scalar.dtype().is_complex() || !b.downcastable::<PyComplex>(),
    };
    match (left, right) {
        (Number::Scalar(left), _) if left.dtype() == DType::Bool => false,
        (Number::Scalar(left), Number::Scalar(right)) => {
            let (left, right) = (left.dtype(), right.dtype());
            let both = promote_types(left, right);
            both == left || both == right
        }
        (Number::Scalar(scalar), number) | (number, Number::Scalar(scalar)) => holds(scalar, number),
        _ => true,
    }
}

/// Lists, tuples and strings are repeated by integers, not multiplied element by element.
fn repeat_or_none(
    vm: &VirtualMachine,
    operator: Operator,
    number: &PyObject,
    other: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    let types = &vm.ctx.types;
    let is_sequence =
        [types.list_type, types.tuple_type, types.str_type].into_iter().any(|class| other.class().is(class));
    let repeats = operator.ufunc.name == operators::MULTIPLY.ufunc.name && is_sequence;
    Ok((repeats && from_scalar_object(number).is_some()).then(|| vm.ctx.not_implemented()))
}

/// Results that are finite met no floating-point exception worth a warning; others go the general way.
#[inline]
fn float_result(operator: Operator, x: f64, y: f64) -> Option<Scalar> {
    let result = match operator.ufunc.name {
        "add" => x + y,
        "subtract" => x - y,
        "multiply" => x * y,
        "divide" => x / y,
        _ => return None,
    };
    let is_quiet = result.is_normal() || result.is_finite() && !warnings::watches_underflow();
    is_quiet.then_some(Scalar::Float64(result))
}

/// [`float_result`] in single precision.
#[inline]
fn single_result(operator: Operator, x: f32, y: f32) -> Option<Scalar> {
    let result = match operator.ufunc.name {
        "add" => x + y,
        "subtract" => x - y,
        "multiply" => x * y,
        "divide" => x / y,
        _ => return None,
    };
    let is_quiet = result.is_normal() || result.is_finite() && !warnings::watches_underflow();
    is_quiet.then_some(Scalar::Float32(result))
}

/// [`integer_result`] of integers of another type, where they and the result fit it.
fn narrow_result(operator: Operator, dtype: DType, x: i128, y: i128) -> Option<Scalar> {
    if !dtype.is_integer() || [x, y].into_iter().any(|number| integer_scalar(number, dtype).is_none()) {
        return None;
    }
    match integer_result(operator, x.try_into().ok()?, y.try_into().ok()?)? {
        Scalar::Int64(result) => integer_scalar(result.into(), dtype),
        float => Some(float),
    }
}

#[inline]
fn integer_result(operator: Operator, x: i64, y: i64) -> Option<Scalar> {
    let result = match operator.ufunc.name {
        "add" => x.checked_add(y)?,
        "subtract" => x.checked_sub(y)?,
        "multiply" => x.checked_mul(y)?,
        "divide" if y != 0 => return Some(Scalar::Float64(x as f64 / y as f64)),
        "floor_divide" if y != 0 => {
            let quotient = x.checked_div(y)?;
            if x % y != 0 && (x < 0) != (y < 0) { quotient - 1 } else { quotient }
        }
        "remainder" if y > 0 => x.rem_euclid(y),
        "bitwise_and" => x & y,
        "bitwise_or" => x | y,
        "bitwise_xor" => x ^ y,
        _ => return None,
    };
    Some(Scalar::Int64(result))
}

/// By way of arrays of no axes.
fn general(vm: &VirtualMachine, operator: Operator, [a, b]: [&PyObject; 2], as_scalars: bool) -> PyResult {
    let operands = [ufunc::operand(vm, a)?, ufunc::operand(vm, b)?];
    let results = ufunc::compute(vm, operator.ufunc, &operands)?;
    if as_scalars
        && let [result] = &results[..]
        && let [left, right] = [exact(a), exact(b)]
        && overflowed(operator, left, right, *result)
    {
        float_status::raise(float_status::OVERFLOW);
    }
    let name = operator.ufunc.name;
    let named = if as_scalars { format!("scalar {name}") } else { name.to_owned() };
    warnings::report(vm, &named)?;
    Ok(match &results[..] {
        [one] => new_scalar(vm, *one),
        several => vm.ctx.new_tuple(several.iter().map(|result| new_scalar(vm, *result)).collect()).into(),
    })
}

/// The value of an integer operand, without loss.
fn exact(object: &PyObject) -> Option<i128> {
    match from_scalar_object(object) {
        Some(scalar) => scalar.as_integer(),
        None => object.downcast_ref::<PyInt>().and_then(|int| int.as_bigint().to_i128()),
    }
}

/// Whether an integer result is not the true one because it did not fit.
fn overflowed(operator: Operator, left: Option<i128>, right: Option<i128>, result: Scalar) -> bool {
    let (Some(left), Some(right), true) = (left, right, result.dtype().is_integer()) else { return false };
    let truth = match operator.ufunc.name {
        "add" => left.checked_add(right),
        "subtract" => left.checked_sub(right),
        "multiply" => left.checked_mul(right),
        "floor_divide" if right == -1 => left.checked_neg(),
        _ => return false,
    };
    truth.and_then(|truth| integer_scalar(truth, result.dtype())).is_none()
}

/// `-a`, `abs(a)`, `~a` and `+a` if `a` is a scalar.
pub(crate) fn unary(
    vm: &VirtualMachine,
    function: &'static Ufunc,
    a: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    let Some(scalar) = from_scalar_object(a) else { return Ok(None) };
    let name = function.name;
    let quick = match (name, scalar) {
        ("negative", Scalar::Float64(value)) => Some(Scalar::Float64(-value)),
        ("absolute", Scalar::Float64(value)) => Some(Scalar::Float64(value.abs())),
        ("negative", Scalar::Int64(value)) => value.checked_neg().map(Scalar::Int64),
        ("absolute", Scalar::Int64(value)) => value.checked_abs().map(Scalar::Int64),
        _ => None,
    };
    if let Some(result) = quick {
        return Ok(Some(new_scalar(vm, result)));
    }
    let results = ufunc::compute(vm, function, &[ufunc::operand(vm, a)?])?;
    let truth = match name {
        "negative" => scalar.as_integer().map(|value| -value),
        "absolute" => scalar.as_integer().map(i128::abs),
        _ => None,
    };
    let overflows =
        |truth: i128| scalar.dtype().is_integer() && integer_scalar(truth, scalar.dtype()).is_none();
    if truth.is_some_and(overflows) {
        float_status::raise(float_status::OVERFLOW);
    }
    warnings::report(vm, &format!("scalar {name}"))?;
    Ok(results.first().map(|result| new_scalar(vm, *result)))
}

/// Comparison of two doubles or two integers; None for all else.
pub(crate) fn compare(
    vm: &VirtualMachine,
    op: PyComparisonOp,
    a: &PyObject,
    b: &PyObject,
) -> Option<PyObjectRef> {
    let (left, right) = (Number::from_object(vm, a)?, Number::from_object(vm, b)?);
    let float = |number| match number {
        Number::Scalar(Scalar::Float64(value)) | Number::Float(value) => Some(value),
        // Integers up to 2^53 are doubles without loss.
        Number::Int(value) if value.unsigned_abs() <= 1 << 53 => Some(value as f64),
        _ => None,
    };
    let ordering = match (float(left), float(right)) {
        (Some(x), Some(y)) => x.partial_cmp(&y),
        _ => Some(integer(left)?.cmp(&integer(right)?)),
    };
    let answer = match ordering {
        Some(ordering) => op.eval_ord(ordering),
        None => op == PyComparisonOp::Ne,
    };
    Some(new_scalar(vm, Scalar::Bool(answer)))
}

fn integer(number: Number) -> Option<i128> {
    match number {
        Number::Scalar(scalar) if scalar.dtype() != DType::Bool => scalar.as_integer(),
        Number::Int(value) => Some(value.into()),
        _ => None,
    }
}
