//! LU factorisation with partial pivoting.

use super::field::Field;
use super::small_lu::{self, SmallLu};
use super::triangular::{half, solve_lower, solve_upper, subtract_multiple};
use ndgym_kernels::gemm::{Matrix, subtract_product};
use std::cell::Cell;

/// Up to so many columns are eliminated one after the other.
const FEW: usize = 8;

/// `p a = l u` for a square matrix, where `p` swaps rows: `l` is unit lower triangular, `u` upper triangular.
///
/// Source: S. Toledo, "Locality of reference in LU decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18 (1997).
pub(super) struct Lu<T> {
    n: usize,
    /// Whether the order of operations is that of [`SmallLu`].
    is_small: bool,
    /// `l` below the diagonal, `u` on and above it, row by row.
    factors: Vec<T>,
    /// The row that step i swapped with row i.
    swaps: Vec<usize>,
}

impl<T: Field> Lu<T> {
    /// Of the `n * n` elements of a matrix, row by row.
    pub(super) fn of(n: usize, mut elements: Vec<T>) -> Self {
        if cfg!(feature = "fused") && n <= small_lu::LARGEST && !T::DTYPE.is_complex() {
            let SmallLu { factors, swaps, .. } = SmallLu::of(n, reals(&elements));
            return Lu { n, is_small: true, factors: fields(&factors).collect(), swaps };
        }
        let mut swaps = Vec::with_capacity(n);
        eliminate(n, 0..n, rows(&mut elements, n), &mut swaps);
        Lu { n, is_small: false, factors: elements, swaps }
    }

    /// The diagonal of `u`: the pivots.
    pub(super) fn pivots(&self) -> impl Iterator<Item = T> {
        (0..self.n).map(|i| self.factors[i * self.n + i])
    }

    /// Whether rows have been swapped an odd number of times.
    pub(super) fn is_odd(&self) -> bool {
        self.swaps.iter().enumerate().filter(|(i, row)| i != *row).count() % 2 == 1
    }

    /// Makes of `b` (n, p), row by row, the `x` with `a x = b`.
    pub(super) fn solve(&mut self, p: usize, b: &mut [T]) {
        if self.is_small {
            let mut solution = reals(b);
            let lu = SmallLu { n: self.n, factors: reals(&self.factors), swaps: self.swaps.clone() };
            lu.solve(p, &mut solution);
            b.iter_mut().zip(fields(&solution)).for_each(|(b, x)| *b = x);
            return;
        }
        let (b, factors) = (rows(b, p), rows(&mut self.factors, self.n));
        self.swaps.iter().enumerate().for_each(|(i, row)| swap_rows(b, p, i, *row));
        solve_lower(self.n, p, factors, b);
        solve_upper(self.n, p, factors, b);
    }
}

/// The real parts.
fn reals<T: Field>(elements: &[T]) -> Vec<f64> {
    elements.iter().map(|element| element.parts().0).collect()
}

/// Real numbers as elements.
fn fields<T: Field>(reals: &[f64]) -> impl Iterator<Item = T> {
    reals.iter().map(|real| T::new(*real, 0.0))
}

/// A matrix row by row.
fn rows<T>(elements: &mut [T], columns: usize) -> Matrix<'_, T> {
    let cells = Cell::from_mut(elements).as_slice_of_cells();
    Matrix { cells, offset: 0, row_stride: columns as isize, column_stride: 1 }
}

fn swap_rows<T: Field>(matrix: Matrix<'_, T>, columns: usize, a: usize, b: usize) {
    if a != b {
        matrix.row(a, columns).iter().zip(matrix.row(b, columns)).for_each(|(a, b)| a.swap(b));
    }
}

/// Some columns of a matrix (n, n) in which those before are done.
fn eliminate<T: Field>(n: usize, columns: std::ops::Range<usize>, a: Matrix<'_, T>, swaps: &mut Vec<usize>) {
    let (from, to) = (columns.start, columns.end);
    if to - from <= FEW {
        return columns.for_each(|column| eliminate_column(n, column, to, a, swaps));
    }
    let middle = from + half(to - from);
    eliminate(n, from..middle, a, swaps);
    let right = a.from(from, middle);
    solve_lower(middle - from, to - middle, a.from(from, from), right);
    subtract_product(
        n - middle,
        to - middle,
        middle - from,
        a.from(middle, from),
        right,
        a.from(middle, middle),
    );
    eliminate(n, middle..to, a, swaps);
}

/// One column, and what follows from it for those up to `to`.
fn eliminate_column<T: Field>(n: usize, column: usize, to: usize, a: Matrix<'_, T>, swaps: &mut Vec<usize>) {
    // As LAPACK measures it.
    let size = |row: usize| {
        let (re, im) = a.get(row, column).parts();
        re.abs() + im.abs()
    };
    let mut pivot = (column, size(column));
    for row in column + 1..n {
        let size = size(row);
        if size > pivot.1 {
            pivot = (row, size);
        }
    }
    swaps.push(pivot.0);
    swap_rows(a, n, column, pivot.0);
    if pivot.1 == 0.0 {
        return;
    }
    let above = a.row(column, to).split_at(column).1;
    // Of a pivot that is NaN, OpenBLAS leaves the column beneath as it is.
    let reciprocal = (!pivot.1.is_nan()).then(|| T::new(1.0, 0.0) / above[0].get());
    for row in column + 1..n {
        let below = a.row(row, to).split_at(column).1;
        if let Some(reciprocal) = reciprocal {
            below[0].set(below[0].get() * reciprocal);
        }
        subtract_multiple(below[0].get(), &above[1..], &below[1..]);
    }
}
