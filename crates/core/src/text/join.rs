//! Texts put together.

use super::Text;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
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

/// Each text so many times after itself, broadcast; never for times below 1.
///
/// # Errors
/// As [`concatenated`].
///
/// ```
/// use ndgym_core::{Array, text::repeated};
/// let (name, times) = (Array::from_texts(&[], &["ab"]).unwrap(), Array::from_slice(&[2], &[2_i64, 0]).unwrap());
/// assert_eq!(repeated(&name, &times).unwrap().get(&[0]).to_string(), "abab");
/// ```
pub fn repeated(texts: &Array, times: &Array) -> Result<Array> {
    let shape = layout::broadcast_shapes(&[texts.shape(), times.shape()])?;
    layout::checked_size(&shape)?;
    let (texts, times) =
        (texts.broadcast_to(&shape)?.texts()?, times.broadcast_to(&shape)?.elements::<i64>()?);
    let repeated = Array::empty(&shape, DType::Text(1))?;
    let mut width = 1;
    for (cell, (text, times)) in repeated.cells::<u32>().iter().zip(texts.into_iter().zip(times)) {
        let text = repeated_text(text, usize::try_from(times).unwrap_or(0))?;
        width = width.max(text.width());
        cell.set(text.id());
    }
    Ok(repeated.reinterpreted(DType::Text(width)))
}

fn repeated_text(text: Text, times: usize) -> Result<Text> {
    let string = text.string();
    let too_long = || Error::out_of_memory(&[times as i64], DType::Text(text.width()));
    let mut repeated = String::new();
    let len = string.len().checked_mul(times).ok_or_else(too_long)?;
    repeated.try_reserve_exact(len).map_err(|_| too_long())?;
    (0..times).for_each(|_| repeated.push_str(&string));
    Ok(Text::new(&repeated))
}
