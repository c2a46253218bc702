//! Products, Einstein summation, linear algebra, Fourier transforms.

use super::Operation;
use super::arrays::cast;
use super::choices::Choices;
use crate::operations;
use ndgym_core::einsum::{Subscripts, einsum};
use ndgym_core::fft::transform;

use ndgym_core::linalg::*;
use ndgym_core::products::{self, Axes, matmul, tensordot};
use ndgym_core::{Array, DType, Error};

type Result<T> = std::result::Result<T, Error>;

/// Two arrays that often fit together, and never make a large product.
fn factors(c: &mut Choices) -> (Array, Array) {
    let a = c.array();
    let b = match c.below(4) {
        0 => cast(&a.transpose(), c.dtype()),
        1 => a.clone(),
        _ => c.array(),
    };
    if a.size() * b.size() > 10_000 { (a.clone(), a.transpose()) } else { (a, b) }
}

fn product(c: &mut Choices, multiply: fn(&Array, &Array) -> Result<Array>) -> Result<Array> {
    let (a, b) = factors(c);
    multiply(&a, &b)
}

fn contracted(c: &mut Choices) -> Result<Array> {
    let (a, b) = factors(c);
    let axes = match c.either() {
        true => Axes::Count(c.integer()),
        false => {
            let count = c.below(4);
            let mut of = |array: &Array| (0..count).map(|_| c.axis(array.rank())).collect();
            Axes::Pairs(of(&a), of(&b))
        }
    };
    tensordot(&a, &b, &axes)
}

/// Subscripts that often fit the arrays, and are often malformed.
fn subscripts(c: &mut Choices, arrays: &[Array]) -> String {
    let mut text = String::new();
    for (number, array) in arrays.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        let count = if c.one_in(8) { c.below(4) } else { array.rank() };
        (0..count).for_each(|_| text.push(c.pick(&['i', 'j', 'k', 'l', 'A', 'z'])));
        if c.one_in(4) {
            text.push_str("...");
        }
    }
    if c.either() {
        text.push_str("->");
        (0..c.below(4)).for_each(|_| text.push(c.pick(&['i', 'j', 'k', 'l', 'A', 'z'])));
        if c.one_in(3) {
            text.push_str("...");
        }
    }
    if c.one_in(8) {
        let at = c.below(text.len() + 1);
        text.insert_str(at, c.pick(&[".", "->", ",", " ", "é", "1", "-", "…", "\u{3000}"]));
    }
    c.tell(&text);
    text
}

fn summed(c: &mut Choices) -> Result<Array> {
    let mut arrays = c.arrays(3);
    if arrays.iter().map(|array| array.size().max(1) as f64).product::<f64>() > 20_000.0 {
        arrays.truncate(1);
    }
    let text = subscripts(c, &arrays);
    einsum(&Subscripts::parse(&text)?, &arrays)
}

/// A stack of matrices, often square, often singular.
fn matrices(c: &mut Choices) -> Array {
    if c.one_in(4) {
        return c.array();
    }
    let n = c.pick(&[2, 3, 1, 0, 4, 5]);
    let m = if c.one_in(3) { c.pick(&[1, 2, 3, 0, 6]) } else { n };
    let stack: Vec<usize> = (0..c.below(3)).map(|_| c.pick(&[1, 2, 0, 3])).collect();
    let shape: Vec<usize> = stack.into_iter().chain([m, n]).collect();
    let size: usize = shape.iter().product();
    let dtype = c.dtype();
    let memory = c.memory(dtype, size.max(1));
    let matrix = memory.view(&shape, &ndgym_core::layout::c_strides(&shape), 0);
    let matrix = if c.either() { matrix } else { matrix.transpose() };
    c.remember(&matrix);
    matrix
}

fn solved(c: &mut Choices) -> Result<Array> {
    let a = matrices(c);
    let b = match c.below(4) {
        0 => a.clone(),
        1 => c.array(),
        2 => {
            let rows = a.shape().last().copied().unwrap_or(0);
            c.memory(DType::Float64, rows.max(1)).view(&[rows], &[1], 0)
        }
        _ => matrices(c),
    };
    solve(&a, &b)
}

fn least_squares(c: &mut Choices) -> Result<Vec<Array>> {
    let a = matrices(c);
    let b = if c.either() { a.clone() } else { matrices(c) };
    let rcond = c.either().then(|| c.float());
    let found = lstsq(&a, &b, rcond)?;
    Ok(vec![found.x, found.residuals, found.s])
}

fn triangle(c: &mut Choices) -> Triangle {
    c.pick(&[Triangle::Lower, Triangle::Upper])
}

fn transformed(c: &mut Choices) -> Result<Array> {
    let array = if c.one_in(10) { c.long_array() } else { c.array() };
    let length = match c.below(4) {
        0 => Some(c.integer()),
        1 => Some(c.below(400) as i64),
        _ => None,
    };
    transform(&array, length, c.axis(array.rank()), c.either(), c.float())
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    matmul: |c| product(c, matmul);
    dot: |c| product(c, products::dot);
    inner: |c| product(c, products::inner);
    vdot: |c| product(c, products::vdot);
    outer: |c| product(c, products::outer);
    kron: |c| product(c, products::kron);
    tensordot: |c| contracted(c);
    einsum: |c| summed(c);
    einsum_more: |c| summed(c);
    solve: |c| solved(c);
    inv: |c| inv(&matrices(c));
    det: |c| det(&matrices(c));
    slogdet: |c| slogdet(&matrices(c));
    cholesky: |c| cholesky(&matrices(c), triangle(c));
    eig: |c| eig(&matrices(c));
    eigvals: |c| eigvals(&matrices(c));
    eigh: |c| eigh(&matrices(c), triangle(c));
    eigvalsh: |c| eigvalsh(&matrices(c), triangle(c));
    qr: |c| qr(&matrices(c), c.pick(&[QrMode::Reduced, QrMode::Complete, QrMode::R]));
    svd: |c| svd(&matrices(c), c.either()).map(|svd| vec![svd.u, svd.s, svd.vh]);
    svdvals: |c| svdvals(&matrices(c));
    lstsq: |c| least_squares(c);
    fft: |c| transformed(c);
};
