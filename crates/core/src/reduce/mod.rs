//! Reductions that are more than one ufunc folded: means, variances, positions of extrema, counts.
//!
//! Sums, products, extrema and truth are [`crate::ufunc::Ufunc::reduce`] of `ADD`, `MULTIPLY`, `MAXIMUM`, `LOGICAL_OR` …

mod moments;
mod position;
mod squares;

pub use moments::{Moment, MomentOptions, mean, standard_deviation, variance};
pub use position::{argmax, argmin};

use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::ufunc::{self, ReduceOptions};

/// How many elements along the axes are not zero (or NaN counted as not zero): int64.
///
/// # Errors
/// `MemoryError`.
pub fn count_nonzero(array: &Array, axes: &[usize], keepdims: bool) -> Result<Array> {
    let truth = array.as_dtype(DType::Bool)?;
    ufunc::ADD.reduce(
        &truth,
        axes,
        &ReduceOptions { dtype: Some(DType::Int64), keepdims, ..Default::default() },
    )
}

/// How many elements a reduction along the axes takes together.
fn count(array: &Array, axes: &[usize]) -> usize {
    axes.iter().map(|axis| array.shape()[*axis]).product()
}
