//! Small dense matrices, Householder reflectors and rotations for the decompositions that follow LAPACK's steps.

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

    pub(super) fn negate_row(&mut self, row: usize) {
        self.elements[row * self.columns..][..self.columns]
            .iter_mut()
            .for_each(|element| *element = -*element);
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
        for column in column..self.columns {
            let inner: Complex64 = (row..).zip(vector).map(|(row, v)| v.conj() * self.get(row, column)).sum();
            let share = factor * inner;
            (row..).zip(vector).for_each(|(row, v)| *self.at(row, column) -= share * v);
        }
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
        for row in row..self.rows {
            let inner: Complex64 = (column..).zip(vector).map(|(column, v)| self.get(row, column) * v).sum();
            let share = factor * inner;
            (column..).zip(vector).for_each(|(column, v)| *self.at(row, column) -= share * v.conj());
        }
    }
}

/// The reflector that takes a vector to a real multiple of the first unit vector, and that multiple.
pub(super) fn reflector(vector: &[Complex64]) -> (Reflector, f64) {
    let [first, rest @ ..] = vector else { return ((Vec::new(), Complex64::default()), 0.0) };
    let length = rest.iter().map(|x| x.norm_sqr()).sum::<f64>().sqrt();
    if length == 0.0 && first.im == 0.0 {
        return ((vector.to_vec(), Complex64::default()), first.re);
    }
    let multiple = -first.re.hypot(first.im).hypot(length).copysign(first.re);
    let factor = Complex64::new((multiple - first.re) / multiple, -first.im / multiple);
    let scale = (first - multiple).inv();
    let direction = std::iter::once(Complex64::from(1.0)).chain(rest.iter().map(|x| x * scale)).collect();
    ((direction, factor), multiple)
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
