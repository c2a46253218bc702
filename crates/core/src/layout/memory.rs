//! Where elements lie: contiguity, extent, and memory orders.

use super::Strides;
use smallvec::SmallVec;

/// Whether elements follow each other in memory with the last axis fastest. Axes of size 1 have no say; an empty array
/// is contiguous.
pub fn is_c_contiguous(shape: &[usize], strides: &[isize]) -> bool {
    contiguous(shape.iter().zip(strides).rev(), shape)
}

/// Whether elements follow each other in memory with the first axis fastest.
pub fn is_f_contiguous(shape: &[usize], strides: &[isize]) -> bool {
    contiguous(shape.iter().zip(strides), shape)
}

fn contiguous<'a>(fastest_first: impl Iterator<Item = (&'a usize, &'a isize)>, shape: &[usize]) -> bool {
    if shape.contains(&0) {
        return true;
    }
    let mut expected = 1;
    for (&size, &stride) in fastest_first {
        if size != 1 {
            if stride != expected {
                return false;
            }
            expected *= size as isize;
        }
    }
    true
}

/// First and one past the last element that an array can touch, relative to its first element: `(low, high)` with
/// `low <= 0 < high`; `(0, 0)` for an empty array.
pub fn extent(shape: &[usize], strides: &[isize]) -> (isize, isize) {
    if shape.contains(&0) {
        return (0, 0);
    }
    let (mut low, mut high) = (0, 1);
    for (&size, &stride) in shape.iter().zip(strides) {
        let reach = (size as isize - 1) * stride;
        if reach < 0 {
            low += reach;
        } else {
            high += reach;
        }
    }
    (low, high)
}

/// Whether elements of `itemsize` bytes, the first at byte `offset` and the others `byte_strides` away by axis, all lie in
/// a memory of `bytes` bytes.
pub fn fits(shape: &[usize], byte_strides: &[i64], itemsize: usize, offset: i64, bytes: i64) -> bool {
    if shape.contains(&0) {
        return (0..=bytes).contains(&offset);
    }
    let (mut low, mut high) = (i128::from(offset), i128::from(offset) + itemsize as i128);
    for (&size, &stride) in shape.iter().zip(byte_strides) {
        let reach = (size as i128 - 1).saturating_mul(i128::from(stride));
        let side = if reach < 0 { &mut low } else { &mut high };
        *side = side.saturating_add(reach);
    }
    low >= 0 && high <= i128::from(bytes)
}

/// Axes by their strides, the largest first; of equals the earlier stays first.
pub(crate) fn axes_slowest_first(strides: &[isize]) -> SmallVec<[usize; 4]> {
    let mut axes: SmallVec<[usize; 4]> = (0..strides.len()).collect();
    // Insertion sort: there are few, and the standard library's sort would be kilobytes for the page to carry.
    for placed in 1..axes.len() {
        let mut at = placed;
        while at > 0 && strides[axes[at - 1]].unsigned_abs() < strides[axes[at]].unsigned_abs() {
            axes.swap(at - 1, at);
            at -= 1;
        }
    }
    axes
}

/// Strides for a fresh array of `shape` whose axes lie in memory in the order of an existing array's `strides` (order `K`):
/// the axis with the largest stride is slowest, ties keep C order.
///
/// ```
/// use ndgym_core::layout::strides_in_order_of;
/// assert_eq!(strides_in_order_of(&[2, 3], &[1, 2])[..], [1, 2]);
/// assert_eq!(strides_in_order_of(&[2, 3], &[30, -10])[..], [3, 1]);
/// ```
pub fn strides_in_order_of(shape: &[usize], strides: &[isize]) -> Strides {
    let mut result: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = 1;
    for &axis in axes_slowest_first(strides).iter().rev() {
        result[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    result
}

/// How far apart an operand's elements are along each axis, where that says something about the order of axes.
pub type Opinions = SmallVec<[Option<usize>; 4]>;

/// Strides of a fresh array without gaps whose axes lie in the order that several operands have in common, as NumPy's
/// iterator finds it: C order, but for axes that an operand walks in the other order and none in this one.
///
/// ```
/// use ndgym_core::layout::strides_in_common_order;
/// let (columns, rows) = ([Some(1), Some(2)][..].into(), [Some(3), Some(1)][..].into());
/// assert_eq!(strides_in_common_order(&[2, 3], &[columns])[..], [1, 2]);
/// assert_eq!(strides_in_common_order(&[2, 3], &[rows])[..], [3, 1]);
/// ```
pub fn strides_in_common_order(shape: &[usize], operands: &[Opinions]) -> Strides {
    // Fastest axis first; an axis moves towards the fast end if operands say so and none objects.
    let mut axes: SmallVec<[usize; 4]> = (0..shape.len()).rev().collect();
    for i in 1..axes.len() {
        let mut position = i;
        for j in (0..i).rev() {
            match is_faster(operands, axes[i], axes[j]) {
                Some(true) => position = j,
                Some(false) => break,
                None => {}
            }
        }
        axes[position..=i].rotate_right(1);
    }
    let mut result: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = 1;
    for &axis in &axes {
        result[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    result
}

/// Whether `axis` is faster in memory than `other`, which is faster so far; None if no operand can tell.
fn is_faster(operands: &[Opinions], axis: usize, other: usize) -> Option<bool> {
    let mut verdict = None;
    for strides in operands {
        let (Some(this), Some(before)) = (strides[axis], strides[other]) else { continue };
        if before <= this {
            return Some(false);
        }
        verdict = Some(true);
    }
    verdict
}
