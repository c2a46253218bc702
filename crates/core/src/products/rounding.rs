//! Which roundings a product of matrices has: NumPy's last digits hang on how BLAS adds.

/// How a product of matrices is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// As it comes: a product is rounded before it is added.
    Plain,
    /// As OpenBLAS does it on processors that add a product with one rounding, if the product is small: large ones nobody looks
    /// at digit by digit.
    Blas,
}

/// Up to so many products of numbers make a small product of matrices.
const FEW: usize = 2048;

impl Rounding {
    /// Whether products of (rows, depth) with (depth, columns) matrices have BLAS's roundings, matrix by matrix.
    pub(super) fn is_of_blas(self, rows: usize, depth: usize, columns: usize) -> bool {
        let is_small = rows.saturating_mul(columns).saturating_mul(depth) <= FEW;
        cfg!(feature = "fused") && self == Rounding::Blas && is_small
    }
}
