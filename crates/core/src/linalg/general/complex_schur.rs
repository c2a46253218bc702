//! The complex Schur form by QR iteration with one shift at a time: LAPACK's `zlahqr`, step by step.
//!
//! Sources: J. G. F. Francis, "The QR transformation", Computer Journal 4 (1961/62); M. Ahues and F. Tisseur, "A new deflation
//! criterion for the QR algorithm", LAPACK Working Note 122 (1997).

use super::small_system::absolute;
use crate::linalg::columns::Columns;
use crate::linalg::quotient::quotient;
use crate::linalg::reflector::make_reflector;
use num_complex::Complex64;
use std::ops::Range;

/// Turns of the iteration that are allowed for each eigenvalue, times the size.
const PATIENCE: usize = 30;

/// After so many turns without an eigenvalue the shift is chosen in another way.
const STUCK: usize = 10;

/// An upper Hessenberg matrix on its way to a triangle. Elements below the diagonal are kept real.
pub(super) struct ComplexIteration<'a> {
    h: &'a mut Columns<Complex64>,
    /// What the transformations are multiplied onto. Without it, `h` is worked on only where the eigenvalues need it.
    vectors: Option<&'a mut Columns<Complex64>>,
    /// Outside these rows the matrix is triangular.
    active: Range<usize>,
    /// Elements below this are 0.
    tiny: f64,
}

impl<'a> ComplexIteration<'a> {
    pub(super) fn new(
        h: &'a mut Columns<Complex64>,
        vectors: Option<&'a mut Columns<Complex64>>,
        active: Range<usize>,
    ) -> Self {
        let tiny = f64::MIN_POSITIVE * (active.len() as f64 / f64::EPSILON);
        ComplexIteration { h, vectors, active, tiny }
    }

    /// The eigenvalues in the order of the diagonal; None if the iteration does not end.
    pub(super) fn run(&mut self) -> Option<Vec<Complex64>> {
        let mut values: Vec<Complex64> = (0..self.h.rows).map(|i| self.h.get(i, i)).collect();
        if self.active.len() <= 1 {
            return Some(values);
        }
        self.make_subdiagonal_real();
        for last in self.active.clone().rev() {
            self.split_off(last)?;
            values[last] = self.h.get(last, last);
        }
        Some(values)
    }

    /// The rows and columns that a transformation of this block is applied to.
    fn range(&self, block: Range<usize>) -> Range<usize> {
        if self.vectors.is_some() { 0..self.h.rows } else { block }
    }

    fn make_subdiagonal_real(&mut self) {
        let all = self.range(self.active.clone());
        for row in self.active.start + 1..self.active.end {
            let below = self.h.get(row, row - 1);
            if below.im == 0.0 {
                continue;
            }
            let direction = below / absolute(below);
            let phase = direction.conj() / direction.norm();
            *self.h.at(row, row - 1) = below.norm().into();
            self.scale_row(row, row..all.end, phase);
            self.scale_column(row, all.start..all.end.min(row + 2), phase.conj());
            self.scale_vector(row, phase.conj());
        }
    }

    fn scale_row(&mut self, row: usize, columns: Range<usize>, factor: Complex64) {
        for column in columns {
            let element = self.h.at(row, column);
            *element = factor * *element;
        }
    }

    fn scale_column(&mut self, column: usize, rows: Range<usize>, factor: Complex64) {
        self.h.column_mut(column)[rows].iter_mut().for_each(|element| *element = factor * *element);
    }

    fn scale_vector(&mut self, column: usize, factor: Complex64) {
        if let Some(vectors) = &mut self.vectors {
            vectors.column_mut(column).iter_mut().for_each(|element| *element = factor * *element);
        }
    }

