//! Eigenvectors of a complex Schur form by back substitution: LAPACK's `ztrevc3`, with `zlatrs` for its triangular systems.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 7.6.

use super::small_system::{absolute, inverse};
use crate::linalg::columns::Columns;
use crate::linalg::quotient::quotient;
use num_complex::Complex64;

/// Numbers below this, and their reciprocals, are dealt with carefully.
const SMALL: f64 = f64::MIN_POSITIVE / f64::EPSILON;
const BIG: f64 = 1.0 / SMALL;

/// Replaces the Schur vectors by eigenvectors whose largest element has size 1. The triangle's diagonal is lost.
pub(super) fn eigenvectors(triangle: &mut Columns<Complex64>, vectors: &mut Columns<Complex64>) {
    let size = triangle.rows;
    let diagonal: Vec<Complex64> = (0..size).map(|at| triangle.get(at, at)).collect();
    let sum = |column: usize| triangle.column(column)[..column].iter().copied().map(absolute).sum();
    let sums: Vec<f64> = (0..size).map(sum).collect();
    let tiny = f64::MIN_POSITIVE * (size as f64 / f64::EPSILON);
    for (at, value) in diagonal.iter().enumerate().rev() {
        let least = (f64::EPSILON * absolute(*value)).max(tiny);
        for (row, on) in diagonal[..at].iter().enumerate() {
            let shifted = on - value;
            *triangle.at(row, row) = if absolute(shifted) < least { least.into() } else { shifted };
        }
        let mut unknowns: Vec<Complex64> = triangle.column(at)[..at].iter().map(|element| -element).collect();
        let system = System { triangle, sums: &sums[..at] };
        let scale = system.solve(&mut unknowns);
        unknowns.push(scale.into());
        let product = combination(vectors, &unknowns);
        let largest = product.iter().fold(0.0_f64, |most, element| most.max(absolute(*element)));
        let column = vectors.column_mut(at).iter_mut().zip(product);
        column.for_each(|(to, element)| *to = element * (1.0 / largest));
    }
}

/// The sum of the first columns times these factors. Products of real and of imaginary parts are summed apart, as fast matrix
/// products do.
fn combination(vectors: &Columns<Complex64>, factors: &[Complex64]) -> Vec<Complex64> {
    let size = vectors.rows;
    let (mut first, mut second) = (vec![Complex64::default(); size], vec![Complex64::default(); size]);
    for (column, factor) in factors.iter().enumerate() {
        for (row, element) in vectors.column(column).iter().enumerate() {
            first[row] += Complex64::new(element.re * factor.re, element.im * factor.re);
            second[row] += Complex64::new(element.im * factor.im, element.re * factor.im);
        }
    }
    let sums = first.iter().zip(&second);
    sums.map(|(first, second)| Complex64::new(first.re - second.re, first.im + second.im)).collect()
}

/// The first rows and columns of a triangle, and for each column the sum of the sizes above the diagonal.
struct System<'a> {
    triangle: &'a Columns<Complex64>,
    sums: &'a [f64],
}

impl System<'_> {
    /// Solves for right sides times a scale that keeps the solution from overflowing, which is returned.
    fn solve(&self, x: &mut [Complex64]) -> f64 {
        let half = |x: Complex64| (x.re / 2.0).abs() + (x.im / 2.0).abs();
        let largest = x.iter().fold(0.0_f64, |most, x| most.max(half(*x)));
        if self.growth(largest) > SMALL {
            self.solve_plainly(x);
            return 1.0;
        }
        self.solve_carefully(x, largest)
    }

    /// A bound of the reciprocal of the solution.
    fn growth(&self, largest: f64) -> f64 {
        let mut growth = 0.5 / largest.max(SMALL);
        let mut bound = growth;
        for at in (0..self.sums.len()).rev() {
            if growth <= SMALL {
                return growth;
            }
            let on = absolute(self.triangle.get(at, at));
            bound = if on >= SMALL { bound.min(on.min(1.0) * growth) } else { 0.0 };
            let sum = on + self.sums[at];
            growth = if sum >= SMALL { growth * (on / sum) } else { 0.0 };
        }
        bound
    }

    fn solve_plainly(&self, x: &mut [Complex64]) {
        for at in (0..x.len()).rev() {
            x[at] = inverse(self.triangle.get(at, at)) * x[at];
            self.eliminate(x, at);
        }
    }

    /// Takes the share of an unknown from the equations above.
    fn eliminate(&self, x: &mut [Complex64], at: usize) {
        let (above, share) = (self.triangle.column(at), -x[at]);
        x[..at].iter_mut().zip(above).for_each(|(x, element)| *x += share * element);
    }

    fn solve_carefully(&self, x: &mut [Complex64], largest: f64) -> f64 {
        let mut scale = 1.0;
        let mut most = largest * 2.0;
        let rescale = |x: &mut [Complex64], factor: f64| x.iter_mut().for_each(|x| *x *= factor);
        if largest > BIG * 0.5 {
            scale = BIG * 0.5 / largest;
            rescale(x, scale);
            most = BIG;
        }
        for at in (0..x.len()).rev() {
            let (on, size) = (self.triangle.get(at, at), absolute(x[at]));
            let pivot = absolute(on);
            let mut factor = 1.0;
            if pivot > SMALL && pivot < 1.0 && size > pivot * BIG {
                factor = 1.0 / size;
            } else if pivot <= SMALL && pivot > 0.0 && size > pivot * BIG {
                factor = pivot * BIG / size;
                if self.sums[at] > 1.0 {
                    factor /= self.sums[at];
                }
            }
            if factor != 1.0 {
                rescale(x, factor);
                (scale, most) = (scale * factor, most * factor);
            }
            x[at] = quotient(x[at], on);
            // So that taking the share of this unknown from the others does not overflow.
            let size = absolute(x[at]);
            let factor = if size > 1.0 && self.sums[at] > (BIG - most) * (1.0 / size) {
                0.5 / size
            } else if size <= 1.0 && size * self.sums[at] > BIG - most {
                0.5
            } else {
                1.0
            };
            if factor != 1.0 {
                rescale(x, factor);
                scale *= factor;
            }
            self.eliminate(x, at);
            most = x[..at].iter().fold(0.0_f64, |most, x| most.max(absolute(*x)));
        }
        scale
    }
}
