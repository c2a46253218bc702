//! The innermost loops: blocks of sums that stay in registers over the whole depth.

use super::{Matrix, Ring, Update};
use std::cell::Cell;

/// Rows of a block of sums.
pub(super) const MR: usize = 4;

type Sums<T, const NR: usize> = [[T; NR]; MR];

/// The part of the result that a product of blocks belongs to.
pub(super) struct Block<'a, T> {
    pub(super) matrix: Matrix<'a, T>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) update: Update,
}

impl<T: Ring> Block<'_, T> {
    #[inline(always)]
    fn put<const NR: usize>(&self, row: usize, column: usize, sums: Sums<T, NR>) {
        if row + MR > self.rows || column + NR > self.columns {
            return self.put_some(row, column, sums);
        }
        let part = self.matrix.from(row, column);
        for (r, sums) in sums.iter().enumerate() {
            self.put_row(part.row(r, NR), sums);
        }
    }

    /// At the edge, where not all sums belong to an element. Away from the others, which stay in registers.
    #[cold]
    #[inline(never)]
    fn put_some<const NR: usize>(&self, row: usize, column: usize, sums: Sums<T, NR>) {
        let width = NR.min(self.columns - column);
        let part = self.matrix.from(0, column);
        for (sums, row) in sums.iter().zip(row..self.rows) {
            self.put_row(part.row(row, width), sums);
        }
    }

    #[inline(always)]
    fn put_row(&self, cells: &[Cell<T>], sums: &[T]) {
        let cells = cells.iter().zip(sums);
        match self.update {
            Update::Set => cells.for_each(|(cell, sum)| cell.set(*sum)),
            Update::Add => cells.for_each(|(cell, sum)| cell.set(cell.get().plus(*sum))),
            Update::Subtract => cells.for_each(|(cell, sum)| cell.set(cell.get().minus(*sum))),
        }
    }
}

/// The product of packed panels.
pub(super) fn panels_times_panels<T: Ring, const NR: usize>(
    a: &[T],
    b: &[T],
    depths: usize,
    c: &Block<'_, T>,
) {
    for (b, j) in b.chunks_exact(NR * depths).zip((0..c.columns).step_by(NR)) {
        for (a, i) in a.chunks_exact(MR * depths).zip((0..c.rows).step_by(MR)) {
            let mut sums = [[T::default(); NR]; MR];
            for (a, b) in a.as_chunks::<MR>().0.iter().zip(b.as_chunks::<NR>().0) {
                multiply_add(&mut sums, *a, b);
            }
            c.put(i, j, sums);
        }
    }
}

/// The product of rows as they lie in memory, element beside element, with packed panels.
pub(super) fn rows_times_panels<T: Ring, const NR: usize>(
    a: Matrix<'_, T>,
    b: &[T],
    depths: usize,
    c: &Block<'_, T>,
) {
    for (b, j) in b.chunks_exact(NR * depths).zip((0..c.columns).step_by(NR)) {
        for i in (0..c.rows).step_by(MR) {
            // What rows the last block lacks are its last row again; their sums go nowhere.
            let [r0, r1, r2, r3] = std::array::from_fn(|r| a.row((i + r).min(c.rows - 1), depths));
            let mut sums = [[T::default(); NR]; MR];
            for ((((a0, a1), a2), a3), b) in r0.iter().zip(r1).zip(r2).zip(r3).zip(b.as_chunks::<NR>().0) {
                multiply_add(&mut sums, [a0.get(), a1.get(), a2.get(), a3.get()], b);
            }
            c.put(i, j, sums);
        }
    }
}

#[inline(always)]
fn multiply_add<T: Ring, const NR: usize>(sums: &mut Sums<T, NR>, a: [T; MR], b: &[T; NR]) {
    for (row, factor) in sums.iter_mut().zip(a) {
        for (sum, x) in row.iter_mut().zip(b) {
            *sum = sum.multiply_add(factor, *x);
        }
    }
}
