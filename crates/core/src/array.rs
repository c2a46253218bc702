//! The n-dimensional array: element type, shared buffer, offset, shape and strides.

use crate::buffer::Buffer;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::{self, Order, Shape, Strides};
use crate::scalar::Scalar;
use crate::text::Text;
use crate::with_element;
use ndgym_kernels::Lane;
use smallvec::SmallVec;
use std::cell::Cell;
use std::rc::Rc;

/// An n-dimensional array.
///
/// Cloning one makes another view of the same buffer, as `a[...]` does; [`Array::copy`] copies elements. Elements are
/// changed through any view (`&self`), as in NumPy.
///
/// **Invariant 3: every element that shape, strides and offset reach lies inside the buffer.** [`Array::view`] is the one
/// way to other shapes and strides, and checks it.
#[derive(Debug)]
pub struct Array {
    dtype: DType,
    buffer: Rc<Buffer>,
    offset: usize,
    shape: Shape,
    strides: Strides,
    writeable: bool,
}

impl Clone for Array {
    #[inline]
    fn clone(&self) -> Array {
        self.with_layout(self.dtype, &self.shape, &self.strides, self.offset)
    }
}

impl Array {
    /// The same memory under another layout, unchecked.
    #[inline]
    fn with_layout(&self, dtype: DType, shape: &[usize], strides: &[isize], offset: usize) -> Array {
        Array {
            dtype,
            buffer: Rc::clone(&self.buffer),
            offset,
            // Copies in one go, which `From` does element by element.
            shape: Shape::from_slice(shape),
            strides: Strides::from_slice(strides),
            writeable: self.writeable,
        }
    }

    /// A fresh C-ordered array of arbitrary content, to be overwritten by the caller (`np.empty`).
    ///
    /// # Errors
    /// `MemoryError` as NumPy words it; `ValueError` for a size beyond the address space or more than 64 axes.
    pub fn empty(shape: &[usize], dtype: DType) -> Result<Array> {
        Array::empty_strided(shape, layout::c_strides(shape), dtype)
    }

    /// A fresh array of arbitrary content whose axes lie in memory as the order says; K and A mean C here.
    ///
    /// # Errors
    /// As [`Array::empty`].
    pub fn empty_in_order(shape: &[usize], dtype: DType, order: Order) -> Result<Array> {
        let strides = if order == Order::F { layout::f_strides(shape) } else { layout::c_strides(shape) };
        Array::empty_strided(shape, strides, dtype)
    }

    /// A fresh array of arbitrary content with strides that fill its memory without gaps, in any order of axes.
    ///
    /// # Errors
    /// As [`Array::empty`].
    pub fn empty_strided(shape: &[usize], strides: Strides, dtype: DType) -> Result<Array> {
        // What an earlier buffer left would be texts of any width.
        let allocate = if dtype.is_text() { Buffer::zeroed } else { Buffer::recycled };
        Array::allocate(shape, strides, dtype, allocate)
    }

    /// A fresh array of zeros.
    ///
    /// # Errors
    /// As [`Array::empty`].
    pub fn zeros(shape: &[usize], dtype: DType) -> Result<Array> {
        Array::allocate(shape, layout::c_strides(shape), dtype, Buffer::zeroed)
    }

    fn allocate<E>(
        shape: &[usize],
        strides: Strides,
        dtype: DType,
        allocate: impl FnOnce(usize) -> std::result::Result<Buffer, E>,
    ) -> Result<Array> {
        let requested = || -> SmallVec<[i64; 4]> { shape.iter().map(|size| *size as i64).collect() };
        let dtype = dtype.sized_for(dtype);
        // Nearly every shape is just right; what to say of the others is another's business.
        let ordinary = shape.len() <= 2 && shape.iter().all(|size| (1..1 << 13).contains(size));
        if !ordinary {
            layout::checked_shape(&requested(), dtype)?;
        }
        let bytes = shape.iter().product::<usize>() * dtype.itemsize();
        let buffer = allocate(bytes).map_err(|_| Error::out_of_memory(&requested(), dtype))?;
        let shape = Shape::from_slice(shape);
        Ok(Array { dtype, buffer: Rc::new(buffer), offset: 0, shape, strides, writeable: true })
    }

    /// A fresh array with one value everywhere.
    ///
    /// # Errors
    /// As [`Array::empty`].
    pub fn full(shape: &[usize], value: Scalar) -> Result<Array> {
        let array = Array::empty(shape, value.dtype())?;
        array.fill(value);
        Ok(array)
    }

