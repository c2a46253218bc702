//! From JavaScript's values to the core's, and back.

use crate::array::NdArray;
use crate::memory;
use crate::types::{ArrayInput, ArrayInputs, AxesInput, DTypeInput, ShapeInput};
use js_sys::{BigInt, Object, Reflect};
use ndgym_core::ufunc::{Number, Operand};
use ndgym_core::{Array, DType, Error, Result, Scalar, layout};
use wasm_bindgen::{JsCast, JsValue};

/// The largest integer that a number holds exactly together with its neighbours.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Anything as an array.
pub(crate) fn array(value: &JsValue) -> Result<Array> {
    if let Some(array) = NdArray::lent(value) {
        return Ok(array);
    }
    match memory::from_typed_array(value) {
        Some(array) => array,
        None => nested(value),
    }
}

/// An array input as an array.
pub(crate) fn input(value: &ArrayInput) -> Result<Array> {
    array(value)
}

/// A list of inputs.
pub(crate) fn inputs(values: &ArrayInputs) -> Result<Vec<Array>> {
    match values.dyn_ref::<js_sys::Array>() {
        Some(values) => values.iter().map(|value| array(&value)).collect(),
        None => js_sys::Array::from(values).iter().map(|value| array(&value)).collect(),
    }
}

/// Anything as an operand: numbers take the type of the arrays they meet.
pub(crate) fn operand(value: &ArrayInput) -> Result<Operand> {
    if let Some(number) = value.as_f64() {
        return Ok(Operand::Number(match whole(number) {
            Some(integer) => Number::Int(integer.into()),
            None => Number::Float(number),
        }));
    }
    if value.is_bigint() {
        return big(value).map(|integer| Operand::Number(Number::Int(integer)));
    }
    array(value).map(Operand::Array)
}

/// A number without a fraction.
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= MAX_SAFE).then_some(number as i64)
}

fn big(value: &JsValue) -> Result<i128> {
    i128::try_from(value.clone()).map_err(|_| Error::value("a bigint beyond 128 bits"))
}

/// An element of a list or a value of its own.
fn scalar(value: &JsValue) -> Result<Scalar> {
    if let Some(number) = value.as_f64() {
        return Ok(Scalar::Float64(number));
    }
    if let Some(truth) = value.as_bool() {
        return Ok(Scalar::Bool(truth));
    }
    if value.is_bigint() {
        let integer = big(value)?;
        return i64::try_from(integer)
            .map(Scalar::Int64)
            .or_else(|_| u64::try_from(integer).map(Scalar::UInt64))
            .map_err(|_| Error::value("a bigint beyond 64 bits"));
    }
    let kind = value.js_typeof().as_string().unwrap_or_default();
    Err(Error::type_error(format!("no array can be made of {kind}")))
}

/// Nested lists, or one value.
fn nested(value: &JsValue) -> Result<Array> {
    let mut shape = Vec::new();
    let mut level = value.clone();
    while let Some(list) = level.dyn_ref::<js_sys::Array>() {
        shape.push(list.length() as usize);
        layout::checked_rank(shape.len())?;
        level = list.get(0);
    }
    let mut elements = Vec::new();
    flatten(value, &shape, 0, &mut elements)?;
    let dtype = elements
        .iter()
        .map(|scalar| scalar.dtype())
        .reduce(ndgym_core::promote::promote_types)
        .unwrap_or(DType::Float64);
    let array = Array::empty(&shape, dtype)?;
    ndgym_core::with_element!(dtype, T => {
        array.cells::<T>().iter().zip(&elements).for_each(|(cell, element)| cell.set(element.get()));
    });
    Ok(array)
}

fn flatten(value: &JsValue, shape: &[usize], axis: usize, elements: &mut Vec<Scalar>) -> Result<()> {
    let ragged = || {
        Error::value(format!(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after {axis} \
             dimensions. The detected shape was {} + inhomogeneous part.",
            layout::shape_as_tuple(&shape[..axis])
        ))
    };
    match (value.dyn_ref::<js_sys::Array>(), shape.get(axis)) {
        (Some(list), Some(size)) if list.length() as usize == *size => {
            list.iter().try_for_each(|item| flatten(&item, shape, axis + 1, elements))
        }
        (None, None) => {
            elements.push(scalar(value)?);
            Ok(())
        }
        _ => Err(ragged()),
    }
}

/// Integers: a number or a list of them.
fn integers(value: &JsValue) -> Result<Vec<i64>> {
    let integer = |value: &JsValue| {
        value
            .as_f64()
            .and_then(whole)
            .ok_or_else(|| Error::type_error("expected an integer or a list of integers"))
    };
    match value.dyn_ref::<js_sys::Array>() {
        Some(list) => list.iter().map(|item| integer(&item)).collect(),
        None => Ok(vec![integer(value)?]),
    }
}

/// A shape as asked for; -1 may stand for a size to be found.
pub(crate) fn shape(value: &ShapeInput) -> Result<Vec<i64>> {
    integers(value)
}

/// Sizes of a new array.
pub(crate) fn sizes(value: &ShapeInput, dtype: DType) -> Result<layout::Shape> {
    layout::checked_shape(&integers(value)?, dtype)
}

/// Sizes of a new array; none for no axes.
pub(crate) fn optional_sizes(value: Option<&ShapeInput>, dtype: DType) -> Result<layout::Shape> {
    value.map_or(Ok(layout::Shape::new()), |value| sizes(value, dtype))
}

/// Axes of an array of `rank` axes: all, if none are given.
pub(crate) fn axes(value: Option<&AxesInput>, rank: usize) -> Result<Vec<usize>> {
    match value {
        Some(value) if !value.is_null() => {
            Ok(layout::normalize_axes(&integers(value)?, rank, "axis")?.to_vec())
        }
        _ => Ok((0..rank).collect()),
    }
}

/// A permutation or list of axes as given.
pub(crate) fn axis_numbers(value: &AxesInput) -> Result<Vec<i64>> {
    integers(value)
}

/// An element type by name.
pub(crate) fn dtype(value: Option<&DTypeInput>) -> Result<Option<DType>> {
    value
        .map(|value| match value.as_string() {
            Some(name) => DType::parse(&name),
            None => Err(Error::type_error("a dtype is a text, such as \"float64\"")),
        })
        .transpose()
}

/// One element for JavaScript.
pub(crate) fn element(value: Scalar) -> JsValue {
    match value {
        Scalar::Bool(truth) => truth.into(),
        Scalar::Int64(value) if value.unsigned_abs() as f64 > MAX_SAFE => BigInt::from(value).into(),
        Scalar::UInt64(value) if value as f64 > MAX_SAFE => BigInt::from(value).into(),
        Scalar::Complex64(_) | Scalar::Complex128(_) => {
            let value = value.get::<ndgym_core::Complex64>();
            object([("re", value.re.into()), ("im", value.im.into())])
        }
        _ => value.get::<f64>().into(),
    }
}

/// Nested lists of elements.
pub(crate) fn lists(array: &Array, axis: usize, offset: usize) -> JsValue {
    if axis == array.rank() {
        return element(array.scalar_at(offset));
    }
    let stride = array.strides()[axis];
    let items = (0..array.shape()[axis] as isize)
        .map(|i| lists(array, axis + 1, offset.wrapping_add_signed(i * stride)));
    items.collect::<js_sys::Array>().into()
}

/// A plain object.
pub(crate) fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// A list of numbers.
pub(crate) fn numbers(values: impl IntoIterator<Item = f64>) -> js_sys::Array {
    values.into_iter().map(JsValue::from).collect()
}
