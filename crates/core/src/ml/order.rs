//! Sorting and selecting positions. One compiled form for all algorithms of this folder: each further one of the standard
//! library's sort is kilobytes that the page carries.

use std::cmp::Ordering;

/// How two positions compare.
pub(super) type Compare<'a> = &'a mut dyn FnMut(usize, usize) -> Ordering;

/// Sorts positions; of equals the earlier stays first.
#[inline(never)]
pub(super) fn sort(positions: &mut [usize], compare: Compare<'_>) {
    positions.sort_by(|a, b| compare(*a, *b));
}

/// Keeps the k first of what sorting would give, in no order.
#[inline(never)]
pub(super) fn select(positions: &mut Vec<usize>, k: usize, compare: Compare<'_>) {
    if k > 0 && k < positions.len() {
        positions.select_nth_unstable_by(k - 1, |a, b| compare(*a, *b));
    }
    positions.truncate(k);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_is_what_sorting_puts_first() {
        let values: Vec<u32> = (0..50).map(|i| (i * 37) % 23).collect();
        let mut compare = |a: usize, b: usize| values[a].cmp(&values[b]).then(a.cmp(&b));
        let mut sorted: Vec<usize> = (0..50).collect();
        sort(&mut sorted, &mut compare);
        for k in [0, 1, 7, 50] {
            let mut selected: Vec<usize> = (0..50).collect();
            select(&mut selected, k, &mut compare);
            sort(&mut selected, &mut compare);
            assert_eq!(selected, sorted[..k]);
        }
    }
}
