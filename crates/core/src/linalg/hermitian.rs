//! Eigenvalues and eigenvectors of small Hermitian matrices, in the order and with the signs and phases that LAPACK gives them.
//!
//! An eigenvector may be turned by any phase; which one comes out is a matter of the algorithm. People compare what they see
//! with their notebooks, so small matrices take LAPACK's way: Householder reflections to a tridiagonal matrix, then implicit
//! QL or QR iteration. Up to [`LARGEST`] rows that is what `heevd` does; beyond, it divides and conquers.
//!
//! Sources: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 8.3; A. Dubrulle, "A short note on the
//! implicit QL algorithm for symmetric tridiagonal matrices", Numerische Mathematik 15 (1970); E. Anderson et al., "LAPACK
//! Users' Guide", 3rd ed. (1999).

use super::Triangle;
use super::dense::{Dense, Reflector, is_real, reflector, rotation};
use super::fused;
use super::norm::hypotenuse;
use num_complex::Complex64;

/// Rows of the largest matrices that LAPACK treats so.
pub(super) const LARGEST: usize = 25;

/// Turns of the iteration that are allowed for each eigenvalue.
const PATIENCE: usize = 30;

/// Eigenvalues in rising order and the eigenvectors as columns of a matrix, row by row; None if the iteration does not end.
/// `element(row, column)` gives the matrix's elements on the diagonal and in the triangle.
pub(super) fn eigen(
    size: usize,
    triangle: Triangle,
    element: impl Fn(usize, usize) -> Complex64,
) -> Option<(Vec<f64>, Vec<Complex64>)> {
    // The upper triangle is the lower one of the matrix turned by half a turn, and is reduced from its other end.
    let place = |at: usize| if triangle == Triangle::Upper { size - 1 - at } else { at };
    let mut matrix = Dense::from_fn(size, size, |_, _| Complex64::default());
    for row in 0..size {
        for column in 0..=row {
            *matrix.at(row, column) = element(place(row), place(column));
        }
    }
    let (mut tridiagonal, reflectors) = tridiagonalise(&mut matrix);
    if triangle == Triangle::Upper {
        tridiagonal.diagonal.reverse();
        tridiagonal.beside.reverse();
    }
    let mut vectors = Dense::identity(size, size);
    tridiagonal.diagonalise(&mut vectors)?;
    // Before they are reflected: where a column stands decides on its roundings.
    sort(&mut tridiagonal.diagonal, &mut vectors);
    let mut vectors = Dense::from_fn(size, size, |row, column| vectors.get(place(row), column));
    for (at, (vector, factor)) in reflectors.iter().enumerate().rev() {
        vectors.reflect_rows((at + 1, 0), vector, *factor);
    }
    let vectors = Dense::from_fn(size, size, |row, column| vectors.get(place(row), column));
    Some((tridiagonal.diagonal, vectors.elements))
}

/// Reduces a Hermitian matrix, of which the lower triangle is read and overwritten, to a tridiagonal one.
fn tridiagonalise(matrix: &mut Dense) -> (Tridiagonal, Vec<Reflector>) {
    let size = matrix.rows;
    let mut beside = Vec::with_capacity(size);
    let mut reflectors = Vec::with_capacity(size);
    for column in 0..size.saturating_sub(1) {
        let below: Vec<Complex64> = (column + 1..size).map(|row| matrix.get(row, column)).collect();
        let ((vector, factor), multiple) = reflector(&below);
        beside.push(multiple);
        if factor != Complex64::default() {
            update(matrix, column + 1, &vector, factor);
        }
        reflectors.push((vector, factor));
    }
    let diagonal = (0..size).map(|i| matrix.get(i, i).re).collect();
    (Tridiagonal { diagonal, beside }, reflectors)
}

/// `H A H` for the trailing block from `start` on: a rank-two update of its lower triangle.
fn update(matrix: &mut Dense, start: usize, vector: &[Complex64], factor: Complex64) {
    if is_real(vector) && factor.im == 0.0 && matrix.is_real() {
        return update_fused(matrix, start, vector, factor.re);
    }
    let count = vector.len();
    let element = |matrix: &Dense, row: usize, column: usize| match row.cmp(&column) {
        std::cmp::Ordering::Less => matrix.get(start + column, start + row).conj(),
        std::cmp::Ordering::Equal => matrix.get(start + row, start + row).re.into(),
        std::cmp::Ordering::Greater => matrix.get(start + row, start + column),
    };
    let mut product: Vec<Complex64> = (0..count)
        .map(|row| {
            factor * (0..count).map(|column| element(matrix, row, column) * vector[column]).sum::<Complex64>()
        })
        .collect();
    let inner: Complex64 = product.iter().zip(vector).map(|(w, v)| w.conj() * v).sum();
    let share = factor * inner * -0.5;
    product.iter_mut().zip(vector).for_each(|(w, v)| *w += share * v);
    for row in 0..count {
        for column in 0..=row {
            let change = vector[row] * product[column].conj() + product[row] * vector[column].conj();
            *matrix.at(start + row, start + column) -= change;
        }
    }
}

