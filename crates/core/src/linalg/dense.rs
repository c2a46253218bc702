//! Small dense matrices, Householder reflectors and rotations for the decompositions that follow LAPACK's steps.

use super::fused;
use super::reflector::make_reflector;
use num_complex::Complex64;

/// A matrix, row by row.
#[derive(Clone)]
pub(super) struct Dense {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) elements: Vec<Complex64>,
}

/// A Householder reflector `1 - factor v v^H`: `v` from its first element, which is 1.
pub(super) type Reflector = (Vec<Complex64>, Complex64);

impl Dense {
    pub(super) fn from_fn(rows: usize, columns: usize, element: impl Fn(usize, usize) -> Complex64) -> Dense {
        let elements = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Dense { rows, columns, elements: elements.map(|(row, column)| element(row, column)).collect() }
    }

    /// Ones on the diagonal.
    pub(super) fn identity(rows: usize, columns: usize) -> Dense {
        Dense::from_fn(rows, columns, |row, column| Complex64::from(f64::from(u8::from(row == column))))
    }

    pub(super) fn get(&self, row: usize, column: usize) -> Complex64 {
        self.elements[row * self.columns + column]
    }

    pub(super) fn at(&mut self, row: usize, column: usize) -> &mut Complex64 {
        &mut self.elements[row * self.columns + column]
    }

    /// Turns columns `left` and `left + 1` by an angle.
    pub(super) fn rotate_columns(&mut self, left: usize, cosine: f64, sine: f64) {
        // As complex factors, which decides on the sign of zeros.
        let (cosine, sine) = (Complex64::from(cosine), Complex64::from(sine));
        for row in 0..self.rows {
            let (a, b) = (self.get(row, left), self.get(row, left + 1));
            *self.at(row, left + 1) = b * cosine - a * sine;
            *self.at(row, left) = b * sine + a * cosine;
        }
    }

    /// [`Dense::rotate_columns`] with the roundings of [`fused`] if the matrix is real.
    pub(super) fn rotate_columns_fused(&mut self, left: usize, cosine: f64, sine: f64) {
        if !self.is_real() {
            return self.rotate_columns(left, cosine, sine);
        }
        for row in 0..self.rows {
            let (a, b) = fused::rotated(self.get(row, left).re, self.get(row, left + 1).re, cosine, sine);
            (self.at(row, left).re, self.at(row, left + 1).re) = (a, b);
        }
    }

    /// [`Dense::rotate_rows`] with the roundings of [`fused`] if the matrix is real.
    pub(super) fn rotate_rows_fused(&mut self, upper: usize, cosine: f64, sine: f64) {
        if !self.is_real() {
            return self.rotate_rows(upper, cosine, sine);
        }
        for column in 0..self.columns {
            let (upper_element, lower_element) = (self.get(upper, column).re, self.get(upper + 1, column).re);
            let (a, b) = fused::rotated(upper_element, lower_element, cosine, sine);
            (self.at(upper, column).re, self.at(upper + 1, column).re) = (a, b);
        }
    }

    /// Turns rows `upper` and `upper + 1` by an angle.
    pub(super) fn rotate_rows(&mut self, upper: usize, cosine: f64, sine: f64) {
        let (cosine, sine) = (Complex64::from(cosine), Complex64::from(sine));
        for column in 0..self.columns {
            let (a, b) = (self.get(upper, column), self.get(upper + 1, column));
            *self.at(upper + 1, column) = b * cosine - a * sine;
            *self.at(upper, column) = b * sine + a * cosine;
        }
    }

    pub(super) fn swap_columns(&mut self, a: usize, b: usize) {
        (0..self.rows).for_each(|row| self.elements.swap(row * self.columns + a, row * self.columns + b));
    }

    pub(super) fn swap_rows(&mut self, a: usize, b: usize) {
        (0..self.columns)
            .for_each(|column| self.elements.swap(a * self.columns + column, b * self.columns + column));
    }

    /// Negates a row of real numbers.
    pub(super) fn negate_row(&mut self, row: usize) {
        let row = self.elements[row * self.columns..][..self.columns].iter_mut();
        row.for_each(|element| element.re = -element.re);
    }

    /// `(1 - factor v v^H) M`, for the part of the matrix from a row and a column on.
    pub(super) fn reflect_rows(
        &mut self,
        (row, column): (usize, usize),
        vector: &[Complex64],
        factor: Complex64,
    ) {
        if factor == Complex64::default() {
            return;
        }
        if is_real(vector) && factor.im == 0.0 && self.is_real() {
            return self.reflect_rows_fused((row, column), vector, factor.re);
        }
        for column in column..self.columns {
            let products = vector.iter().enumerate().map(|(at, v)| v.conj() * self.get(row + at, column));
            let share = factor * products.sum::<Complex64>();
            (row..).zip(vector).for_each(|(row, v)| *self.at(row, column) -= share * v);
        }
    }

    /// [`Dense::reflect_rows`] of a real matrix, with the roundings of [`fused`].
    fn reflect_rows_fused(&mut self, (row, column): (usize, usize), vector: &[Complex64], factor: f64) {
        let vector = without_trailing_zeros(vector);
        let is_zero =
            |matrix: &Dense, column| (row..).zip(vector).all(|(row, _)| matrix.get(row, column).re == 0.0);
        let count =
            (column..self.columns).rposition(|column| !is_zero(self, column)).map_or(0, |last| last + 1);
        for at in 0..count {
            let column = column + at;
            let pairs = (row..).zip(vector).map(|(row, v)| [self.get(row, column).re, v.re]);
            let share = factor * fused::column_product(&pairs.collect::<Vec<_>>(), at, count);
            for (at, v) in vector.iter().enumerate() {
                let element = &mut self.at(row + at, column).re;
                *element = fused::plus_multiple(*element, -share, v.re, at, vector.len());
            }
        }
    }

