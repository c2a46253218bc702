//! Elements and whole arrays repeated.

use super::slice_axis;
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{self, Order, Shape};

/// Each slice along an axis as often as `counts` says: one number for all, or one for each.
///
/// # Errors
/// `ValueError: repeats may not contain negative values.`, `operands could not be broadcast together with shape (3,) (2,)`;
/// `MemoryError`.
pub fn repeat(array: &Array, counts: &[i64], axis: usize) -> Result<Array> {
    let size = array.shape()[axis];
    if counts.len() != 1 && counts.len() != size {
        return Err(Error::value(format!(
            "operands could not be broadcast together with shape ({size},) ({},)",
            counts.len()
        )));
    }
    if counts.iter().any(|count| *count < 0) {
        let one = counts.len() == 1;
        return Err(Error::value(if one {
            "negative dimensions are not allowed"
        } else {
            "repeats may not contain negative values."
        }));
    }
    let count = |position: usize| if counts.len() == 1 { counts[0] } else { counts[position] };
    let total = match counts {
        [count] => count.checked_mul(size as i64),
        _ => counts.iter().try_fold(0_i64, |total, count| total.checked_add(*count)),
    };
    let mut requested: Vec<i64> = array.shape().iter().map(|size| *size as i64).collect();
    requested[axis] = total.ok_or_else(|| Error::value("negative dimensions are not allowed"))?;
    let shape = layout::checked_shape(&requested, array.dtype())?;
    let result = Array::empty(&shape, array.dtype())?;
    let mut start = 0;
    for position in 0..size {
        let times = count(position) as usize;
        // A slice of size 1 stretches over its copies.
        slice_axis(&result, axis, start, times).assign(&slice_axis(array, axis, position, 1))?;
        start += times;
    }
    Ok(result)
}

/// The array side by side with itself, `counts` times along each axis. Missing axes and counts are 1.
///
/// # Errors
/// `ValueError: negative dimensions are not allowed`; `MemoryError`.
pub fn tile(array: &Array, counts: &[i64]) -> Result<Array> {
    let rank = array.rank().max(counts.len());
    let padded = |position: usize, len: usize| position.checked_sub(rank - len);
    let sizes: Shape =
        (0..rank).map(|axis| padded(axis, array.rank()).map_or(1, |own| array.shape()[own])).collect();
    let times: Vec<i64> =
        (0..rank).map(|axis| padded(axis, counts.len()).map_or(1, |own| counts[own])).collect();
    let requested: Vec<i64> =
        sizes.iter().zip(&times).map(|(size, times)| (*size as i64).saturating_mul(*times)).collect();
    if times.iter().any(|times| *times < 0) {
        return Err(Error::value("negative dimensions are not allowed"));
    }
    let shape = layout::checked_shape(&requested, array.dtype())?;
    let result = Array::empty(&shape, array.dtype())?;
    // Seen as (times, size) for each axis, the result is the array stretched.
    let mut split: Shape = Shape::new();
    let mut source: Shape = Shape::new();
    for (size, times) in sizes.iter().zip(&times) {
        split.extend([*times as usize, *size]);
        source.extend([1, *size]);
    }
    result.reshape_to(&split, Order::C)?.assign(&array.reshape_to(&source, Order::C)?)?;
    Ok(result)
}

#[cfg(all(test, target_pointer_width = "64"))] // sizes of more than 32 bits
mod tests {
    use super::*;
    use crate::DType;

    #[test]
    fn counts_too_large_to_add_up() {
        let array = Array::zeros(&[3], DType::Int64).unwrap();
        assert_eq!(
            repeat(&array, &[i64::MAX], 0).unwrap_err().message,
            "negative dimensions are not allowed"
        );
        // One count for all is not added up element by element.
        let stretched = array.view(&[1 << 57], &[0], 0);
        let error = repeat(&stretched, &[2], 0).unwrap_err();
        assert_eq!(error.kind, crate::ErrorKind::Memory);
        let empty = Array::zeros(&[4, 0], DType::Bool).unwrap();
        assert_eq!(tile(&empty, &[2, 1 << 60]).unwrap().shape(), [8, 0]);
    }
}
