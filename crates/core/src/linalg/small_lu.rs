//! LU factorisation of small real matrices with the roundings of OpenBLAS: those of its code for AVX2, where processors differ.
//!
//! Columns are finished one after the other, each from the ones before it. Source: J. J. Dongarra et al., "Numerical Linear
//! Algebra for High-Performance Computers" (1998), 5.4, the left-looking form.

use super::fused;
use std::ops::Range;

/// Rows of the largest matrices that are factored so.
pub(super) const LARGEST: usize = 16;

/// Rows of a right side that are solved together.
const TILE: usize = 4;

/// A square matrix, row by row.
pub(super) struct SmallLu {
    pub(super) n: usize,
    /// `l` below the diagonal, `u` on and above it.
    pub(super) factors: Vec<f64>,
    /// The row that step i swapped with row i.
    pub(super) swaps: Vec<usize>,
}

impl SmallLu {
    /// `getf2`
    pub(super) fn of(n: usize, elements: Vec<f64>) -> SmallLu {
        let mut lu = SmallLu { n, factors: elements, swaps: Vec::with_capacity(n) };
        (0..n).for_each(|column| lu.finish_column(column));
        lu
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.factors[row * self.n + column]
    }

    fn finish_column(&mut self, j: usize) {
        let n = self.n;
        let mut column: Vec<f64> = (0..n).map(|row| self.at(row, j)).collect();
        self.swaps.iter().enumerate().for_each(|(row, other)| column.swap(row, *other));
        for row in 1..j {
            column[row] -= fused::strided_inner(&pairs(&self.factors[row * n..][..row], &column[..row]));
        }
        let (above, below) = column.split_at_mut(j);
        let in_fours = below.len() / TILE * TILE;
        for (i, element) in below.iter_mut().enumerate() {
            let row = &self.factors[(j + i) * n..][..j];
            *element =
                if i < in_fours { less_in_fours(*element, row, above) } else { *element - inner(row, above) };
        }
        let mut pivot = j;
        for row in j + 1..n {
            if column[row].abs() > column[pivot].abs() {
                pivot = row;
            }
        }
        self.swaps.push(pivot);
        column.iter().enumerate().for_each(|(row, element)| self.factors[row * n + j] = *element);
        // Of a pivot that is NaN, the column beneath is left as it is.
        if column[pivot] == 0.0 || column[pivot].is_nan() {
            return;
        }
        if pivot != j {
            (0..=j).for_each(|column| self.factors.swap(j * n + column, pivot * n + column));
        }
        let reciprocal = 1.0 / column[pivot];
        (j + 1..n).for_each(|row| self.factors[row * n + j] *= reciprocal);
    }

    /// Makes of `b` (n, p), row by row, the `x` with `a x = b`: `getrs`.
    pub(super) fn solve(&self, p: usize, b: &mut [f64]) {
        for (row, other) in self.swaps.iter().enumerate().filter(|(row, other)| row != *other) {
            (0..p).for_each(|column| b.swap(row * p + column, other * p + column));
        }
        for at in 0..p {
            let mut x: Vec<f64> = b.iter().skip(at).step_by(p).copied().collect();
            if p == 1 {
                self.solve_vector(&mut x)
            } else {
                self.solve_column(&mut x, p % 2 == 1 && at + 1 == p)
            }
            x.iter().enumerate().for_each(|(row, element)| b[row * p + at] = *element);
        }
    }

    /// `trsv`, down and up.
    fn solve_vector(&self, x: &mut [f64]) {
        let n = self.n;
        for i in 0..n {
            (i + 1..n).for_each(|k| x[k] -= x[i] * self.at(k, i));
        }
        for i in (0..n).rev() {
            x[i] /= self.at(i, i);
            (0..i).for_each(|k| x[k] -= x[i] * self.at(k, i));
        }
    }

    /// `trsm`, down and up, in tiles: four rows, and two and one of what is left at the end. `is_alone` is a column without a
    /// partner.
    fn solve_column(&self, x: &mut [f64], is_alone: bool) {
        let n = self.n;
        let in_fours = n / TILE * TILE;
        let in_twos = n / 2 * 2;
        let fours = (0..in_fours).step_by(TILE).map(|row| row..row + TILE);
        let rest = [in_fours..in_twos, in_twos..n].into_iter().filter(|tile| !tile.is_empty());
        let tiles: Vec<Range<usize>> = fours.chain(rest).collect();
        for tile in &tiles {
            self.subtract(tile, 0..tile.start, is_alone, x);
            for i in tile.clone() {
                (i + 1..tile.end).for_each(|k| x[k] -= x[i] * self.at(k, i));
            }
        }
        for tile in tiles.iter().rev() {
            self.subtract(tile, tile.end..n, is_alone, x);
            for i in tile.clone().rev() {
                x[i] *= 1.0 / self.at(i, i);
                (tile.start..i).for_each(|k| x[k] -= x[i] * self.at(k, i));
            }
        }
    }

    /// Takes the rows of a tile times what is known of `x` from the tile.
    fn subtract(&self, tile: &Range<usize>, known: Range<usize>, is_alone: bool, x: &mut [f64]) {
        for row in tile.clone() {
            let pairs: Vec<[f64; 2]> = known.clone().map(|k| [self.at(row, k), x[k]]).collect();
            x[row] -= fused::product_in_tile(&pairs, is_alone && tile.len() == TILE);
        }
    }
}

fn inner(a: &[f64], x: &[f64]) -> f64 {
    a.iter().zip(x).fold(0.0, |sum, (a, x)| sum + a * x)
}

/// A number less the product of a row with a vector: `dgemv` of four rows, which takes columns four, two and one at a time.
fn less_in_fours(number: f64, row: &[f64], x: &[f64]) -> f64 {
    let pairs = pairs(row, x);
    let (in_fours, rest) = pairs.split_at(pairs.len() / 4 * 4);
    let number = fused::less_in_fours(number, in_fours);
    match rest {
        [[a, x], [b, y], others @ ..] => fused::less_in_fours(number - (a * x + b * y), others),
        _ => fused::less_in_fours(number, rest),
    }
}

fn pairs(a: &[f64], x: &[f64]) -> Vec<[f64; 2]> {
    a.iter().zip(x).map(|(a, x)| [*a, *x]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // NumPy 2.4 with OpenBLAS's code for AVX2.
    #[test]
    fn solutions_have_openblas_last_digits() {
        let n = 7;
        let elements: Vec<f64> = (0..n * n).map(|i| ((i * 37 + 5) % 101) as f64 / 7.0 - 7.0).collect();
        let lu = SmallLu::of(n, elements);
        let mut x: Vec<f64> = (1..=n).map(|i| i as f64 / 3.0).collect();
        lu.solve(1, &mut x);
        let expected = [
            -0.7897435897435899,
            -1.122572437032833e-16,
            -1.397403186703343e-16,
            0.9692307692307692,
            0.17948717948717938,
            -3.077846008861821e-17,
            -3.077846008861821e-17,
        ];
        assert_eq!(x, expected);
        let mut inverse = vec![0.0; n * n];
        (0..n).for_each(|i| inverse[i * n + i] = 1.0);
        lu.solve(n, &mut inverse);
        let column: Vec<f64> = (0..n).map(|i| inverse[i * n + 3]).collect();
        let expected = [
            -0.11782178217821784,
            -0.06930693069306933,
            -1.1579277419318302e-17,
            0.11782178217821787,
            -5.460070690130536e-18,
            2.2931476452163597e-18,
            0.06930693069306929,
        ];
        assert_eq!(column, expected);
    }
}
