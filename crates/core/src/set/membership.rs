//! `isin`: which elements occur in another array.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Bool;
use crate::error::{Error, ErrorKind, Result};
use crate::promote::promote_types;
use crate::scalar::Scalar;
use crate::sort::Sortable;
use crate::text::Ranking;
use crate::with_element;

/// How to look elements up, as `kind=` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By binary search.
    Sort,
    /// In a table with a place for every integer of the range.
    Table,
}

impl Method {
    /// From the argument's text.
    ///
    /// # Errors
    /// `ValueError: Invalid kind: 'x'. Please use None, 'sort' or 'table'.`
    pub fn parse(text: &str) -> Result<Method> {
        match text {
            "sort" => Ok(Method::Sort),
            "table" => Ok(Method::Table),
            _ => Err(Error::value(format!("Invalid kind: '{text}'. Please use None, 'sort' or 'table'."))),
        }
    }
}

/// For each element whether it is one of `tests`, or with `invert` whether it is none of them. NaN is never found.
///
/// # Errors
/// `ValueError` for a table of numbers that are no integers, `RuntimeError` for one whose range does not fit their type,
/// `MemoryError`.
pub fn isin(elements: &Array, tests: &Array, invert: bool, method: Option<Method>) -> Result<Array> {
    if method == Some(Method::Table) {
        check_table(elements, tests)?;
    }
    if elements.dtype().is_text() != tests.dtype().is_text() {
        // Numbers and texts are never equal.
        return Array::full(elements.shape(), invert.into());
    }
    if elements.dtype().is_text() {
        let (_, elements, tests) = Ranking::of_two(elements, tests)?;
        return isin(&elements, &tests, invert, None);
    }
    let found = Array::empty(elements.shape(), DType::Bool)?;
    let cells = found.cells::<Bool>();
    with_element!(promote_types(elements.dtype(), tests.dtype()), T => {
        let mut keys: Vec<_> =
            tests.elements::<T>()?.into_iter().filter(|test| !test.is_nan()).map(|test| test.key()).collect();
        keys.sort_unstable();
        for (cell, element) in cells.iter().zip(elements.elements::<T>()?) {
            let is_in = !element.is_nan() && keys.binary_search(&element.key()).is_ok();
            cell.set((is_in != invert).into());
        }
    });
    Ok(found)
}

/// Refuses what a table cannot hold.
fn check_table(elements: &Array, tests: &Array) -> Result<()> {
    if [elements, tests].iter().any(|array| array.dtype().is_inexact() || array.dtype().is_text()) {
        return Err(Error::value(
            "The 'table' method is only supported for boolean or integer arrays. Please select 'sort' or None for kind.",
        ));
    }
    let dtype = if tests.dtype() == DType::Bool { DType::UInt8 } else { tests.dtype() };
    let largest = match dtype.kind() {
        crate::dtype::Kind::Unsigned => Scalar::UInt64(u64::MAX >> (64 - 8 * dtype.itemsize())),
        _ => Scalar::Int64(i64::MAX >> (64 - 8 * dtype.itemsize())),
    };
    let sorted = crate::sort::sort(&tests.as_dtype(dtype)?, None)?;
    let Some(last) = sorted.size().checked_sub(1) else { return Ok(()) };
    let [low, high] = [0, last].map(|i| sorted.get(&[i]).as_integer().unwrap_or_default());
    if Some(high - low) > largest.as_integer() {
        return Err(Error::new(
            ErrorKind::Runtime,
            "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed the maximum integer of the \
             datatype. Please set `kind` to None or 'sort'.",
        ));
    }
    Ok(())
}
