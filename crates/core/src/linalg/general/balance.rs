//! Balancing: eigenvalues that stand alone are brought to the edges, and rows and columns to similar norms.
//!
//! Step by step LAPACK's `gebal('B')` and `gebak`. Sources: B. N. Parlett and C. Reinsch, "Balancing a matrix for calculation
//! of eigenvalues and eigenvectors", Numerische Mathematik 13 (1969); R. James, J. Langou and B. Lowery, "On matrix balancing
//! and eigenvector computation", arXiv:1401.5766 (2014).

use crate::linalg::columns::{Columns, is_zero, largest};
use crate::linalg::field::Field;
use crate::linalg::norm::norm;
use std::ops::Range;

/// Changes below this share of a row's and a column's norms are not worth making.
const WORTHWHILE: f64 = 0.95;

/// The smallest factor of a row.
const SMALLEST: f64 = f64::MIN_POSITIVE / f64::EPSILON;

/// What has been done to a matrix.
pub(super) struct Balance {
    /// The rows and columns whose eigenvalues are still to be found; outside, the matrix is upper triangular.
    pub(super) active: Range<usize>,
    /// What each active column was multiplied by.
    factors: Vec<f64>,
    /// Which row each other row was exchanged with.
    partners: Vec<usize>,
}

impl Balance {
    /// Balances a matrix with at least one row.
    pub(super) fn of<T: Field>(matrix: &mut Columns<T>) -> Balance {
        let size = matrix.rows;
        let mut balance =
            Balance { active: 0..size, factors: vec![1.0; size], partners: (0..size).collect() };
        if balance.move_rows_down(matrix) {
            balance.move_columns_left(matrix);
            while balance.scale(matrix) {}
        }
        balance
    }

    /// Rows with nothing beside the diagonal go to the bottom. False if none is left.
    fn move_rows_down<T: Field>(&mut self, matrix: &mut Columns<T>) -> bool {
        let mut found = true;
        while found {
            found = false;
            for row in (0..self.active.end).rev() {
                let end = self.active.end;
                if (0..end).any(|column| column != row && !is_zero(matrix.get(row, column))) {
                    continue;
                }
                self.exchange(matrix, row, end - 1);
                found = true;
                if end == 1 {
                    return false;
                }
                self.active.end -= 1;
            }
        }
        true
    }

    /// Columns with nothing beside the diagonal go to the left.
    fn move_columns_left<T: Field>(&mut self, matrix: &mut Columns<T>) {
        let mut found = true;
        while found {
            found = false;
            for column in self.active.clone() {
                let mut rows = self.active.clone();
                if rows.any(|row| row != column && !is_zero(matrix.get(row, column))) {
                    continue;
                }
                self.exchange(matrix, column, self.active.start);
                found = true;
                self.active.start += 1;
            }
        }
    }

    fn exchange<T: Field>(&mut self, matrix: &mut Columns<T>, from: usize, to: usize) {
        self.partners[to] = from;
        if from != to {
            matrix.swap_columns(from, to, 0..self.active.end);
            matrix.swap_rows(from, to, self.active.start..matrix.rows);
        }
    }

    /// Scales each row and column by powers of two; whether any has changed.
    fn scale<T: Field>(&mut self, matrix: &mut Columns<T>) -> bool {
        let active = self.active.clone();
        let mut changed = false;
        for i in active.clone() {
            let lines = Lines {
                column: norm(matrix.column(i)[active.clone()].iter().copied()),
                row: norm(active.clone().map(|column| matrix.get(i, column))),
                largest_in_column: largest(matrix.column(i)[..active.end].iter().copied()),
                largest_in_row: largest((active.start..matrix.rows).map(|column| matrix.get(i, column))),
            };
            let Some(factor) = lines.factor() else { continue };
            let before = self.factors[i];
            let underflows = factor < 1.0 && before < 1.0 && factor * before <= SMALLEST;
            let overflows = factor > 1.0 && before > 1.0 && before >= 1.0 / SMALLEST / factor;
            if underflows || overflows {
                continue;
            }
            self.factors[i] *= factor;
            changed = true;
            for column in active.start..matrix.rows {
                let element = matrix.at(i, column);
                *element = element.scaled(1.0 / factor);
            }
            let column = matrix.column_mut(i)[..active.end].iter_mut();
            column.for_each(|element| *element = element.scaled(factor));
        }
        changed
    }

    /// Turns the balanced matrix's eigenvectors into those of the matrix itself.
    pub(super) fn undo<T: Field>(&self, vectors: &mut Columns<T>) {
        let size = vectors.rows;
        if self.active.len() > 1 {
            for row in self.active.clone() {
                for column in 0..size {
                    let element = vectors.at(row, column);
                    *element = element.scaled(self.factors[row]);
                }
            }
        }
        for row in (0..self.active.start).rev().chain(self.active.end..size) {
            if self.partners[row] != row {
                vectors.swap_rows(row, self.partners[row], 0..size);
            }
        }
    }
}

/// The sizes of a column and a row that cross on the diagonal.
struct Lines {
    column: f64,
    row: f64,
    largest_in_column: f64,
    largest_in_row: f64,
}

impl Lines {
    /// What the column must be multiplied, and the row divided by; None if that would change little.
    fn factor(mut self) -> Option<f64> {
        const LEAST: f64 = 2.0 * SMALLEST;
        if self.column == 0.0 || self.row == 0.0 || !(self.column + self.row).is_finite() {
            return None;
        }
        let before = self.column + self.row;
        let mut factor = 1.0_f64;
        while self.column < self.row / 2.0
            && factor.max(self.column).max(self.largest_in_column) < 1.0 / LEAST
            && (self.row / 2.0).min(self.largest_in_row) > LEAST
        {
            factor *= 2.0;
            self.column *= 2.0;
            self.largest_in_column *= 2.0;
            self.row /= 2.0;
            self.largest_in_row /= 2.0;
        }
        while self.column / 2.0 >= self.row
            && self.row.max(self.largest_in_row) < 1.0 / LEAST
            && factor.min(self.column / 2.0).min(self.largest_in_column) > LEAST
        {
            factor /= 2.0;
            self.column /= 2.0;
            self.largest_in_column /= 2.0;
            self.row *= 2.0;
            self.largest_in_row *= 2.0;
        }
        (self.column + self.row < WORTHWHILE * before).then_some(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balanced(elements: [[f64; 3]; 3]) -> (Columns<f64>, Balance) {
        let mut matrix = Columns::from_fn(3, 3, |row, column| elements[row][column]);
        let balance = Balance::of(&mut matrix);
        (matrix, balance)
    }

    #[test]
    fn triangles_are_permuted_and_the_rest_is_scaled_by_powers_of_two() {
        let (matrix, balance) = balanced([[1.0, 0.0, 0.0], [2.0, 3.0, 0.0], [4.0, 5.0, 6.0]]);
        assert_eq!((balance.active, matrix.get(2, 0), matrix.get(0, 2)), (0..1, 0.0, 4.0));
        let (matrix, balance) = balanced([[1.0, 1024.0, 0.0], [1.0 / 1024.0, 1.0, 0.0], [5.0, 0.0, 2.0]]);
        assert_eq!((balance.active.len(), matrix.get(0, 0)), (2, 2.0));
        assert_eq!(matrix.get(1, 2) * matrix.get(2, 1), 1.0);
        assert!((0.5..=2.0).contains(&matrix.get(1, 2)));
    }
}
