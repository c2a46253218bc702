//! Index arrays for grids, diagonals and triangles.

use super::nonzero;
use crate::array::Array;
use crate::creation;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{Order, Shape, checked_rank};
use crate::scalar::Scalar;
use smallvec::SmallVec;

/// 0, 1, 2, … along one axis of `rank`; size 1 along all others.
pub(crate) fn positions_along(axis: usize, rank: usize, size: usize) -> Result<Array> {
    let mut shape: Shape = SmallVec::from_elem(1, rank);
    shape[axis] = size;
    let positions = Array::empty(&shape, DType::Int64)?;
    positions.cells::<i64>().iter().enumerate().for_each(|(i, cell)| cell.set(i as i64));
    Ok(positions)
}

/// Index arrays of one axis, reshaped so that they broadcast to a grid; bools count where they are true.
///
/// # Errors
/// `ValueError: Cross index must be 1 dimensional`; `MemoryError`.
pub fn ix_(sequences: &[Array]) -> Result<Vec<Array>> {
    let rank = sequences.len();
    checked_rank(rank)?;
    let mut open = Vec::with_capacity(rank);
    for (axis, sequence) in sequences.iter().enumerate() {
        if sequence.rank() != 1 {
            return Err(Error::value("Cross index must be 1 dimensional"));
        }
        let sequence = if sequence.dtype() == DType::Bool {
            nonzero(sequence)?.swap_remove(0)
        } else {
            sequence.clone()
        };
        let mut shape: Shape = SmallVec::from_elem(1, rank);
        shape[axis] = sequence.size();
        open.push(sequence.reshape_to(&shape, Order::C)?);
    }
    Ok(open)
}

/// The index of the main diagonal of an array with `rank` axes of size `size`: one array, to be used for each axis.
///
/// # Errors
/// `MemoryError`; `ValueError: Maximum allowed size exceeded`.
pub fn diag_indices(size: i64) -> Result<Array> {
    creation::arange(Scalar::Int64(0), Scalar::Int64(size), Scalar::Int64(1), DType::Int64)
}

/// The index of the lower triangle up to diagonal `k`.
///
/// # Errors
/// `MemoryError`; `ValueError` for sizes that are not.
pub fn tril_indices(rows: i64, columns: Option<i64>, k: i64) -> Result<Vec<Array>> {
    separate(nonzero(&creation::tri(rows, columns, k, DType::Bool)?)?)
}

/// The index of the upper triangle from diagonal `k`.
///
/// # Errors
/// As [`tril_indices`].
pub fn triu_indices(rows: i64, columns: Option<i64>, k: i64) -> Result<Vec<Array>> {
    let below = creation::tri(rows, columns, k.saturating_sub(1), DType::Bool)?;
    below.cells::<crate::Bool>().iter().for_each(|cell| cell.set((!cell.get().get()).into()));
    separate(nonzero(&below)?)
}

/// Columns of one table as arrays of their own.
fn separate(columns: Vec<Array>) -> Result<Vec<Array>> {
    columns.iter().map(|column| column.copy(Order::C)).collect()
}
