//! The same elements in other shapes, orders and companies: axes moved, arrays joined, split, repeated.
//!
//! Views wherever NumPy gives views. Source: <https://numpy.org/doc/stable/reference/routines.array-manipulation.html>

mod axes;
mod edit;
mod join;
mod reorder;
mod repeat;
mod split;

pub use axes::{at_least, expand_dims, move_axis, ravel, squeeze, swap_axes};
pub use edit::{delete, insert, resize};
pub use join::{JoinOptions, concatenate, stack};
pub use reorder::{flip, roll, rot90};
pub use repeat::{repeat, tile};
pub use split::{array_split, split_at};

use crate::array::Array;
use crate::layout::Shape;

/// Part of an axis: a view.
pub(crate) fn slice_axis(array: &Array, axis: usize, start: usize, len: usize) -> Array {
    let mut shape: Shape = array.shape().into();
    shape[axis] = len;
    let offset = if shape.contains(&0) {
        array.offset()
    } else {
        array.offset().wrapping_add_signed(array.strides()[axis] * start as isize)
    };
    array.view(&shape, array.strides(), offset)
}
