//! Two arrays as sets of their elements.

use super::membership::isin;
use super::unique::{Wanted, unique};
use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::Result;
use crate::layout::Order;
use crate::promote::promote_types;
use crate::sort::Sortable;
use crate::text::Ranking;
use crate::with_element;

/// What two arrays have in common.
#[derive(Clone, Debug)]
pub struct Intersection {
    /// The elements that occur in both, ascending.
    pub values: Array,
    /// Where in the first array each occurs first.
    pub first_indices: Array,
    /// Where in the second array.
    pub second_indices: Array,
}

/// The elements that occur in both arrays. `assume_unique` says that neither has one twice.
///
/// # Errors
/// `MemoryError`.
pub fn intersect1d(first: &Array, second: &Array, assume_unique: bool) -> Result<Intersection> {
    if let Some((texts, first, second)) = Texts::among(first, second)? {
        let common = intersect1d(&first, &second, assume_unique)?;
        return Ok(Intersection { values: texts.restore(&common.values)?, ..common });
    }
    let (first, first_at) = distinct(first, assume_unique)?;
    let (second, second_at) = distinct(second, assume_unique)?;
    with_element!(promote_types(first.dtype(), second.dtype()), T => {
        let merged = Merged::<T>::new(&first, &second)?;
        let (mut values, mut in_first, mut in_second) = (Vec::new(), Vec::new(), Vec::new());
        for pair in merged.order.windows(2) {
            if merged.elements[pair[0]] == merged.elements[pair[1]] {
                values.push(merged.elements[pair[0]]);
                in_first.push(first_at(pair[0]));
                // Elements said to be unique that are not may both come from the first array.
                in_second.push(second_at(pair[1].wrapping_sub(merged.split)));
            }
        }
        Ok(Intersection {
            values: list(&values)?,
            first_indices: list(&in_first)?,
            second_indices: list(&in_second)?,
        })
    })
}

/// The elements that occur in just one of two arrays.
///
/// # Errors
/// `MemoryError`.
pub fn setxor1d(first: &Array, second: &Array, assume_unique: bool) -> Result<Array> {
    if let Some((texts, first, second)) = Texts::among(first, second)? {
        return texts.restore(&setxor1d(&first, &second, assume_unique)?);
    }
    let (first, _) = distinct(first, assume_unique)?;
    let (second, _) = distinct(second, assume_unique)?;
    with_element!(promote_types(first.dtype(), second.dtype()), T => {
        let merged = Merged::<T>::new(&first, &second)?;
        let at = |i: usize| merged.order.get(i).map(|position| merged.elements[*position]);
        let alone: Vec<T> = (0..merged.order.len())
            .filter(|&i| (i == 0 || at(i) != at(i - 1)) && at(i) != at(i + 1))
            .filter_map(at)
            .collect();
        list(&alone)
    })
}

/// The elements that occur in either of two arrays, ascending.
///
/// # Errors
/// `MemoryError`.
pub fn union1d(first: &Array, second: &Array) -> Result<Array> {
    if let Some((texts, first, second)) = Texts::among(first, second)? {
        return texts.restore(&union1d(&first, &second)?);
    }
    let both = with_element!(promote_types(first.dtype(), second.dtype()), T => {
        let mut both = first.elements::<T>()?;
        both.extend(second.elements::<T>()?);
        list(&both)?
    });
    Ok(unique(&both, None, Wanted::default(), true)?.values)
}

/// The elements of the first array that do not occur in the second: ascending, or as they come if `assume_unique`.
///
/// # Errors
/// `MemoryError`.
pub fn setdiff1d(first: &Array, second: &Array, assume_unique: bool) -> Result<Array> {
    let (first, _) = distinct(first, assume_unique)?;
    let keep = isin(&first, second, true, None)?;
    crate::index::extract(&keep, &first)
}

/// Texts of two arrays that ranks stand for.
struct Texts {
    ranking: Ranking,
    dtype: DType,
}

impl Texts {
    /// Ranks in the place of two arrays' texts, if one of them has some.
    fn among(first: &Array, second: &Array) -> Result<Option<(Texts, Array, Array)>> {
        let dtype = promote_types(first.dtype(), second.dtype());
        if !dtype.is_text() {
            return Ok(None);
        }
        let (ranking, first, second) = Ranking::of_two(first, second)?;
        Ok(Some((Texts { ranking, dtype }, first, second)))
    }

    /// The texts that ranks stand for.
    fn restore(&self, ranks: &Array) -> Result<Array> {
        self.ranking.texts(ranks, self.dtype)
    }
}

/// The unique elements and where each was found first; all elements if that is what they are said to be.
fn distinct(array: &Array, assume_unique: bool) -> Result<(Array, impl Fn(usize) -> i64)> {
    let (values, index) = if assume_unique {
        (array.reshape(&[-1], Order::C)?, None)
    } else {
        let unique = unique(array, None, Wanted { index: true, ..Wanted::default() }, true)?;
        (unique.values, unique.index.map(|index| index.elements::<i64>()).transpose()?)
    };
    let found = move |i: usize| match &index {
        Some(index) => index.get(i).copied().unwrap_or_default(),
        None => i as isize as i64,
    };
    Ok((values, found))
}

/// The elements of two arrays one after the other, and the order that sorts them.
struct Merged<T> {
    elements: Vec<T>,
    order: Vec<usize>,
    /// Where the second array starts.
    split: usize,
}

impl<T: Sortable> Merged<T> {
    fn new(first: &Array, second: &Array) -> Result<Self> {
        let mut elements = first.elements::<T>()?;
        let split = elements.len();
        elements.extend(second.elements::<T>()?);
        let mut order: Vec<usize> = (0..elements.len()).collect();
        order.sort_by_key(|position| elements[*position].key());
        Ok(Merged { elements, order, split })
    }
}

fn list<T: Element>(elements: &[T]) -> Result<Array> {
    Array::from_slice(&[elements.len()], elements)
}
