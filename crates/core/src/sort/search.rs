//! `searchsorted`: where values would go in a sorted array.

use super::key::Sortable;
use super::lines::scratch;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::promote::promote_types;
use crate::text::Ranking;
use crate::with_element;

/// On which side of equal elements a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "NumPy's own words")]
pub enum Side {
    Left,
    Right,
}

impl Side {
    /// From the argument's text.
    ///
    /// # Errors
    /// `ValueError: search side must be 'left' or 'right' (got 'x')`.
    pub fn parse(text: &str) -> Result<Side> {
        match text {
            "left" => Ok(Side::Left),
            "right" => Ok(Side::Right),
            _ if text.starts_with(['l', 'L', 'r', 'R']) => {
                Err(Error::value("search side must be one of 'left' or 'right'"))
            }
            _ => Err(Error::value(format!("search side must be 'left' or 'right' (got '{text}')"))),
        }
    }
}

/// For each value, how many elements of the sorted array stand before the place where it goes. With a sorter, the array is
/// sorted when taken in that order.
///
/// # Errors
/// `ValueError` for an array that has not one axis or a sorter that does not fit; `TypeError` for a sorter of no
/// integers; `MemoryError`.
pub fn searchsorted(array: &Array, values: &Array, side: Side, sorter: Option<&Array>) -> Result<Array> {
    match array.rank() {
        0 => return Err(Error::value("object of too small depth for desired array")),
        1 => {}
        _ => return Err(Error::value("object too deep for desired array")),
    }
    if array.dtype().is_text() || values.dtype().is_text() {
        let (_, array, values) = Ranking::of_two(array, values)?;
        return searchsorted(&array, &values, side, sorter);
    }
    let order = sorter.map(|sorter| order(sorter, array.shape()[0])).transpose()?;
    let places = Array::empty(values.shape(), DType::Int64)?;
    with_element!(promote_types(array.dtype(), values.dtype()), T => {
        let elements = array.elements::<T>()?;
        let mut keys: Vec<<T as Sortable>::Key> = scratch(elements.len())?;
        match &order {
            Some(order) => keys.extend(order.iter().map(|position| elements[*position].key())),
            None => keys.extend(elements.iter().map(|element| element.key())),
        }
        #[allow(clippy::bool_comparison, reason = "keys are bools for one of the element types")]
        for (cell, value) in places.cells::<i64>().iter().zip(values.elements::<T>()?) {
            let value = value.key();
            let place = match side {
                Side::Left => keys.partition_point(|key| *key < value),
                Side::Right => keys.partition_point(|key| *key <= value),
            };
            cell.set(place as i64);
        }
    });
    Ok(places)
}

/// A sorter's positions.
fn order(sorter: &Array, size: usize) -> Result<Vec<usize>> {
    if sorter.dtype() != DType::Bool && !sorter.dtype().is_integer() {
        return Err(Error::type_error("sorter must only contain integers"));
    }
    if sorter.rank() != 1 {
        return Err(Error::type_error("could not parse sorter argument"));
    }
    if sorter.size() != size {
        return Err(Error::value("sorter.size must equal a.size"));
    }
    let position = |index: i64| {
        usize::try_from(index)
            .ok()
            .filter(|index| *index < size)
            .ok_or_else(|| Error::value("Sorter index out of range."))
    };
    sorter.elements::<i64>()?.into_iter().map(position).collect()
}
