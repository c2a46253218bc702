//! Visiting an array line by line along one axis.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::Strides;
use smallvec::SmallVec;

/// Calls `visit` with the positions of the first elements of corresponding lines. The arrays have the same shape, except
/// along the axis.
pub(crate) fn for_each_line<const K: usize>(
    arrays: [&Array; K],
    axis: usize,
    mut visit: impl FnMut([usize; K]),
) {
    let mut shape: SmallVec<[usize; 4]> = arrays[0].shape().into();
    shape.remove(axis);
    let strides = arrays.map(|array| {
        let mut strides: Strides = array.strides().into();
        strides.remove(axis);
        strides
    });
    let starts = arrays.map(Array::offset);
    Plan::in_c_order(&shape, std::array::from_fn(|k| &strides[k][..])).for_each_lane(
        starts,
        |offsets, steps, len| {
            for i in 0..len as isize {
                visit(std::array::from_fn(|k| offsets[k].wrapping_add_signed(i * steps[k])));
            }
        },
    );
}

/// An empty vector with room for `len` elements.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn scratch<T>(len: usize) -> Result<Vec<T>> {
    let mut scratch = Vec::new();
    scratch.try_reserve_exact(len).map_err(|_| Error::out_of_memory(&[len as i64], DType::Int64))?;
    Ok(scratch)
}