/// [`update`] of a real matrix, with the roundings of [`fused`].
fn update_fused(matrix: &mut Dense, start: usize, vector: &[Complex64], factor: f64) {
    let vector: Vec<f64> = vector.iter().map(|v| v.re).collect();
    let lower = |row: usize, column: usize| matrix.get(start + row, start + column).re;
    let mut product = fused::symmetric_product(lower, &vector, factor);
    let inner = product.iter().zip(&vector).fold(0.0, |sum, (w, v)| sum + w * v);
    let share = -0.5 * factor * inner;
    product.iter_mut().zip(&vector).for_each(|(w, v)| *w += share * v);
    for column in 0..vector.len() {
        for row in column..vector.len() {
            let element = &mut matrix.at(start + row, start + column).re;
            *element = (*element - vector[column] * product[row]) - product[column] * vector[row];
        }
    }
}

/// A real symmetric tridiagonal matrix.
struct Tridiagonal {
    diagonal: Vec<f64>,
    /// What stands beside the diagonal.
    beside: Vec<f64>,
}

impl Tridiagonal {
    /// Turns the diagonal into the eigenvalues, and the columns of `vectors` with it.
    fn diagonalise(&mut self, vectors: &mut Dense) -> Option<()> {
        let size = self.diagonal.len();
        let mut turns = size * PATIENCE;
        let mut first = 0;
        while first < size {
            if first > 0 {
                self.beside[first - 1] = 0.0;
            }
            // The block that hangs together from here on.
            let end = (first..size - 1).find(|&i| self.is_split(i)).unwrap_or(size - 1);
            if end < size - 1 {
                self.beside[end] = 0.0;
            }
            let (start, next) = (first, end + 1);
            first = next;
            if self.diagonal[end].abs() < self.diagonal[start].abs() {
                self.chase_upwards(start, end, &mut turns, vectors)?;
            } else {
                self.chase_downwards(start, end, &mut turns, vectors)?;
            }
        }
        Some(())
    }

    fn is_split(&self, at: usize) -> bool {
        let (d, e) = (&self.diagonal, self.beside[at].abs());
        e == 0.0 || e <= d[at].abs().sqrt() * d[at + 1].abs().sqrt() * (f64::EPSILON / 2.0)
    }

    /// Whether the element beside the diagonal may be taken for 0.
    fn is_small(&self, at: usize, one: usize, other: usize) -> bool {
        let unit = f64::EPSILON / 2.0;
        let square = self.beside[at] * self.beside[at];
        square <= unit * unit * self.diagonal[one].abs() * self.diagonal[other].abs() + f64::MIN_POSITIVE
    }

    /// QL iteration: eigenvalues come out at the top.
    fn chase_downwards(
        &mut self,
        mut low: usize,
        end: usize,
        turns: &mut usize,
        vectors: &mut Dense,
    ) -> Option<()> {
        while low <= end {
            let m = (low..end).find(|&i| self.is_small(i, i, i + 1)).unwrap_or(end);
            if m < end {
                self.beside[m] = 0.0;
            }
            if m == low {
                low += 1;
            } else if m == low + 1 {
                let (first, second, cosine, sine) =
                    two_by_two(self.diagonal[low], self.beside[low], self.diagonal[m]);
                vectors.rotate_columns(low, cosine, sine);
                (self.diagonal[low], self.diagonal[m], self.beside[low]) = (first, second, 0.0);
                low += 2;
            } else {
                *turns = turns.checked_sub(1)?;
                self.sweep_downwards(low, m, vectors);
            }
        }
        Some(())
    }

