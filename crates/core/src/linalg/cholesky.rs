//! Cholesky factors of positive definite matrices.

use super::field::{as_precise_as, with_field};
use super::stack::{Stack, push_rows};
use super::{Triangle, error};
use crate::array::Array;
use crate::error::Result;
use faer::Side;

/// The triangular factor of a Hermitian positive definite matrix, reading one triangle of it: lower `l` with `a = l @ lᴴ`, or
/// upper `u` with `a = uᴴ @ u`. `(…, n, n)` gives `(…, n, n)`.
///
/// # Errors
/// `LinAlgError: Matrix is not positive definite`, `LinAlgError: Last 2 dimensions of the array must be square`.
pub fn cholesky(a: &Array, triangle: Triangle) -> Result<Array> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let mut elements = Vec::new();
        for matrix in stack.matrices() {
            // The upper factor is the transpose of the transposed matrix's lower one; nothing need be conjugated.
            let matrix = if triangle == Triangle::Lower { matrix } else { matrix.transpose() };
            let factor = matrix.llt(Side::Lower).map_err(|_| error("Matrix is not positive definite"))?;
            match triangle {
                Triangle::Lower => push_rows(&mut elements, factor.L()),
                Triangle::Upper => push_rows(&mut elements, factor.L().transpose().to_owned().as_ref()),
            }
        }
        as_precise_as(a.dtype(), &stack.collect(&[stack.rows, stack.columns], &elements)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_gives_the_matrix_back_and_reads_one_triangle() {
        let a = Array::from_slice(&[2, 2], &[4.0, 99.0, 2.0, 5.0]).unwrap();
        assert_eq!(cholesky(&a, Triangle::Lower).unwrap().to_vec::<f64>(), [2.0, 0.0, 1.0, 2.0]);
        let a = Array::from_slice(&[2, 2], &[4.0, 2.0, 99.0, 5.0]).unwrap();
        assert_eq!(cholesky(&a, Triangle::Upper).unwrap().to_vec::<f64>(), [2.0, 1.0, 0.0, 2.0]);
    }

    #[test]
    fn an_indefinite_matrix_is_refused() {
        let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 2.0, 1.0]).unwrap();
        assert_eq!(cholesky(&a, Triangle::Lower).unwrap_err().message, "Matrix is not positive definite");
    }
}
