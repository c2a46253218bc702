//! Products with vectors: every element of the matrix is read once, where it lies.

use super::{Matrix, Ring};
use std::cell::Cell;

/// Running sums of long loops: enough that one need not wait for another.
const SUMS: usize = 16;

/// `y = a @ x` for `a` of m × k; `x` is the first column of a matrix.
pub(super) fn matrix_times_vector<T: Ring>(
    m: usize,
    k: usize,
    a: Matrix<'_, T>,
    x: Matrix<'_, T>,
    y: &[Cell<T>],
) {
    assert_eq!(y.len(), m, "one cell for each row");
    let copy;
    let x: &[Cell<T>] = if x.row_stride == 1 {
        &x.cells[x.offset..][..k]
    } else {
        copy = (0..k).map(|p| Cell::new(x.get(p, 0))).collect::<Vec<_>>();
        &copy
    };
    if a.column_stride == 1 || k == 1 {
        dots(a, x, y);
    } else if a.row_stride == 1 {
        columns(a, x, y);
    } else {
        for (i, y) in y.iter().enumerate() {
            y.set((0..k).fold(T::default(), |sum, p| sum.multiply_add(a.get(i, p), x[p].get())));
        }
    }
}

/// Row by row inner products.
fn dots<T: Ring>(a: Matrix<'_, T>, x: &[Cell<T>], y: &[Cell<T>]) {
    for (i, y) in y.iter().enumerate() {
        y.set(inner(a.row(i, x.len()), x));
    }
}

/// Columns, element beside element, added up four at a time.
fn columns<T: Ring>(a: Matrix<'_, T>, x: &[Cell<T>], y: &[Cell<T>]) {
    let columns = a.transposed();
    y.iter().for_each(|y| y.set(T::default()));
    let (fours, rest) = x.as_chunks::<4>();
    for (q, x) in fours.iter().enumerate() {
        let x = x.each_ref().map(Cell::get);
        let lines: [&[Cell<T>]; 4] = std::array::from_fn(|r| columns.row(4 * q + r, y.len()));
        for (i, y) in y.iter().enumerate() {
            let sum = (0..4).fold(y.get(), |sum, r| sum.multiply_add(lines[r][i].get(), x[r]));
            y.set(sum);
        }
    }
    for (r, x) in rest.iter().enumerate() {
        let line = columns.row(4 * fours.len() + r, y.len());
        line.iter().zip(y).for_each(|(a, y)| y.set(y.get().multiply_add(a.get(), x.get())));
    }
}

/// The inner product of two slices of one length, in sixteen running sums.
pub fn inner<T: Ring>(a: &[Cell<T>], b: &[Cell<T>]) -> T {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<SUMS>(), b.as_chunks::<SUMS>());
    let mut sums = [T::default(); SUMS];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum = sum.multiply_add(a.get(), b.get());
        }
    }
    for (sum, (a, b)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *sum = sum.multiply_add(a.get(), b.get());
    }
    sums[1..].iter().fold(sums[0], |total, sum| total.plus(*sum))
}

/// Whether all elements are finite; always so for types that have nothing else.
pub fn all_finite<T: Ring + PartialEq>(cells: &[Cell<T>]) -> bool {
    // The difference of a number and itself is 0 unless the number is infinite or none.
    let differences = |sum: T, cell: &Cell<T>| sum.plus(cell.get().minus(cell.get()));
    let (chunks, rest) = cells.as_chunks::<SUMS>();
    let mut sums = [T::default(); SUMS];
    for chunk in chunks {
        for (sum, cell) in sums.iter_mut().zip(chunk) {
            *sum = differences(*sum, cell);
        }
    }
    rest.iter().fold(sums.into_iter().fold(T::default(), T::plus), differences) == T::default()
}
