//! Matrix products: packed panels and a register block, for any type that can be multiplied and added.
//!
//! Source: K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).

use std::cell::Cell;

/// Numbers with the arithmetic that matrix products use: wrapping for integers, and/or for truth values.
pub trait Ring: Copy + Default {
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self + a * b`.
    fn multiply_add(self, a: Self, b: Self) -> Self;
}

macro_rules! float_ring {
    ($($type:ty)*) => {
        $(impl Ring for $type {
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn multiply_add(self, a: Self, b: Self) -> Self {
                self + a * b
            }
        })*
    };
}

macro_rules! integer_ring {
    ($($type:ty)*) => {
        $(impl Ring for $type {
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn multiply_add(self, a: Self, b: Self) -> Self {
                self.wrapping_add(a.wrapping_mul(b))
            }
        })*
    };
}

float_ring!(f32 f64 num_complex::Complex32 num_complex::Complex64);
integer_ring!(i8 u8 i16 u16 i32 u32 i64 u64);

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

impl<T: Copy> Matrix<'_, T> {
    #[inline(always)]
    fn get(&self, row: usize, column: usize) -> T {
        let distance = row as isize * self.row_stride + column as isize * self.column_stride;
        self.cells[self.offset.wrapping_add_signed(distance)].get()
    }

    /// Columns `from..from + len` of a row.
    #[inline]
    fn copy_row(&self, row: usize, from: usize, to: &mut [T]) {
        if self.column_stride == 1 {
            let start = self.offset.wrapping_add_signed(row as isize * self.row_stride) + from;
            let cells = &self.cells[start..start + to.len()];
            to.iter_mut().zip(cells).for_each(|(to, cell)| *to = cell.get());
        } else {
            to.iter_mut().enumerate().for_each(|(column, to)| *to = self.get(row, from + column));
        }
    }
}

/// Rows and columns of the register block.
const MR: usize = 4;
const NR: usize = 8;
/// Depth, rows and columns of the blocks that stay in caches.
const KC: usize = 256;
const MC: usize = 128;
const NC: usize = 1024;

/// `c = a @ b` for `a` of m × k and `b` of k × n; `c` are the m · n cells of the result, row by row.
///
/// # Panics
/// If `c` has another length, or a matrix leaves its memory.
pub fn gemm<T: Ring>(m: usize, n: usize, k: usize, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &[Cell<T>]) {
    assert_eq!(c.len(), m * n, "one cell for each element of the product");
    c.iter().for_each(|cell| cell.set(T::default()));
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    if m * n * k <= 8 * 8 * 8 || m == 1 || n == 1 {
        return small(m, n, k, a, b, c);
    }
    let mut packed_a = vec![T::default(); MC.min(m).next_multiple_of(MR) * KC.min(k)];
    let mut packed_b = vec![T::default(); NC.min(n).next_multiple_of(NR) * KC.min(k)];
    for column in (0..n).step_by(NC) {
        let columns = NC.min(n - column);
        for depth in (0..k).step_by(KC) {
            let depths = KC.min(k - depth);
            pack_b(b, depth, depths, column, columns, &mut packed_b);
            for row in (0..m).step_by(MC) {
                let rows = MC.min(m - row);
                pack_a(a, row, rows, depth, depths, &mut packed_a);
                block(&packed_a, &packed_b, depths, (row, rows), (column, columns), n, c);
            }
        }
    }
}

/// Without packing: rows of `b` are added up, or a column is copied once and multiplied with each row.
fn small<T: Ring>(m: usize, n: usize, k: usize, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &[Cell<T>]) {
    if n == 1 {
        let column: Vec<T> = (0..k).map(|p| b.get(p, 0)).collect();
        let mut row = vec![T::default(); k];
        for (i, cell) in c.iter().enumerate() {
            a.copy_row(i, 0, &mut row);
            cell.set(inner(&row, &column));
        }
        return;
    }
    if m == 1 && b.row_stride == 1 {
        let mut row = vec![T::default(); k];
        a.copy_row(0, 0, &mut row);
        let columns = Matrix { row_stride: b.column_stride, column_stride: 1, ..b };
        let mut column = vec![T::default(); k];
        for (j, cell) in c.iter().enumerate() {
            columns.copy_row(j, 0, &mut column);
            cell.set(inner(&row, &column));
        }
        return;
    }
    let mut sums = vec![T::default(); n];
    let mut row = vec![T::default(); n];
    for i in 0..m {
        sums.fill(T::default());
        for p in 0..k {
            let factor = a.get(i, p);
            b.copy_row(p, 0, &mut row);
            sums.iter_mut().zip(&row).for_each(|(sum, x)| *sum = sum.multiply_add(factor, *x));
        }
        c[i * n..(i + 1) * n].iter().zip(&sums).for_each(|(cell, sum)| cell.set(*sum));
    }
}

/// The inner product of two slices of one length, in eight running sums.
pub fn inner<T: Ring>(a: &[T], b: &[T]) -> T {
    let (a_eights, a_rest) = a.as_chunks::<8>();
    let (b_eights, b_rest) = b.as_chunks::<8>();
    let mut sums = [T::default(); 8];
    let one = |sums: &mut [T; 8], a: &[T; 8], b: &[T; 8]| {
        for lane in 0..8 {
            sums[lane] = sums[lane].multiply_add(a[lane], b[lane]);
        }
    };
    a_eights.iter().zip(b_eights).for_each(|(a, b)| one(&mut sums, a, b));
    for (lane, (x, y)) in a_rest.iter().zip(b_rest).enumerate() {
        sums[lane] = sums[lane].multiply_add(*x, *y);
    }
    sums[1..].iter().fold(sums[0], |total, sum| total.plus(*sum))
}

/// Rows `row..row + rows` in panels of MR rows, depth by depth; missing rows are 0.
fn pack_a<T: Ring>(a: Matrix<'_, T>, row: usize, rows: usize, depth: usize, depths: usize, packed: &mut [T]) {
    for (panel, first) in packed.chunks_exact_mut(MR * depths).zip((0..rows).step_by(MR)) {
        for (p, to) in panel.as_chunks_mut::<MR>().0.iter_mut().enumerate() {
            for (i, to) in to.iter_mut().enumerate() {
                *to = if first + i < rows { a.get(row + first + i, depth + p) } else { T::default() };
            }
        }
    }
}

/// Columns `column..column + columns` in panels of NR columns, depth by depth; missing columns are 0.
fn pack_b<T: Ring>(
    b: Matrix<'_, T>,
    depth: usize,
    depths: usize,
    column: usize,
    columns: usize,
    packed: &mut [T],
) {
    for (panel, first) in packed.chunks_exact_mut(NR * depths).zip((0..columns).step_by(NR)) {
        let width = NR.min(columns - first);
        for (p, to) in panel.as_chunks_mut::<NR>().0.iter_mut().enumerate() {
            b.copy_row(depth + p, column + first, &mut to[..width]);
            to[width..].fill(T::default());
        }
    }
}

/// Adds the product of packed blocks to the result.
fn block<T: Ring>(
    packed_a: &[T],
    packed_b: &[T],
    depths: usize,
    (row, rows): (usize, usize),
    (column, columns): (usize, usize),
    n: usize,
    c: &[Cell<T>],
) {
    for (b_panel, j) in packed_b.chunks_exact(NR * depths).zip((0..columns).step_by(NR)) {
        for (a_panel, i) in packed_a.chunks_exact(MR * depths).zip((0..rows).step_by(MR)) {
            let sums = register_block(a_panel, b_panel);
            for (r, sums) in sums.iter().enumerate().take(rows - i) {
                let start = (row + i + r) * n + column + j;
                let cells = &c[start..start + NR.min(columns - j)];
                cells.iter().zip(sums).for_each(|(cell, sum)| cell.set(cell.get().plus(*sum)));
            }
        }
    }
}

/// MR × NR sums over the depth, small enough for the processor's registers.
#[inline(always)]
fn register_block<T: Ring>(a: &[T], b: &[T]) -> [[T; NR]; MR] {
    let mut sums = [[T::default(); NR]; MR];
    let (a, _) = a.as_chunks::<MR>();
    let (b, _) = b.as_chunks::<NR>();
    for (a, b) in a.iter().zip(b) {
        for (row, factor) in sums.iter_mut().zip(a) {
            for (sum, x) in row.iter_mut().zip(b) {
                *sum = sum.multiply_add(*factor, *x);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(cells: &mut [f64], row_stride: isize, column_stride: isize) -> Matrix<'_, f64> {
        Matrix { cells: Cell::from_mut(cells).as_slice_of_cells(), offset: 0, row_stride, column_stride }
    }

    /// Integers small enough that every order of summation is exact.
    #[test]
    fn any_size_and_stride_agrees_with_the_definition() {
        for (m, n, k) in
            [(1, 1, 1), (3, 5, 7), (1, 9, 300), (130, 1, 5), (33, 70, 300), (140, 9, 257), (4, 1030, 8)]
        {
            let mut a: Vec<f64> = (0..m * k).map(|i| ((i * 7) % 11) as f64 - 5.0).collect();
            let mut b: Vec<f64> = (0..k * n).map(|i| ((i * 5) % 13) as f64 - 6.0).collect();
            let expected: Vec<f64> =
                (0..m * n).map(|at| (0..k).map(|p| a[at / n + p * m] * b[p * n + at % n]).sum()).collect();
            let mut c = vec![9.0; m * n];
            // `a` lies column by column.
            let a = matrix(&mut a, 1, m as isize);
            gemm(m, n, k, a, matrix(&mut b, n as isize, 1), Cell::from_mut(&mut c[..]).as_slice_of_cells());
            assert_eq!(c, expected, "{m} {n} {k}");
        }
    }

    #[test]
    fn integers_wrap() {
        assert_eq!(inner(&[100_u8; 9], &[3; 9]), (2700 % 256) as u8);
    }
}
