//! Mean, variance, standard deviation, computed step by step as NumPy does, so that they round alike.

use super::count;
use super::squares::squared_distances;
use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::Result;
use crate::float_status;
use crate::layout::{Order, Shape};
use crate::promote::Casting;
use crate::scalar::Scalar;
use crate::ufunc::{self, Operand, Options, ReduceOptions, Ufunc};
use num_complex::{Complex32, Complex64};
use smallvec::smallvec;

/// Keyword arguments of [`mean`], [`variance`] and [`standard_deviation`].
#[derive(Clone, Debug, Default)]
pub struct MomentOptions {
    /// The type to compute in; float64 for integers by default.
    pub dtype: Option<DType>,
    /// Where the result is to go.
    pub out: Option<Array>,
    /// Keep reduced axes with size 1.
    pub keepdims: bool,
    /// Which elements to take.
    pub where_: Option<Array>,
    /// Taken from the count before a sum of squares is divided by it.
    pub ddof: f64,
    /// The mean, where it is known: with reduced axes of size 1.
    pub mean: Option<Array>,
}

/// A result, and whether somewhere there was nothing to take it of.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The means or variances.
    pub value: Array,
    /// `Mean of empty slice`, or `Degrees of freedom <= 0 for slice`.
    pub is_degenerate: bool,
    /// The floating-point status that each step left, in their order. That of the last step is still in [`float_status`].
    pub met: Vec<(&'static str, u8)>,
}

