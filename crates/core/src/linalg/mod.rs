//! `numpy.linalg`: solving, factoring, eigenvalues, over stacks of matrices.
//!
//! Small matrices are decomposed step by step as LAPACK does it, so that order, signs and digits are those that learners see
//! in NumPy. For large ones, equations and QR factors stand on our own matrix products, the other decompositions on faer.
//! Around them is NumPy's contract: which element types, which shapes, stacks in the leading axes, LAPACK's conventions where
//! they can be seen, and NumPy's errors. All is computed in double precision; as in NumPy, results for singles are rounded. Shapes are written
//! `(…, m, n)`; `…` is any number of leading axes, and `k` is `min(m, n)`.
//!
//! Source: <https://numpy.org/doc/stable/reference/routines.linalg.html>

mod bidiagonal;
mod cholesky;
mod columns;
mod dense;
mod dqds;
mod eigen;
mod field;
mod fused;
mod general;
mod hermitian;
mod householder;
mod least_squares;
mod lu;
mod norm;
mod plain_qr;
mod qr;
mod quotient;
mod reflector;
mod scaling;
mod small_least_squares;
mod small_lu;
mod small_svd;
mod solve;
mod stack;
mod svd;
mod triangular;

pub use cholesky::cholesky;
pub use eigen::{eig, eigh, eigvals, eigvalsh};
pub use least_squares::{LeastSquares, lstsq};
pub use qr::{QrMode, qr, qr_reflections};
pub use solve::{det, inv, slogdet, solve};
pub use svd::{Svd, svd, svdvals};

pub(crate) use fused::{column_product, dense_row_product};

use crate::error::{Error, ErrorKind};

/// A `LinAlgError`.
fn error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::LinAlg, message)
}

/// A triangle of a symmetric or Hermitian matrix: the one that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triangle {
    /// On and below the diagonal: `UPLO='L'`.
    Lower,
    /// On and above the diagonal: `UPLO='U'`.
    Upper,
}
