//! Copies with slices left out or put in.

use super::{ravel, slice_axis};
use crate::array::Array;
use crate::error::Result;
use crate::layout::{Order, Shape};

/// Without the slices at the given positions of an axis (in range; in any order).
///
/// # Errors
/// `MemoryError`.
pub fn delete(array: &Array, positions: &[usize], axis: usize) -> Result<Array> {
    let size = array.shape()[axis];
    let mut dropped = vec![false; size];
    positions.iter().for_each(|position| dropped[*position] = true);
    let mut shape: Shape = array.shape().into();
    shape[axis] = dropped.iter().filter(|dropped| !**dropped).count();
    let strides = if array.is_f_contiguous() && !array.is_c_contiguous() { Order::F } else { Order::C };
    let result = Array::empty_in_order(&shape, array.dtype(), strides)?;
    let (mut from, mut to) = (0, 0);
    while from < size {
        let run = dropped[from..].iter().take_while(|dropped| !**dropped).count();
        slice_axis(&result, axis, to, run).assign(&slice_axis(array, axis, from, run))?;
        to += run;
        from += run + 1;
    }
    Ok(result)
}

/// With values put in before positions of an axis. `places` are positions in the result, ascending; `values` has (or
/// stretches to) that many slices.
///
/// # Errors
/// `ValueError` if values do not fit; `MemoryError`.
pub fn insert(array: &Array, places: &[usize], values: &Array, axis: usize) -> Result<Array> {
    let mut shape: Shape = array.shape().into();
    shape[axis] = places.len();
    let new = Array::empty(&shape, array.dtype())?;
    new.assign(values)?;
    shape[axis] = array.shape()[axis] + places.len();
    let order = if array.is_f_contiguous() && !array.is_c_contiguous() { Order::F } else { Order::C };
    let result = Array::empty_in_order(&shape, array.dtype(), order)?;
    let mut inserted = 0;
    for position in 0..shape[axis] {
        let slot = slice_axis(&result, axis, position, 1);
        if places.get(inserted) == Some(&position) {
            slot.assign(&slice_axis(&new, axis, inserted, 1))?;
            inserted += 1;
        } else {
            slot.assign(&slice_axis(array, axis, position - inserted, 1))?;
        }
    }
    Ok(result)
}

/// The elements in a new shape, repeated from the start as often as needed (`np.resize`).
///
/// # Errors
/// `MemoryError`.
pub fn resize(array: &Array, shape: &[usize]) -> Result<Array> {
    let (given, dtype) = (array.size(), array.dtype());
    if given == 0 || shape.contains(&0) {
        return Array::zeros(shape, dtype);
    }
    let resized = Array::empty(shape, dtype)?;
    let (size, flat) = (resized.size(), ravel(array, Order::C)?);
    let (whole, rest) = (size / given, size % given);
    let line = resized.view(&[size], &[1], 0);
    slice_axis(&line, 0, 0, size - rest).reshape_to(&[whole, given], Order::C)?.assign(&flat)?;
    slice_axis(&line, 0, size - rest, rest).assign(&slice_axis(&flat, 0, 0, rest))?;
    Ok(resized)
}

#[cfg(all(test, target_pointer_width = "64"))] // sizes of more than 32 bits
mod tests {
    use super::*;
    use crate::DType;

    // Expected: NumPy 2.4.
    #[test]
    fn resized_to_more_fewer_none_and_absurdly_many() {
        let array = Array::from_slice(&[3], &[1_i64, 2, 3]).unwrap();
        let resized = |shape: &[usize]| resize(&array, shape).map(|array| array.to_vec::<i64>());
        assert_eq!(resized(&[2, 4]).unwrap(), [1, 2, 3, 1, 2, 3, 1, 2]);
        assert_eq!(resized(&[2]).unwrap(), [1, 2]);
        assert_eq!(resize(&array, &[0, 1 << 40]).unwrap().shape(), [0, 1 << 40]);
        assert_eq!(resized(&[1 << 50]).unwrap_err().kind, crate::ErrorKind::Memory);
        assert!(resized(&[1 << 40, 1 << 40]).is_err());
        let one = Array::zeros(&[1], DType::Bool).unwrap();
        assert_eq!(resize(&one, &[5]).unwrap().to_vec::<i64>(), [0; 5]);
    }
}
