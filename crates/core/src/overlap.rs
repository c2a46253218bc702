//! Whether two arrays have an element in common.

use crate::array::Array;
use crate::iterate::Plan;
use crate::layout::{self, Shape, Strides};

/// Whether some byte belongs to both arrays (`np.shares_memory`): exact, unlike [`Array::may_overlap`].
///
/// Takes time and memory in proportion to the stretch of memory that both span.
///
/// ```
/// use ndgym_core::{Array, DType, overlap};
/// let a = Array::zeros(&[10], DType::Float64).unwrap();
/// let (even, odd) = (a.view(&[5], &[2], 0), a.view(&[5], &[2], 1));
/// assert!(even.may_overlap(&odd) && !overlap::share_memory(&even, &odd));
/// assert!(overlap::share_memory(&a, &odd));
/// ```
pub fn share_memory(a: &Array, b: &Array) -> bool {
    if !a.may_overlap(b) {
        return false;
    }
    let (low, high) = bytes(a);
    let mut taken = vec![0_u64; (high - low).div_ceil(64)];
    for_each_byte(a, |byte| {
        let at = byte - low;
        taken[at / 64] |= 1 << (at % 64);
    });
    let mut shared = false;
    for_each_byte(b, |byte| {
        if (low..high).contains(&byte) {
            let at = byte - low;
            shared |= taken[at / 64] >> (at % 64) & 1 == 1;
        }
    });
    shared
}

/// The first byte of an array, and the one after its last.
fn bytes(array: &Array) -> (usize, usize) {
    let (low, high) = layout::extent(array.shape(), array.strides());
    let itemsize = array.dtype().itemsize();
    let byte = |element: isize| array.offset().wrapping_add_signed(element) * itemsize;
    (byte(low), byte(high))
}

/// Every byte of the array, those of elements that several indices stand for once only where that is easy.
fn for_each_byte(array: &Array, mut visit: impl FnMut(usize)) {
    let itemsize = array.dtype().itemsize();
    let axes =
        array.shape().iter().copied().zip(array.strides().iter().copied()).filter(|(_, stride)| *stride != 0);
    let (shape, strides): (Shape, Strides) = axes.unzip();
    Plan::new(&shape, [&strides]).for_each_lane([array.offset()], |[at], [by], len| {
        for i in 0..len {
            let element = at.wrapping_add_signed(i as isize * by);
            (element * itemsize..(element + 1) * itemsize).for_each(&mut visit);
        }
    });
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
    fn empty_arrays_share_nothing() {
        let line = Array::zeros(&[8], DType::Int16).unwrap();
        assert!(!share_memory(&line, &line.view(&[0], &[1], 2)));
    }
}
