//! `put` and `put_along_axis`: overwriting elements by position.

use super::take::{along_axis, whole_numbers};
use super::{Mode, Selection, out_of_bounds};
use crate::array::Array;
use crate::bits;
use crate::error::{Error, Result};
use crate::layout::Order;
use crate::with_bits;

/// Overwrites the elements at these positions in C order with values in turn, starting over when they run out.
///
/// # Errors
/// `IndexError` for positions out of bounds; `TypeError` for positions that are no integers; `MemoryError`.
pub fn put(array: &Array, positions: &Array, values: &Array, mode: Mode) -> Result<()> {
    let positions = whole_numbers(positions)?.elements::<i64>()?;
    if positions.is_empty() || values.size() == 0 {
        return Ok(());
    }
    let size = array.size();
    if size == 0 {
        return Err(Error::index("cannot replace elements of an empty array"));
    }
    let values = values.as_dtype(array.dtype())?.copy(Order::C)?;
    with_bits!(array.dtype(), T => {
        let (to, from) = (bits::cells::<T>(array), bits::cells::<T>(&values));
        for (position, value) in positions.iter().zip(from[..values.size()].iter().cycle()) {
            let flat = mode.resolve(*position, size).ok_or_else(|| out_of_bounds(*position, 0, size))?;
            to[flat_position(array, flat)].set(value.get());
        }
    });
    Ok(())
}

/// Where in the buffer the element is that comes at `flat` in C order.
fn flat_position(array: &Array, mut flat: usize) -> usize {
    let mut at = array.offset();
    for (&size, &stride) in array.shape().iter().zip(array.strides()).rev() {
        at = at.wrapping_add_signed((flat % size) as isize * stride);
        flat /= size;
    }
    at
}

/// For every line along an axis, overwrites the elements at the positions that `indices` has for that line.
///
/// # Errors
/// As [`super::take_along_axis`], and `ValueError` for values that do not broadcast.
pub fn put_along_axis(array: &Array, indices: &Array, values: &Array, axis: Option<i64>) -> Result<()> {
    let (target, items) = along_axis(array, indices, axis)?;
    Selection::new(&target, &items)?.set(values)?;
    if target.same_buffer(array) {
        return Ok(());
    }
    // The array could not be raveled without a copy.
    array.assign(&target.reshape_to(array.shape(), Order::C)?)
}
