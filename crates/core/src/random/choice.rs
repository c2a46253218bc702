//! Samples of numbers: without replacement, and with given probabilities.

use super::BitSource;
use super::bounded::{Method, up_to};
use super::permute::{permutation, shuffle};
use crate::layout::checked_shape;
use crate::{Array, DType, Result};
use std::collections::HashSet;

/// `count` different numbers below `population`, in random order if `shuffled`: Floyd's algorithm, or, where the sample is
/// a large part of a large population, the tail of a shuffle.
///
/// # Errors
/// `MemoryError` if there is no room for them.
///
/// # Panics
/// If there are fewer than `count`.
pub fn without_replacement<S: BitSource>(
    source: &mut S,
    population: i64,
    count: i64,
    shuffled: bool,
) -> Result<Array> {
    assert!((0..=population).contains(&count), "no more than there are");
    let cutoff = if shuffled { 50 } else { 20 };
    if population > 10_000 && count > population / cutoff {
        let first = population - count;
        let numbers = permutation(source, population, first as usize, Method::Lemire)?;
        return numbers.view(&[count as usize], &[1], first as usize).copy(crate::layout::Order::C);
    }
    let shape = checked_shape(&[count], DType::Int64)?;
    let numbers = Array::empty(&shape, DType::Int64)?;
    let cells = &numbers.cells::<i64>()[..numbers.size()];
    let mut seen = HashSet::with_capacity(cells.len());
    for (cell, last) in cells.iter().zip(population - count..) {
        let drawn = up_to(source, last as u64, Method::Lemire) as i64;
        let number = if seen.insert(drawn) { drawn } else { last };
        seen.insert(number);
        cell.set(number);
    }
    if shuffled {
        shuffle(source, cells.len(), 1, Method::Lemire, |i, j| cells[i].swap(&cells[j]));
    }
    Ok(numbers)
}

/// Running sums of probabilities, divided by the last, to look uniform numbers up in.
pub struct Cumulative(Vec<f64>);

impl Cumulative {
    /// From the probability of each number.
    pub fn new(probabilities: &[f64]) -> Cumulative {
        let mut sums: Vec<f64> = probabilities
            .iter()
            .scan(0.0, |sum, probability| {
                *sum += probability;
                Some(*sum)
            })
            .collect();
        let total = sums.last().copied().unwrap_or(1.0);
        sums.iter_mut().for_each(|sum| *sum /= total);
        Cumulative(sums)
    }

    /// The number that a uniform one means.
    #[inline]
    pub fn number(&self, uniform: f64) -> i64 {
        self.0.partition_point(|sum| *sum <= uniform) as i64
    }
}

/// `count` different numbers with the given probabilities, of which that many must not be zero: drawn together, those met
/// for the first time kept, and so on without them.
pub fn without_replacement_weighted<S: BitSource>(
    source: &mut S,
    probabilities: &[f64],
    count: usize,
) -> Vec<i64> {
    let mut left = probabilities.to_vec();
    let mut found: Vec<i64> = Vec::with_capacity(count);
    while found.len() < count {
        let uniform: Vec<f64> = (found.len()..count).map(|_| source.next_f64()).collect();
        found.iter().for_each(|number| left[*number as usize] = 0.0);
        let cumulative = Cumulative::new(&left);
        let mut seen = HashSet::new();
        found.extend(
            uniform
                .into_iter()
                .map(|uniform| cumulative.number(uniform))
                .filter(|number| seen.insert(*number)),
        );
    }
    found
}