    fn sweep_downwards(&mut self, low: usize, m: usize, vectors: &mut Dense) {
        let (d, e) = (&mut self.diagonal, &mut self.beside);
        let mut p = d[low];
        let mut g = (d[low + 1] - p) / (2.0 * e[low]);
        let r = hypotenuse(g, 1.0);
        g = d[m] - p + e[low] / (g + r.copysign(g));
        let (mut sine, mut cosine) = (1.0, 1.0);
        p = 0.0;
        let mut rotations = Vec::with_capacity(m - low);
        for i in (low..m).rev() {
            let (f, b) = (sine * e[i], cosine * e[i]);
            let radius;
            (cosine, sine, radius) = rotation(g, f);
            if i != m - 1 {
                e[i + 1] = radius;
            }
            g = d[i + 1] - p;
            let r = (d[i] - g) * sine + 2.0 * cosine * b;
            p = sine * r;
            d[i + 1] = g + p;
            g = cosine * r - b;
            rotations.push((i, cosine, -sine));
        }
        rotations.into_iter().for_each(|(i, cosine, sine)| vectors.rotate_columns(i, cosine, sine));
        d[low] -= p;
        e[low] = g;
    }

    /// QR iteration: eigenvalues come out at the bottom.
    fn chase_upwards(
        &mut self,
        start: usize,
        end: usize,
        turns: &mut usize,
        vectors: &mut Dense,
    ) -> Option<()> {
        let mut high = end + 1;
        while high > start {
            let last = high - 1;
            let m = (start + 1..=last).rev().find(|&i| self.is_small(i - 1, i, i - 1)).unwrap_or(start);
            if m > start {
                self.beside[m - 1] = 0.0;
            }
            if m == last {
                high -= 1;
            } else if m + 1 == last {
                let (first, second, cosine, sine) =
                    two_by_two(self.diagonal[m], self.beside[m], self.diagonal[last]);
                vectors.rotate_columns(m, cosine, sine);
                (self.diagonal[m], self.diagonal[last], self.beside[m]) = (first, second, 0.0);
                high -= 2;
            } else {
                *turns = turns.checked_sub(1)?;
                self.sweep_upwards(m, last, vectors);
            }
        }
        Some(())
    }

    fn sweep_upwards(&mut self, m: usize, last: usize, vectors: &mut Dense) {
        let (d, e) = (&mut self.diagonal, &mut self.beside);
        let mut p = d[last];
        let mut g = (d[last - 1] - p) / (2.0 * e[last - 1]);
        let r = hypotenuse(g, 1.0);
        g = d[m] - p + e[last - 1] / (g + r.copysign(g));
        let (mut sine, mut cosine) = (1.0, 1.0);
        p = 0.0;
        for i in m..last {
            let (f, b) = (sine * e[i], cosine * e[i]);
            let radius;
            (cosine, sine, radius) = rotation(g, f);
            if i != m {
                e[i - 1] = radius;
            }
            g = d[i] - p;
            let r = (d[i + 1] - g) * sine + 2.0 * cosine * b;
            p = sine * r;
            d[i] = g + p;
            g = cosine * r - b;
            vectors.rotate_columns(i, cosine, sine);
        }
        d[last] -= p;
        e[last - 1] = g;
    }
}

/// Eigenvalues of `[[a, b], [b, c]]`, the one larger in size first, and cosine and sine of its eigenvector.
fn two_by_two(a: f64, b: f64, c: f64) -> (f64, f64, f64, f64) {
    let (total, difference, twice) = (a + c, a - c, b + b);
    let (large, small) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    let root = hypotenuse(difference, twice);
    let sign = if total < 0.0 { -1.0 } else { 1.0 };
    let first = 0.5 * if total == 0.0 { root } else { total + sign * root };
    let second = if total == 0.0 { -0.5 * root } else { large / first * small - b / first * b };
    let (direction, other) =
        if difference >= 0.0 { (difference + root, 1.0) } else { (difference - root, -1.0) };
    let (cosine, sine) = if direction.abs() > twice.abs() {
        let cotangent = -twice / direction;
        let sine = 1.0 / (1.0 + cotangent * cotangent).sqrt();
        (cotangent * sine, sine)
    } else if twice == 0.0 {
        (1.0, 0.0)
    } else {
        let tangent = -direction / twice;
        let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
        (cosine, tangent * cosine)
    };
    if sign == other { (first, second, -sine, cosine) } else { (first, second, cosine, sine) }
}

/// Brings the eigenvalues into rising order by exchanging as few columns as may be.
fn sort(values: &mut [f64], vectors: &mut Dense) {
    for at in 0..values.len() {
        let mut least = at;
        for other in at + 1..values.len() {
            if values[other] < values[least] {
                least = other;
            }
        }
        if least != at {
            values.swap(at, least);
            vectors.swap_columns(at, least);
        }
    }
}