    /// A fresh array of the given elements in C order.
    ///
    /// # Errors
    /// As [`Array::empty`].
    ///
    /// # Panics
    /// If the number of elements is not the shape's.
    pub fn from_slice<T: Element>(shape: &[usize], elements: &[T]) -> Result<Array> {
        let array = Array::empty(shape, T::DTYPE)?;
        let cells = array.buffer.cells::<T>();
        assert_eq!(cells.len(), elements.len(), "as many elements as the shape holds");
        cells.iter().zip(elements).for_each(|(cell, element)| cell.set(*element));
        Ok(array)
    }

    /// A fresh array of the given values in C order, cast to a type.
    ///
    /// # Errors
    /// As [`Array::empty`].
    ///
    /// # Panics
    /// If the number of values is not the shape's.
    ///
    /// ```
    /// use ndgym_core::{Array, DType, Scalar};
    /// let values = [Scalar::Int64(1), Scalar::Float64(2.5)];
    /// assert_eq!(Array::from_scalars(&[2], &values, DType::Float32).unwrap().to_vec::<f32>(), [1.0, 2.5]);
    /// ```
    pub fn from_scalars(shape: &[usize], values: &[Scalar], dtype: DType) -> Result<Array> {
        let array = Array::empty(shape, dtype)?;
        assert_eq!(array.size(), values.len(), "as many values as the shape holds");
        with_element!(array.dtype, T => {
            for (cell, value) in array.cells::<T>().iter().zip(values) {
                cell.set(array.stored(*value).get::<T>());
            }
        });
        Ok(array)
    }

    /// A fresh array of no axes with one value.
    ///
    /// # Errors
    /// `MemoryError` if not even that can be had.
    pub fn from_scalar(value: Scalar) -> Result<Array> {
        let array = Array::empty(&[], value.dtype())?;
        array.set(&[], value);
        Ok(array)
    }

    /// All bytes of a buffer, as an array of one axis.
    pub fn of_bytes(buffer: Rc<Buffer>) -> Array {
        let (shape, strides) = (Shape::from_slice(&[buffer.len()]), Strides::from_slice(&[1]));
        Array { dtype: DType::UInt8, buffer, offset: 0, shape, strides, writeable: true }
    }

    /// Another view of the same buffer.
    ///
    /// # Panics
    /// If an element would lie outside the buffer (invariant 3): a layout computed wrongly is a bug of ours.
    pub fn view(&self, shape: &[usize], strides: &[isize], offset: usize) -> Array {
        assert!(
            self.holds(self.dtype, shape, strides, offset as isize),
            "a view leaves its buffer: shape {shape:?}, strides {strides:?}, offset {offset}"
        );
        self.with_layout(self.dtype, shape, strides, offset)
    }

    /// The same memory read as elements of another type (`offset` and `strides` in elements of that type), or None if an
    /// element would lie outside the buffer.
    pub fn reinterpret(
        &self,
        dtype: DType,
        shape: &[usize],
        strides: &[isize],
        offset: usize,
    ) -> Option<Array> {
        self.holds(dtype, shape, strides, offset as isize)
            .then(|| self.with_layout(dtype, shape, strides, offset))
    }

    /// The same elements read as those of a type that takes as many bytes.
    pub(crate) fn reinterpreted(&self, dtype: DType) -> Array {
        debug_assert_eq!(dtype.itemsize(), self.dtype.itemsize(), "types of one width");
        self.with_layout(dtype, &self.shape, &self.strides, self.offset)
    }

    /// Whether elements of that layout would all lie inside this array's buffer.
    pub fn holds(&self, dtype: DType, shape: &[usize], strides: &[isize], offset: isize) -> bool {
        if shape.contains(&0) {
            return true;
        }
        let (mut low, mut high) = (offset, offset);
        for (&size, &stride) in shape.iter().zip(strides) {
            let Some(reach) = isize::try_from(size - 1).ok().and_then(|steps| steps.checked_mul(stride))
            else {
                return false;
            };
            let side = if reach < 0 { &mut low } else { &mut high };
            let Some(moved) = side.checked_add(reach) else { return false };
            *side = moved;
        }
        low >= 0 && (high as usize) < self.buffer.len() / dtype.itemsize()
    }

    /// A view that refuses writes at the surface (`broadcast_to`); the core itself does not ask.
    pub fn read_only(mut self) -> Array {
        self.writeable = false;
        self
    }

    /// Allows or refuses writes at the surface (`flags.writeable`).
    pub fn set_writeable(&mut self, writeable: bool) {
        self.writeable = writeable;
    }

    /// Whether the surface may write.
    pub fn is_writeable(&self) -> bool {
        self.writeable
    }

