//! `interp`: the broken line through given points.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, Result};
use num_complex::Complex64;
use std::ops::{Add, Div, Mul, Sub};

/// Values to the left and right of all points: the first and last point's if None.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outside {
    /// Where x is smaller than all of xp.
    pub left: Option<Complex64>,
    /// Where x is larger.
    pub right: Option<Complex64>,
}

/// Numbers that a line can have as values.
trait Value:
    Element + Add<Output = Self> + Sub<Output = Self> + Mul<f64, Output = Self> + Div<f64, Output = Self>
{
    /// `slope * distance + start`, rounded after each step, part by part.
    fn along(slope: Self, distance: f64, start: Self) -> Self;
    /// The parts that are NaN here taken from `other()`; where they are NaN again and `flat` is known, from there.
    fn unless_nan(self, other: Self, flat: Option<Self>) -> Self;
}

fn first_number(value: f64, other: f64, flat: Option<f64>) -> f64 {
    match (value.is_nan(), other.is_nan(), flat) {
        (false, _, _) => value,
        (true, true, Some(flat)) => flat,
        _ => other,
    }
}

impl Value for f64 {
    fn along(slope: f64, distance: f64, start: f64) -> f64 {
        slope * distance + start
    }

    fn unless_nan(self, other: f64, flat: Option<f64>) -> f64 {
        first_number(self, other, flat)
    }
}

impl Value for Complex64 {
    fn along(slope: Complex64, distance: f64, start: Complex64) -> Complex64 {
        slope * distance + start
    }

    fn unless_nan(self, other: Complex64, flat: Option<Complex64>) -> Complex64 {
        Complex64::new(
            first_number(self.re, other.re, flat.map(|flat| flat.re)),
            first_number(self.im, other.im, flat.map(|flat| flat.im)),
        )
    }
}

/// Values at `x` of the broken line through the points `(xp, fp)`, whose xp ascend; with a period, xp may be in any order.
/// The result is float64, or complex128 if fp is complex.
///
/// # Errors
/// `ValueError: fp and xp are not of the same length.`, `array of sample points is empty`, `period must be a non-zero
/// value`; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, statistics::{Outside, interp}};
/// let line = |elements: &[f64]| Array::from_slice(&[elements.len()], elements).unwrap();
/// let y = interp(&line(&[2.5]), &line(&[1.0, 2.0, 3.0]), &line(&[3.0, 2.0, 0.0]), Outside::default(), None).unwrap();
/// assert_eq!(y.to_vec::<f64>(), [1.0]);
/// ```
pub fn interp(x: &Array, xp: &Array, fp: &Array, outside: Outside, period: Option<f64>) -> Result<Array> {
    if let Some(period) = period {
        if period == 0.0 {
            return Err(Error::value("period must be a non-zero value"));
        }
        if xp.rank() != 1 || fp.rank() != 1 {
            return Err(Error::value("Data points must be 1-D sequences"));
        }
        if xp.size() != fp.size() {
            return Err(Error::value("fp and xp are not of the same length"));
        }
    }
    for points in [fp, xp] {
        match points.rank() {
            0 => return Err(Error::value("object of too small depth for desired array")),
            1 => {}
            _ => return Err(Error::value("object too deep for desired array")),
        }
    }
    if xp.size() == 0 {
        return Err(Error::value("array of sample points is empty"));
    }
    if xp.size() != fp.size() {
        return Err(Error::value("fp and xp are not of the same length."));
    }
    if fp.dtype().is_complex() {
        line::<Complex64>(x, xp, fp, outside, period)
    } else {
        line::<f64>(x, xp, fp, outside, period)
    }
}

fn line<T: Value>(x: &Array, xp: &Array, fp: &Array, outside: Outside, period: Option<f64>) -> Result<Array> {
    let (mut at, mut xp, mut fp) = (x.elements::<f64>()?, xp.elements::<f64>()?, fp.elements::<T>()?);
    let mut outside = outside;
    if let Some(period) = period {
        outside = Outside::default();
        let period = period.abs();
        at.iter_mut().chain(&mut xp).for_each(|x| *x = wrapped(*x, period));
        let mut points: Vec<(f64, T)> = xp.into_iter().zip(fp).collect();
        points.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or_else(|| a.0.is_nan().cmp(&b.0.is_nan())));
        // One more point on either side closes the circle.
        let (first, last) = (points[0], points[points.len() - 1]);
        points.insert(0, (last.0 - period, last.1));
        points.push((first.0 + period, first.1));
        (xp, fp) = points.into_iter().unzip();
    }
    let points = Points {
        left: outside.left.map_or(fp[0], |left| left.cast()),
        right: outside.right.map_or(fp[fp.len() - 1], |right| right.cast()),
        xp: &xp,
        fp: &fp,
    };
    let result = Array::empty(x.shape(), T::DTYPE)?;
    debug_assert!(matches!(T::DTYPE, DType::Float64 | DType::Complex128));
    result.cells::<T>().iter().zip(at).for_each(|(cell, x)| cell.set(points.value(x)));
    Ok(result)
}

/// x modulo a positive period, as `np.mod` has it.
fn wrapped(x: f64, period: f64) -> f64 {
    let remainder = x % period;
    if remainder < 0.0 { remainder + period } else { remainder.abs() }
}

struct Points<'a, T> {
    xp: &'a [f64],
    fp: &'a [T],
    left: T,
    right: T,
}

impl<T: Value> Points<'_, T> {
    fn value(&self, x: f64) -> T {
        let (xp, fp) = (self.xp, self.fp);
        let last = xp.len() - 1;
        if x.is_nan() {
            return x.cast();
        }
        if x > xp[last] {
            return self.right;
        }
        if x < xp[0] {
            return self.left;
        }
        let j = xp.partition_point(|point| *point <= x).saturating_sub(1);
        if j == last || xp[j] == x {
            return fp[j];
        }
        let slope = (fp[j + 1] - fp[j]) / (xp[j + 1] - xp[j]);
        // Infinite neighbours can spoil one direction and not the other.
        let flat = (fp[j] == fp[j + 1]).then_some(fp[j]);
        T::along(slope, x - xp[j], fp[j]).unless_nan(T::along(slope, x - xp[j + 1], fp[j + 1]), flat)
    }
}
