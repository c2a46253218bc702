//! How often numbers occur.

use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, Result};

/// `np.bincount`: for each number from 0 on how often it occurs in `values`, or the sum of the weights it occurs with.
///
/// # Errors
/// `ValueError` for negative values and weights of another length; `TypeError` for values that are no integers;
/// `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, reduce::bincount};
/// let values = Array::from_slice(&[4], &[0_i64, 2, 2, 1]).unwrap();
/// assert_eq!(bincount(&values, None, 0).unwrap().to_vec::<i64>(), [1, 1, 2]);
/// ```
pub fn bincount(values: &Array, weights: Option<&Array>, minlength: usize) -> Result<Array> {
    if values.rank() != 1 {
        return Err(Error::value(if values.rank() == 0 {
            "object of too small depth for desired array"
        } else {
            "object too deep for desired array"
        }));
    }
    let fits = matches!(values.dtype().kind(), Kind::Bool | Kind::Signed | Kind::Unsigned);
    if values.size() > 0 && !fits {
        return Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            values.dtype().name()
        )));
    }
    let numbers = values.to_vec::<i64>();
    if numbers.iter().any(|number| *number < 0) {
        return Err(Error::value("'list' argument must have no negative elements"));
    }
    let length = numbers.iter().max().map_or(0, |largest| *largest as usize + 1).max(minlength);
    let Some(weights) = weights else {
        let counts = Array::zeros(&[length], DType::Int64)?;
        let cells = counts.cells::<i64>();
        numbers.iter().for_each(|number| cells[*number as usize].update(|count| count + 1));
        return Ok(counts);
    };
    if weights.size() != numbers.len() {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    let sums = Array::zeros(&[length], DType::Float64)?;
    let cells = sums.cells::<f64>();
    let pairs = numbers.iter().zip(weights.to_vec::<f64>());
    pairs.for_each(|(number, weight)| cells[*number as usize].update(|sum| sum + weight));
    Ok(sums)
}
