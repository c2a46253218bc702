//! Elements in another order along axes.

use super::slice_axis;
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{Order, Shape, Strides, normalize_axis};

/// Axes run backwards: a view.
pub fn flip(array: &Array, axes: &[usize]) -> Array {
    let mut strides: Strides = array.strides().into();
    let mut offset = array.offset() as isize;
    for &axis in axes {
        if array.size() > 0 {
            offset += strides[axis] * (array.shape()[axis] as isize - 1);
        }
        strides[axis] = -strides[axis];
    }
    array.view(array.shape(), &strides, offset as usize)
}

/// Elements moved along axes, those that leave at one end coming in at the other.
///
/// # Errors
/// `MemoryError`.
pub fn roll(array: &Array, shifts: &[(usize, i64)]) -> Result<Array> {
    let mut result = array.copy(Order::K)?;
    if array.size() == 0 {
        return Ok(result);
    }
    for &(axis, shift) in shifts {
        let size = array.shape()[axis];
        let shift = shift.rem_euclid(size as i64) as usize;
        if shift == 0 {
            continue;
        }
        let rolled = Array::empty_strided(result.shape(), result.strides().into(), result.dtype())?;
        slice_axis(&rolled, axis, shift, size - shift).assign(&slice_axis(&result, axis, 0, size - shift))?;
        slice_axis(&rolled, axis, 0, shift).assign(&slice_axis(&result, axis, size - shift, shift))?;
        result = rolled;
    }
    Ok(result)
}

/// A quarter turn, `times` times, in the plane of two axes: a view.
///
/// # Errors
/// `ValueError: Axes must be different.` and `Axes=(0, 5) out of range for array of ndim=2.`
pub fn rot90(array: &Array, times: i64, axes: (i64, i64)) -> Result<Array> {
    let rank = array.rank() as i64;
    if axes.0 == axes.1 || axes.0.abs_diff(axes.1) == rank as u64 {
        return Err(Error::value("Axes must be different."));
    }
    let (Ok(first), Ok(second)) =
        (normalize_axis(axes.0, array.rank()), normalize_axis(axes.1, array.rank()))
    else {
        return Err(Error::value(format!(
            "Axes=({}, {}) out of range for array of ndim={rank}.",
            axes.0, axes.1
        )));
    };
    let swapped = |array: &Array| {
        let mut shape: Shape = array.shape().into();
        let mut strides: Strides = array.strides().into();
        shape.swap(first, second);
        strides.swap(first, second);
        array.view(&shape, &strides, array.offset())
    };
    Ok(match times.rem_euclid(4) {
        0 => array.clone(),
        1 => swapped(&flip(array, &[second])),
        2 => flip(array, &[first, second]),
        _ => flip(&swapped(array), &[second]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DType;

    // Expected: NumPy 2.4.
    #[test]
    fn axes_far_outside_are_refused() {
        let array = Array::zeros(&[2, 2], DType::Int64).unwrap();
        let message = |axes| rot90(&array, 1, axes).unwrap_err().message;
        assert_eq!(
            message((i64::MAX, i64::MIN)),
            "Axes=(9223372036854775807, -9223372036854775808) out of range for array of ndim=2."
        );
        assert_eq!(message((2, 0)), "Axes must be different.");
    }
}
