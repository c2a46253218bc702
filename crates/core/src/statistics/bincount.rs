//! `bincount`: how often each small integer occurs.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Order};
use std::cell::Cell;

/// So many bins or fewer may be counted in several tables.
const FEW_BINS: usize = 1 << 14;

/// The numbers to count, side by side, and how many bins they need.
fn counted(array: &Array, minlength: i64) -> Result<(Array, usize)> {
    match array.rank() {
        0 => return Err(Error::value("object of too small depth for desired array")),
        1 => {}
        _ => return Err(Error::value("object too deep for desired array")),
    }
    if minlength < 0 {
        return Err(Error::value("'minlength' must not be negative"));
    }
    let numbers = array.as_dtype(DType::Int64)?;
    let numbers = if numbers.is_c_contiguous() { numbers } else { numbers.copy(Order::C)? };
    // Together they have the sign bit if one does.
    let (bits, largest) = neighbours(&numbers)
        .iter()
        .map(Cell::get)
        .fold((0, -1), |(bits, largest): (i64, i64), number| (bits | number, largest.max(number)));
    if bits < 0 {
        return Err(Error::value("'list' argument must have no negative elements"));
    }
    let needed = largest.saturating_add(1).max(minlength);
    let shape = layout::checked_shape(&[needed], DType::Int64)?;
    Ok((numbers, shape[0]))
}

/// The elements of what [`counted`] gives.
fn neighbours(numbers: &Array) -> &[Cell<i64>] {
    numbers.contiguous_cells().unwrap_or(&[])
}

/// How often each of 0, 1, 2 … occurs among the elements: int64.
///
/// # Errors
/// `ValueError` for negative numbers and for arrays that have not one axis; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, statistics::bincount};
/// let a = Array::from_slice(&[4], &[0_i64, 3, 3, 1]).unwrap();
/// assert_eq!(bincount(&a, 0).unwrap().to_vec::<i64>(), [1, 1, 0, 2]);
/// ```
pub fn bincount(array: &Array, minlength: i64) -> Result<Array> {
    let (numbers, bins) = counted(array, minlength)?;
    let numbers = neighbours(&numbers);
    let counts = Array::zeros(&[bins], DType::Int64)?;
    let cells: &[Cell<i64>] = &counts.cells()[..bins];
    if bins > FEW_BINS || numbers.len() < 8 * bins {
        numbers.iter().for_each(|number| cells[number.get() as usize].update(|count| count + 1));
        return Ok(counts);
    }
    // Four tables in turn, for the same number often comes twice in a row and its counts would wait for each other.
    let mut tables = vec![[0_i64; 4]; bins];
    let (fours, rest) = numbers.as_chunks::<4>();
    for four in fours {
        four.iter().enumerate().for_each(|(k, number)| tables[number.get() as usize][k] += 1);
    }
    rest.iter().for_each(|number| tables[number.get() as usize][0] += 1);
    cells.iter().zip(tables).for_each(|(cell, counts)| cell.set(counts.iter().sum()));
    Ok(counts)
}

/// The sum of the weights of each of 0, 1, 2 …: float64, but int64 if there is nothing to count.
///
/// # Errors
/// As [`bincount`], and for weights of another number.
pub fn bincount_weighted(array: &Array, weights: &Array, minlength: i64) -> Result<Array> {
    let (numbers, bins) = counted(array, minlength)?;
    let numbers = neighbours(&numbers);
    match weights.rank() {
        0 => return Err(Error::value("object of too small depth for desired array")),
        1 => {}
        _ => return Err(Error::value("object too deep for desired array")),
    }
    if weights.size() != numbers.len() {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    if numbers.is_empty() {
        return Array::zeros(&[bins], DType::Int64);
    }
    let sums = Array::zeros(&[bins], DType::Float64)?;
    let cells: &[Cell<f64>] = sums.cells();
    let weights = weights.elements::<f64>()?;
    numbers
        .iter()
        .zip(weights)
        .for_each(|(number, weight)| cells[number.get() as usize].update(|sum| sum + weight));
    Ok(sums)
}
