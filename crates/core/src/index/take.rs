//! `take` and `take_along_axis`: elements by position along one axis.

use super::{Index, Mode, Selection, out_of_bounds};
use crate::array::Array;
use crate::bits;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Order, Shape, normalize_axis};
use crate::with_bits;
use ndgym_kernels::Lane;

/// The slices at `indices` along an axis, or the elements at those positions in C order: a fresh array in C order.
///
/// # Errors
/// `IndexError` for indices out of bounds; `TypeError` for indices that are no integers; `AxisError`; `MemoryError`.
pub fn take(array: &Array, indices: &Array, axis: Option<i64>, mode: Mode) -> Result<Array> {
    let array = if axis.is_none() { array.reshape(&[-1], Order::C)? } else { array.clone() };
    let array = if array.rank() == 0 { array.reshape_to(&[1], Order::C)? } else { array };
    let axis = normalize_axis(axis.unwrap_or(0), array.rank())?;
    let array = array.as_c_contiguous()?;
    let (outer, rest) = array.shape().split_at(axis);
    let (size, inner) = (rest[0], &rest[1..]);
    let mut shape: Shape = outer.into();
    shape.extend_from_slice(indices.shape());
    shape.extend_from_slice(inner);
    layout::checked_size(&shape)?;
    if size == 0 && shape.iter().product::<usize>() != 0 {
        return Err(Error::index("cannot do a non-empty take from an empty axes."));
    }
    let taken = Array::empty(&shape, array.dtype())?;
    if outer.contains(&0) {
        return Ok(taken);
    }
    let positions = positions(indices, axis, size, mode)?;
    if taken.size() == 0 {
        return Ok(taken);
    }
    let chunk: usize = inner.iter().product();
    with_bits!(array.dtype(), T => {
        let from = &bits::cells::<T>(&array)[array.offset()..];
        let to = bits::cells::<T>(&taken);
        let per_outer = positions.len() * chunk;
        for (block, to) in to[..taken.size()].chunks_exact(per_outer).enumerate() {
            let from = &from[block * size * chunk..];
            if chunk == 1 {
                to.iter().zip(&positions).for_each(|(to, position)| to.set(from[*position].get()));
            } else {
                for (to, position) in to.chunks_exact(chunk).zip(&positions) {
                    let from = &from[position * chunk..(position + 1) * chunk];
                    bits::copy_lane(Lane::new(to, 0, 1, chunk), Lane::new(from, 0, 1, chunk));
                }
            }
        }
    });
    Ok(taken)
}

/// Indices in C order as positions along an axis.
pub(super) fn positions(indices: &Array, axis: usize, size: usize, mode: Mode) -> Result<Vec<usize>> {
    let indices = whole_numbers(indices)?;
    let mut positions = Vec::new();
    positions
        .try_reserve_exact(indices.size())
        .map_err(|_| Error::out_of_memory(&[indices.size() as i64], DType::Int64))?;
    for index in indices.elements::<i64>()? {
        positions.push(mode.resolve(index, size).ok_or_else(|| out_of_bounds(index, axis, size))?);
    }
    Ok(positions)
}

/// Integers or bools as int64.
pub(super) fn whole_numbers(indices: &Array) -> Result<Array> {
    if indices.dtype().is_inexact() || indices.dtype().is_text() {
        return Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            indices.dtype().name()
        )));
    }
    indices.as_dtype(DType::Int64)
}

/// For every line along an axis, the elements at the positions that `indices` has for that line.
///
/// # Errors
/// `ValueError` for ranks that differ; `IndexError` for indices out of bounds or no integers; `AxisError`; `MemoryError`.
pub fn take_along_axis(array: &Array, indices: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, items) = along_axis(array, indices, axis)?;
    Selection::new(&array, &items)?.get()
}

/// The array, raveled if there is no axis, and the index that names every element along it.
pub(super) fn along_axis(array: &Array, indices: &Array, axis: Option<i64>) -> Result<(Array, Vec<Index>)> {
    let array = match axis {
        Some(_) => array.clone(),
        None if indices.rank() != 1 => {
            return Err(Error::value("when axis=None, `indices` must have a single dimension."));
        }
        None => array.reshape(&[-1], Order::C)?,
    };
    let axis = normalize_axis(axis.unwrap_or(0), array.rank())?;
    if !indices.dtype().is_integer() {
        return Err(Error::index("`indices` must be an integer array"));
    }
    if indices.rank() != array.rank() {
        return Err(Error::value("`indices` and `arr` must have the same number of dimensions"));
    }
    let items = (0..array.rank())
        .map(|other| {
            if other == axis {
                return Ok(Index::Array(indices.clone()));
            }
            super::grid::positions_along(other, array.rank(), array.shape()[other]).map(Index::Array)
        })
        .collect::<Result<_>>()?;
    Ok((array, items))
}
