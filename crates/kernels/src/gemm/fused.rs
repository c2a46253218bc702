//! Products of small matrices with the roundings of OpenBLAS's kernels for AVX2, which add products with one rounding.
//!
//! The kernels for other processors that fuse share the products of matrices with matrices, and of matrices whose rows lie in
//! memory with vectors. On the others each kernel has its own order.

use super::Matrix;
use crate::fused::{Factor, Fused, SPLITTER};
use crate::simd::{F64x2, Vector};
use std::cell::Cell;

/// Vectors of elements of a row that are computed side by side.
const VECTORS: usize = 4;

/// [`gemm_fused`](super::gemm_fused) of floats: `dgemm` and `sgemm`. Elements are summed in order.
pub(super) fn product<T: super::Ring + Fused>(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_, T>,
    b: Matrix<'_, T>,
    c: &[Cell<T>],
) {
    if n == 0 || !have_room(a, m, k) || !have_room(b, k, n) {
        return super::gemm(m, n, k, a, b, c);
    }
    let factor = |x: T| Factor::new(x.widened(), SPLITTER);
    let pairs = n.div_ceil(2);
    let mut columns: Vec<Factor<F64x2>> = Vec::with_capacity(k * pairs);
    for p in 0..k {
        let pair = |at: usize| [2 * at, (2 * at + 1).min(n - 1)].map(|column| factor(b.get(p, column)));
        columns.extend((0..pairs).map(|at| Factor::pair(pair(at))));
    }
    let mut row: Vec<Factor<f64>> = Vec::with_capacity(k);
    for (i, c) in c.chunks_exact(n).enumerate() {
        row.clear();
        row.extend((0..k).map(|p| factor(a.get(i, p))));
        // A row without a partner has four sums, for as many columns as there are in fours.
        let (in_sums, c) = c.split_at(if T::SUMS_ALONE && m % 2 == 1 && i + 1 == m { n / 4 * 4 } else { 0 });
        for (at, c) in in_sums.as_chunks::<2>().0.iter().enumerate() {
            row_in_four_sums::<T>(&row, &columns[at.min(columns.len())..], pairs, c);
        }
        let columns = columns.get(in_sums.len() / 2..).unwrap_or_default();
        for (at, c) in c.chunks(2 * VECTORS).enumerate() {
            let part = columns.get(VECTORS * at..).unwrap_or_default();
            match c.len().div_ceil(2) {
                1 => row_times_columns::<T, 1>(&row, part, pairs, c),
                2 => row_times_columns::<T, 2>(&row, part, pairs, c),
                3 => row_times_columns::<T, 3>(&row, part, pairs, c),
                _ => row_times_columns::<T, VECTORS>(&row, part, pairs, c),
            }
        }
    }
}

/// The first pair of elements of each stretch of columns, eight products after eight in four sums.
fn row_in_four_sums<T: Fused>(row: &[Factor<f64>], columns: &[Factor<F64x2>], stretch: usize, c: &[Cell<T>]) {
    let mut sums = [F64x2::splat(0.0); 4];
    let in_eights = row.len() / 8 * 8;
    for (p, (x, y)) in row.iter().zip(columns.iter().step_by(stretch)).enumerate() {
        let sum = &mut sums[if p < in_eights { p % 4 } else { 0 }];
        *sum = T::times_plus(Factor::splat(*x), *y, *sum);
    }
    let mut pair = [0.0; 2];
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).store(&mut pair);
    c.iter().zip(pair).for_each(|(c, element)| c.set(T::narrowed(element)));
}

/// V pairs of elements: the first of each stretch of columns.
#[inline(always)]
fn row_times_columns<T: Fused, const V: usize>(
    row: &[Factor<f64>],
    columns: &[Factor<F64x2>],
    stretch: usize,
    c: &[Cell<T>],
) {
    let mut sums = [F64x2::splat(0.0); V];
    for (x, columns) in row.iter().zip(columns.chunks(stretch)) {
        let Some(columns) = columns.first_chunk::<V>() else { return };
        let x = Factor::splat(*x);
        for (sum, y) in sums.iter_mut().zip(columns) {
            *sum = T::times_plus(x, *y, *sum);
        }
    }
    for (sum, c) in sums.iter().zip(c.chunks(2)) {
        let mut pair = [0.0; 2];
        sum.store(&mut pair);
        c.iter().zip(pair).for_each(|(c, element)| c.set(T::narrowed(element)));
    }
}

