//! Systems with triangular matrices, in halves: most of the work is matrix products.

use super::field::Field;
use ndgym_kernels::gemm::{Matrix, subtract_product};
use std::cell::Cell;

/// Systems of up to so many unknowns are solved row by row.
const FEW: usize = 8;

/// `b = l⁻¹ b` for a unit lower triangular `l` (n, n), of which what lies below the diagonal is read, and `b` (n, p), row by row.
pub(super) fn solve_lower<T: Field>(n: usize, p: usize, l: Matrix<'_, T>, b: Matrix<'_, T>) {
    if n <= FEW {
        for i in 1..n {
            (0..i).for_each(|j| subtract_multiple(l.get(i, j), b.row(j, p), b.row(i, p)));
        }
        return;
    }
    let half = half(n);
    solve_lower(half, p, l, b);
    subtract_product(n - half, p, half, l.from(half, 0), b, b.from(half, 0));
    solve_lower(n - half, p, l.from(half, half), b.from(half, 0));
}

/// `b = u⁻¹ b` for an upper triangular `u` (n, n) and `b` (n, p), row by row.
pub(super) fn solve_upper<T: Field>(n: usize, p: usize, u: Matrix<'_, T>, b: Matrix<'_, T>) {
    if n <= FEW {
        for i in (0..n).rev() {
            (i + 1..n).for_each(|j| subtract_multiple(u.get(i, j), b.row(j, p), b.row(i, p)));
            let pivot = u.get(i, i);
            b.row(i, p).iter().for_each(|x| x.set(x.get() / pivot));
        }
        return;
    }
    let half = half(n);
    solve_upper(n - half, p, u.from(half, half), b.from(half, 0));
    subtract_product(half, p, n - half, u.from(0, half), b.from(half, 0), b);
    solve_upper(half, p, u, b);
}

/// About half of a size, in whole blocks.
pub(super) fn half(n: usize) -> usize {
    (n / 2).next_multiple_of(4)
}

/// `y -= factor x`
#[inline]
pub(super) fn subtract_multiple<T: Field>(factor: T, x: &[Cell<T>], y: &[Cell<T>]) {
    y.iter().zip(x).for_each(|(y, x)| y.set(y.get().minus(factor * x.get())));
}
