//! `bincount`: how often each small integer occurs.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Order};
use std::cell::Cell;

/// So many bins or fewer may be counted in several tables.
const FEW_BINS: usize = 1 << 14;

/// The numbers to count, side by side, and all their bits together: none of them is larger.
fn counted(array: &Array, minlength: i64) -> Result<(Array, i64)> {
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
    let bits = neighbours(&numbers).iter().fold(0, |bits, number| bits | number.get());
    if bits < 0 {
        return Err(Error::value("'list' argument must have no negative elements"));
    }
    Ok((numbers, bits))
}

/// How many bins there are if `largest` is the largest number, or -1 for none.
fn bins(largest: i64, minlength: i64) -> Result<usize> {
    Ok(layout::checked_shape(&[largest.saturating_add(1).max(minlength)], DType::Int64)?[0])
}

fn largest(numbers: &[Cell<i64>]) -> i64 {
    numbers.iter().map(Cell::get).fold(-1, i64::max)
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
    let (numbers, bits) = counted(array, minlength)?;
    let numbers = neighbours(&numbers);
    match usize::try_from(bits) {
        Ok(bits) if bits < FEW_BINS && numbers.len() >= 8 * (bits + 1) => {
            let tables = count_in_tables(numbers, bits + 1);
            let largest =
                tables.iter().rposition(|counts| *counts != [0; 4]).map_or(-1, |number| number as i64);
            let counts = Array::zeros(&[bins(largest, minlength)?], DType::Int64)?;
            let cells = counts.cells::<i64>().iter();
            cells.zip(tables).for_each(|(cell, counts)| cell.set(counts.iter().sum()));
            Ok(counts)
        }
        _ => {
            let bins = bins(largest(numbers), minlength)?;
            let counts = Array::zeros(&[bins], DType::Int64)?;
            let cells: &[Cell<i64>] = &counts.cells()[..bins];
            numbers.iter().for_each(|number| cells[number.get() as usize].update(|count| count + 1));
            Ok(counts)
        }
    }
}

/// Counts in four tables in turn, for the same number often comes twice in a row and its counts would wait for each other.
fn count_in_tables(numbers: &[Cell<i64>], bins: usize) -> Vec<[i64; 4]> {
    let mut tables = vec![[0_i64; 4]; bins];
    let (fours, rest) = numbers.as_chunks::<4>();
    for four in fours {
        four.iter().enumerate().for_each(|(k, number)| tables[number.get() as usize][k] += 1);
    }
    rest.iter().for_each(|number| tables[number.get() as usize][0] += 1);
    tables
}

/// The sum of the weights of each of 0, 1, 2 …: float64, but int64 if there is nothing to count.
///
/// # Errors
/// As [`bincount`], and for weights of another number.
pub fn bincount_weighted(array: &Array, weights: &Array, minlength: i64) -> Result<Array> {
    let (numbers, _) = counted(array, minlength)?;
    let numbers = neighbours(&numbers);
    let bins = bins(largest(numbers), minlength)?;
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
