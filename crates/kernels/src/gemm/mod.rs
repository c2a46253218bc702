//! Matrix products: packed panels and a block of sums in registers, for any type that can be multiplied and added.
//!
//! One source serves every element type and every target: the block is as wide as the registers, and the compiler makes
//! vector instructions of it (`v128` where there is simd128) without spilling a sum to memory.
//!
//! Source: K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).

mod block;
mod fused;
mod pack;
mod ring;
mod vector;

use block::{Block, MR};
pub use ring::Ring;
use std::cell::Cell;
pub use vector::{all_finite, inner};

/// A matrix in memory: element (i, j) is `cells[offset + i * row_stride + j * column_stride]`.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T> {
    /// The memory it lies in.
    pub cells: &'a [Cell<T>],
    /// Position of element (0, 0).
    pub offset: usize,
    /// Distance between rows.
    pub row_stride: isize,
    /// Distance between columns.
    pub column_stride: isize,
}

impl<'a, T: Copy> Matrix<'a, T> {
    /// The matrix with rows and columns exchanged.
    pub fn transposed(self) -> Self {
        Matrix { row_stride: self.column_stride, column_stride: self.row_stride, ..self }
    }

    /// The part that starts at a row and a column.
    #[inline(always)]
    pub fn from(self, row: usize, column: usize) -> Self {
        let distance = row as isize * self.row_stride + column as isize * self.column_stride;
        Matrix { offset: self.offset.wrapping_add_signed(distance), ..self }
    }

    /// Element (row, column).
    #[inline(always)]
    pub fn get(&self, row: usize, column: usize) -> T {
        self.cells[self.from(row, column).offset].get()
    }

    /// The first `len` elements of a row whose elements are neighbours.
    #[inline(always)]
    pub fn row(&self, row: usize, len: usize) -> &'a [Cell<T>] {
        debug_assert!(self.column_stride == 1 || len <= 1);
        &self.cells[self.from(row, 0).offset..][..len]
    }
}

/// Depth, rows and columns of the blocks that stay in caches: a panel of each factor in the first, the block of rows in the
/// second.
const KC: usize = 384;
const MC: usize = 96;
const NC: usize = 512;

/// Up to so many columns of the result, rows whose elements are neighbours are read where they are: to copy them would cost
/// more than it saves.
const FEW_COLUMNS: usize = 128;

/// `c = a @ b` for `a` of m × k and `b` of k × n; `c` are the m · n cells of the result, row by row.
///
/// # Panics
/// If `c` has another length, or a matrix leaves its memory.
pub fn gemm<T: Ring>(m: usize, n: usize, k: usize, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &[Cell<T>]) {
    T::gemm(m, n, k, a, b, c);
}

/// What [`gemm`] computes, rounded as OpenBLAS's kernels for AVX2 round it: they add products with one rounding, as those for all
/// processors do that have an instruction for that. Single-precision vectors, types that BLAS does not know, and numbers that are
/// too large or too small for it, are multiplied as by `gemm`.
///
/// It takes some ten times as long.
///
/// # Panics
/// If `c` has another length, or a matrix leaves its memory.
///
/// ```
/// use ndgym_kernels::gemm::{Matrix, gemm_fused};
/// use std::cell::Cell;
/// let cells = [0.1, 3.0, 0.7, -0.3].map(Cell::new);
/// let a = Matrix { cells: &cells, offset: 0, row_stride: 2, column_stride: 1 };
/// let c = [0.0; 4].map(Cell::new);
/// gemm_fused(2, 2, 2, a, a, &c);
/// assert_eq!(c[0].get(), 3.0_f64.mul_add(0.7, 0.1 * 0.1));
/// ```
pub fn gemm_fused<T: Ring>(m: usize, n: usize, k: usize, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &[Cell<T>]) {
    T::gemm_fused(m, n, k, a, b, c);
}

fn product_of<T: Ring>(m: usize, n: usize, k: usize, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &[Cell<T>]) {
    assert_eq!(c.len(), m * n, "one cell for each element of the product");
    if k == 0 {
        c.iter().for_each(|cell| cell.set(T::default()));
    } else if n == 1 {
        vector::matrix_times_vector(m, k, a, b, c);
    } else if m < 2 * MR && n > 2 * m {
        // So few rows do not pay for packing the other matrix.
        for (row, c) in c.chunks_exact(n).enumerate() {
            vector::matrix_times_vector(n, k, b.transposed(), a.from(row, 0).transposed(), c);
        }
    } else {
        let c = Matrix { cells: c, offset: 0, row_stride: n as isize, column_stride: 1 };
        product(m, n, k, a, b, c, Update::Set);
    }
}

/// `c -= a @ b` for `a` of m × k, `b` of k × n and `c` of m × n, whose rows' elements are neighbours. `a` and `b` may be other
/// parts of `c`'s memory.
///
/// # Panics
/// If a matrix leaves its memory.
pub fn subtract_product<T: Ring>(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_, T>,
    b: Matrix<'_, T>,
    c: Matrix<'_, T>,
) {
    product(m, n, k, a, b, c, Update::Subtract);
}

/// What becomes of an element of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Update {
    Set,
    Add,
    Subtract,
}

fn product<T: Ring>(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_, T>,
    b: Matrix<'_, T>,
    c: Matrix<'_, T>,
    update: Update,
) {
    match T::COLUMNS {
        2 => by_blocks::<T, 2>(m, n, k, a, b, c, update),
        4 => by_blocks::<T, 4>(m, n, k, a, b, c, update),
        _ => by_blocks::<T, 8>(m, n, k, a, b, c, update),
    }
}

/// The product by blocks that stay in caches; NR is the width of the block of sums.
fn by_blocks<T: Ring, const NR: usize>(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_, T>,
    b: Matrix<'_, T>,
    c: Matrix<'_, T>,
    update: Update,
) {
    let as_it_lies = a.column_stride == 1 && n <= FEW_COLUMNS;
    let (mut a_panels, mut b_panels) = (Vec::new(), Vec::new());
    for column in (0..n).step_by(NC) {
        let columns = NC.min(n - column);
        for depth in (0..k).step_by(KC) {
            let depths = KC.min(k - depth);
            pack::pack::<T, NR>(b.from(depth, column).transposed(), columns, depths, &mut b_panels);
            for row in (0..m).step_by(MC) {
                let rows = MC.min(m - row);
                let a = a.from(row, depth);
                let update = if update == Update::Set && depth > 0 { Update::Add } else { update };
                let c = Block { matrix: c.from(row, column), rows, columns, update };
                if as_it_lies {
                    block::rows_times_panels::<T, NR>(a, &b_panels, depths, &c);
                } else {
                    pack::pack::<T, MR>(a, rows, depths, &mut a_panels);
                    block::panels_times_panels::<T, NR>(&a_panels, &b_panels, depths, &c);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
