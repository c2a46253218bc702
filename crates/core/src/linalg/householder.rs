//! Householder reflections, many at a time: most of the work is matrix products.
//!
//! Matrices lie column by column here, for reflections work on columns.
//!
//! Source: R. Schreiber and C. Van Loan, "A storage-efficient WY representation for products of Householder transformations",
//! SIAM J. Sci. Stat. Comput. 10 (1989).

use super::field::Field;
use super::triangular::subtract_multiple;
use ndgym_kernels::gemm::{Matrix, gemm, inner, subtract_product};
use std::cell::Cell;

/// Reflections in a block.
const WIDTH: usize = 16;

/// `a = q r`: `r`, and the reflections that `q` is the product of. Signs are LAPACK's.
pub(super) struct Reflections<T> {
    m: usize,
    /// The columns of `r`, each with zeros up to m elements.
    pub(super) r: Vec<T>,
    blocks: Vec<Block<T>>,
}

impl<T: Field> Reflections<T> {
    /// Of an `m` by `n` matrix, column by column.
    pub(super) fn of(m: usize, n: usize, mut columns: Vec<T>) -> Self {
        let mut blocks = Vec::new();
        let a = lines(&mut columns, m);
        for start in (0..m.min(n)).step_by(WIDTH) {
            let width = WIDTH.min(m.min(n) - start);
            let block = Block::of(start, width, m, a);
            block.reflect(n - start - width, a.from(start + width, start), true);
            blocks.push(block);
        }
        Reflections { m, r: columns, blocks }
    }

    /// The columns of `r` with the reflectors beneath its diagonal, where their first elements, which are 1, are left out.
    pub(super) fn packed(&self) -> Vec<T> {
        let mut columns = self.r.clone();
        for block in &self.blocks {
            for at in 0..block.width {
                let column = block.start + at;
                let below = &mut columns[column * self.m..][column + 1..self.m];
                below.copy_from_slice(&block.v[at * block.height..][at + 1..block.height]);
            }
        }
        columns
    }

    /// The factor of each reflection, LAPACK's `tau`.
    pub(super) fn factors(&self) -> impl Iterator<Item = T> {
        self.blocks.iter().flat_map(|block| (0..block.width).map(move |at| block.t[at * block.width + at]))
    }

    /// The first `count` columns of `q`, one after the other.
    pub(super) fn q(&self, count: usize) -> Vec<T> {
        let mut columns = vec![T::default(); count * self.m];
        (0..count).for_each(|i| columns[i * self.m + i] = T::new(1.0, 0.0));
        let q = lines(&mut columns, self.m);
        for block in self.blocks.iter().rev() {
            block.reflect(count - block.start, q.from(block.start, block.start), false);
        }
        columns
    }
}

/// A matrix whose lines of `length` elements lie one after the other.
fn lines<T>(elements: &mut [T], length: usize) -> Matrix<'_, T> {
    let cells = Cell::from_mut(elements).as_slice_of_cells();
    Matrix { cells, offset: 0, row_stride: length as isize, column_stride: 1 }
}

/// The product of some reflections, `1 - v t vᴴ`, from row `start` on.
struct Block<T> {
    start: usize,
    width: usize,
    /// Elements of a reflector.
    height: usize,
    /// The reflectors, one after the other, and the same conjugated.
    v: Vec<T>,
    conjugated: Vec<T>,
    /// Upper triangular, row by row.
    t: Vec<T>,
}

impl<T: Field> Block<T> {
    /// The block that makes columns `start..start + width` of a matrix (one a line) triangular, and does so.
    fn of(start: usize, width: usize, m: usize, a: Matrix<'_, T>) -> Self {
        let height = m - start;
        let (mut v, mut conjugated) =
            (vec![T::default(); width * height], vec![T::default(); width * height]);
        let mut factors = Vec::with_capacity(width);
        let (to, to_conjugated) = (lines(&mut v, height), lines(&mut conjugated, height));
        for at in 0..width {
            let column = |j: usize| &a.row(start + j, m)[start + at..];
            let (v, conjugated) = (&to.row(at, height)[at..], &to_conjugated.row(at, height)[at..]);
            let factor = reflector(column(at), v);
            v.iter().zip(conjugated).for_each(|(v, to)| to.set(v.get().conjugate()));
            for j in at + 1..width {
                let share = factor.conjugate() * inner(conjugated, column(j));
                subtract_multiple(share, v, column(j));
            }
            factors.push(factor);
        }
        let mut block = Block { start, width, height, v, conjugated, t: Vec::new() };
        block.t = block.triangle(&factors);
        block
    }

