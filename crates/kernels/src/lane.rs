//! Runs of elements a constant stride apart.

use std::cell::Cell;

/// `len` elements of `data`, the first at `offset`, each `stride` elements after the one before.
///
/// **Invariant 1: every element of a lane lies inside `data`.** It is checked once, when the lane is made, so that inner
/// loops need not check again.
#[derive(Clone, Copy)]
pub struct Lane<'a, T> {
    data: &'a [Cell<T>],
    offset: usize,
    stride: isize,
    len: usize,
}

impl<'a, T: Copy> Lane<'a, T> {
    /// A lane over `data`. A stride of 0 repeats one element; a negative one runs backwards.
    ///
    /// # Panics
    /// If an element would lie outside `data`: a layout computed wrongly is a bug of ours, never a learner's.
    #[inline]
    pub fn new(data: &'a [Cell<T>], offset: usize, stride: isize, len: usize) -> Self {
        if len > 0 {
            let last = (len - 1)
                .try_into()
                .ok()
                .and_then(|steps: isize| stride.checked_mul(steps))
                .and_then(|distance| offset.checked_add_signed(distance));
            assert!(
                offset < data.len() && last.is_some_and(|last| last < data.len()),
                "a lane leaves its buffer: offset {offset}, stride {stride}, len {len}, buffer {}",
                data.len()
            );
        }
        Lane { data, offset, stride, len }
    }

    /// Number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Distance between neighbours, in elements.
    #[inline]
    pub fn stride(&self) -> isize {
        self.stride
    }

    /// The elements as one slice, if they are neighbours in memory.
    #[inline]
    pub fn contiguous(&self) -> Option<&'a [Cell<T>]> {
        match self.len {
            0 => Some(&[]),
            1 => Some(&self.data[self.offset..self.offset + 1]),
            len if self.stride == 1 => Some(&self.data[self.offset..self.offset + len]),
            _ => None,
        }
    }

    /// The one element that a lane of stride 0 repeats.
    #[inline]
    pub fn repeated(&self) -> Option<T> {
        (self.stride == 0 && self.len > 0).then(|| self.data[self.offset].get())
    }

    /// As [`Lane::repeated`], the element itself.
    #[inline]
    pub fn repeated_cell(&self) -> Option<&'a Cell<T>> {
        (self.stride == 0 && self.len > 0).then(|| &self.data[self.offset])
    }

    /// Element `i`.
    #[inline(always)]
    pub fn get(&self, i: usize) -> T {
        self.cell(i).get()
    }

    /// Overwrites element `i`.
    #[inline(always)]
    pub fn set(&self, i: usize, value: T) {
        self.cell(i).set(value);
    }

    #[inline(always)]
    fn cell(&self, i: usize) -> &'a Cell<T> {
        // Loops that count to `len` let the compiler drop this check.
        assert!(i < self.len);
        // SAFETY: by invariant 1 the elements 0 and len - 1 lie inside `data`, hence all between them do, and i < len.
        unsafe { self.data.get_unchecked((self.offset as isize + i as isize * self.stride) as usize) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(values: &mut [i32]) -> &[Cell<i32>] {
        Cell::from_mut(values).as_slice_of_cells()
    }

    #[test]
    fn runs_backwards_and_in_steps() {
        let mut values: Vec<i32> = (0..10).collect();
        let lane = Lane::new(cells(&mut values), 9, -3, 4);
        assert_eq!((0..4).map(|i| lane.get(i)).collect::<Vec<_>>(), [9, 6, 3, 0]);
        assert!(lane.contiguous().is_none());
    }

    #[test]
    #[should_panic(expected = "a lane leaves its buffer")]
    fn cannot_leave_the_buffer() {
        let mut values = [0; 4];
        Lane::new(cells(&mut values), 1, 2, 3);
    }
}
