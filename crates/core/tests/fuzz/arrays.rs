//! Arrays of every type, shape and layout, and what must hold of each.

use super::choices::Choices;
use ndgym_core::format::{PrintOptions, array_repr};
use ndgym_core::layout::{Order, extent};
use ndgym_core::{Array, DType, Error, ErrorKind, Scalar, with_element};
use std::cell::Cell;
use std::collections::HashSet;

/// Lengths of axes: empty, of one element, and around the widths at which loops change their way.
const LENGTHS: [usize; 16] = [2, 3, 1, 0, 4, 5, 1, 2, 3, 1, 2, 7, 8, 9, 17, 33];

impl Choices<'_> {
    /// Memory of that many elements of a type, filled with numbers of every kind.
    pub(crate) fn memory(&mut self, dtype: DType, len: usize) -> Array {
        let memory = Array::zeros(&[len], dtype).expect("a small array");
        // A few numbers are drawn; the rest repeats them with small ones between.
        let drawn: Vec<_> = (0..self.below(8)).map(|_| self.scalar(dtype)).collect();
        for i in 0..len {
            let value = match drawn.get(i % 11) {
                Some(value) => *value,
                None => Scalar::Int64((i as i64 * 7) % 13 - 4).cast(dtype),
            };
            memory.set(&[i], value);
        }
        memory
    }

    fn shape(&mut self, rank: usize, most: usize) -> Vec<usize> {
        let mut shape: Vec<usize> = (0..rank).map(|_| self.pick(&LENGTHS)).collect();
        while shape.iter().product::<usize>() > most {
            let largest = (0..rank).max_by_key(|axis| shape[*axis]).unwrap_or(0);
            shape[largest] /= 2;
        }
        shape
    }

    /// Strides for a shape: without gaps in one of the two orders, or any, so that elements repeat and rows overlap.
    fn strides(&mut self, shape: &[usize]) -> Vec<isize> {
        let mut strides: Vec<isize> = match self.below(4) {
            0 | 1 => ndgym_core::layout::c_strides(shape).to_vec(),
            2 => ndgym_core::layout::f_strides(shape).to_vec(),
            _ => shape.iter().map(|_| self.pick(&[1, 2, 0, -1, -2, 3, 4, 6, -7])).collect(),
        };
        for stride in &mut strides {
            match self.below(8) {
                5 => *stride = -*stride,
                6 => *stride *= 2,
                7 => *stride = 0,
                _ => {}
            }
        }
        strides
    }

    /// A layout of at most that many elements, and what it reaches below and above its first.
    fn layout(&mut self, rank: usize, most: usize) -> (Vec<usize>, Vec<isize>, isize, isize) {
        let shape = self.shape(rank, most);
        let strides = self.strides(&shape);
        let (low, high) = extent(&shape, &strides);
        (shape, strides, low, high)
    }

    pub(crate) fn rank(&mut self) -> usize {
        self.pick(&[1, 2, 0, 1, 2, 3, 3, 4, 5])
    }

    /// An array of any kind.
    pub(crate) fn array(&mut self) -> Array {
        let dtype = self.dtype();
        self.array_of(dtype)
    }

    pub(crate) fn array_of(&mut self, dtype: DType) -> Array {
        let rank = self.rank();
        self.array_of_rank(dtype, rank)
    }

    pub(crate) fn array_of_rank(&mut self, dtype: DType, rank: usize) -> Array {
        let (shape, strides, low, high) = self.layout(rank, 120);
        let (before, after) = (self.below(3), self.below(3));
        let memory = self.memory(dtype, before + (high - low) as usize + after);
        let array = memory.view(&shape, &strides, before + low.unsigned_abs());
        self.remember(&array);
        array
    }

    /// An array of one or more axes with a few hundred elements in a line, at which algorithms change.
    pub(crate) fn long_array(&mut self) -> Array {
        let dtype = self.dtype();
        let len = self.pick(&[256, 257, 300, 130]);
        let memory = self.memory(dtype, 2 * len);
        let array = match self.below(3) {
            0 => memory.view(&[len], &[1], 0),
            1 => memory.view(&[len], &[-2], 2 * len - 1),
            _ => memory.view(&[2, len], &[1, 2], 0),
        };
        self.remember(&array);
        array
    }

    /// Integers that might be indices along an axis.
    pub(crate) fn index_array(&mut self) -> Array {
        let dtype = self.pick(&[DType::Int64, DType::Int8, DType::UInt8, DType::UInt64, DType::Bool]);
        let array = if self.one_in(10) { self.array() } else { self.array_of(dtype) };
        if self.either() && dtype == DType::Int64 && array.dtype() == DType::Int64 {
            // Small enough to be in range, mostly.
            let memory = array.buffer().cells::<i64>();
            memory.iter().for_each(|cell| cell.set(cell.get().rem_euclid(2)));
        }
        array
    }

    /// A view somewhere in a vector's memory, sometimes read as another type.
    pub(crate) fn window(&mut self, memory: &Array) -> Array {
        let rank = self.below(4);
        let (mut shape, mut strides, mut low, mut high) = self.layout(rank, 40);
        let same = if self.one_in(5) { self.dtype() } else { memory.dtype() };
        let len = memory.buffer().len() / same.itemsize();
        while (high - low) as usize > len {
            shape.pop();
            strides.pop();
            (low, high) = extent(&shape, &strides);
        }
        let offset = self.below(len - (high - low) as usize + 1).min(len - 1);
        let offset = if shape.contains(&0) { offset } else { offset + low.unsigned_abs() };
        let window = memory.reinterpret(same, &shape, &strides, offset).expect("a window inside its memory");
        self.remember(&window);
        window
    }

    pub(crate) fn arrays(&mut self, at_most: usize) -> Vec<Array> {
        let mut arrays: Vec<Array> = Vec::new();
        for _ in 0..self.below(at_most + 1) {
            match arrays.first() {
                // Often of one shape, so that they fit together.
                Some(first) if !self.one_in(3) => {
                    let dtype = self.dtype();
                    arrays.push(cast(first, dtype));
                }
                _ => arrays.push(self.array()),
            }
        }
        arrays
    }

    pub(crate) fn mask_or_none(&mut self, like: &Array) -> Option<Array> {
        match self.below(6) {
            4 => Some(self.array_of(DType::Bool)),
            5 => Some(cast(like, DType::Bool)),
            _ => None,
        }
    }
}