    /// `t`, from the factor of each reflection and the inner products of the reflectors.
    fn triangle(&mut self, factors: &[T]) -> Vec<T> {
        let width = self.width;
        let mut products = vec![T::default(); width * width];
        let (v, conjugated) = (lines(&mut self.v, self.height), lines(&mut self.conjugated, self.height));
        gemm(width, width, self.height, conjugated, v.transposed(), cells(&mut products));
        let mut t = vec![T::default(); width * width];
        for (at, factor) in factors.iter().enumerate() {
            for i in 0..at {
                let sum = (i..at).fold(T::default(), |sum, j| {
                    sum.multiply_add(t[i * width + j], products[j * width + at])
                });
                t[i * width + at] = -(*factor * sum);
            }
            t[at * width + at] = *factor;
        }
        t
    }

    /// Reflects columns, one a line, from this block's first row on; `back` is the other way, by the conjugate transpose.
    fn reflect(&self, count: usize, columns: Matrix<'_, T>, back: bool) {
        let (mut v, mut conjugated) = (self.v.clone(), self.conjugated.clone());
        let (v, conjugated) = (lines(&mut v, self.height), lines(&mut conjugated, self.height));
        let mut t: Vec<T> = match back {
            true => self.t.iter().map(|x| x.conjugate()).collect(),
            false => self.t.clone(),
        };
        let t = lines(&mut t, self.width);
        let t = if back { t } else { t.transposed() };
        let (mut inner, mut shares) =
            (vec![T::default(); count * self.width], vec![T::default(); count * self.width]);
        gemm(count, self.width, self.height, columns, conjugated.transposed(), cells(&mut inner));
        gemm(count, self.width, self.width, lines(&mut inner, self.width), t, cells(&mut shares));
        subtract_product(count, self.height, self.width, lines(&mut shares, self.width), v, columns);
    }
}

fn cells<T>(elements: &mut [T]) -> &[Cell<T>] {
    Cell::from_mut(elements).as_slice_of_cells()
}

/// Writes the reflector that takes a column to a real multiple of the first unit vector, as LAPACK chooses it, puts that
/// multiple in the column's place, and returns the factor of the reflection.
fn reflector<T: Field>(column: &[Cell<T>], reflector: &[Cell<T>]) -> T {
    let [first, rest @ ..] = column else { return T::default() };
    reflector[0].set(T::new(1.0, 0.0));
    let ((re, im), length) = (first.get().parts(), length(rest));
    if length == 0.0 && im == 0.0 {
        return T::default();
    }
    let multiple = -re.hypot(im).hypot(length).copysign(re);
    let scale = T::new(1.0, 0.0) / (first.get().minus(T::new(multiple, 0.0)));
    for (x, v) in rest.iter().zip(&reflector[1..]) {
        v.set(x.get() * scale);
        x.set(T::default());
    }
    first.set(T::new(multiple, 0.0));
    T::new((multiple - re) / multiple, -im / multiple)
}

/// The Euclidean norm.
fn length<T: Field>(elements: &[Cell<T>]) -> f64 {
    let norm = |scale: f64| {
        let squares = elements.iter().map(|x| {
            let (re, im) = x.get().parts();
            (re / scale) * (re / scale) + (im / scale) * (im / scale)
        });
        scale * squares.sum::<f64>().sqrt()
    };
    let plain = norm(1.0);
    if plain.is_finite() && plain > 1e-140 {
        return plain;
    }
    // Squares overflow or vanish where the numbers themselves do not.
    let largest = elements
        .iter()
        .map(|x| x.get().parts())
        .fold(0.0_f64, |most, (re, im)| most.max(re.abs()).max(im.abs()));
    if largest > 0.0 && largest.is_finite() { norm(largest) } else { plain }
}