    /// [`Dense::reflect_columns`] of a real matrix, with the roundings of [`fused`].
    fn reflect_columns_fused(&mut self, (row, column): (usize, usize), vector: &[Complex64], factor: f64) {
        let vector = without_trailing_zeros(vector);
        let is_zero =
            |matrix: &Dense, row| (column..).zip(vector).all(|(column, _)| matrix.get(row, column).re == 0.0);
        let count = (row..self.rows).rposition(|row| !is_zero(self, row)).map_or(0, |last| last + 1);
        for at in 0..count {
            let row = row + at;
            let pairs = (column..).zip(vector).map(|(column, v)| [self.get(row, column).re, v.re]);
            let inner = fused::row_product(&pairs.collect::<Vec<_>>(), at, count);
            for (column, v) in (column..).zip(vector) {
                let element = &mut self.at(row, column).re;
                *element = fused::plus_multiple(*element, -factor * v.re, inner, at, count);
            }
        }
    }

    /// The product of two matrices, with the roundings of [`fused`] if both are real.
    pub(super) fn times(&self, other: &Dense) -> Dense {
        let (rows, depth, columns) = (self.rows, self.columns, other.columns);
        let are_real = self.is_real() && other.is_real();
        Dense::from_fn(rows, columns, |row, column| {
            if !are_real {
                return (0..depth).map(|at| self.get(row, at) * other.get(at, column)).sum();
            }
            let pairs: Vec<[f64; 2]> =
                (0..depth).map(|at| [self.get(row, at).re, other.get(at, column).re]).collect();
            fused::product(&pairs, [row, rows], [column, columns]).into()
        })
    }

    /// The first rows and columns.
    pub(super) fn top_left(&self, rows: usize, columns: usize) -> Dense {
        Dense::from_fn(rows, columns, |row, column| self.get(row, column))
    }

    /// Replaces the first rows and columns.
    pub(super) fn set_top_left(&mut self, corner: &Dense) {
        for row in 0..corner.rows {
            (0..corner.columns).for_each(|column| *self.at(row, column) = corner.get(row, column));
        }
    }

    pub(super) fn is_real(&self) -> bool {
        is_real(&self.elements)
    }

    /// `M (1 - factor v v^H)`, for the part of the matrix from a row and a column on.
    pub(super) fn reflect_columns(
        &mut self,
        (row, column): (usize, usize),
        vector: &[Complex64],
        factor: Complex64,
    ) {
        if factor == Complex64::default() {
            return;
        }
        if is_real(vector) && factor.im == 0.0 && self.is_real() {
            return self.reflect_columns_fused((row, column), vector, factor.re);
        }
        let shares: Vec<Complex64> = vector.iter().map(|v| factor * v.conj()).collect();
        for row in row..self.rows {
            let inner: Complex64 = (column..).zip(vector).map(|(column, v)| self.get(row, column) * v).sum();
            (column..).zip(&shares).for_each(|(column, share)| *self.at(row, column) -= share * inner);
        }
    }
}

pub(super) fn is_real(elements: &[Complex64]) -> bool {
    elements.iter().all(|element| element.im == 0.0)
}

fn without_trailing_zeros(vector: &[Complex64]) -> &[Complex64] {
    let last = vector.iter().rposition(|element| *element != Complex64::default());
    &vector[..last.map_or(0, |last| last + 1)]
}

/// The reflector that takes a vector to a real multiple of the first unit vector, and that multiple. Of real numbers it is
/// rounded as that of a real matrix.
pub(super) fn reflector(vector: &[Complex64]) -> (Reflector, f64) {
    if vector.iter().any(|x| x.im != 0.0) {
        let mut vector = vector.to_vec();
        let (factor, multiple) = make_reflector(&mut vector);
        return ((vector, factor), multiple);
    }
    let mut real: Vec<f64> = vector.iter().map(|x| x.re).collect();
    let (factor, multiple) = make_reflector(&mut real);
    ((real.into_iter().map(Complex64::from).collect(), factor.into()), multiple)
}

/// The plane rotation that takes `(f, g)` to `(r, 0)`: cosine, sine, `r`, which has the sign of `f`. LAPACK's `dlartg`.
pub(super) fn rotation(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (1.0, 0.0, f);
    }
    if f == 0.0 {
        return (0.0, 1.0_f64.copysign(g), g.abs());
    }
    let (least, most) = (f64::MIN_POSITIVE.sqrt(), (0.5 / f64::MIN_POSITIVE).sqrt());
    let is_moderate = |x: f64| x.abs() > least && x.abs() < most;
    let scale = if is_moderate(f) && is_moderate(g) {
        1.0
    } else {
        f.abs().max(g.abs()).clamp(f64::MIN_POSITIVE, 1.0 / f64::MIN_POSITIVE)
    };
    let (f, g) = (f / scale, g / scale);
    let length = (f * f + g * g).sqrt();
    let signed = length.copysign(f);
    (f.abs() / length, g / signed, signed * scale)
}
