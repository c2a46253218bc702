//! Discrete Fourier transforms along an axis.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, Result};
use crate::layout::{Shape, normalize_axis};
use crate::sort::{for_each_line, scratch};
use crate::with_element;
use num_complex::{Complex32, Complex64};
use rustfft::{FftDirection, FftPlanner};

/// The transform of the lines along an axis, cut or filled up with zeros to `length` elements, times `scale`: complex64 for
/// float32 and complex64, else complex128.
///
/// # Errors
/// `ValueError: Invalid number of FFT data points (0) specified.`; `AxisError`; `MemoryError`.
pub fn transform(array: &Array, length: Option<i64>, axis: i64, inverse: bool, scale: f64) -> Result<Array> {
    if array.dtype().is_text() {
        return transform(&array.as_dtype(DType::Complex128)?, length, axis, inverse, scale);
    }
    let axis = normalize_axis(axis, array.rank())?;
    let len = array.shape()[axis];
    let requested = length.unwrap_or(len as i64);
    if requested < 1 {
        return Err(Error::value(format!("Invalid number of FFT data points ({requested}) specified.")));
    }
    let too_long = || Error::out_of_memory(&[requested], DType::Complex128);
    let length = usize::try_from(requested).map_err(|_| too_long())?;
    let single = matches!(array.dtype(), DType::Float32 | DType::Complex64);
    let mut shape: Shape = array.shape().into();
    shape[axis] = length;
    let result = Array::empty(&shape, if single { DType::Complex64 } else { DType::Complex128 })?;
    if result.size() == 0 {
        return Ok(result);
    }
    let mut line: Vec<Complex64> = scratch(length)?;
    let direction = if inverse { FftDirection::Inverse } else { FftDirection::Forward };
    let plan = FftPlanner::<f64>::new().plan_fft(length, direction);
    let mut workspace = scratch(plan.get_inplace_scratch_len())?;
    workspace.resize(plan.get_inplace_scratch_len(), Complex64::default());
    let (stride, step, given) = (array.strides()[axis], result.strides()[axis], len.min(length));
    with_element!(array.dtype(), T => {
        for_each_line([array, &result], axis, |[from, to]| {
            let from = array.lane::<T>(from, stride, len);
            line.clear();
            line.extend((0..given).map(|i| from.get(i).cast::<Complex64>()));
            line.resize(length, Complex64::default());
            plan.process_with_scratch(&mut line, &mut workspace);
            if scale != 1.0 {
                line.iter_mut().for_each(|number| *number *= scale);
            }
            if single {
                let to = result.lane::<Complex32>(to, step, length);
                let narrow = |number: &Complex64| Complex32::new(number.re as f32, number.im as f32);
                line.iter().enumerate().for_each(|(i, number)| to.set(i, narrow(number)));
            } else {
                let to = result.lane::<Complex64>(to, step, length);
                line.iter().enumerate().for_each(|(i, number)| to.set(i, *number));
            }
        });
    });
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transform_of_any_length_is_the_sum_it_is_defined_by() {
        for length in [1_usize, 2, 3, 5, 8, 12, 13, 30, 97, 128] {
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
                assert!((number - expected).norm() < 1e-11, "length {length}: {number} is not {expected}");
            }
            let back = transform(&found, None, 0, true, 1.0 / length as f64).unwrap().to_vec::<f64>();
            assert!(back.iter().zip(&numbers).all(|(a, b)| (a - b).abs() < 1e-13));
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
