//! The real Schur form by QR iteration with two shifts at a time: LAPACK's `dlahqr`, step by step.
//!
//! Sources: J. G. F. Francis, "The QR transformation", Computer Journal 4 (1961/62); M. Ahues and F. Tisseur, "A new deflation
//! criterion for the QR algorithm", LAPACK Working Note 122 (1997).

use super::rotate;
use super::standard::Standard;
use crate::linalg::columns::Columns;
use crate::linalg::reflector::make_reflector;
use num_complex::Complex64;
use std::ops::Range;

/// Turns of the iteration that are allowed for each eigenvalue, times the size.
const PATIENCE: usize = 30;

/// After so many turns without an eigenvalue the shifts are chosen in another way.
const STUCK: usize = 10;

/// An upper Hessenberg matrix on its way to a triangle with blocks of two rows on its diagonal.
pub(super) struct Iteration<'a> {
    h: &'a mut Columns<f64>,
    /// What the transformations are multiplied onto. Without it, `h` is worked on only where the eigenvalues need it.
    vectors: Option<&'a mut Columns<f64>>,
    /// Outside these rows the matrix is triangular.
    active: Range<usize>,
    /// Elements below this are 0.
    tiny: f64,
}

/// Two eigenvalues that the iteration is shifted by.
type Shifts = [Complex64; 2];

impl<'a> Iteration<'a> {
    pub(super) fn new(
        h: &'a mut Columns<f64>,
        vectors: Option<&'a mut Columns<f64>>,
        active: Range<usize>,
    ) -> Self {
        let tiny = f64::MIN_POSITIVE * (active.len() as f64 / f64::EPSILON);
        Iteration { h, vectors, active, tiny }
    }

    /// The eigenvalues in the order of the diagonal; None if the iteration does not end.
    pub(super) fn run(&mut self) -> Option<Vec<Complex64>> {
        let mut values: Vec<Complex64> = (0..self.h.rows).map(|i| self.h.get(i, i).into()).collect();
        let mut end = self.active.end;
        while end > self.active.start {
            let last = end - 1;
            let start = self.split_off(last)?;
            if start == last {
                values[last] = self.h.get(last, last).into();
            } else {
                values[start..=last].copy_from_slice(&self.settle_pair(start));
            }
            end = start;
        }
        Some(values)
    }

    /// Turns until one or two rows that end at `last` stand alone; where these begin.
    fn split_off(&mut self, last: usize) -> Option<usize> {
        let mut start = self.active.start;
        for turn in 1..=PATIENCE * self.active.len().max(10) + 1 {
            start = self.start_of_block(start, last);
            if start > self.active.start {
                *self.h.at(start, start - 1) = 0.0;
            }
            if start + 1 >= last {
                return Some(start);
            }
            let shifts = self.shifts(start, last, turn);
            let (row, vector) = self.start_of_sweep(start, last, shifts);
            self.sweep(start, last, row, vector);
        }
        None
    }

    /// The last row at or above `last` that hangs together with none above it.
    fn start_of_block(&self, start: usize, last: usize) -> usize {
        (start + 1..=last).rev().find(|&row| self.is_negligible(row)).unwrap_or(start)
    }

    /// Whether the element below the diagonal in this row may be taken for 0.
    fn is_negligible(&self, k: usize) -> bool {
        let h = |row: usize, column: usize| self.h.get(row, column).abs();
        let below = h(k, k - 1);
        if below <= self.tiny {
            return true;
        }
        let mut size = h(k - 1, k - 1) + h(k, k);
        if size == 0.0 {
            if k >= self.active.start + 2 {
                size += h(k - 1, k - 2);
            }
            if k + 1 < self.active.end {
                size += h(k + 1, k);
            }
        }
        if below > f64::EPSILON * size {
            return false;
        }
        let above = h(k - 1, k);
        let difference = (self.h.get(k - 1, k - 1) - self.h.get(k, k)).abs();
        let (large, small) = (below.max(above), below.min(above));
        let (wide, narrow) = (h(k, k).max(difference), h(k, k).min(difference));
        let sum = wide + large;
        small * (large / sum) <= self.tiny.max(f64::EPSILON * (narrow * (wide / sum)))
    }

    fn shifts(&self, start: usize, last: usize, turn: usize) -> Shifts {
        let h = |row, column| self.h.get(row, column);
        let exceptional = |size: f64, on: f64| {
            let diagonal = 0.75 * size + on;
            [[diagonal, -0.4375 * size], [size, diagonal]]
        };
        let block = if turn.is_multiple_of(2 * STUCK) {
            exceptional(h(last, last - 1).abs() + h(last - 1, last - 2).abs(), h(last, last))
        } else if turn.is_multiple_of(STUCK) {
            exceptional(h(start + 1, start).abs() + h(start + 2, start + 1).abs(), h(start, start))
        } else {
            [[h(last - 1, last - 1), h(last - 1, last)], [h(last, last - 1), h(last, last)]]
        };
        shifts_of(block)
    }

