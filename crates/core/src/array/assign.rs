//! Elements from one array in another: assignment, copies and casts.

use super::Array;
use crate::bits;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::{self, Order};
use crate::text;
use crate::{with_bits, with_element};

impl Array {
    /// Overwrites every element with the corresponding one of `source`, broadcast and cast without asking. Right even
    /// where both share memory.
    ///
    /// # Errors
    /// `ValueError: could not broadcast input array from shape (3,) into shape (2,)`; `MemoryError` if a copy is needed
    /// and cannot be had.
    pub fn assign(&self, source: &Array) -> Result<()> {
        // Leading axes of size 1 may be dropped on assignment.
        let extra = source.rank().saturating_sub(self.rank());
        let droppable = source.shape[..extra].iter().all(|size| *size == 1);
        let (shape, strides) = (&source.shape[extra..], &source.strides[extra..]);
        let strides = droppable
            .then(|| layout::broadcast_to_strides(shape, strides, &self.shape).ok())
            .flatten()
            .ok_or_else(|| {
                Error::value(format!(
                    "could not broadcast input array from shape {} into shape {}",
                    layout::shape_in_message(
                        &source.shape[source.shape[..extra].iter().take_while(|size| **size == 1).count()..]
                    ),
                    layout::shape_in_message(&self.shape)
                ))
            })?;
        if source.may_overlap(self) {
            let same = self.dtype == source.dtype && self.offset == source.offset && self.strides == strides;
            return if same { Ok(()) } else { self.assign(&source.copy(Order::K)?) };
        }
        // Texts may move to where there is room for more.
        let fits = self.dtype == source.dtype
            || self.dtype.is_text() && source.dtype.is_text() && self.dtype > source.dtype;
        if fits && self.dtype != DType::Bool {
            let plan = Plan::new(&self.shape, [&self.strides, &strides]);
            with_bits!(self.dtype, T => bits::copy_by_plan::<T>(&plan, self, source));
            return Ok(());
        }
        if self.dtype.is_text() || source.dtype.is_text() {
            return text::assign(self, source, &strides);
        }
        // Of each pair of types there is the loop alone: what goes around it, all share.
        let cast_lane: CastLane =
            with_element!(self.dtype, T => with_element!(source.dtype, S => cast_lane::<T, S>));
        Plan::new(&self.shape, [&self.strides, &strides])
            .for_each_lane([self.offset, source.offset], |starts, strides, len| {
                cast_lane([self, source], starts, strides, len)
            });
        Ok(())
    }

    /// A fresh array with the same elements.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn copy(&self, order: Order) -> Result<Array> {
        self.cast(self.dtype, order)
    }

    /// A fresh array with the elements cast, whatever is lost (`astype(casting="unsafe")`).
    ///
    /// # Errors
    /// `MemoryError`; for texts that say no number `ValueError`, and `OverflowError` for what does not fit.
    pub fn cast(&self, dtype: DType, order: Order) -> Result<Array> {
        let dtype = dtype.sized_for(self.dtype);
        let copy = Array::empty_strided(&self.shape, self.strides_for(order), dtype)?;
        copy.assign(self)?;
        Ok(copy)
    }

    /// This array if it has that type, else a cast copy in order K.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn as_dtype(&self, dtype: DType) -> Result<Array> {
        let dtype = dtype.sized_for(self.dtype);
        if self.dtype == dtype { Ok(self.clone()) } else { self.cast(dtype, Order::K) }
    }

    /// This array if its elements follow each other in C order, else a copy that does.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn as_c_contiguous(&self) -> Result<Array> {
        if self.is_c_contiguous() { Ok(self.clone()) } else { self.copy(Order::C) }
    }
}

/// Casts a lane of the second array into the first, by where both start, their strides and the length.
type CastLane = fn([&Array; 2], [usize; 2], [isize; 2], usize);

fn cast_lane<T: Element, S: Element>(
    [to, from]: [&Array; 2],
    [to_start, from_start]: [usize; 2],
    [to_stride, from_stride]: [isize; 2],
    len: usize,
) {
    let (to, from) = (to.lane::<T>(to_start, to_stride, len), from.lane::<S>(from_start, from_stride, len));
    match (to.contiguous(), from.contiguous()) {
        (Some(to), Some(from)) => to.iter().zip(from).for_each(|(to, from)| to.set(from.get().cast())),
        _ => (0..len).for_each(|i| to.set(i, from.get(i).cast())),
    }
}
