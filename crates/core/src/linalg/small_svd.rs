//! Singular value decomposition of small matrices, with the signs and phases that LAPACK's `gesdd` gives its vectors.
//!
//! As with [`super::hermitian`]: reflections to a bidiagonal matrix, after a QR or LQ factorisation where one side is much
//! longer than the other, then QR iteration.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 5.4 and 8.6.

use super::bidiagonal::Bidiagonal;
use super::dense::{Dense, Reflector, reflector, rotation};
use super::dqds;
use num_complex::Complex64;

/// Of the shorter side of the largest matrices that LAPACK treats so.
pub(super) const LARGEST: usize = 25;

/// Factors `u` (m, m), singular values, `vt` (n, n); of `u` the columns and of `vt` the rows that carry singular values alone
/// where less is asked for.
pub(super) struct Factors {
    pub(super) u: Dense,
    pub(super) values: Vec<f64>,
    pub(super) vt: Dense,
}

/// The decomposition; None if the iteration does not end.
pub(super) fn factors(matrix: Dense, is_complex: bool, full: bool) -> Option<Factors> {
    let (m, n) = (matrix.rows, matrix.columns);
    if is_tall(m, n, is_complex) {
        tall(matrix, full)
    } else if is_tall(n, m, is_complex) {
        wide(matrix, full)
    } else {
        direct(matrix, full)
    }
}

/// The singular values alone, whose last digits differ from those of [`factors`]; None if the iteration does not end.
pub(super) fn values(mut matrix: Dense, is_complex: bool) -> Option<Vec<f64>> {
    let (m, n) = (matrix.rows, matrix.columns);
    let short = m.min(n);
    if short == 0 {
        return Some(Vec::new());
    }
    if is_tall(m, n, is_complex) {
        triangularise(&mut matrix);
        matrix = upper_triangle(&matrix);
    } else if is_tall(n, m, is_complex) {
        triangularise_left(&mut matrix);
        matrix = lower_triangle(&matrix);
    }
    let lower = matrix.rows < matrix.columns;
    let Reduced { mut diagonal, beside: mut above, .. } = reduce(&mut matrix);
    if lower {
        turn_upper(&mut diagonal, &mut above);
    }
    dqds::singular_values(&diagonal, &above).or_else(|| {
        let (mut u, mut vt) = (Dense::identity(short, short), Dense::identity(short, short));
        let mut bidiagonal = Bidiagonal { diagonal, above, u: &mut u, vt: &mut vt };
        bidiagonal.diagonalise()?;
        bidiagonal.order_falling();
        Some(bidiagonal.diagonal)
    })
}

/// Whether LAPACK makes a triangle of the long side first.
fn is_tall(long: usize, short: usize, is_complex: bool) -> bool {
    long > short && long >= if is_complex { short * 17 / 9 } else { short * 11 / 6 }
}

/// Reflects from the left until the matrix is upper triangular but for what is left below.
pub(super) fn triangularise(matrix: &mut Dense) -> Vec<Reflector> {
    let reflections = (0..matrix.columns).map(|at| {
        let ((vector, factor), multiple) = reflector(&column(matrix, at, at));
        *matrix.at(at, at) = multiple.into();
        matrix.reflect_rows((at, at + 1), &vector, factor.conj());
        (vector, factor)
    });
    reflections.collect()
}

/// Reflects from the right until the matrix is lower triangular but for what is left to the right.
pub(super) fn triangularise_left(matrix: &mut Dense) -> Vec<Reflector> {
    let reflections = (0..matrix.rows).map(|at| {
        let ((vector, factor), multiple) = reflector(&row(matrix, at, at));
        *matrix.at(at, at) = multiple.into();
        matrix.reflect_columns((at + 1, at), &vector, factor);
        (vector, factor)
    });
    reflections.collect()
}

pub(super) fn upper_triangle(matrix: &Dense) -> Dense {
    let n = matrix.columns;
    Dense::from_fn(
        n,
        n,
        |row, column| {
            if row <= column { matrix.get(row, column) } else { Complex64::default() }
        },
    )
}

pub(super) fn lower_triangle(matrix: &Dense) -> Dense {
    let m = matrix.rows;
    Dense::from_fn(
        m,
        m,
        |row, column| {
            if row >= column { matrix.get(row, column) } else { Complex64::default() }
        },
    )
}

/// Turns a lower bidiagonal matrix into an upper one; cosines and sines of the rotations.
fn turn_upper(diagonal: &mut [f64], beside: &mut [f64]) -> Vec<(f64, f64)> {
    let mut rotations = Vec::with_capacity(beside.len());
    for at in 0..beside.len() {
        let (cosine, sine, radius) = rotation(diagonal[at], beside[at]);
        diagonal[at] = radius;
        beside[at] = sine * diagonal[at + 1];
        diagonal[at + 1] *= cosine;
        rotations.push((cosine, -sine));
    }
    rotations
}

fn column(matrix: &Dense, row: usize, column: usize) -> Vec<Complex64> {
    (row..matrix.rows).map(|row| matrix.get(row, column)).collect()
}

/// A row, conjugated: what a reflector from the right works on.
fn row(matrix: &Dense, row: usize, column: usize) -> Vec<Complex64> {
    (column..matrix.columns).map(|column| matrix.get(row, column).conj()).collect()
}

