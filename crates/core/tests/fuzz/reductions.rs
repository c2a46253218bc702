//! Moments, positions of extrema, counts.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::layout::{Order, normalize_axes, normalize_axis};
use ndgym_core::reduce::*;
use ndgym_core::statistics::{Mode, Outside, bincount, bincount_weighted, convolve, correlate, interp};
use ndgym_core::{Array, Complex64, DType, Error};

type Result<T> = std::result::Result<T, Error>;
type Axes = ndgym_core::layout::Shape;

fn array_and_axes(c: &mut Choices) -> Result<(Array, Axes)> {
    let array = c.array();
    let axes: Vec<i64> = match c.below(3) {
        0 => (0..array.rank() as i64).collect(),
        _ => (0..c.below(4)).map(|_| c.axis(array.rank())).collect(),
    };
    let axes = normalize_axes(&axes, array.rank(), "axis")?;
    Ok((array, axes))
}

fn moment(c: &mut Choices, compute: fn(&Array, &[usize], &MomentOptions) -> Result<Moment>) -> Result<Array> {
    let (array, axes) = array_and_axes(c)?;
    let mut options = MomentOptions {
        dtype: c.dtype_or_none(),
        keepdims: c.either(),
        ddof: if c.one_in(3) { c.float() } else { 0.0 },
        ..MomentOptions::default()
    };
    if c.one_in(6) {
        options.out = Some(c.array());
    }
    if c.one_in(6) {
        options.mean = Some(c.array());
    }
    options.where_ = match c.mask_or_none(&array) {
        Some(mask) => Some(mask.broadcast_to(array.shape())?),
        None => None,
    };
    compute(&array, &axes, &options).map(|moment| moment.value)
}

fn extremum(c: &mut Choices, find: fn(&Array, Option<usize>, bool) -> Result<Array>) -> Result<Array> {
    let array = c.array();
    let axis = c.axis_or_none(array.rank()).map(|axis| normalize_axis(axis, array.rank())).transpose()?;
    find(&array, axis, c.either())
}

/// A vector, mostly of numbers that are not negative.
fn counted(c: &mut Choices) -> Array {
    let dtype = c.pick(&[DType::UInt8, DType::Int64, DType::Int8, DType::UInt64, DType::Float64]);
    let rank = if c.one_in(10) { c.rank() } else { 1 };
    let array = c.array_of_rank(dtype, rank);
    if dtype == DType::Int64 && !c.one_in(4) {
        array.buffer().cells::<i64>().iter().for_each(|cell| cell.set(cell.get().rem_euclid(9)));
    }
    array
}

fn weighted(c: &mut Choices) -> Result<Array> {
    let array = counted(c);
    let weights = if c.either() { array.cast(c.dtype(), Order::K)? } else { c.array() };
    bincount_weighted(&array, &weights, c.integer())
}

fn interpolated(c: &mut Choices) -> Result<Array> {
    let (x, xp) = (c.array(), c.array_of_rank(DType::Float64, 1));
    let fp = if c.one_in(5) { c.array() } else { xp.cast(c.dtype(), Order::K)? };
    let mut complex = || c.one_in(3).then(|| Complex64::new(c.float(), c.float()));
    let outside = Outside { left: complex(), right: complex() };
    let period = c.one_in(3).then(|| c.float());
    interp(&x, &xp, &fp, outside, period)
}

fn slid(c: &mut Choices, slide: fn(&Array, &Array, Mode) -> Result<Array>) -> Result<Array> {
    let dtypes = (c.dtype(), c.dtype());
    let rank = if c.one_in(10) { c.rank() } else { 1 };
    let (a, v) = (c.array_of_rank(dtypes.0, rank), c.array_of_rank(dtypes.1, 1));
    slide(&a, &v, c.pick(&[Mode::Valid, Mode::Same, Mode::Full]))
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    mean: |c| moment(c, mean);
    variance: |c| moment(c, variance);
    standard_deviation: |c| moment(c, standard_deviation);
    argmax: |c| extremum(c, argmax);
    argmin: |c| extremum(c, argmin);
    count_nonzero: |c| array_and_axes(c).and_then(|(array, axes)| count_nonzero(&array, &axes, c.either()));
    bincount: |c| bincount(&counted(c), c.integer());
    bincount_weighted: |c| weighted(c);
    interp: |c| interpolated(c);
    correlate: |c| slid(c, correlate);
    convolve: |c| slid(c, convolve);
};
