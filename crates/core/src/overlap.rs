//! Whether two arrays have an element in common.

use crate::array::Array;
use crate::layout;

/// Whether some byte belongs to both arrays (`np.shares_memory`): exact, unlike [`Array::may_overlap`].
///
/// Takes time in proportion to the stretch of memory that an array spans, and the logarithm of its size.
///
/// ```
/// use ndgym_core::{Array, DType, overlap};
/// let a = Array::zeros(&[10], DType::Float64).unwrap();
/// let (even, odd) = (a.view(&[5], &[2], 0), a.view(&[5], &[2], 1));
/// assert!(even.may_overlap(&odd) && !overlap::share_memory(&even, &odd));
/// assert!(overlap::share_memory(&a, &odd));
/// ```
pub fn share_memory(a: &Array, b: &Array) -> bool {
    a.may_overlap(b) && Bytes::of(a).meet(&Bytes::of(b))
}

/// The bytes that belong to an array, as a set of bits.
struct Bytes {
    /// The byte that the first bit stands for, a multiple of 64.
    first: usize,
    words: Vec<u64>,
}

impl Bytes {
    fn of(array: &Array) -> Bytes {
        let (low, high) = layout::extent(array.shape(), array.strides());
        let itemsize = array.dtype().itemsize();
        let byte = |element: isize| array.offset().wrapping_add_signed(element) * itemsize;
        let (start, end) = (byte(low), byte(high));
        let first = start / 64 * 64;
        let mut bytes = Bytes { first, words: vec![0; (end - first).div_ceil(64)] };
        for at in start - first..start - first + itemsize {
            bytes.words[at / 64] |= 1 << (at % 64);
        }
        for (&size, &stride) in array.shape().iter().zip(array.strides()) {
            bytes.repeat(size, stride.unsigned_abs() * itemsize);
        }
        bytes
    }

    /// Adds the same bytes moved on by 1, 2, … size - 1 steps, doubling what is there.
    fn repeat(&mut self, size: usize, step: usize) {
        let mut times = 1;
        while times < size && step > 0 {
            let more = times.min(size - times);
            self.add_moved(more * step);
            times += more;
        }
    }

    fn add_moved(&mut self, by: usize) {
        let (whole, bits) = (by / 64, by % 64);
        for at in (whole..self.words.len()).rev() {
            let low = if bits > 0 && at > whole { self.words[at - whole - 1] >> (64 - bits) } else { 0 };
            self.words[at] |= self.words[at - whole] << bits | low;
        }
    }

    fn meet(&self, other: &Bytes) -> bool {
        let (low, high) = if self.first <= other.first { (self, other) } else { (other, self) };
        let skipped = (high.first - low.first) / 64;
        low.words.iter().skip(skipped).zip(&high.words).any(|(a, b)| a & b != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::DType;

    #[test]
    fn interleaved_columns_share_nothing() {
        let table = Array::zeros(&[4, 6], DType::Float32).unwrap();
        let left = table.view(&[4, 3], &[6, 1], 0);
        let right = table.view(&[4, 3], &[6, 1], 3);
        assert!(!share_memory(&left, &right));
        assert!(share_memory(&left, &table.view(&[4, 3], &[6, 1], 2)));
    }

    #[test]
    fn a_backward_view_and_a_broadcast_one_share_what_they_show() {
        let line = Array::zeros(&[8], DType::Int16).unwrap();
        let backward = line.view(&[4], &[-2], 7);
        assert!(share_memory(&backward, &line.view(&[1000, 2], &[0, 1], 1)));
        assert!(!share_memory(&backward, &line.view(&[1000], &[0], 2)));
    }

    #[test]
    fn many_indices_of_few_bytes_cost_little() {
        let line = Array::zeros(&[200_000], DType::Int8).unwrap();
        let windows = line.view(&[1049, 1049, 1049], &[36, 61, 86], 0);
        assert!(share_memory(&windows, &line.view(&[1], &[1], 36 + 61 + 86)));
        assert!(!share_memory(&windows, &line.view(&[1], &[1], 1)));
    }

    #[test]
    fn empty_arrays_share_nothing() {
        let line = Array::zeros(&[8], DType::Int16).unwrap();
        assert!(!share_memory(&line, &line.view(&[0], &[1], 2)));
    }
}
