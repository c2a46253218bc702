//! Discrete Fourier transforms along an axis.
//!
//! Lines of up to 4096 elements are transformed in the steps of pocketfft, which NumPy uses, so that the results are NumPy's to
//! the last digit; longer ones by `rustfft`. Where nothing is scaled, single precision is the double one's, rounded: so NumPy
//! chooses its loop.

mod complex;
mod convolution;
mod factors;
mod line;
mod real;
mod roots;

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, Result};
use crate::layout::{Shape, normalize_axis};
use crate::sort::{for_each_line, scratch};
use line::{ComplexLines, Precision, RealLines};
use num_complex::Complex;

/// The transform of the lines along an axis, cut or filled up with zeros to `length` elements, times `scale`: complex64 for
/// float32 and complex64, else complex128.
///
/// # Errors
/// `ValueError: Invalid number of FFT data points (0) specified.`; `AxisError`; `MemoryError`.
pub fn transform(array: &Array, length: Option<i64>, axis: i64, inverse: bool, scale: f64) -> Result<Array> {
    in_precision(
        array,
        scale,
        || complex::<f32>(array, length, axis, inverse, scale as f32),
        || complex::<f64>(array, length, axis, inverse, scale),
    )
}

/// The first half of the transform of real numbers, to the element `length / 2`: the rest mirrors it.
///
/// # Errors
/// As [`transform`].
pub fn real_transform(array: &Array, length: Option<i64>, axis: i64, scale: f64) -> Result<Array> {
    let single = || half_of::<f32>(array, length, axis, scale as f32);
    in_precision(array, scale, single, || half_of::<f64>(array, length, axis, scale))
}

/// The `length` real numbers whose [`real_transform`] the lines along an axis are, cut or filled up with zeros.
///
/// # Errors
/// As [`transform`].
pub fn inverse_real_transform(array: &Array, length: i64, axis: i64, scale: f64) -> Result<Array> {
    let single = || numbers_of::<f32>(array, length, axis, scale as f32);
    in_precision(array, scale, single, || numbers_of::<f64>(array, length, axis, scale))
}

fn in_precision(
    array: &Array,
    scale: f64,
    single: impl FnOnce() -> Result<Array>,
    double: impl FnOnce() -> Result<Array>,
) -> Result<Array> {
    if !matches!(array.dtype(), DType::Float32 | DType::Complex64) {
        double()
    } else if scale == 1.0 {
        let result = double()?;
        result.as_dtype(if result.dtype().is_complex() { DType::Complex64 } else { DType::Float32 })
    } else {
        single()
    }
}

fn complex<T: Precision>(
    array: &Array,
    length: Option<i64>,
    axis: i64,
    inverse: bool,
    scale: T,
) -> Result<Array>
where
    Complex<T>: Element,
{
    let (length, axis) = points(array, length, axis)?;
    if has_no_lines(array, axis) {
        return empty::<Complex<T>>(array, axis, length);
    }
    let mut lines = ComplexLines::new(length, inverse)?;
    each_line(array, axis, length, |numbers: &[Complex<T>], result| {
        result.extend(numbers.iter().take(length));
        result.resize(length, Complex::new(T::zero(), T::zero()));
        lines.transform(result, inverse, scale);
    })
}

fn half_of<T: Precision + Element>(array: &Array, length: Option<i64>, axis: i64, scale: T) -> Result<Array>
where
    Complex<T>: Element,
{
    let (length, axis) = points(array, length, axis)?;
    let count = length / 2 + 1;
    if has_no_lines(array, axis) {
        return empty::<Complex<T>>(array, axis, count);
    }
    let mut lines = RealLines::new(length, false)?;
    let mut line = scratch(length)?;
    each_line(array, axis, count, |numbers: &[T], result| {
        line.clear();
        line.extend(numbers.iter().take(length));
        line.resize(length, T::zero());
        lines.forward(&mut line, scale);
        result.push(Complex::new(line[0], T::zero()));
        let part = |i: usize| line.get(i).copied().unwrap_or(T::zero());
        result.extend((1..count).map(|m| Complex::new(part(2 * m - 1), part(2 * m))));
    })
}

fn numbers_of<T: Precision + Element>(array: &Array, length: i64, axis: i64, scale: T) -> Result<Array>
where
    Complex<T>: Element,
{
    let (length, axis) = points(array, Some(length), axis)?;
    if has_no_lines(array, axis) {
        return empty::<T>(array, axis, length);
    }
    let mut lines = RealLines::new(length, true)?;
    each_line(array, axis, length, |spectrum: &[Complex<T>], result| {
        let parts = spectrum.iter().flat_map(|number| [number.re, number.im]);
        // Of a real line's spectrum, the first number and that in the middle have no imaginary part.
        result.extend(parts.enumerate().filter(|(i, _)| *i != 1).map(|(_, part)| part).take(length));
        result.resize(length, T::zero());
        lines.backward(result, scale);
    })
}

