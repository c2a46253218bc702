//! Axis numbers and permutations.

use crate::error::{Error, Result};
use smallvec::SmallVec;

/// An axis that may be negative, as an index.
///
/// # Errors
/// `AxisError: axis 2 is out of bounds for array of dimension 2`.
///
/// ```
/// assert_eq!(ndgym_core::layout::normalize_axis(-1, 3), Ok(2));
/// ```
pub fn normalize_axis(axis: i64, rank: usize) -> Result<usize> {
    let positive = if axis < 0 { axis + rank as i64 } else { axis };
    if (0..rank as i64).contains(&positive) { Ok(positive as usize) } else { Err(Error::axis(axis, rank)) }
}

/// Several axes, each as an index, in the order given.
///
/// # Errors
/// `AxisError` as [`normalize_axis`]; `ValueError: duplicate value in 'axis'` (under the argument's name) for one that
/// occurs twice.
pub fn normalize_axes(axes: &[i64], rank: usize, argument: &str) -> Result<SmallVec<[usize; 4]>> {
    let mut normalized = SmallVec::new();
    for axis in axes {
        let axis = normalize_axis(*axis, rank)?;
        if normalized.contains(&axis) {
            return Err(Error::value(format!("duplicate value in '{argument}'")));
        }
        normalized.push(axis);
    }
    Ok(normalized)
}

/// The order of axes for a transpose, each named once.
///
/// # Errors
/// `ValueError: axes don't match array`, `ValueError: repeated axis in transpose`, `AxisError`.
pub fn permutation(axes: &[i64], rank: usize) -> Result<SmallVec<[usize; 4]>> {
    if axes.len() != rank {
        return Err(Error::value("axes don't match array"));
    }
    let mut order: SmallVec<[usize; 4]> = SmallVec::new();
    for axis in axes {
        let axis = normalize_axis(*axis, rank)?;
        if order.contains(&axis) {
            return Err(Error::value("repeated axis in transpose"));
        }
        order.push(axis);
    }
    Ok(order)
}

/// The permutation that undoes `order`.
pub fn invert_permutation(order: &[usize]) -> SmallVec<[usize; 4]> {
    let mut inverse = SmallVec::from_elem(0, order.len());
    for (position, axis) in order.iter().enumerate() {
        inverse[*axis] = position;
    }
    inverse
}