/// An array as another type; as it is, if it has texts that say no such number.
pub(crate) fn cast(array: &Array, dtype: DType) -> Array {
    array.cast(dtype, Order::K).unwrap_or_else(|_| array.clone())
}

thread_local! {
    /// How many calls gave an answer and no error.
    pub(crate) static ANSWERS: Cell<usize> = const { Cell::new(0) };
}

/// What a call gave, checked by [`Outcome::check`].
pub(crate) trait Outcome {
    fn check(&self);
}

impl Outcome for Array {
    fn check(&self) {
        assert_eq!(self.shape().len(), self.strides().len(), "as many strides as axes");
        assert!(self.rank() <= 64, "at most 64 axes");
        assert!(
            self.holds(self.dtype(), self.shape(), self.strides(), self.offset() as isize),
            "elements lie inside the buffer"
        );
        if self.size() <= 512 {
            check_elements(self);
        }
    }
}

/// Reads all elements in every way there is.
fn check_elements(array: &Array) {
    if array.dtype().is_text() {
        assert_eq!(
            array.texts().expect("a small array").len(),
            array.size(),
            "as many texts as the size says"
        );
        let shown = array_repr(array, &PrintOptions::default());
        return assert!(shown.contains("dtype='<U"), "{shown}");
    }
    with_element!(array.dtype(), T => {
        let elements = array.to_vec::<T>();
        assert_eq!(elements.len(), array.size(), "as many elements as the size says");
        if let Some(cells) = array.contiguous_cells::<T>() {
            assert_eq!(cells.len(), elements.len());
        }
    });
    assert!(!array_repr(array, &PrintOptions::default()).is_empty());
}

impl<T: Outcome> Outcome for Vec<T> {
    fn check(&self) {
        self.iter().for_each(Outcome::check);
    }
}

impl<T: Outcome> Outcome for Option<T> {
    fn check(&self) {
        self.iter().for_each(Outcome::check);
    }
}

impl<A: Outcome, B: Outcome> Outcome for (A, B) {
    fn check(&self) {
        self.0.check();
        self.1.check();
    }
}

impl Outcome for () {
    fn check(&self) {}
}

impl<T: Outcome> Outcome for Result<T, Error> {
    fn check(&self) {
        match self {
            Ok(value) => {
                ANSWERS.set(ANSWERS.get() + 1);
                value.check()
            }
            Err(error) => {
                // Python's own MemoryError has no words.
                let says_something = !error.message.is_empty() || error.kind == ErrorKind::Memory;
                assert!(says_something, "an error says what is wrong");
            }
        }
    }
}

/// Whether no two elements share a place in memory.
pub(crate) fn is_distinct(array: &Array) -> bool {
    let mut seen = HashSet::new();
    positions(array).into_iter().all(|position| seen.insert(position))
}

/// Where in the buffer the elements are, in C order.
pub(crate) fn positions(array: &Array) -> Vec<usize> {
    let mut positions = vec![array.offset()];
    for (&size, &stride) in array.shape().iter().zip(array.strides()) {
        let along =
            |position: usize| (0..size).map(move |i| position.wrapping_add_signed(i as isize * stride));
        positions = positions.into_iter().flat_map(along).collect();
    }
    positions
}

/// All elements as text, so that NaN is NaN and -0 is not 0.
pub(crate) fn elements(array: &Array) -> Vec<String> {
    positions(array).into_iter().map(|position| format!("{:?}", array.scalar_at(position))).collect()
}
