//! `partition` and `argpartition`: the elements that sorting would put at some places, at those places.

use super::key::Sortable;
use super::lines::{for_each_line, scratch};
use super::values::{Arrange, positions_by_line};
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{Order, normalize_axis};
use crate::text::Ranking;
use crate::with_element;
use ndgym_kernels::Lane;
use ndgym_kernels::sort::{BLOCK, count_greater, count_less, nth};

/// Shorter lines are sorted altogether, as NumPy's vectorised selection leaves them.
const SORTED_BELOW: usize = 257;

/// A copy where along an axis (or of all elements) the `kth` ones stand where sorting would put them, smaller ones before
/// and larger ones after.
///
/// # Errors
/// `ValueError` for places out of bounds; `AxisError`; `MemoryError`.
pub fn partition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let copy = match axis {
        Some(_) => array.copy(Order::K)?,
        None => array.reshape(&[-1], Order::C)?.copy(Order::C)?,
    };
    partition_in_place(&copy, kth, axis.unwrap_or(-1))?;
    Ok(copy)
}

/// Partitions the lines along an axis where they lie.
///
/// # Errors
/// As [`partition`].
pub fn partition_in_place(array: &Array, kth: &[i64], axis: i64) -> Result<()> {
    let axis = normalize_axis(axis, array.rank())?;
    if array.dtype().is_text() {
        let (ranking, ranks) = Ranking::of_one(array)?;
        partition_in_place(&ranks, kth, axis as i64)?;
        return array.assign(&ranking.texts(&ranks, array.dtype())?);
    }
    let (len, stride) = (array.shape()[axis], array.strides()[axis]);
    let Some(kth) = places(kth, array, axis)? else { return Ok(()) };
    with_element!(array.dtype(), T => {
        let mut line: Vec<T> = scratch(len)?;
        let mut keys: Vec<u64> = Vec::new();
        for_each_line([array], axis, |[start]| {
            let lane = array.lane::<T>(start, stride, len);
            line.clear();
            line.extend((0..len).map(|i| lane.get(i)));
            if len < SORTED_BELOW {
                T::sort(&mut line);
            } else if let Some(bits) = <T as Sortable>::BITS {
                keys.clear();
                keys.extend(line.iter().map(|element| bits(element.key())));
                if let Some(split) = Split::new(&keys, &kth) {
                    return split.distribute(&keys, |from, to| lane.set(to, line[from]));
                }
                select(&mut line, &kth, |a, b| a.key().cmp(&b.key()));
            } else {
                select(&mut line, &kth, |a, b| a.key().cmp(&b.key()));
            }
            line.iter().enumerate().for_each(|(i, element)| lane.set(i, *element));
        });
    });
    Ok(())
}

/// The positions that would partition an array.
///
/// # Errors
/// As [`partition`].
pub fn argpartition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let (array, axis) = super::along(array, axis)?;
    let kth = places(kth, &array, axis)?.unwrap_or_default();
    positions_by_line(&array, axis, &Select(kth))
}

/// A key that belongs at a place, how many keys are less than it, and how many equal to it.
struct Split {
    pivot: u64,
    less: usize,
    equal: usize,
}

impl Split {
    /// None for several places, and without memory.
    fn new(keys: &[u64], kth: &[usize]) -> Option<Split> {
        let [place] = kth else { return None };
        let (pivot, less, equal) = nth(keys, *place)?;
        Some(Split { pivot, less, equal })
    }

    /// Calls with each position and the place where that element goes: less ones first, greater ones last.
    #[inline(always)]
    fn distribute(&self, keys: &[u64], mut put: impl FnMut(usize, usize)) {
        let mut next = [0, self.less, self.less + self.equal];
        for (block, at) in keys.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
            // Where the place is near an end, most blocks lie on one side.
            let less = count_less(block, self.pivot);
            if less == block.len() || less == 0 && count_greater(block, self.pivot) == block.len() {
                let next = &mut next[if less > 0 { 0 } else { 2 }];
                (0..block.len()).for_each(|i| put(at + i, *next + i));
                *next += block.len();
                continue;
            }
            // No branch could be foreseen: each is noted everywhere, and stays where it belongs.
            let (mut sides, mut counts) = ([[0_u8; BLOCK]; 3], [0; 3]);
            for (i, key) in block.iter().enumerate() {
                let (is_less, is_greater) = (usize::from(*key < self.pivot), usize::from(*key > self.pivot));
                for (side, is_there) in
                    [is_less, 1 - is_less - is_greater, is_greater].into_iter().enumerate()
                {
                    sides[side][counts[side] % BLOCK] = i as u8;
                    counts[side] += is_there;
                }
            }
            for ((side, count), next) in sides.iter().zip(counts).zip(&mut next) {
                side[..count]
                    .iter()
                    .enumerate()
                    .for_each(|(i, from)| put(at + usize::from(*from), *next + i));
                *next += count;
            }
        }
    }
}

struct Select(Vec<usize>);

impl Arrange for Select {
    fn arrange<K: Ord>(&self, ranked: &mut [(K, usize)]) {
        if ranked.len() < SORTED_BELOW {
            ranked.sort_unstable();
        } else {
            select(ranked, &self.0, Ord::cmp);
        }
    }

    fn arrange_keys(&self, keys: &mut [u64], positions: &Lane<'_, i64>) -> bool {
        if keys.len() < SORTED_BELOW {
            return false;
        }
        let Some(split) = Split::new(keys, &self.0) else { return false };
        split.distribute(keys, |from, to| positions.set(to, from as i64));
        true
    }
}

/// Brings the elements of those places (ascending) to their places.
fn select<T>(elements: &mut [T], places: &[usize], compare: impl Fn(&T, &T) -> std::cmp::Ordering) {
    let mut done = 0;
    for place in places {
        elements[done..].select_nth_unstable_by(place - done, &compare);
        done = place + 1;
    }
}

/// The places asked for as indices, ascending, each once; None in an empty array, where any place will do.
fn places(kth: &[i64], array: &Array, axis: usize) -> Result<Option<Vec<usize>>> {
    let len = array.shape()[axis] as i64;
    if array.size() == 0 {
        return Ok(None);
    }
    let mut places = Vec::with_capacity(kth.len());
    for place in kth {
        let place = if *place < 0 { place.saturating_add(len) } else { *place };
        if !(0..len).contains(&place) {
            return Err(Error::value(format!("kth(={place}) out of bounds ({len})")));
        }
        places.push(place as usize);
    }
    places.sort_unstable();
    places.dedup();
    Ok(Some(places))
}