    /// Turns until the last row stands alone.
    fn split_off(&mut self, last: usize) -> Option<()> {
        let mut start = self.active.start;
        for turn in 1..=PATIENCE * self.active.len().max(10) + 1 {
            start = (start + 1..=last).rev().find(|&row| self.is_negligible(row)).unwrap_or(start);
            if start > self.active.start {
                *self.h.at(start, start - 1) = Complex64::default();
            }
            if start == last {
                return Some(());
            }
            let shift = self.shift(start, last, turn);
            let (first, vector) = self.start_of_sweep(start, last, shift);
            self.sweep(start..last + 1, first, vector);
            self.make_last_real(start..last + 1);
        }
        None
    }

    /// Whether the element below the diagonal in this row may be taken for 0.
    fn is_negligible(&self, k: usize) -> bool {
        let h = |row: usize, column: usize| self.h.get(row, column);
        let below = absolute(h(k, k - 1));
        if below <= self.tiny {
            return true;
        }
        let mut size = absolute(h(k - 1, k - 1)) + absolute(h(k, k));
        if size == 0.0 {
            if k >= self.active.start + 2 {
                size += h(k - 1, k - 2).re.abs();
            }
            if k + 1 < self.active.end {
                size += h(k + 1, k).re.abs();
            }
        }
        if h(k, k - 1).re.abs() > f64::EPSILON * size {
            return false;
        }
        let above = absolute(h(k - 1, k));
        let (on, difference) = (absolute(h(k, k)), absolute(h(k - 1, k - 1) - h(k, k)));
        let (large, small) = (below.max(above), below.min(above));
        let (wide, narrow) = (on.max(difference), on.min(difference));
        let sum = wide + large;
        small * (large / sum) <= self.tiny.max(f64::EPSILON * (narrow * (wide / sum)))
    }

    /// The eigenvalue of the last two rows that is nearer to the last element.
    fn shift(&self, start: usize, last: usize, turn: usize) -> Complex64 {
        let h = |row, column| self.h.get(row, column);
        if turn.is_multiple_of(2 * STUCK) {
            return h(last, last) + 0.75 * h(last, last - 1).re.abs();
        }
        if turn.is_multiple_of(STUCK) {
            return h(start, start) + 0.75 * h(start + 1, start).re.abs();
        }
        let on = h(last, last);
        let beside = root(h(last - 1, last)) * root(h(last, last - 1));
        if absolute(beside) == 0.0 {
            return on;
        }
        let half = 0.5 * (h(last - 1, last - 1) - on);
        let size = absolute(beside).max(absolute(half));
        let (x, u) = (half / size, beside / size);
        let mut y = size * root(x * x + u * u);
        if absolute(half) > 0.0 {
            let direction = half / absolute(half);
            if direction.re * y.re + direction.im * y.im < 0.0 {
                y = -y;
            }
        }
        on - beside * quotient(beside, half + y)
    }

    /// The row that the sweep can begin in, as two small elements follow each other there, and the first column of `H - shift`
    /// from there on.
    fn start_of_sweep(&self, start: usize, last: usize, shift: Complex64) -> (usize, [Complex64; 2]) {
        let h = |row, column| self.h.get(row, column);
        let mut row = last - 1;
        loop {
            let (on, next, below) = (h(row, row), h(row + 1, row + 1), h(row + 1, row).re);
            let size = absolute(on - shift) + below.abs();
            let (shifted, below) = ((on - shift) / size, below / size);
            let vector = [shifted, below.into()];
            if row == start
                || h(row, row - 1).re.abs() * below.abs()
                    <= f64::EPSILON * (absolute(shifted) * (absolute(on) + absolute(next)))
            {
                return (row, vector);
            }
            row -= 1;
        }
    }

    /// Chases the bulge that this column makes in row `first` down to the last row of the block.
    fn sweep(&mut self, block: Range<usize>, first: usize, mut vector: [Complex64; 2]) {
        let all = self.range(block.clone());
        for k in first..block.end - 1 {
            if k > first {
                vector.copy_from_slice(&self.h.column(k - 1)[k..k + 2]);
            }
            let (factor, multiple) = make_reflector(&mut vector);
            if k > first {
                *self.h.at(k, k - 1) = multiple.into();
                *self.h.at(k + 1, k - 1) = Complex64::default();
            }
            let reflection = Reflection::of(factor, vector[1]);
            for column in k..all.end {
                reflection.apply_to_rows(&mut self.h.column_mut(column)[k..]);
            }
            reflection.apply_to_columns(self.h, k, all.start..block.end.min(k + 3));
            if let Some(vectors) = &mut self.vectors {
                let rows = 0..vectors.rows;
                reflection.apply_to_columns(vectors, k, rows);
            }
            if k == first && first > block.start {
                self.turn_after_late_start(block.clone(), first, factor);
            }
        }
    }

