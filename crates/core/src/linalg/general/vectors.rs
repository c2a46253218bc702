//! Eigenvectors of a real Schur form by back substitution: LAPACK's `dtrevc3`.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 7.6.

use super::small_system::{Shift, Solution};
use crate::linalg::columns::Columns;
use crate::linalg::fused;
use num_complex::Complex64;

/// Replaces the Schur vectors by eigenvectors: of a real eigenvalue one column, of a complex pair a column of real and a column
/// of imaginary parts. The largest element of each is 1.
pub(super) fn eigenvectors(schur: &Columns<f64>, vectors: &mut Columns<f64>) {
    let triangle = Triangle::of(schur);
    let schur_vectors = vectors.clone();
    let mut end = schur.rows;
    while end > 0 {
        let last = end - 1;
        let first = if last > 0 && schur.get(last, last - 1) != 0.0 { last - 1 } else { last };
        let found = if first == last { triangle.real(last) } else { triangle.complex(first) };
        let size = vectors.rows;
        let products: Vec<Vec<f64>> = found
            .parts()
            .zip(first..)
            .map(|(part, column)| combination(&schur_vectors, part, column))
            .collect();
        let largest = (0..size)
            .fold(0.0_f64, |most, row| most.max(products.iter().map(|product| product[row].abs()).sum()));
        for (column, product) in (first..end).zip(products) {
            let scaled = product.into_iter().map(|element| element * (1.0 / largest));
            vectors.column_mut(column).iter_mut().zip(scaled).for_each(|(to, element)| *to = element);
        }
        end = first;
    }
}

/// The sum of the first columns times these factors: a column of a product with a square matrix.
fn combination(vectors: &Columns<f64>, factors: &[f64], column: usize) -> Vec<f64> {
    let size = vectors.rows;
    if !fused::is_small(size * size) {
        let mut sum = vec![0.0; size];
        for (column, factor) in factors.iter().enumerate() {
            sum.iter_mut().zip(vectors.column(column)).for_each(|(sum, element)| *sum += element * factor);
        }
        return sum;
    }
    let factor = |at: usize| factors.get(at).copied().unwrap_or_default();
    let element = |row: usize| {
        let pairs: Vec<[f64; 2]> = (0..size).map(|at| [vectors.get(row, at), factor(at)]).collect();
        fused::product(&pairs, [row, size], [column, size])
    };
    (0..size).map(element).collect()
}

/// A quasi-triangular matrix.
struct Triangle<'a> {
    matrix: &'a Columns<f64>,
    /// Of each column, the sum of the absolute values above the diagonal.
    sums: Vec<f64>,
    tiny: f64,
}

/// An eigenvector of the triangle: real and, of a complex eigenvalue, imaginary parts.
struct Unknowns {
    real: Vec<f64>,
    imaginary: Option<Vec<f64>>,
}

impl Unknowns {
    fn parts(&self) -> impl Iterator<Item = &[f64]> {
        std::iter::once(&*self.real).chain(self.imaginary.as_deref())
    }

    fn parts_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        std::iter::once(&mut *self.real).chain(self.imaginary.as_deref_mut())
    }

    fn get(&self, at: usize) -> Complex64 {
        Complex64::new(self.real[at], self.imaginary.as_ref().map_or(0.0, |part| part[at]))
    }
}

impl<'a> Triangle<'a> {
    fn of(matrix: &'a Columns<f64>) -> Self {
        let sum = |column: usize| matrix.column(column)[..column].iter().map(|element| element.abs()).sum();
        let tiny = f64::MIN_POSITIVE * (matrix.rows as f64 / f64::EPSILON);
        Triangle { matrix, sums: (0..matrix.rows).map(sum).collect(), tiny }
    }

    /// The vector of the eigenvalue in this row.
    fn real(&self, at: usize) -> Unknowns {
        let column = self.matrix.column(at);
        let mut real: Vec<f64> = column[..at].iter().map(|element| -element).collect();
        real.push(1.0);
        self.substitute(at, column[at].into(), Unknowns { real, imaginary: None })
    }

    /// The vector of the eigenvalue with positive imaginary part of the block that begins in this row.
    fn complex(&self, first: usize) -> Unknowns {
        let second = first + 1;
        let (above, below) = (self.matrix.get(first, second), self.matrix.get(second, first));
        let size = below.abs().sqrt() * above.abs().sqrt();
        let (on, under) = if above.abs() >= below.abs() { (1.0, size / above) } else { (-size / below, 1.0) };
        let (left, right) = (self.matrix.column(first), self.matrix.column(second));
        let mut real: Vec<f64> = left[..first].iter().map(|element| -on * element).collect();
        let mut imaginary: Vec<f64> = right[..first].iter().map(|element| -under * element).collect();
        real.extend([on, 0.0]);
        imaginary.extend([0.0, under]);
        let value = Complex64::new(right[second], size);
        self.substitute(first, value, Unknowns { real, imaginary: Some(imaginary) })
    }

    /// Solves the first `end` equations from below.
    fn substitute(&self, end: usize, value: Complex64, mut unknowns: Unknowns) -> Unknowns {
        let least = (f64::EPSILON * (value.re.abs() + value.im.abs())).max(self.tiny);
        let shift = Shift { value, least };
        let mut end = end;
        while end > 0 {
            let last = end - 1;
            let t = |row, column| self.matrix.get(row, column);
            if last > 0 && t(last, last - 1) != 0.0 {
                let first = last - 1;
                let block = [[t(first, first), t(first, last)], [t(last, first), t(last, last)]];
                let right = [unknowns.get(first), unknowns.get(last)];
                self.insert(first, shift.solve_two(block, right), &mut unknowns);
                end = first;
            } else {
                let solution = shift.solve_one(t(last, last), unknowns.get(last));
                self.insert(last, solution, &mut unknowns);
                end = last;
            }
        }
        unknowns
    }

    /// Puts a solution in its place and takes its share from the equations above.
    fn insert<const N: usize>(&self, first: usize, mut solution: Solution<N>, unknowns: &mut Unknowns) {
        let sum = self.sums[first..first + N].iter().fold(0.0_f64, |most, sum| most.max(*sum));
        if solution.size > 1.0 && sum > (1.0 - f64::EPSILON) / self.tiny / solution.size {
            solution.x = solution.x.map(|x| x / solution.size);
            solution.scale /= solution.size;
        }
        for (part, imaginary) in unknowns.parts_mut().zip([false, true]) {
            if solution.scale != 1.0 {
                part.iter_mut().for_each(|element| *element *= solution.scale);
            }
            let x = solution.x.map(|x| if imaginary { x.im } else { x.re });
            part[first..first + N].copy_from_slice(&x);
            for (column, x) in (first..).zip(x).filter(|(_, x)| *x != 0.0) {
                let above = part[..first].iter_mut().zip(self.matrix.column(column));
                if fused::is_small(self.matrix.elements.len()) {
                    let above = above.enumerate();
                    above.for_each(|(at, (element, t))| {
                        *element = fused::plus_multiple(*element, -x, *t, at, first)
                    });
                } else {
                    above.for_each(|(element, t)| *element += -x * t);
                }
            }
        }
    }
}
