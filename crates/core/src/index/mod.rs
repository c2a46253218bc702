//! Indexing of every kind: `a[…]` for reading, writing and what the functions `take`, `put`, `where` and their kin do.
//!
//! [`Selection`] is the one plan for all forms. Integers, slices, `...` and `newaxis` alone select a view. Masks and integer
//! arrays select elements one by one: their axes are replaced by the shape the index arrays broadcast to, in place if they
//! stand side by side, else in front.

mod basic;
mod choose;
mod diagonal;
mod gather;
mod grid;
mod mask;
mod put;
mod selection;
mod take;
mod unravel;

pub use basic::slice_bounds;
pub use choose::{choose, select, where_};
pub use diagonal::{diagonal, fill_diagonal};
pub(crate) use grid::positions_along;
pub use grid::{diag_indices, ix_, tril_indices, triu_indices};
pub use mask::{argwhere, compress, copyto, count_true, extract, flatnonzero, nonzero, place, putmask};
pub use put::{put, put_along_axis};
pub use selection::{Selection, slice_first_axis};
pub use take::{take, take_along_axis};
pub use unravel::{ravel_multi_index, unravel_index};

use crate::array::Array;
use crate::error::{Error, Reason, Result};
use crate::layout::MAX_RANK;

/// One item of an index.
#[derive(Clone, Debug)]
pub enum Index {
    /// `a[2]`
    Integer(i64),
    /// `a[start:stop:step]`
    Slice {
        /// First, if given.
        start: Option<i64>,
        /// End, if given.
        stop: Option<i64>,
        /// Step, if given; not 0.
        step: Option<i64>,
    },
    /// `a[...]`
    Ellipsis,
    /// `a[np.newaxis]`
    NewAxis,
    /// `a[array]`: integers select along one axis; bools select where they are true, along as many axes as they have.
    Array(Array),
}

impl Index {
    /// `:`
    pub const ALL: Index = Index::Slice { start: None, stop: None, step: None };
}

/// What `take`, `put` and their kin do with indices outside the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Refuse them.
    Raise,
    /// Start over from the other end.
    Wrap,
    /// Take the first or the last.
    Clip,
}

impl Mode {
    /// From NumPy's `mode=` argument.
    ///
    /// # Errors
    /// `ValueError: clipmode must be one of 'clip', 'raise', or 'wrap' (got 'x')`.
    pub fn parse(text: &str) -> Result<Mode> {
        match text {
            "raise" => Ok(Mode::Raise),
            "wrap" => Ok(Mode::Wrap),
            "clip" => Ok(Mode::Clip),
            _ => Err(Error::value(format!(
                "clipmode must be one of 'clip', 'raise', or 'wrap' (got '{text}')"
            ))),
        }
    }

    /// The index along an axis of `size` that the mode makes of any number, or None if it is refused.
    #[inline]
    pub(crate) fn resolve(self, index: i64, size: usize) -> Option<usize> {
        let size = size as i64;
        match self {
            Mode::Raise => {
                let positive = if index < 0 { index + size } else { index };
                (0..size).contains(&positive).then_some(positive as usize)
            }
            Mode::Wrap => (size > 0).then(|| index.rem_euclid(size) as usize),
            Mode::Clip => (size > 0).then(|| index.clamp(0, size - 1) as usize),
        }
    }
}

/// Refuses more axes than an array can have, as indexing words it.
pub(crate) fn checked_rank(rank: usize) -> Result<()> {
    if rank <= MAX_RANK {
        return Ok(());
    }
    Err(Error::index(format!(
        "number of dimensions must be within [0, {MAX_RANK}], indexing result would have {rank}"
    )))
}

/// The error for an index outside its axis.
pub(crate) fn out_of_bounds(index: i64, axis: usize, size: usize) -> Error {
    Error::index(format!("index {index} is out of bounds for axis {axis} with size {size}"))
        .because(Reason::IndexOutOfBounds { index, axis, size })
}
