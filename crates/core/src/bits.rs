//! Moving elements without caring what they mean: one loop for all element types of a width.

/// Runs a block with `T` bound to a type that is as wide as the elements of a [`crate::DType`]:
/// `with_bits!(dtype, T => move_elements::<T>(…))`. Take the cells from the array's buffer.
#[macro_export]
macro_rules! with_bits {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype.itemsize() {
            1 => {
                type $T = u8;
                $body
            }
            2 => {
                type $T = u16;
                $body
            }
            4 => {
                type $T = u32;
                $body
            }
            8 => {
                type $T = u64;
                $body
            }
            _ => {
                type $T = $crate::Complex64;
                $body
            }
        }
    };
}

use crate::array::Array;
use crate::element::Element;
use crate::iterate::Plan;
use ndgym_kernels::Lane;
use ndgym_kernels::transpose::{self, Rows};
use std::cell::Cell;

/// All cells of an array's buffer, read as patterns of bits of the elements' width.
#[inline]
pub(crate) fn cells<T: Element>(array: &Array) -> &[Cell<T>] {
    debug_assert_eq!(size_of::<T>(), array.dtype().itemsize(), "patterns as wide as the elements");
    array.buffer().cells::<T>()
}

/// Copies one lane to another of the same length.
#[inline]
pub(crate) fn copy_lane<T: Element>(to: Lane<'_, T>, from: Lane<'_, T>) {
    match (to.contiguous(), from.contiguous()) {
        (Some(to), Some(from)) => ndgym_kernels::copy(to, from),
        _ => match from.repeated() {
            Some(value) => (0..to.len()).for_each(|i| to.set(i, value)),
            None => (0..to.len()).for_each(|i| to.set(i, from.get(i))),
        },
    }
}

/// Copies as a plan walks two arrays of the same element type that share no memory.
pub(crate) fn copy_by_plan<T: Element>(plan: &Plan<2>, to: &Array, from: &Array) {
    let (start, lane) = ([to.offset(), from.offset()], plan.lane());
    let (to, from) = (cells::<T>(to), cells::<T>(from));
    match (lane, plan.lanes_in_a_row()) {
        ((len, [1, across]), Some((count, [down, 1]))) if across != 1 => {
            plan.for_each_row_of_lanes(start, |[to_start, from_start]| {
                let (to_rows, from_rows) = (
                    Rows { start: to_start, step: down },
                    // Neighbours of the source stand below each other in the target.
                    Rows { start: from_start, step: across },
                );
                transpose::copy((to, to_rows), (from, from_rows), len, count);
            });
        }
        _ => plan.for_each_lane(start, |[to_at, from_at], [to_by, from_by], len| {
            copy_lane(Lane::new(to, to_at, to_by, len), Lane::new(from, from_at, from_by, len));
        }),
    }
}

/// Copies blocks of one shape from one buffer to another, each as a plan for both walks it.
pub(crate) struct BlockCopy<'a, T> {
    to: &'a [Cell<T>],
    from: &'a [Cell<T>],
    plan: Plan<2>,
}

impl<'a, T: Element> BlockCopy<'a, T> {
    /// For blocks of `shape` that lie by these strides in the two arrays, which have the same element type.
    pub(crate) fn new(
        to: &'a Array,
        from: &'a Array,
        shape: &[usize],
        to_strides: &[isize],
        from_strides: &[isize],
    ) -> Self {
        let plan = Plan::new(shape, [to_strides, from_strides]);
        BlockCopy { to: cells(to), from: cells(from), plan }
    }

    /// Copies the block that starts at these positions.
    #[inline]
    pub(crate) fn copy(&self, to: usize, from: usize) {
        self.plan.for_each_lane([to, from], |[to, from], [to_stride, from_stride], len| {
            copy_lane(Lane::new(self.to, to, to_stride, len), Lane::new(self.from, from, from_stride, len));
        });
    }
}
