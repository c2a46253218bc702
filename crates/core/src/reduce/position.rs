//! Where the largest and the smallest elements are.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::{Order, Shape};
use crate::manipulate;
use crate::text::Ranking;
use crate::with_element;
use ndgym_kernels::Lane;
use ndgym_kernels::fold::{self, Extremum};
use num_complex::{Complex32, Complex64};
use std::cell::Cell;

/// Elements with NumPy's order for extrema, in which NaN comes before all.
trait Ranked: Element {
    /// Where the extremum of neighbours stands first, if there is a kernel for that.
    fn position(_cells: &[Cell<Self>], _extremum: Extremum) -> Option<usize> {
        None
    }
    fn is_nan(self) -> bool;
    fn exceeds(self, other: Self) -> bool;
}

macro_rules! ranked {
    ($($type:ty: |$x:ident| $is_nan:expr;)*) => {
        $(impl Ranked for $type {
            #[inline(always)]
            fn is_nan(self) -> bool {
                let $x = self;
                $is_nan
            }
            #[inline(always)]
            fn exceeds(self, other: Self) -> bool {
                self > other
            }
        })*
    };
}

ranked! {
    i8: |_x| false; u8: |_x| false; i16: |_x| false; u16: |_x| false; i32: |_x| false; u32: |_x| false;
    i64: |_x| false; u64: |_x| false;
}

macro_rules! ranked_float {
    ($($type:ty)*) => {
        $(impl Ranked for $type {
            fn position(cells: &[Cell<Self>], extremum: Extremum) -> Option<usize> {
                Some(fold::position(extremum, cells))
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                self != self
            }
            #[inline(always)]
            fn exceeds(self, other: Self) -> bool {
                self > other
            }
        })*
    };
}

ranked_float!(f32 f64);

impl Ranked for Bool {
    fn is_nan(self) -> bool {
        false
    }
    fn exceeds(self, other: Self) -> bool {
        self.get() && !other.get()
    }
}

macro_rules! ranked_complex {
    ($($type:ty)*) => {
        $(impl Ranked for $type {
            fn is_nan(self) -> bool {
                self.re.is_nan() || self.im.is_nan()
            }
            fn exceeds(self, other: Self) -> bool {
                self.re > other.re || self.re == other.re && self.im > other.im
            }
        })*
    };
}

ranked_complex!(Complex32 Complex64);

/// Position of the first element that no other beats; the first NaN if there is one.
fn first<T: Ranked>(lane: &Lane<'_, T>, beats: impl Fn(T, T) -> bool) -> usize {
    let (mut position, mut best) = (0, lane.get(0));
    if best.is_nan() {
        return 0;
    }
    for i in 1..lane.len() {
        let x = lane.get(i);
        if x.is_nan() {
            return i;
        }
        if beats(x, best) {
            (position, best) = (i, x);
        }
    }
    position
}

/// Position of the largest element along an axis, or in the flattened array: int64. The first of equals; NaN is largest.
///
/// # Errors
/// `ValueError: attempt to get argmax of an empty sequence`; `MemoryError`.
pub fn argmax(array: &Array, axis: Option<usize>, keepdims: bool) -> Result<Array> {
    positions(array, axis, keepdims, true)
}

/// Position of the smallest element, as [`argmax`].
///
/// # Errors
/// `ValueError: attempt to get argmin of an empty sequence`; `MemoryError`.
pub fn argmin(array: &Array, axis: Option<usize>, keepdims: bool) -> Result<Array> {
    positions(array, axis, keepdims, false)
}

fn positions(array: &Array, axis: Option<usize>, keepdims: bool, largest: bool) -> Result<Array> {
    if array.dtype().is_text() {
        return positions(&Ranking::of_one(array)?.1, axis, keepdims, largest);
    }
    let (source, along) = match axis {
        Some(axis) => (array.clone(), axis),
        None => (manipulate::ravel(array, Order::C)?, 0),
    };
    let size = source.shape()[along];
    let mut shape: Shape = source.shape().into();
    shape.remove(along);
    if size == 0 {
        let name = if largest { "argmax" } else { "argmin" };
        return Err(Error::value(format!("attempt to get {name} of an empty sequence")));
    }
    let result = Array::empty(&shape, DType::Int64)?;
    let cells = result.cells::<i64>();
    let outer: Vec<isize> =
        (0..source.rank()).filter(|axis| *axis != along).map(|axis| source.strides()[axis]).collect();
    let stride = source.strides()[along];
    let extremum = if largest { Extremum::Largest } else { Extremum::Smallest };
    let mut next = 0;
    with_element!(source.dtype(), T => {
        Plan::in_c_order(&shape, [&outer]).for_each_lane([source.offset()], |[offset], [step], len| {
            for i in 0..len {
                let lane = source.lane::<T>(offset.wrapping_add_signed(step * i as isize), stride, size);
                let position = match lane.contiguous().and_then(|cells| T::position(cells, extremum)) {
                    Some(position) => position,
                    None if largest => first(&lane, |x: T, y| x.exceeds(y)),
                    None => first(&lane, |x: T, y| y.exceeds(x)),
                };
                cells[next].set(position as i64);
                next += 1;
            }
        });
    });
    if !keepdims {
        return Ok(result);
    }
    let mut kept: Shape = array.shape().into();
    match axis {
        Some(axis) => kept[axis] = 1,
        None => kept.iter_mut().for_each(|size| *size = 1),
    }
    result.reshape_to(&kept, Order::C)
}
