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
    let sorted = match axis {
        Some(_) => array.copy(Order::K)?,
        None => array.reshape(&[-1], Order::C)?.copy(Order::C)?,
    };
    sort_in_place(&sorted, axis.unwrap_or(-1))?;
    Ok(sorted)
}

/// Sorts the lines along an axis where they lie.
///
/// # Errors
/// As [`sort`].
pub fn sort_in_place(array: &Array, axis: i64) -> Result<()> {
    let axis = normalize_axis(axis, array.rank())?;
    let (len, stride) = (array.shape()[axis], array.strides()[axis]);
    if len < 2 {
        return Ok(());
    }
    if array.dtype().is_text() {
        let (ranking, ranks) = Ranking::of_one(array)?;
        sort_in_place(&ranks, axis as i64)?;
        return array.assign(&ranking.texts(&ranks, array.dtype())?);
    }
    with_element!(array.dtype(), T => {
        let mut line: Vec<T> = scratch(len)?;
        for_each_line([array], axis, |[start]| {
            let lane = array.lane::<T>(start, stride, len);
            line.clear();
            match lane.contiguous() {
                Some(cells) => line.extend(cells.iter().map(std::cell::Cell::get)),
                None => line.extend((0..len).map(|i| lane.get(i))),
            }
            T::sort(&mut line);
            match lane.contiguous() {
                Some(cells) => cells.iter().zip(&line).for_each(|(cell, element)| cell.set(*element)),
                None => line.iter().enumerate().for_each(|(i, element)| lane.set(i, *element)),
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
                keys.extend((0..len).map(|i| bits(from.get(i).key())));
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