/// Takes the status as that of a step.
fn note(met: &mut Vec<(&'static str, u8)>, step: &'static str) {
    let status = float_status::take();
    if status != 0 {
        met.push((step, status));
    }
}

fn call(ufunc: &'static Ufunc, operands: &[Operand], options: &Options) -> Result<Array> {
    let results = ufunc.call(operands, options)?;
    Ok(results.into_iter().next().unwrap_or(Array::zeros(&[], DType::Float64)?))
}

/// The number of elements behind each result: one number, or an array if a mask chooses them.
fn counts(array: &Array, axes: &[usize], keepdims: bool, where_: Option<&Array>) -> Result<Array> {
    match where_ {
        None => Array::from_scalar(Scalar::Int64(count(array, axes) as i64)),
        Some(mask) => {
            let mask = mask.as_dtype(DType::Bool)?.broadcast_to(array.shape())?;
            let options = ReduceOptions { dtype: Some(DType::Int64), keepdims, ..Default::default() };
            ufunc::ADD.reduce(&mask, axes, &options)
        }
    }
}

fn sum(
    array: &Array,
    axes: &[usize],
    keepdims: bool,
    options: &MomentOptions,
    dtype: Option<DType>,
) -> Result<Array> {
    let options = ReduceOptions { dtype, keepdims, where_: options.where_.clone(), ..Default::default() };
    ufunc::ADD.reduce(array, axes, &options)
}

fn default_dtype(array: &Array, dtype: Option<DType>) -> Option<DType> {
    dtype
        .or(matches!(array.dtype().kind(), Kind::Bool | Kind::Signed | Kind::Unsigned)
            .then_some(DType::Float64))
}

/// A sum over its counts, in the sum's type.
fn divide(sum: Array, counts: &Array) -> Result<Array> {
    // A complex64 meets its count as complex128, which rounds otherwise.
    let quotient = match sum.dtype().is_inexact() && sum.dtype() != DType::Complex64 {
        true => call(
            &ufunc::DIVIDE,
            &[sum.clone().into(), counts.as_dtype(sum.dtype())?.into()],
            &Options::default(),
        )?,
        false => call(&ufunc::DIVIDE, &[sum.clone().into(), counts.into()], &Options::default())?,
    };
    quotient.as_dtype(sum.dtype())
}

/// Hands over what was found along axes of an array.
fn deliver(value: Array, array: &Array, axes: &[usize], options: &MomentOptions) -> Result<Array> {
    match &options.out {
        None => Ok(value),
        Some(out) if out.shape() == value.shape() => out.assign(&value).map(|()| out.clone()),
        Some(out) => Err(ufunc::ADD.wrong_out(array, axes, options.keepdims, out)),
    }
}

/// The mean along axes (distinct, in range).
///
/// # Errors
/// As [`Ufunc::reduce`].
///
/// ```
/// use ndgym_core::{Array, reduce::{self, MomentOptions}};
/// let a = Array::from_slice(&[2, 2], &[1_i64, 2, 3, 5]).unwrap();
/// let means = reduce::mean(&a, &[0], &MomentOptions::default()).unwrap().value;
/// assert_eq!(means.to_vec::<f64>(), [2.0, 3.5]);
/// ```
pub fn mean(array: &Array, axes: &[usize], options: &MomentOptions) -> Result<Moment> {
    let counts = counts(array, axes, options.keepdims, options.where_.as_ref())?;
    let is_degenerate = counts.elements::<i64>()?.contains(&0);
    let mut met = Vec::new();
    let sum = sum(array, axes, options.keepdims, options, default_dtype(array, options.dtype))?;
    note(&mut met, "reduce");
    let value = deliver(divide(sum, &counts)?, array, axes, options)?;
    Ok(Moment { value, is_degenerate, met })
}

/// The mean of squared distances from the mean along axes (distinct, in range).
///
/// # Errors
/// As [`Ufunc::reduce`].
pub fn variance(array: &Array, axes: &[usize], options: &MomentOptions) -> Result<Moment> {
    let dtype = default_dtype(array, options.dtype);
    let mut met = Vec::new();
    let center = match &options.mean {
        Some(mean) => mean.clone(),
        None => {
            let counts = counts(array, axes, true, options.where_.as_ref())?;
            let total = sum(array, axes, true, options, dtype)?;
            note(&mut met, "reduce");
            if total.dtype().is_inexact() {
                divide(total, &counts)?
            } else {
                // Into an array of integers, as a division in place would.
                let quotient =
                    call(&ufunc::DIVIDE, &[total.clone().into(), counts.into()], &Options::default())?;
                quotient.as_dtype(total.dtype())?
            }
        }
    };
    note(&mut met, "divide");
    let total = match squares_in_one_walk(array, &center, axes, dtype, options) {
        Some(total) => total,
        None => {
            let distances = call(&ufunc::SUBTRACT, &[array.into(), center.into()], &Options::default())?;
            note(&mut met, "subtract");
            let squares = squared_magnitudes(&distances)?;
            note(&mut met, "square");
            let total = sum(&squares, axes, options.keepdims, options, real(dtype))?;
            note(&mut met, "reduce");
            total
        }
    };
    let counts =
        counts(array, axes, options.keepdims, options.where_.as_ref())?.cast(DType::Float64, Order::K)?;
    let freedom: Vec<f64> = counts.elements::<f64>()?.into_iter().map(|count| count - options.ddof).collect();
    let is_degenerate = freedom.iter().any(|freedom| *freedom <= 0.0);
    let freedom: Vec<f64> = freedom.into_iter().map(|freedom| freedom.max(0.0)).collect();
    let value = divide(total, &Array::from_slice(counts.shape(), &freedom)?)?;
    Ok(Moment { value: deliver(value, array, axes, options)?, is_degenerate, met })
}

fn squares_in_one_walk(
    array: &Array,
    center: &Array,
    axes: &[usize],
    dtype: Option<DType>,
    options: &MomentOptions,
) -> Option<Array> {
    if options.where_.is_some() || dtype.is_some_and(|dtype| dtype != array.dtype()) {
        return None;
    }
    let total = squared_distances(array, center, axes)?;
    if options.keepdims {
        return Some(total);
    }
    let is_kept = |(axis, size): (usize, &usize)| (!axes.contains(&axis)).then_some(*size);
    let shape: Shape = total.shape().iter().enumerate().filter_map(is_kept).collect();
    total.reshape_to(&shape, Order::C).ok()
}

fn real(dtype: Option<DType>) -> Option<DType> {
    dtype.map(DType::real)
}

fn squared_magnitudes(distances: &Array) -> Result<Array> {
    if !distances.dtype().is_complex() {
        // The distances are not needed any more.
        let in_place = Options { out: smallvec![Some(distances.clone())], ..Options::default() };
        return call(&ufunc::MULTIPLY, &[distances.into(), distances.into()], &in_place);
    }
    let result =
        Array::empty_strided(distances.shape(), distances.strides_for(Order::K), distances.dtype().real())?;
    // In the precision of the parts, as NumPy squares and adds them.
    let squares: Vec<f64> = if distances.dtype() == DType::Complex64 {
        distances.elements::<Complex32>()?.into_iter().map(|z| f64::from(z.re * z.re + z.im * z.im)).collect()
    } else {
        distances.elements::<Complex64>()?.into_iter().map(|z| z.re * z.re + z.im * z.im).collect()
    };
    result.assign(&Array::from_slice(distances.shape(), &squares)?)?;
    Ok(result)
}

/// The square root of the variance.
///
/// # Errors
/// As [`Ufunc::reduce`].
pub fn standard_deviation(array: &Array, axes: &[usize], options: &MomentOptions) -> Result<Moment> {
    let without_out = MomentOptions { out: None, ..options.clone() };
    let Moment { value, is_degenerate, met } = variance(array, axes, &without_out)?;
    let root = Options { casting: Casting::Unsafe, ..Options::default() };
    let value = call(&ufunc::SQRT, &[value.clone().into()], &root)?.as_dtype(value.dtype())?;
    Ok(Moment { value: deliver(value, array, axes, options)?, is_degenerate, met })
}
