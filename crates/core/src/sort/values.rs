//! `sort`, `argsort` and `sort_complex`.

use super::key::Sortable;
use super::lines::{for_each_line, scratch};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::layout::{Order, normalize_axis};
use crate::text::Ranking;
use crate::with_element;
use ndgym_kernels::Lane;

/// A sorted copy, along an axis or of all elements.
///
/// # Errors
/// `AxisError`, also for an array of no axes; `MemoryError`.
pub fn sort(array: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = match axis {
        Some(axis) => (array.clone(), normalize_axis(axis, array.rank())?),
        None => (array.reshape(&[-1], Order::C)?, 0),
    };
    if array.dtype().is_text() || array.shape()[axis] < 2 {
        let sorted = array.copy(Order::K)?;
        sort_in_place(&sorted, axis as i64)?;
        return Ok(sorted);
    }
    let sorted = Array::empty_strided(array.shape(), array.strides_for(Order::K), array.dtype())?;
    sort_into(&array, &sorted, axis)?;
    Ok(sorted)
}

/// Sorts the lines along an axis where they lie.
///
/// # Errors
/// As [`sort`].
pub fn sort_in_place(array: &Array, axis: i64) -> Result<()> {
    let axis = normalize_axis(axis, array.rank())?;
    if array.shape()[axis] < 2 {
        return Ok(());
    }
    if array.dtype().is_text() {
        let (ranking, ranks) = Ranking::of_one(array)?;
        sort_in_place(&ranks, axis as i64)?;
        return array.assign(&ranking.texts(&ranks, array.dtype())?);
    }
    sort_into(array, array, axis)
}

/// Puts the sorted lines of an array of no texts into another of its shape and type, which may be itself.
fn sort_into(array: &Array, sorted: &Array, axis: usize) -> Result<()> {
    let len = array.shape()[axis];
    let (stride, sorted_stride) = (array.strides()[axis], sorted.strides()[axis]);
    with_element!(array.dtype(), T => {
        let mut line: Vec<T> = scratch(len)?;
        for_each_line([array, sorted], axis, |[from, to]| {
            let (from, to) = (array.lane::<T>(from, stride, len), sorted.lane::<T>(to, sorted_stride, len));
            line.clear();
            match from.contiguous() {
                Some(cells) => line.extend(cells.iter().map(std::cell::Cell::get)),
                None => line.extend((0..len).map(|i| from.get(i))),
            }
            T::sort(&mut line);
            match to.contiguous() {
                Some(cells) => cells.iter().zip(&line).for_each(|(cell, element)| cell.set(*element)),
                None => line.iter().enumerate().for_each(|(i, element)| to.set(i, *element)),
            }
        });
    });
    Ok(())
}

/// The positions that would sort an array along an axis, or all its elements: equal ones in the order they have.
///
/// # Errors
/// `AxisError`; `MemoryError`.
pub fn argsort(array: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = super::along(array, axis)?;
    positions_by_line(&array, axis, &Sort)
}

/// For every line along the axis, its positions as `arrange` leaves them, beside the keys there.
pub(super) fn positions_by_line<A: Arrange>(array: &Array, axis: usize, arrange: &A) -> Result<Array> {
    if array.dtype().is_text() {
        return positions_by_line(&Ranking::of_one(array)?.1, axis, arrange);
    }
    let positions = Array::empty(array.shape(), DType::Int64)?;
    let (len, stride) = (array.shape()[axis], array.strides()[axis]);
    let step = positions.strides()[axis];
    with_element!(array.dtype(), T => {
        let mut ranked: Vec<(<T as Sortable>::Key, usize)> = scratch(len)?;
        let mut keys: Vec<u64> = Vec::new();
        for_each_line([array, &positions], axis, |[from, to]| {
            let (from, to) = (array.lane::<T>(from, stride, len), positions.lane::<i64>(to, step, len));
            if let Some(bits) = <T as Sortable>::BITS {
                keys.clear();
                match from.contiguous() {
                    Some(cells) => keys.extend(cells.iter().map(|cell| bits(cell.get().key()))),
                    None => keys.extend((0..len).map(|i| bits(from.get(i).key()))),
                }
                if arrange.arrange_keys(&mut keys, &to) || A::ALWAYS_BY_KEYS {
                    return;
                }
            }
            ranked.clear();
            ranked.extend((0..len).map(|i| (from.get(i).key(), i)));
            arrange.arrange(&mut ranked);
            ranked.iter().enumerate().for_each(|(i, (_, position))| to.set(i, *position as i64));
        });
    });
    Ok(positions)
}

/// How to arrange the keys of a line, each with its position there.
pub(super) trait Arrange {
    /// Whether keys of 64 bits are always arranged by [`Arrange::arrange_keys`]: element types that have them need no code for
    /// the other way.
    const ALWAYS_BY_KEYS: bool = false;

    /// Arranges them.
    fn arrange<K: Ord>(&self, ranked: &mut [(K, usize)]);

    /// Puts the positions of keys of 64 bits, so arranged, into a lane. False, and nothing is done, where there is no
    /// faster way than the other.
    fn arrange_keys(&self, keys: &mut [u64], positions: &Lane<'_, i64>) -> bool;
}

struct Sort;

impl Arrange for Sort {
    const ALWAYS_BY_KEYS: bool = true;

    fn arrange<K: Ord>(&self, ranked: &mut [(K, usize)]) {
        // Positions differ, so that nothing is left to chance: this is a stable sort by key.
        ranked.sort_unstable();
    }

    fn arrange_keys(&self, keys: &mut [u64], positions: &Lane<'_, i64>) -> bool {
        let sorted = ndgym_kernels::sort::positions(keys);
        sorted.into_iter().enumerate().for_each(|(i, position)| positions.set(i, position as i64));
        true
    }
}

/// All elements sorted along the last axis, as complex numbers.
///
/// # Errors
/// `AxisError` for an array of no axes; `MemoryError`.
pub fn sort_complex(array: &Array) -> Result<Array> {
    let sorted = sort(array, Some(-1))?;
    let dtype = match array.dtype() {
        DType::Int8 | DType::UInt8 | DType::Int16 | DType::UInt16 => DType::Complex64,
        dtype if dtype.is_complex() => dtype,
        _ => DType::Complex128,
    };
    sorted.as_dtype(dtype)
}