fn have_room<T: Fused>(matrix: Matrix<'_, T>, rows: usize, columns: usize) -> bool {
    (0..rows).all(|row| (0..columns).all(|column| matrix.get(row, column).has_room()))
}

/// [`gemm_fused`](super::gemm_fused) of doubles: `ddot`, `dgemv` or `dgemm`.
pub(super) fn product_of_doubles(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_, f64>,
    b: Matrix<'_, f64>,
    c: &[Cell<f64>],
) {
    assert_eq!(c.len(), m * n, "one cell for each element of the product");
    if (m != 1 && n != 1) || !have_room(a, m, k) || !have_room(b, k, n) {
        return product(m, n, k, a, b, c);
    }
    let (m, a, x) = if n == 1 { (m, a, b) } else { (n, b.transposed(), a.transposed()) };
    let vector: Vec<f64> = (0..k).map(|p| x.get(p, 0)).collect();
    if m == 1 {
        let row: Vec<f64> = (0..k).map(|p| a.get(0, p)).collect();
        let are_neighbours = a.column_stride == 1 && x.row_stride == 1;
        c[0].set(if are_neighbours { inner(&row, &vector) } else { inner_of_strided(&row, &vector) });
    } else if a.column_stride == 1 {
        rows_times_vector(a, &vector, c);
    } else if a.row_stride == 1 {
        columns_times_vector(a, &vector, x.row_stride == 1, c);
    } else {
        super::gemm(m, 1, k, a, x, c);
    }
}

fn fuse(sum: f64, (x, y): (f64, f64)) -> f64 {
    Factor::new(x, SPLITTER).times_plus(Factor::new(y, SPLITTER), sum)
}

/// Of vectors.
#[inline(always)]
fn fuse_vectors(splitter: F64x2, sum: F64x2, (x, y): (F64x2, F64x2)) -> F64x2 {
    Factor::new(x, splitter).times_plus(Factor::new(y, splitter), sum)
}

fn add(sum: f64, (x, y): (f64, f64)) -> f64 {
    sum + x * y
}

fn sum_of_lanes(vector: F64x2) -> f64 {
    let mut lanes = [0.0; 2];
    vector.store(&mut lanes);
    lanes[0] + lanes[1]
}

