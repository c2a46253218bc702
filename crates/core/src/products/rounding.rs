//! Which roundings a product of matrices has: NumPy's last digits hang on how BLAS adds.

use ndgym_kernels::gemm::{Matrix, Ring, gemm, gemm_fused};
use std::cell::Cell;

/// How a product of matrices is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// As it comes: a product is rounded before it is added.
    Plain,
    /// As OpenBLAS does it on processors that add a product with one rounding, if the product is small: large ones nobody looks
    /// at digit by digit.
    Blas,
}

/// Multiplies an (m, k) matrix with a (k, n) one.
pub(super) type Multiply<T> = fn(usize, usize, usize, Matrix<'_, T>, Matrix<'_, T>, &[Cell<T>]);

/// Up to so many products of numbers make a small product of matrices.
const FEW: usize = 2048;

impl Rounding {
    /// How (rows, depth) and (depth, columns) matrices are multiplied.
    pub(super) fn of_product<T: Ring>(self, [rows, depth, columns]: [usize; 3]) -> Multiply<T> {
        let is_small = rows.saturating_mul(columns).saturating_mul(depth) <= FEW;
        if cfg!(feature = "fused") && self == Rounding::Blas && is_small {
            gemm_fused::<T>
        } else {
            gemm::<T>
        }
    }
}