    /// Its element type.
    #[inline]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// Sizes by axis.
    #[inline]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Distances by axis, in elements.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        &self.strides
    }

    /// Position of the first element in the buffer, in elements.
    #[inline]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The memory it lies in.
    #[inline]
    pub fn buffer(&self) -> &Rc<Buffer> {
        &self.buffer
    }

    /// Number of axes.
    #[inline]
    pub fn rank(&self) -> usize {
        self.shape.len()
    }

    /// Number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Distances by axis, in bytes, as `a.strides` shows them.
    pub fn byte_strides(&self) -> Strides {
        self.strides.iter().map(|stride| stride * self.dtype.nominal_itemsize() as isize).collect()
    }

    /// Whether elements follow each other with the last axis fastest.
    pub fn is_c_contiguous(&self) -> bool {
        layout::is_c_contiguous(&self.shape, &self.strides)
    }

    /// Whether elements follow each other with the first axis fastest.
    pub fn is_f_contiguous(&self) -> bool {
        layout::is_f_contiguous(&self.shape, &self.strides)
    }

    /// Whether both lie in the same buffer, wherever in it.
    pub fn same_buffer(&self, other: &Array) -> bool {
        Rc::ptr_eq(&self.buffer, &other.buffer)
    }

    /// Whether another array lies in the same buffer.
    pub fn is_shared(&self) -> bool {
        Rc::strong_count(&self.buffer) > 1
    }

    /// Whether the stretches of memory between first and last element of both meet (`np.may_share_memory`).
    pub fn may_overlap(&self, other: &Array) -> bool {
        let bytes = |array: &Array| {
            let (low, high) = layout::extent(&array.shape, &array.strides);
            let itemsize = array.dtype.itemsize() as isize;
            ((array.offset as isize + low) * itemsize, (array.offset as isize + high) * itemsize)
        };
        let ((a_low, a_high), (b_low, b_high)) = (bytes(self), bytes(other));
        self.same_buffer(other) && a_low < b_high && b_low < a_high && a_low != a_high && b_low != b_high
    }

    /// All cells of the buffer, typed; index them from [`Array::offset`] by [`Array::strides`]. Those of texts are ids.
    ///
    /// # Panics
    /// If T is not the array's element type as it is stored.
    #[inline]
    pub fn cells<T: Element>(&self) -> &[Cell<T>] {
        assert_eq!(T::DTYPE, self.dtype.stored(), "cells of the array's own type");
        self.buffer.cells::<T>()
    }

    /// The elements as one slice in C order, if they lie so. Typed as [`Array::cells`].
    #[inline]
    pub fn contiguous_cells<T: Element>(&self) -> Option<&[Cell<T>]> {
        self.is_c_contiguous().then(|| match self.size() {
            0 => &[][..],
            size => &self.cells::<T>()[self.offset..self.offset + size],
        })
    }

    /// A lane of this array for kernels: `len` elements from position `offset` of the buffer, `stride` apart.
    #[inline]
    pub fn lane<T: Element>(&self, offset: usize, stride: isize, len: usize) -> Lane<'_, T> {
        Lane::new(self.cells(), offset, stride, len)
    }

    /// Position in the buffer of the element at `index` (one in-bounds number per axis).
    pub fn position(&self, index: &[usize]) -> usize {
        let distance: isize = index.iter().zip(&self.strides).map(|(i, stride)| *i as isize * stride).sum();
        self.offset.wrapping_add_signed(distance)
    }

    /// The element at `index` (one in-bounds number per axis).
    pub fn get(&self, index: &[usize]) -> Scalar {
        self.scalar_at(self.position(index))
    }

    /// The element at a position of the buffer.
    pub fn scalar_at(&self, position: usize) -> Scalar {
        if self.dtype.is_text() {
            return Scalar::Text(Text::from_id(self.cells::<u32>()[position].get()));
        }
        with_element!(self.dtype, T => Scalar::new(self.cells::<T>()[position].get()))
    }

    /// Overwrites the element at `index`, cast to the array's type.
    pub fn set(&self, index: &[usize], value: Scalar) {
        self.set_at(self.position(index), value);
    }

    /// Overwrites the element at a position of the buffer, cast to the array's type.
    pub(crate) fn set_at(&self, position: usize, value: Scalar) {
        let value = self.stored(value);
        with_element!(self.dtype, T => self.cells::<T>()[position].set(value.get::<T>()));
    }

    /// What stands in the buffer for a value as an element of this array: a number, unless it is text.
    fn stored(&self, value: Scalar) -> Scalar {
        match self.dtype {
            DType::Text(width) if self.dtype.is_text() => {
                Scalar::UInt32(Text::of_scalar(value).cut(width).id())
            }
            _ => value,
        }
    }

    /// The only element.
    ///
    /// # Errors
    /// `ValueError: can only convert an array of size 1 to a Python scalar`.
    pub fn item(&self) -> Result<Scalar> {
        if self.size() != 1 {
            return Err(Error::value("can only convert an array of size 1 to a Python scalar"));
        }
        Ok(self.scalar_at(self.offset))
    }

    /// All elements in C order, cast to T.
    ///
    /// # Panics
    /// If there is no memory for them, as for a stretched view there need not be, or if they are texts that say no numbers:
    /// see [`Array::elements`].
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        self.elements().expect("memory for the elements")
    }

    /// All elements in C order, cast to T.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn elements<T: Element>(&self) -> Result<Vec<T>> {
        let mut elements = Vec::new();
        let requested: SmallVec<[i64; 4]> = self.shape.iter().map(|size| *size as i64).collect();
        elements.try_reserve_exact(self.size()).map_err(|_| Error::out_of_memory(&requested, T::DTYPE))?;
        // Cast by the loops that all casts share.
        let source = self.as_dtype(T::DTYPE)?;
        let plan = Plan::in_c_order(&source.shape, [&source.strides]);
        plan.for_each_lane([source.offset], |[offset], [stride], len| {
            let lane = source.lane::<T>(offset, stride, len);
            elements.extend((0..len).map(|i| lane.get(i)));
        });
        Ok(elements)
    }

    /// Overwrites every element.
    pub fn fill(&self, value: Scalar) {
        let value = self.stored(value);
        with_element!(self.dtype, T => {
            let value = value.get::<T>();
            Plan::new(&self.shape, [&self.strides]).for_each_lane([self.offset], |[offset], [stride], len| {
                let lane = self.lane::<T>(offset, stride, len);
                match lane.contiguous() {
                    Some(cells) => cells.iter().for_each(|cell| cell.set(value)),
                    None => (0..len).for_each(|i| lane.set(i, value)),
                }
            });
        });
    }

    /// Strides for a fresh array like this one in the given order.
    pub fn strides_for(&self, order: Order) -> Strides {
        match order {
            Order::C => layout::c_strides(&self.shape),
            Order::F => layout::f_strides(&self.shape),
            Order::A if self.is_f_contiguous() && !self.is_c_contiguous() => layout::f_strides(&self.shape),
            Order::A => layout::c_strides(&self.shape),
            // Along axes of one element strides say nothing, and in an array of none no stride does.
            Order::K if self.is_c_contiguous() => layout::c_strides(&self.shape),
            Order::K => layout::strides_in_order_of(&self.shape, &self.strides),
        }
    }

    /// The axes in another order: a view. `axes` is a permutation.
    pub fn permute(&self, axes: &[usize]) -> Array {
        let shape: Shape = axes.iter().map(|axis| self.shape[*axis]).collect();
        let strides: Strides = axes.iter().map(|axis| self.strides[*axis]).collect();
        self.with_layout(self.dtype, &shape, &strides, self.offset)
    }

    /// The axes reversed (`a.T`): a view.
    pub fn transpose(&self) -> Array {
        let reversed: SmallVec<[usize; 4]> = (0..self.rank()).rev().collect();
        self.permute(&reversed)
    }

    /// Another shape with the same elements: a view where strides allow, else a copy. Elements are read and placed in C
    /// order, or in F order.
    ///
    /// # Errors
    /// As [`layout::infer_shape`]; `MemoryError`.
    pub fn reshape(&self, shape: &[i64], order: Order) -> Result<Array> {
        layout::checked_rank(shape.len())?;
        self.reshape_to(&layout::infer_shape(self.size(), shape)?, order)
    }

    /// [`Array::reshape`] to a known shape of the same size.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn reshape_to(&self, shape: &[usize], order: Order) -> Result<Array> {
        if self.shape[..] == *shape {
            return Ok(self.clone());
        }
        let fortran = match order {
            Order::F => true,
            Order::A => self.is_f_contiguous() && !self.is_c_contiguous(),
            Order::C | Order::K => false,
        };
        if let Some(strides) = layout::reshape_strides(&self.shape, &self.strides, shape, fortran) {
            return Ok(self.view(shape, &strides, self.offset));
        }
        let copy = self.copy(if fortran { Order::F } else { Order::C })?;
        let strides = if fortran { layout::f_strides(shape) } else { layout::c_strides(shape) };
        Ok(copy.view(shape, &strides, 0))
    }

    /// A read-only view stretched to a shape, at stride 0 along stretched axes.
    ///
    /// # Errors
    /// As [`layout::broadcast_to_strides`].
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Array> {
        layout::checked_rank(shape.len())?;
        let mut strides = layout::broadcast_to_strides(&self.shape, &self.strides, shape)?;
        // NumPy's view has stride 0 on every axis of size 1, stretched or not.
        strides.iter_mut().zip(shape).filter(|(_, size)| **size == 1).for_each(|(stride, _)| *stride = 0);
        layout::checked_size(shape)?;
        layout::checked_bytes(shape, self.dtype)?;
        Ok(self.view(shape, &strides, self.offset).read_only())
    }
}

mod assign;
#[cfg(test)]
mod tests;
