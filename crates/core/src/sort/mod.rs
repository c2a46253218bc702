//! Sorting and searching: `sort`, `argsort`, `partition`, `lexsort`, `searchsorted`.
//!
//! Elements are ordered by a [`Sortable::Key`]: NaN comes after every number, complex numbers go by real, then imaginary
//! part. Positions (`argsort`) are always those of a stable sort, whatever kind is asked for.

mod key;
mod lexsort;
mod lines;
mod partition;
mod search;
mod values;

pub(crate) use key::Sortable;
pub use lexsort::lexsort;
pub(crate) use lines::{for_each_line, scratch};
pub use partition::{argpartition, partition, partition_in_place};
pub use search::{Side, searchsorted};
pub use values::{argsort, sort, sort_complex, sort_in_place};

use crate::array::Array;
use crate::error::Result;
use crate::layout::{Order, normalize_axis};

/// The algorithm asked for by `kind=`. All kinds give the same here; NumPy's names are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "NumPy's own words")]
pub enum Kind {
    Quick,
    Heap,
    Stable,
}

impl Kind {
    /// From the argument's text; the first letter counts.
    ///
    /// # Errors
    /// `ValueError: sort kind must be one of 'quick', 'heap', or 'stable' (got 'x')`.
    pub fn parse(text: &str) -> Result<Kind> {
        match text.chars().next().map(|letter| letter.to_ascii_lowercase()) {
            Some('q') => Ok(Kind::Quick),
            Some('h') => Ok(Kind::Heap),
            Some('m' | 's') => Ok(Kind::Stable),
            _ => Err(crate::Error::value(format!(
                "sort kind must be one of 'quick', 'heap', or 'stable' (got '{text}')"
            ))),
        }
    }
}

/// The array whose lines along the axis are meant: without an axis, or without axes, all elements in one line.
pub(crate) fn along(array: &Array, axis: Option<i64>) -> Result<(Array, usize)> {
    let array = match axis {
        Some(_) if array.rank() > 0 => array.clone(),
        _ => array.reshape(&[-1], Order::C)?,
    };
    let axis = normalize_axis(axis.unwrap_or(0), array.rank())?;
    Ok((array, axis))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DType, Scalar};

    /// `count` numbers below `below`, scattered.
    fn scattered(count: usize, below: u64, seed: u64) -> Vec<i64> {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below) as i64
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn positions_are_those_of_a_stable_sort() {
        for (count, step) in [(0, 1), (1, 1), (20, 2), (300, 1), (301, 3)] {
            let values = scattered(count, 7, count as u64);
            let array = Array::from_slice(&[count], &values).unwrap();
            let picked: Vec<i64> = values.iter().step_by(step).copied().collect();
            let view = array.view(&[picked.len()], &[step as isize], 0);
            let mut expected: Vec<i64> = (0..picked.len() as i64).collect();
            expected.sort_by_key(|position| picked[*position as usize]);
            assert_eq!(argsort(&view, Some(-1)).unwrap().to_vec::<i64>(), expected);
            let floats = view.cast(DType::Float32, Order::C).unwrap();
            assert_eq!(argsort(&floats, None).unwrap().to_vec::<i64>(), expected);
        }
    }

    #[test]
    fn a_partition_has_the_kth_ones_in_place() {
        for (count, places, is_sorted) in [
            (1, vec![0], false),
            (50, vec![49], false),
            (600, vec![0], false),
            (600, vec![300, -1, 10], false),
            (999, vec![], false),
            (9999, vec![-100], false),
            (9999, vec![5000], false),
            (9999, vec![2500], true),
        ] {
            let mut values = scattered(count, 400, 9);
            if is_sorted {
                values.sort();
                values.reverse();
            }
            let array = Array::from_slice(&[count], &values).unwrap();
            let mut sorted = values.clone();
            sorted.sort();
            let parted = partition(&array, &places, Some(0)).unwrap().to_vec::<i64>();
            let positions = argpartition(&array, &places, Some(0)).unwrap().to_vec::<i64>();
            for place in places {
                let place = place.rem_euclid(count as i64) as usize;
                assert_eq!(parted[place], sorted[place]);
                assert!(parted[..place].iter().all(|value| *value <= parted[place]));
                assert!(parted[place..].iter().all(|value| *value >= parted[place]));
                assert_eq!(array.get(&[positions[place] as usize]), Scalar::Int64(sorted[place]));
            }
            let mut all = positions;
            all.sort();
            assert_eq!(all, (0..count as i64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn several_keys_sort_by_the_last_first() {
        let key = |values: &[i64]| Array::from_slice(&[values.len()], values).unwrap();
        let keys = [key(&[9, 4, 0, 4, 0, 2, 1]), key(&[1, 5, 1, 4, 3, 4, 4])];
        assert_eq!(lexsort(&keys, -1).unwrap().to_vec::<i64>(), [2, 0, 4, 6, 5, 3, 1]);
    }
}
