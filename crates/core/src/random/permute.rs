//! Fisher and Yates' shuffle.

use super::BitSource;
use super::bounded::{Method, up_to};
use crate::creation::arange;
use crate::{Array, DType, Result};

/// Calls `swap(i, j)` for the exchanges that shuffle positions `first..len`, from the last down; positions below `first`
/// are only drawn from (a shuffled tail is a sample).
#[inline]
pub fn shuffle<S: BitSource>(
    source: &mut S,
    len: usize,
    first: usize,
    method: Method,
    mut swap: impl FnMut(usize, usize),
) {
    for i in (first.max(1)..len).rev() {
        let j = up_to(source, i as u64, method) as usize;
        swap(i, j);
    }
}

/// The numbers below `len` with positions `first..` shuffled.
///
/// # Errors
/// `MemoryError` if there is no room for them.
pub fn permutation<S: BitSource>(source: &mut S, len: i64, first: usize, method: Method) -> Result<Array> {
    let numbers = arange(0_i64.into(), len.into(), 1_i64.into(), DType::Int64)?;
    let cells = &numbers.cells::<i64>()[..numbers.size()];
    shuffle(source, cells.len(), first, method, |i, j| cells[i].swap(&cells[j]));
    Ok(numbers)
}
