//! Reduction to upper Hessenberg form by Householder reflections: LAPACK's `gehd2` and `orghr`.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 7.4.

use crate::linalg::columns::Columns;
use crate::linalg::field::Field;
use crate::linalg::reflector::{Reflector, form_product};
use std::ops::Range;

/// `matrix = Q H Qᴴ` for the rows and columns in `active`: leaves H in the matrix and returns the reflectors that Q is the
/// product of, one for each active column but the last.
pub(super) fn reduce<T: Field>(matrix: &mut Columns<T>, active: Range<usize>) -> Vec<Reflector<T>> {
    let size = matrix.rows;
    let mut reflectors = Vec::with_capacity(active.len());
    for column in active.start..active.end.saturating_sub(1) {
        let below = column + 1;
        let (reflector, multiple) = Reflector::of(matrix.column(column)[below..active.end].to_vec());
        matrix.reflect_columns(active.end, below, &reflector.vector, reflector.factor);
        matrix.reflect_rows(below, below..size, &reflector.vector, reflector.factor.conjugate());
        *matrix.at(below, column) = T::new(multiple, 0.0);
        matrix.column_mut(column)[below + 1..active.end].fill(T::default());
        reflectors.push(reflector);
    }
    reflectors
}

/// Q, from the reflectors of the active columns.
pub(super) fn transformation<T: Field>(
    size: usize,
    active: Range<usize>,
    reflectors: &[Reflector<T>],
) -> Columns<T> {
    let mut q = Columns::identity(size, size);
    form_product(&mut q, active.start + 1, active.end, reflectors);
    q
}