/// `ddot` of neighbours: sixteen sums, then one for what is left.
fn inner(a: &[f64], b: &[f64]) -> f64 {
    let splitter = F64x2::constant(SPLITTER);
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let mut sums = [F64x2::splat(0.0); 8];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for ((sum, a), b) in sums.iter_mut().zip(a.as_chunks::<2>().0).zip(b.as_chunks::<2>().0) {
            *sum = fuse_vectors(splitter, *sum, (F64x2::load(a), F64x2::load(b)));
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    let sum = sum_of_lanes(((a + b) + (c + d)) + ((e + f) + (g + h)));
    a_rest.iter().copied().zip(b_rest.iter().copied()).fold(sum, add)
}

/// `ddot` of elements some distance apart: two sums.
fn inner_of_strided(a: &[f64], b: &[f64]) -> f64 {
    let ((a_fours, a_rest), (b_fours, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let (mut even, mut odd) = (0.0, 0.0);
    for (a, b) in a_fours.iter().zip(b_fours) {
        even += a[0] * b[0] + a[2] * b[2];
        odd += a[1] * b[1] + a[3] * b[3];
    }
    a_rest.iter().copied().zip(b_rest.iter().copied()).fold(even, add) + odd
}

/// `dgemv` of a matrix whose rows lie in memory, which are taken four, two and one at a time, each of these in its own way.
fn rows_times_vector(a: Matrix<'_, f64>, x: &[f64], y: &[Cell<f64>]) {
    let splitter = F64x2::constant(SPLITTER);
    let (m, in_fours) = (y.len(), y.len() / 4 * 4);
    let (x_fours, x_rest) = x.as_chunks::<4>();
    let (zero, plain) = (F64x2::splat(0.0), |sum: F64x2, (a, x): (F64x2, F64x2)| sum + a * x);
    let fused = |sum, pair| fuse_vectors(splitter, sum, pair);
    for (i, y) in y.iter().enumerate() {
        let (fours, rest) = a.row(i, x.len()).as_chunks::<4>();
        let halves = fours.iter().zip(x_fours).map(|(a, x)| {
            let a = a.each_ref().map(Cell::get);
            [(F64x2::load(&a[..2]), F64x2::load(&x[..2])), (F64x2::load(&a[2..]), F64x2::load(&x[2..]))]
        });
        let sums = if i < in_fours {
            let [low, high] = halves.fold([zero; 2], |[low, high], [a, b]| [fused(low, a), fused(high, b)]);
            low + high
        } else if i < in_fours + 2 && m % 4 >= 2 {
            halves.flatten().fold(zero, plain)
        } else {
            let [low, high] = halves.fold([zero; 2], |[low, high], [a, b]| [plain(low, a), plain(high, b)]);
            low + high
        };
        let sum = sum_of_lanes(sums);
        let mut rest = rest.iter().map(Cell::get).zip(x_rest.iter().copied());
        y.set(match (rest.next(), rest.next()) {
            (Some(first), Some(second)) => sum + rest.fold(fuse(second.0 * second.1, first), fuse),
            (Some(only), None) => fuse(sum, only),
            _ => sum,
        });
    }
}

/// `dgemv` of a matrix whose columns lie in memory, which are taken four, two and one at a time; of rows that are no four, each
/// is summed alone. `are_neighbours` are the elements of the vector where it was taken from.
fn columns_times_vector(a: Matrix<'_, f64>, x: &[f64], are_neighbours: bool, y: &[Cell<f64>]) {
    let splitter = F64x2::constant(SPLITTER);
    let (fours, rest) = x.as_chunks::<4>();
    let first_of_rest = 4 * fours.len();
    let (y_fours, y_rest) = y.as_chunks::<4>();
    for (four, y) in y_fours.iter().enumerate() {
        for half in 0..2 {
            let row = 4 * four + 2 * half;
            let product = |p: usize, x: f64| {
                let column = a.from(row, p).offset;
                (F64x2::load(&[a.cells[column].get(), a.cells[column + 1].get()]), F64x2::splat(x))
            };
            let plain = |p: usize, x: f64| {
                let (a, x) = product(p, x);
                a * x
            };
            let fused = |sum, p: usize, x: f64| fuse_vectors(splitter, sum, product(p, x));
            let mut sum = F64x2::splat(0.0);
            for (q, x) in fours.iter().enumerate() {
                let [even, odd] = [0, 1].map(|p| fused(plain(4 * q + p, x[p]), 4 * q + p + 2, x[p + 2]));
                sum = sum + (even + odd);
            }
            let at = |p: usize| plain(first_of_rest + p, rest[p]);
            // Of a vector with a stride, columns that are left after fours are taken one at a time.
            let in_pairs = if are_neighbours { rest.len() / 2 * 2 } else { 0 };
            sum = (0..in_pairs).step_by(2).fold(sum, |sum, p| sum + (at(p) + at(p + 1)));
            sum = (in_pairs..rest.len()).fold(sum, |sum, p| sum + at(p));
            let mut elements = [0.0; 2];
            sum.store(&mut elements);
            y[2 * half..][..2].iter().zip(elements).for_each(|(y, element)| y.set(element));
        }
    }
    let lie_close = are_neighbours && y.len() < 4 && a.column_stride == y.len() as isize;
    for (i, y) in y_rest.iter().enumerate() {
        let row = 4 * y_fours.len() + i;
        let product = |p: usize| a.get(row, p) * x[p];
        let in_pairs = if lie_close { first_of_rest } else { 0 };
        let sum = (0..in_pairs).step_by(2).fold(0.0, |sum, p| sum + (product(p) + product(p + 1)));
        y.set((in_pairs..x.len()).fold(sum, |sum, p| sum + product(p)));
    }
}