    /// Where a sweep has begun below the block's first row, the element above has been turned: it is made real again.
    fn turn_after_late_start(&mut self, block: Range<usize>, first: usize, factor: Complex64) {
        let all = self.range(block.clone());
        let turned = 1.0 - factor;
        let phase = turned / turned.norm();
        *self.h.at(first + 1, first) *= phase.conj();
        if first + 2 < block.end {
            *self.h.at(first + 2, first + 1) *= phase;
        }
        for row in (first..block.end).filter(|row| *row != first + 1) {
            self.scale_row(row, row + 1..all.end, phase);
            self.scale_column(row, all.start..row, phase.conj());
            self.scale_vector(row, phase.conj());
        }
    }

    fn make_last_real(&mut self, block: Range<usize>) {
        let (all, last) = (self.range(block.clone()), block.end - 1);
        let below = self.h.get(last, last - 1);
        if below.im == 0.0 {
            return;
        }
        let size = below.norm();
        *self.h.at(last, last - 1) = size.into();
        let phase = below / size;
        self.scale_row(last, last + 1..all.end, phase.conj());
        self.scale_column(last, all.start..last, phase);
        self.scale_vector(last, phase);
    }
}

/// A reflection of two rows whose result is real in the first.
struct Reflection {
    factor: Complex64,
    second: Complex64,
    share: f64,
}

impl Reflection {
    fn of(factor: Complex64, second: Complex64) -> Self {
        Reflection { factor, second, share: (factor * second).re }
    }

    fn apply_to_rows(&self, rows: &mut [Complex64]) {
        if let [one, other, ..] = rows {
            let sum = self.factor.conj() * *one + self.share * *other;
            *one -= sum;
            *other -= sum * self.second;
        }
    }

    fn apply_to_columns(&self, matrix: &mut Columns<Complex64>, left: usize, rows: Range<usize>) {
        let [one, other] = matrix.columns_mut(left);
        for (one, other) in one[rows.clone()].iter_mut().zip(&mut other[rows]) {
            let sum = self.factor * *one + self.share * *other;
            *one -= sum;
            *other -= sum * self.second.conj();
        }
    }
}

/// The square root, rounded as C libraries do it.
fn root(x: Complex64) -> Complex64 {
    if x.im == 0.0 {
        let size = x.re.abs().sqrt();
        return if x.re < 0.0 {
            Complex64::new(0.0, size.copysign(x.im))
        } else {
            Complex64::new(size, 0.0_f64.copysign(x.im))
        };
    }
    if x.re == 0.0 {
        let size = (0.5 * x.im.abs()).sqrt();
        return Complex64::new(size, size.copysign(x.im));
    }
    let length = x.norm();
    if x.re > 0.0 {
        let real = (0.5 * (length + x.re)).sqrt();
        Complex64::new(real, 0.5 * (x.im / real))
    } else {
        let imaginary = (0.5 * (length - x.re)).sqrt();
        Complex64::new((0.5 * (x.im / imaginary)).abs(), imaginary.copysign(x.im))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_lie_in_the_right_half_plane() {
        for (re, im) in
            [(3.0, 4.0), (-3.0, 4.0), (-3.0, -4.0), (0.0, -2.0), (-4.0, 0.0), (4.0, -0.0), (-1.0, 1e-20)]
        {
            let x = Complex64::new(re, im);
            let root = root(x);
            assert!((root * root - x).norm() < 1e-15 * 5.0 && root.re >= 0.0);
            assert_eq!(root.im.is_sign_negative(), im.is_sign_negative());
        }
    }
}
