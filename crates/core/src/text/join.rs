//! Texts put together.

use super::Text;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::layout;

/// Each text of the first array followed by that of the second, broadcast (`np.add`).
///
/// # Errors
/// `ValueError: operands could not be broadcast together with shapes (2,) (3,) `; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, text::concatenated};
/// let (names, ending) = (Array::from_texts(&[2], &["a", "bc"]).unwrap(), Array::from_texts(&[], &["!"]).unwrap());
/// let loud = concatenated(&names, &ending).unwrap();
/// assert_eq!(loud.get(&[1]).to_string(), "bc!");
/// ```
pub fn concatenated(first: &Array, second: &Array) -> Result<Array> {
    let shape = layout::broadcast_shapes(&[first.shape(), second.shape()])?;
    layout::checked_size(&shape)?;
    let width = first.dtype().text_width().saturating_add(second.dtype().text_width());
    let joined = Array::empty(&shape, DType::Text(width))?;
    let (first, second) = (first.broadcast_to(&shape)?.texts()?, second.broadcast_to(&shape)?.texts()?);
    let cells = joined.cells::<u32>();
    for (cell, (first, second)) in cells.iter().zip(first.into_iter().zip(second)) {
        cell.set(Text::new(&format!("{first}{second}")).id());
    }
    Ok(joined)
}
