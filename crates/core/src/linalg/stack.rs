//! Stacks of matrices: shapes, checks, and the way from arrays to faer and back.

use super::error;
use super::field::Field;
use crate::array::Array;
use crate::error::Result;
use crate::layout::Shape;
use faer::{Mat, MatRef};

/// Elements of a stack of matrices, cast to the field and laid out one matrix after the other, row by row.
pub(super) struct Stack<T> {
    /// The leading axes.
    pub(super) batch: Shape,
    pub(super) rows: usize,
    pub(super) columns: usize,
    elements: Vec<T>,
}

impl<T: Field> Stack<T> {
    /// # Errors
    /// `LinAlgError: 1-dimensional array given. Array must be at least two-dimensional`
    pub(super) fn of(array: &Array) -> Result<Self> {
        let [batch @ .., rows, columns] = array.shape() else {
            return Err(error(format!(
                "{}-dimensional array given. Array must be at least two-dimensional",
                array.rank()
            )));
        };
        Ok(Stack { batch: batch.into(), rows: *rows, columns: *columns, elements: array.elements()? })
    }

    /// # Errors
    /// As [`Stack::of`]; `LinAlgError: Last 2 dimensions of the array must be square`.
    pub(super) fn square(array: &Array) -> Result<Self> {
        let stack = Stack::of(array)?;
        if stack.rows != stack.columns {
            return Err(error("Last 2 dimensions of the array must be square"));
        }
        Ok(stack)
    }

    /// # Errors
    /// `LinAlgError: Array must not contain infs or NaNs`
    pub(super) fn finite(self) -> Result<Self> {
        if self.elements.iter().all(|element| element.modulus().is_finite()) {
            return Ok(self);
        }
        Err(error("Array must not contain infs or NaNs"))
    }

    /// Number of matrices.
    pub(super) fn len(&self) -> usize {
        self.batch.iter().product()
    }

    /// The matrices in order; each has at least one element.
    pub(super) fn matrices(&self) -> impl Iterator<Item = MatRef<'_, T>> {
        self.slices().map(|elements| MatRef::from_row_major_slice(elements, self.rows, self.columns))
    }

    /// The elements of each matrix, row by row; each has at least one.
    pub(super) fn slices(&self) -> impl Iterator<Item = &[T]> {
        self.elements.chunks_exact((self.rows * self.columns).max(1))
    }

    /// Whether there is memory for the leading axes of this stack, then `shape`, which may be far more than was given.
    ///
    /// # Errors
    /// `MemoryError`
    pub(super) fn check_room<E: Field>(&self, shape: &[usize]) -> Result<()> {
        let full: Shape = self.batch.iter().chain(shape).copied().collect();
        Array::empty(&full, E::DTYPE).map(|_| ())
    }

    /// An array with the leading axes of this stack, then `shape`.
    pub(super) fn collect<E: Field>(&self, shape: &[usize], elements: &[E]) -> Result<Array> {
        let full: Shape = self.batch.iter().chain(shape).copied().collect();
        Array::from_slice(&full, elements)
    }
}

/// Appends a matrix row by row.
pub(super) fn push_rows<T: Field>(elements: &mut Vec<T>, matrix: MatRef<'_, T>) {
    for row in 0..matrix.nrows() {
        elements.extend((0..matrix.ncols()).map(|column| matrix[(row, column)]));
    }
}

/// The identity matrices that stand for factors of empty matrices: `count` of them, `n` by `n`, row by row.
pub(super) fn identities<T: Field>(count: usize, n: usize) -> Vec<T> {
    let mut elements = Vec::with_capacity(count * n * n);
    for _ in 0..count {
        push_rows(&mut elements, Mat::<T>::identity(n, n).as_ref());
    }
    elements
}