    /// The row that the sweep can begin in, as two small elements follow each other there, and the first column of
    /// `(H - shift) (H - other shift)` from there on.
    fn start_of_sweep(&self, start: usize, last: usize, [one, other]: Shifts) -> (usize, [f64; 3]) {
        let h = |row, column| self.h.get(row, column);
        let mut row = last - 2;
        loop {
            let size = (h(row, row) - other.re).abs() + other.im.abs() + h(row + 1, row).abs();
            let below = h(row + 1, row) / size;
            let vector = [
                below * h(row, row + 1) + (h(row, row) - one.re) * ((h(row, row) - other.re) / size)
                    - one.im * (other.im / size),
                below * (h(row, row) + h(row + 1, row + 1) - one.re - other.re),
                below * h(row + 2, row + 1),
            ];
            let size = vector[0].abs() + vector[1].abs() + vector[2].abs();
            let vector = vector.map(|element| element / size);
            if row == start {
                return (row, vector);
            }
            let around = h(row - 1, row - 1).abs() + h(row, row).abs() + h(row + 1, row + 1).abs();
            if h(row, row - 1).abs() * (vector[1].abs() + vector[2].abs())
                <= f64::EPSILON * vector[0].abs() * around
            {
                return (row, vector);
            }
            row -= 1;
        }
    }

    /// Chases the bulge that this column makes in row `first` down to the last row.
    fn sweep(&mut self, start: usize, last: usize, first: usize, mut vector: [f64; 3]) {
        for k in first..last {
            let count = 3.min(last - k + 1);
            if k > first {
                vector[..count].copy_from_slice(&self.h.column(k - 1)[k..k + count]);
            }
            let (factor, multiple) = make_reflector(&mut vector[..count]);
            if k > first {
                *self.h.at(k, k - 1) = multiple;
                self.h.column_mut(k - 1)[k + 1..k + count].fill(0.0);
            } else if first > start {
                // Not `-`, which would go wrong where the elements next to it are negligible.
                *self.h.at(k, k - 1) *= 1.0 - factor;
            }
            let Range { start: low, end: high } =
                if self.vectors.is_some() { 0..self.h.rows } else { start..last + 1 };
            let rows = low..(k + 4).min(last + 1);
            match vector {
                [_, second, third] if count == 3 => {
                    self.reflect(k, high, rows, Reflection::of(factor, [1.0, second, third]));
                }
                [_, second, _] => self.reflect(k, high, rows, Reflection::of(factor, [1.0, second])),
            }
        }
    }

    /// Reflects rows from `k` on, up to column `end`, then columns from `k` on in some rows.
    fn reflect<const N: usize>(
        &mut self,
        k: usize,
        end: usize,
        rows: Range<usize>,
        reflection: Reflection<N>,
    ) {
        for column in k..end {
            if let Some(part) = self.h.column_mut(column)[k..].first_chunk_mut() {
                *part = reflection.apply(*part);
            }
        }
        reflection.apply_to_columns(self.h, k, rows);
        if let Some(vectors) = &mut self.vectors {
            let all = 0..vectors.rows;
            reflection.apply_to_columns(vectors, k, all);
        }
    }

    /// Brings the block of rows `at` and `at + 1` into standard form.
    fn settle_pair(&mut self, at: usize) -> [Complex64; 2] {
        let (h, next) = (&mut *self.h, at + 1);
        let found = Standard::of([[h.get(at, at), h.get(at, next)], [h.get(next, at), h.get(next, next)]]);
        [[*h.at(at, at), *h.at(at, next)], [*h.at(next, at), *h.at(next, next)]] = found.block;
        if let Some(vectors) = &mut self.vectors {
            for column in next + 1..h.rows {
                let (one, other) = h.column_mut(column).split_at_mut(next);
                rotate(&mut one[at..], other, found.cosine, found.sine);
            }
            let [one, other] = h.columns_mut(at);
            rotate(&mut one[..at], other, found.cosine, found.sine);
            let [one, other] = vectors.columns_mut(at);
            rotate(one, other, found.cosine, found.sine);
        }
        found.eigenvalues()
    }
}

/// The eigenvalues of a block, row by row; of two real ones, the one nearer to the last element, twice.
fn shifts_of(block: [[f64; 2]; 2]) -> Shifts {
    let [[a, b], [c, d]] = block;
    let size = a.abs() + b.abs() + c.abs() + d.abs();
    if size == 0.0 {
        return Shifts::default();
    }
    let [a, b, c, d] = [a, b, c, d].map(|element| element / size);
    let middle = (a + d) / 2.0;
    let determinant = (a - middle) * (d - middle) - b * c;
    let root = determinant.abs().sqrt();
    if determinant >= 0.0 {
        let shift = Complex64::new(middle * size, root * size);
        return [shift, shift.conj()];
    }
    let (high, low) = (middle + root, middle - root);
    let nearer = if (high - d).abs() <= (low - d).abs() { high } else { low };
    [(nearer * size).into(); 2]
}

/// A reflection of two or three rows: the vector, whose first element is 1, and the factor times it.
struct Reflection<const N: usize> {
    vector: [f64; N],
    shares: [f64; N],
}

impl<const N: usize> Reflection<N> {
    fn of(factor: f64, vector: [f64; N]) -> Self {
        Reflection { vector, shares: vector.map(|element| factor * element) }
    }

    fn apply(&self, elements: [f64; N]) -> [f64; N] {
        let sum = (1..N).fold(elements[0], |sum, i| sum + self.vector[i] * elements[i]);
        std::array::from_fn(|i| elements[i] - sum * self.shares[i])
    }

    fn apply_to_columns(&self, matrix: &mut Columns<f64>, left: usize, rows: Range<usize>) {
        let count = rows.len();
        let columns: [&mut [f64]; N] = matrix.columns_mut(left);
        let columns = columns.map(|column| &mut column[rows.start..][..count]);
        (0..count).for_each(|row| {
            let reflected = self.apply(std::array::from_fn(|i| columns[i][row]));
            (0..N).for_each(|i| columns[i][row] = reflected[i]);
        });
    }
}
