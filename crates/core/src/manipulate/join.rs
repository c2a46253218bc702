//! Arrays joined along an axis.

use super::{expand_dims, ravel, slice_axis};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Order, Shape, Strides, normalize_axis};
use crate::promote::{Casting, can_cast, promote_types};
use smallvec::SmallVec;

/// Keyword arguments of [`concatenate`] and [`stack`].
#[derive(Clone, Debug)]
pub struct JoinOptions {
    /// The result's type, by default what the arrays promote to.
    pub dtype: Option<DType>,
    /// What casts are allowed.
    pub casting: Casting,
    /// Where the result is to go.
    pub out: Option<Array>,
}

impl Default for JoinOptions {
    fn default() -> JoinOptions {
        JoinOptions { dtype: None, casting: Casting::SameKind, out: None }
    }
}

/// Arrays one after the other along an existing axis; without axis, all their elements.
///
/// # Errors
/// `ValueError` for no arrays, arrays without axes, ranks or sizes that differ; `AxisError`; `TypeError` for forbidden
/// casts; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, manipulate::{JoinOptions, concatenate}};
/// let a = Array::from_slice(&[1, 2], &[1_i64, 2]).unwrap();
/// let joined = concatenate(&[a.clone(), a], Some(0), &JoinOptions::default()).unwrap();
/// assert_eq!(joined.shape(), [2, 2]);
/// ```
pub fn concatenate(arrays: &[Array], axis: Option<i64>, options: &JoinOptions) -> Result<Array> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to concatenate"));
    };
    let Some(axis) = axis else {
        let flat = arrays.iter().map(|array| ravel(array, Order::C)).collect::<Result<Vec<_>>>()?;
        return concatenate(&flat, Some(0), options);
    };
    if first.rank() == 0 {
        return Err(Error::value("zero-dimensional arrays cannot be concatenated"));
    }
    let axis = normalize_axis(axis, first.rank())?;
    let mut shape: Shape = first.shape().into();
    for (position, array) in arrays.iter().enumerate().skip(1) {
        check_companion(first, array, position, axis)?;
        // NumPy's sum overflows, and what is refused is what it then is.
        shape[axis] = (shape[axis].checked_add(array.shape()[axis]))
            .filter(|size| isize::try_from(*size).is_ok())
            .ok_or_else(|| Error::value("negative dimensions are not allowed"))?;
    }
    let dtype = match (options.dtype, &options.out) {
        (Some(dtype), _) => dtype,
        (None, Some(out)) => out.dtype(),
        (None, None) => arrays.iter().map(Array::dtype).fold(first.dtype(), promote_types),
    };
    if let Some(array) = arrays.iter().find(|array| !can_cast(array.dtype(), dtype, options.casting)) {
        return Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('{}') according to the rule '{}'",
            array.dtype().name(),
            dtype.name(),
            options.casting.name()
        )));
    }
    let result = match &options.out {
        Some(out) if out.shape() != &shape[..] => {
            return Err(Error::value("Output array is the wrong shape"));
        }
        Some(out) => out.clone(),
        None => {
            layout::checked_bytes(&shape, dtype)?;
            Array::empty_strided(&shape, joined_strides(&shape, arrays), dtype)?
        }
    };
    let mut start = 0;
    for array in arrays {
        let size = array.shape()[axis];
        slice_axis(&result, axis, start, size).assign(array)?;
        start += size;
    }
    Ok(result)
}

fn check_companion(first: &Array, array: &Array, position: usize, axis: usize) -> Result<()> {
    if array.rank() != first.rank() {
        return Err(Error::value(format!(
            "all the input arrays must have same number of dimensions, but the array at index 0 has {} dimension(s) and the \
             array at index {position} has {} dimension(s)",
            first.rank(),
            array.rank()
        )));
    }
    let clash =
        (0..first.rank()).find(|other| *other != axis && first.shape()[*other] != array.shape()[*other]);
    match clash {
        None => Ok(()),
        Some(other) => Err(Error::value(format!(
            "all the input array dimensions except for the concatenation axis must match exactly, but along dimension \
             {other}, the array at index 0 has size {} and the array at index {position} has size {}",
            first.shape()[other],
            array.shape()[other]
        ))),
    }
}

/// Strides in the memory order that the arrays have in common: C order, but for axes that an array walks in the other
/// order and none in this one. Axes of size 1 have no say.
fn joined_strides(shape: &[usize], arrays: &[Array]) -> Strides {
    let is_slower = |axis: usize, before: usize| {
        let mut verdict = None;
        for array in arrays.iter().filter(|array| array.shape()[axis] != 1 && array.shape()[before] != 1) {
            if array.strides()[axis].unsigned_abs() <= array.strides()[before].unsigned_abs() {
                return Some(false);
            }
            verdict = Some(true);
        }
        verdict
    };
    let mut slowest_first: SmallVec<[usize; 4]> = (0..shape.len()).collect();
    for i in 1..slowest_first.len() {
        let mut position = i;
        for j in (0..i).rev() {
            match is_slower(slowest_first[i], slowest_first[j]) {
                Some(true) => position = j,
                Some(false) => break,
                None => {}
            }
        }
        slowest_first[position..=i].rotate_right(1);
    }
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = 1;
    for axis in slowest_first.into_iter().rev() {
        strides[axis] = step;
        step = isize::saturating_mul(step, shape[axis].max(1) as isize);
    }
    strides
}

/// Arrays of one shape side by side along a new axis.
///
/// # Errors
/// `ValueError: all input arrays must have the same shape`; others as [`concatenate`].
pub fn stack(arrays: &[Array], axis: i64, options: &JoinOptions) -> Result<Array> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to stack"));
    };
    if arrays.iter().any(|array| array.shape() != first.shape()) {
        return Err(Error::value("all input arrays must have the same shape"));
    }
    let axis = normalize_axis(axis, first.rank() + 1)? as i64;
    crate::index::checked_rank(first.rank() + 1)?;
    let expanded = arrays.iter().map(|array| expand_dims(array, &[axis])).collect::<Result<Vec<_>>>()?;
    concatenate(&expanded, Some(axis), options)
}

#[cfg(all(test, target_pointer_width = "64"))] // sizes of more than 32 bits
mod tests {
    use super::*;
    use crate::DType;

    // Expected: NumPy 2.4.
    #[test]
    fn joined_sizes_beyond_counting() {
        let stretched = Array::zeros(&[], DType::Int8).unwrap().broadcast_to(&[1 << 62]).unwrap();
        let error =
            concatenate(&[stretched.clone(), stretched], Some(0), &JoinOptions::default()).unwrap_err();
        assert_eq!(error.message, "negative dimensions are not allowed");
        let deep = Array::zeros(&[1; 64], DType::Int8).unwrap();
        let error = stack(&[deep], 0, &JoinOptions::default()).unwrap_err();
        assert_eq!(
            error.message,
            "number of dimensions must be within [0, 64], indexing result would have 65"
        );
    }
}
