//! Sorting, searching and sets.

use super::Operation;
use super::arrays::cast;
use super::choices::Choices;
use crate::operations;

use ndgym_core::set::*;
use ndgym_core::sort::*;
use ndgym_core::{Array, DType, Error};

type Result<T> = std::result::Result<T, Error>;

fn any(c: &mut Choices) -> Array {
    if c.one_in(10) { c.long_array() } else { c.array() }
}

fn array_and_axis(c: &mut Choices) -> (Array, Option<i64>) {
    let array = any(c);
    let axis = c.axis_or_none(array.rank());
    (array, axis)
}

/// Two arrays that may have elements in common.
fn two(c: &mut Choices) -> (Array, Array) {
    let first = any(c);
    let second = if c.either() { c.array() } else { cast(&first, c.dtype()) };
    (first, second)
}

fn searched(c: &mut Choices) -> Result<Array> {
    let dtype = c.dtype();
    let rank = if c.one_in(10) { c.rank() } else { 1 };
    let array = c.array_of_rank(dtype, rank);
    let sorter = match c.below(4) {
        0 => Some(c.array()),
        1 if array.rank() == 1 => Some(argsort(&array, None)?),
        _ => None,
    };
    searchsorted(&array, &c.array(), c.pick(&[Side::Left, Side::Right]), sorter.as_ref())
}

fn uniques(c: &mut Choices) -> Result<Vec<Array>> {
    let (array, axis) = array_and_axis(c);
    let wanted = Wanted { index: c.either(), inverse: c.either(), counts: c.either() };
    let found = unique(&array, axis, wanted, c.either())?;
    Ok([Some(found.values), found.index, found.inverse, found.counts].into_iter().flatten().collect())
}

fn intersected(c: &mut Choices) -> Result<Vec<Array>> {
    let (first, second) = two(c);
    let found = intersect1d(&first, &second, c.either())?;
    Ok(vec![found.values, found.first_indices, found.second_indices])
}

fn sorted_keys(c: &mut Choices) -> Result<Array> {
    let keys = c.arrays(3);
    let axis = c.axis(keys.first().map_or(1, Array::rank));
    lexsort(&keys, axis)
}

fn sorted(c: &mut Choices) -> Result<Array> {
    let (array, axis) = array_and_axis(c);
    let sorted = sort(&array, axis)?;
    let taken = match axis {
        Some(_) if array.rank() == 0 => return Ok(sorted),
        _ => ndgym_core::index::take_along_axis(&array, &argsort(&array, axis)?, axis)?,
    };
    // Which of two zeros, or of two NaNs, comes first is the algorithm's business.
    if !array.dtype().is_inexact() {
        assert_eq!(
            super::arrays::elements(&sorted),
            super::arrays::elements(&taken),
            "sort is taking by argsort"
        );
    }
    Ok(sorted)
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    sort: |c| sorted(c);
    sort_in_place: |c| { let array = any(c); sort_in_place(&array, c.axis(array.rank())).map(|()| array) };
    argsort: |c| { let (array, axis) = array_and_axis(c); argsort(&array, axis) };
    sort_complex: |c| sort_complex(&any(c));
    partition: |c| { let (array, axis) = array_and_axis(c); partition(&array, &c.integers(4), axis) };
    argpartition: |c| { let (array, axis) = array_and_axis(c); argpartition(&array, &c.integers(4), axis) };
    partition_in_place: |c| {
        let array = any(c);
        partition_in_place(&array, &c.integers(3), c.axis(array.rank())).map(|()| array)
    };
    lexsort: |c| sorted_keys(c);
    searchsorted: |c| searched(c);
    unique: |c| uniques(c);
    isin: |c| {
        let (elements, tests) = two(c);
        isin(&elements, &tests, c.either(), c.pick(&[None, Some(Method::Sort), Some(Method::Table)]))
    };
    intersect1d: |c| intersected(c);
    union1d: |c| { let (first, second) = two(c); union1d(&first, &second) };
    setdiff1d: |c| { let (first, second) = two(c); setdiff1d(&first, &second, c.either()) };
    setxor1d: |c| { let (first, second) = two(c); setxor1d(&first, &second, c.either()) };
    bool_cells: |c| {
        // Bytes that are neither 0 nor 1 are true all the same.
        let bytes = c.array_of_rank(DType::UInt8, 1);
        bytes.reinterpret(DType::Bool, bytes.shape(), bytes.strides(), bytes.offset()).map(|bools| sort(&bools, Some(0)))
    };
};