/// By way of `A = Q R`.
fn tall(mut matrix: Dense, full: bool) -> Option<Factors> {
    let (m, n) = (matrix.rows, matrix.columns);
    let reflectors = triangularise(&mut matrix);
    let inner = direct(upper_triangle(&matrix), true)?;
    let mut q = Dense::identity(m, if full { m } else { n });
    for (at, (vector, factor)) in reflectors.iter().enumerate().rev() {
        q.reflect_rows((at, at + 1), vector, *factor);
        (at..).zip(vector).for_each(|(row, v)| *q.at(row, at) = -factor * v);
        *q.at(at, at) = 1.0 - factor;
    }
    let turned = q.top_left(m, n).times(&inner.u);
    q.set_top_left(&turned);
    Some(Factors { u: q, ..inner })
}

/// By way of `A = L Q`.
fn wide(mut matrix: Dense, full: bool) -> Option<Factors> {
    let (m, n) = (matrix.rows, matrix.columns);
    let reflectors = triangularise_left(&mut matrix);
    let inner = direct(lower_triangle(&matrix), true)?;
    let mut q = Dense::identity(if full { n } else { m }, n);
    for (at, (vector, factor)) in reflectors.iter().enumerate().rev() {
        let factor = factor.conj();
        q.reflect_columns((at + 1, at), vector, factor);
        (at..).zip(vector).for_each(|(column, v)| *q.at(at, column) = -factor * v.conj());
        *q.at(at, at) = 1.0 - factor;
    }
    let turned = inner.vt.times(&q.top_left(m, n));
    q.set_top_left(&turned);
    Some(Factors { vt: q, ..inner })
}

/// A square matrix in the corner of a larger one with ones on the rest of its diagonal.
fn embed(corner: &Dense, rows: usize, columns: usize) -> Dense {
    let mut whole = Dense::identity(rows, columns);
    whole.set_top_left(corner);
    whole
}

/// What is left of a matrix after reflections from both sides.
pub(super) struct Reduced {
    pub(super) diagonal: Vec<f64>,
    pub(super) beside: Vec<f64>,
    pub(super) left: Vec<(usize, Reflector)>,
    pub(super) right: Vec<(usize, Reflector)>,
}

/// Upper bidiagonal if there are at least as many rows as columns, else lower.
pub(super) fn reduce(matrix: &mut Dense) -> Reduced {
    let (m, n) = (matrix.rows, matrix.columns);
    let mut reduced =
        Reduced { diagonal: Vec::new(), beside: Vec::new(), left: Vec::new(), right: Vec::new() };
    let upper = m >= n;
    for at in 0..m.min(n) {
        let from_left = |matrix: &mut Dense, row: usize, reduced: &mut Reduced| {
            let ((vector, factor), multiple) = reflector(&column(matrix, row, at));
            matrix.reflect_rows((row, at + 1), &vector, factor.conj());
            reduced.left.push((row, (vector, factor)));
            multiple
        };
        let from_right = |matrix: &mut Dense, first: usize, reduced: &mut Reduced| {
            let ((vector, factor), multiple) = reflector(&row(matrix, at, first));
            matrix.reflect_columns((at + 1, first), &vector, factor);
            reduced.right.push((first, (vector, factor)));
            multiple
        };
        if upper {
            let on = from_left(matrix, at, &mut reduced);
            reduced.diagonal.push(on);
            if at + 1 < n {
                let above = from_right(matrix, at + 1, &mut reduced);
                reduced.beside.push(above);
            }
        } else {
            let on = from_right(matrix, at, &mut reduced);
            reduced.diagonal.push(on);
            if at + 1 < m {
                let below = from_left(matrix, at + 1, &mut reduced);
                reduced.beside.push(below);
            }
        }
    }
    reduced
}

fn direct(mut matrix: Dense, full: bool) -> Option<Factors> {
    let (m, n) = (matrix.rows, matrix.columns);
    let short = m.min(n);
    let Reduced { mut diagonal, mut beside, left, right } = reduce(&mut matrix);
    let (mut small_u, mut small_vt) = (Dense::identity(short, short), Dense::identity(short, short));
    // Lower bidiagonal if there are more columns than rows.
    let rotations = if m < n { turn_upper(&mut diagonal, &mut beside) } else { Vec::new() };
    if short == 1 {
        // Of a single number the left side takes the sign.
        *small_u.at(0, 0) = 1.0_f64.copysign(diagonal[0]).into();
        diagonal[0] = diagonal[0].abs();
    }
    let mut bidiagonal = Bidiagonal { diagonal, above: beside, u: &mut small_u, vt: &mut small_vt };
    bidiagonal.diagonalise()?;
    bidiagonal.order_falling();
    let values = bidiagonal.diagonal;
    for (at, (cosine, sine)) in rotations.into_iter().enumerate().rev() {
        small_u.rotate_rows(at, cosine, sine);
    }
    let (mut u, mut vt) =
        (embed(&small_u, m, if full { m } else { short }), embed(&small_vt, if full { n } else { short }, n));
    for (at, (vector, factor)) in left.iter().rev() {
        u.reflect_rows((*at, 0), vector, *factor);
    }
    for (at, (vector, factor)) in right.iter().rev() {
        vt.reflect_columns((0, *at), vector, factor.conj());
    }
    Some(Factors { u, values, vt })
}
