//! Least squares of small real matrices, step by step as LAPACK's `gelsd` takes them, so that digits agree.
//!
//! Reflections to a bidiagonal matrix, after a QR or LQ factorisation where one side is much longer than the other; its singular
//! values with the right-hand sides turned along; division by those that count; and all the way back.
//!
//! Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. (2013), 5.5.

use super::bidiagonal::Bidiagonal;
use super::dense::{Dense, Reflector, rotation};
use super::fused;
use super::small_svd::{
    LARGEST, Reduced, lower_triangle, reduce, triangularise, triangularise_left, upper_triangle,
};
use num_complex::Complex64;

/// Elements of the largest matrices that are solved so; for larger ones it would take too long.
const MOST_ELEMENTS: usize = 1 << 17;

/// Numbers between which LAPACK scales nothing.
const MODERATE: std::ops::Range<f64> = f64::MIN_POSITIVE / f64::EPSILON..f64::EPSILON / f64::MIN_POSITIVE;

/// The solution of smallest norm (n, p), singular values, falling, how many of them count, and for each right-hand side what
/// is left of it.
pub(super) struct Solution {
    pub(super) x: Dense,
    pub(super) values: Vec<f64>,
    pub(super) rank: usize,
    pub(super) residuals: Vec<f64>,
}

/// Whether a problem is solved here: a matrix that is small, and numbers that are real and neither huge nor tiny.
pub(super) fn takes(a: &Dense, b: &Dense) -> bool {
    let is_moderate = |matrix: &Dense| {
        let largest = matrix.elements.iter().fold(0.0_f64, |largest, element| largest.max(element.re.abs()));
        largest == 0.0 || MODERATE.contains(&largest)
    };
    let is_finite = |matrix: &Dense| matrix.elements.iter().all(|element| element.is_finite());
    let short = a.rows.min(a.columns);
    (1..=LARGEST).contains(&short)
        && a.elements.len() <= MOST_ELEMENTS
        && [a, b].into_iter().all(|matrix| matrix.is_real() && is_finite(matrix) && is_moderate(matrix))
}

/// `x` that makes the norms of the columns of `b - a x` least; None if the iteration does not end.
pub(super) fn solve(mut a: Dense, mut b: Dense, cut_off: f64) -> Option<Solution> {
    let (m, n) = (a.rows, a.columns);
    if a.elements.iter().all(|element| element.re == 0.0) {
        let x = Dense::from_fn(n, b.columns, |_, _| Complex64::default());
        return Some(Solution { x, values: vec![0.0; m.min(n)], rank: 0, residuals: vec![0.0; b.columns] });
    }
    let is_long = |long: usize, short: usize| long >= (short as f32 * 1.6) as usize;
    let mut wide = Vec::new();
    if m >= n && is_long(m, n) {
        reflect(&mut b, at_each_row(&triangularise(&mut a)));
        a = upper_triangle(&a);
    } else if m < n && is_long(n, m) {
        wide = triangularise_left(&mut a);
        a = lower_triangle(&a);
    }
    let columns = a.columns;
    let Reduced { mut diagonal, mut beside, left, right } = reduce(&mut a);
    reflect(&mut b, left.iter().map(|(row, reflector)| (*row, reflector)));
    if m < columns {
        turn_upper(&mut diagonal, &mut beside, &mut b);
    }
    let residuals = (0..b.columns).map(|column| {
        (n..m).map(|row| b.get(row, column).re).fold(0.0, |sum, element| sum + element * element)
    });
    let residuals = residuals.collect();
    let (mut x, values, rank) = solve_bidiagonal(diagonal, beside, &b, cut_off)?;
    x = extended(&x, columns);
    reflect(&mut x, right.iter().rev().map(|(row, reflector)| (*row, reflector)));
    x = extended(&x, n);
    reflect(&mut x, at_each_row(&wide).rev());
    Some(Solution { x, values, rank, residuals })
}

fn at_each_row(reflectors: &[Reflector]) -> impl DoubleEndedIterator<Item = (usize, &Reflector)> {
    reflectors.iter().enumerate()
}

fn reflect<'a>(matrix: &mut Dense, reflectors: impl Iterator<Item = (usize, &'a Reflector)>) {
    reflectors.for_each(|(row, (vector, factor))| matrix.reflect_rows((row, 0), vector, *factor));
}

/// The matrix with rows of zeros below.
fn extended(matrix: &Dense, rows: usize) -> Dense {
    Dense::from_fn(rows, matrix.columns, |row, column| {
        if row < matrix.rows { matrix.get(row, column) } else { Complex64::default() }
    })
}

/// Turns a lower bidiagonal matrix into an upper one, and the right-hand sides along.
fn turn_upper(diagonal: &mut [f64], beside: &mut [f64], b: &mut Dense) {
    for at in 0..beside.len() {
        let (cosine, sine, radius) = rotation(diagonal[at], beside[at]);
        diagonal[at] = radius;
        beside[at] = sine * diagonal[at + 1];
        diagonal[at + 1] *= cosine;
        b.rotate_rows_fused(at, cosine, sine);
    }
}

/// Solves an upper bidiagonal system for the first rows of `b`: the solution, singular values, falling, and the rank.
fn solve_bidiagonal(
    mut diagonal: Vec<f64>,
    mut above: Vec<f64>,
    b: &Dense,
    cut_off: f64,
) -> Option<(Dense, Vec<f64>, usize)> {
    let n = diagonal.len();
    let first_rows = |column, row| b.get(row, column);
    if n == 1 {
        let inverse = if diagonal[0] == 0.0 { 0.0 } else { 1.0 / diagonal[0] };
        let x = Dense::from_fn(1, b.columns, |row, column| first_rows(column, row) * inverse);
        return Some((x, vec![diagonal[0].abs()], usize::from(diagonal[0] != 0.0)));
    }
    let size = diagonal.iter().chain(&above).fold(0.0_f64, |size, element| size.max(element.abs()));
    for element in diagonal.iter_mut().chain(&mut above) {
        *element *= 1.0 / size;
    }
    // Transposed: columns are turned as the rows of the right-hand sides are to be.
    let mut turned = Dense::from_fn(b.columns, n, first_rows);
    let mut vt = Dense::identity(n, n);
    let mut bidiagonal = Bidiagonal { diagonal, above, u: &mut turned, vt: &mut vt };
    bidiagonal.diagonalise()?;
    let mut values = bidiagonal.diagonal;
    let least = if cut_off > 0.0 && cut_off < 1.0 { cut_off } else { f64::EPSILON / 2.0 } * values[n - 1];
    for (at, value) in values.iter().enumerate() {
        let inverse = if *value <= least { 0.0 } else { 1.0 / value };
        (0..b.columns).for_each(|column| turned.at(column, at).re *= inverse);
    }
    let rank = values.iter().filter(|value| **value > least).count();
    let x = Dense::from_fn(n, b.columns, |row, column| {
        let pairs: Vec<[f64; 2]> = (0..n).map(|at| [vt.get(at, row).re, turned.get(column, at).re]).collect();
        (fused::product(&pairs, [row, n], [column, b.columns]) * (1.0 / size)).into()
    });
    values.iter_mut().for_each(|value| *value *= size);
    values.reverse();
    Some((x, values, rank))
}