/// How many points are transformed, and along which axis.
fn points(array: &Array, length: Option<i64>, axis: i64) -> Result<(usize, usize)> {
    let axis = normalize_axis(axis, array.rank())?;
    let requested = length.unwrap_or(array.shape()[axis] as i64);
    if requested < 1 {
        return Err(Error::value(format!("Invalid number of FFT data points ({requested}) specified.")));
    }
    let length =
        usize::try_from(requested).map_err(|_| Error::out_of_memory(&[requested], DType::Complex128))?;
    Ok((length, axis))
}

fn has_no_lines(array: &Array, axis: usize) -> bool {
    array.shape().iter().enumerate().any(|(other, len)| other != axis && *len == 0)
}

/// An array of `count` elements along an axis.
fn empty<T: Element>(array: &Array, axis: usize, count: usize) -> Result<Array> {
    let mut shape: Shape = array.shape().into();
    shape[axis] = count;
    Array::empty(&shape, T::DTYPE)
}

/// What `compute` makes of each line along an axis: `count` elements, added to the empty vector that it is given.
fn each_line<A: Element, B: Element>(
    array: &Array,
    axis: usize,
    count: usize,
    mut compute: impl FnMut(&[A], &mut Vec<B>),
) -> Result<Array> {
    let array = array.as_dtype(A::DTYPE)?;
    let result = empty::<B>(&array, axis, count)?;
    let len = array.shape()[axis];
    let (mut line, mut computed) = (scratch(len)?, scratch(count)?);
    for_each_line([&array, &result], axis, |[from, to]| {
        let from = array.lane::<A>(from, array.strides()[axis], len);
        line.clear();
        line.extend((0..len).map(|i| from.get(i)));
        computed.clear();
        compute(&line, &mut computed);
        let to = result.lane::<B>(to, result.strides()[axis], count);
        computed.iter().enumerate().for_each(|(i, number)| to.set(i, *number));
    });
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Complex64;

    #[test]
    fn a_transform_of_any_length_is_the_sum_it_is_defined_by() {
        for length in [1_usize, 2, 3, 5, 8, 12, 13, 30, 97, 128, 499, 4099] {
            let numbers: Vec<f64> = (0..length).map(|i| ((i * 37) % 11) as f64 - 5.0).collect();
            let array = Array::from_slice(&[length], &numbers).unwrap();
            let found = transform(&array, None, -1, false, 1.0).unwrap();
            for (k, number) in found.to_vec::<Complex64>().into_iter().enumerate() {
                let term = |(j, x): (usize, &f64)| {
                    Complex64::from_polar(
                        *x,
                        -std::f64::consts::TAU * ((j * k) % length) as f64 / length as f64,
                    )
                };
                let expected: Complex64 = numbers.iter().enumerate().map(term).sum();
                assert!((number - expected).norm() < 1e-9, "length {length}: {number} is not {expected}");
            }
            let scale = 1.0 / length as f64;
            let back = transform(&found, None, 0, true, scale).unwrap().to_vec::<f64>();
            assert!(back.iter().zip(&numbers).all(|(a, b)| (a - b).abs() < 1e-12));
            let half = real_transform(&array, None, 0, 1.0).unwrap();
            let pairs = found.to_vec::<Complex64>().into_iter().zip(half.to_vec::<Complex64>());
            assert_eq!(half.shape(), [length / 2 + 1]);
            assert!(pairs.into_iter().all(|(a, b)| (a - b).norm() < 1e-9), "length {length}");
            let back = inverse_real_transform(&half, length as i64, 0, scale).unwrap().to_vec::<f64>();
            assert!(back.iter().zip(&numbers).all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    #[test]
    fn lines_are_cut_or_filled_up() {
        let array = Array::from_slice(&[3], &[1.0_f32, 2.0, 3.0]).unwrap();
        let cut = transform(&array, Some(2), 0, false, 1.0).unwrap();
        assert_eq!((cut.dtype(), cut.to_vec::<f64>()), (DType::Complex64, vec![3.0, -1.0]));
        assert_eq!(transform(&array, Some(6), 0, false, 1.0).unwrap().shape(), [6]);
        let message = transform(&array, Some(0), 0, false, 1.0).unwrap_err().message;
        assert_eq!(message, "Invalid number of FFT data points (0) specified.");
    }
}
