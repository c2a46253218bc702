//! Copies of neighbours.

use std::cell::Cell;

/// From so many bytes on, the machine's own way to move memory is worth the call.
const LONG: usize = 2048;

/// Copies elements, in order, to as many others; where both share memory, as if by way of a third place.
///
/// # Panics
/// If there are not as many.
#[inline]
pub fn copy<T: Copy>(to: &[Cell<T>], from: &[Cell<T>]) {
    assert_eq!(to.len(), from.len(), "a copy of as many elements");
    let starts_before = to.as_ptr() <= from.as_ptr();
    if size_of_val(from) < LONG && starts_before {
        to.iter().zip(from).for_each(|(to, from)| to.set(from.get()));
    } else {
        // SAFETY: both are slices of `from.len()` cells, which are laid out as their elements and which anybody may
        // overwrite; elements are plain data, and `copy` allows for overlap.
        unsafe { std::ptr::copy(from.as_ptr().cast::<T>(), to.as_ptr().cast_mut().cast::<T>(), from.len()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_within_one_memory_are_those_of_slices() {
        for (len, size) in [(20, 12), (900, 700)] {
            for (to, from) in [(0, 3), (5, 0), (4, 4)] {
                let mut numbers: Vec<u32> = (0..len).collect();
                let mut expected = numbers.clone();
                expected.copy_within(from..from + size, to);
                let cells = Cell::from_mut(&mut numbers[..]).as_slice_of_cells();
                copy(&cells[to..to + size], &cells[from..from + size]);
                assert_eq!(numbers, expected);
            }
        }
    }
}
