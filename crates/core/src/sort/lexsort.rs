//! `lexsort`: sorting by several keys.

use super::key::Sortable;
use super::lines::{for_each_line, scratch};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::normalize_axis;
use crate::text::Ranking;
use crate::with_element;

/// The positions that sort by the last key, among equal ones by the key before it, and so on.
///
/// # Errors
/// `TypeError` for no keys; `ValueError` for keys of different shapes; `AxisError`; `MemoryError`.
pub fn lexsort(keys: &[Array], axis: i64) -> Result<Array> {
    let Some(first) = keys.first() else {
        return Err(Error::type_error("need sequence of keys with len > 0 in lexsort"));
    };
    if keys.iter().any(|key| key.shape() != first.shape()) {
        return Err(Error::value("all keys need to be the same shape"));
    }
    if first.rank() == 0 && (-1..=0).contains(&axis) {
        return Array::zeros(&[], DType::Int64);
    }
    let axis = normalize_axis(axis, first.rank())?;
    let positions = Array::empty(first.shape(), DType::Int64)?;
    let (len, step) = (first.shape()[axis], positions.strides()[axis]);
    for_each_line([&positions], axis, |[start]| {
        let line = positions.lane::<i64>(start, step, len);
        (0..len).for_each(|i| line.set(i, i as i64));
    });
    for key in keys {
        let ranks;
        let key = if key.dtype().is_text() {
            ranks = Ranking::of_one(key)?.1;
            &ranks
        } else {
            key
        };
        with_element!(key.dtype(), T => sort_further::<T>(&positions, key, axis)?);
    }
    Ok(positions)
}

/// Sorts positions by a key; equal ones keep their order.
fn sort_further<T: Sortable>(positions: &Array, key: &Array, axis: usize) -> Result<()> {
    let (len, step, stride) = (key.shape()[axis], positions.strides()[axis], key.strides()[axis]);
    let mut ranked: Vec<(T::Key, usize, i64)> = scratch(len)?;
    for_each_line([positions, key], axis, |[to, from]| {
        let (to, from) = (positions.lane::<i64>(to, step, len), key.lane::<T>(from, stride, len));
        ranked.clear();
        ranked.extend((0..len).map(|i| {
            let position = to.get(i);
            (from.get(position as usize).key(), i, position)
        }));
        ranked.sort_unstable();
        ranked.iter().enumerate().for_each(|(i, (_, _, position))| to.set(i, *position));
    });
    Ok(())
}
