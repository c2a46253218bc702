//! Cholesky factors of positive definite matrices.

use super::field::{Field, as_precise_as, with_field};
use super::stack::{Stack, push_rows};
use super::{Triangle, error};
use crate::array::Array;
use crate::error::Result;
use faer::{MatRef, Side};

/// Rows of the largest matrices that are factored number by number, in the order and with the roundings that OpenBLAS has on
/// processors that fuse multiplication and addition. Up to four rows this gives NumPy's digits, beyond them mostly.
const SMALL: usize = 8;

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
            let indefinite = || error("Matrix is not positive definite");
            let from = elements.len();
            match (stack.rows > SMALL).then(|| matrix.llt(Side::Lower)) {
                Some(Ok(factor)) => push_rows(&mut elements, factor.L()),
                // Of NaN and infinity NumPy makes a factor, too.
                _ => elements.extend(factor_by_columns(matrix).ok_or_else(indefinite)?),
            }
            if triangle == Triangle::Upper {
                transpose_square(&mut elements[from..], stack.rows);
            }
        }
        as_precise_as(a.dtype(), &stack.collect(&[stack.rows, stack.columns], &elements)?)
    })
}

/// The lower factor, row by row; None if it has no real diagonal. LAPACK's `potf2`.
fn factor_by_columns<T: Field>(matrix: MatRef<'_, T>) -> Option<Vec<T>> {
    let n = matrix.nrows();
    let mut factor = vec![T::default(); n * n];
    for column in 0..n {
        let (above, below) = factor.split_at_mut((column + 1) * n);
        let before = &mut above[column * n..][..=column];
        let square = matrix[(column, column)].parts().0 - sum_of_squares(&before[..column]);
        if square <= 0.0 {
            return None;
        }
        let root = square.sqrt();
        before[column] = T::new(root, 0.0);
        let before = &before[..column];
        for (row, elements) in (column + 1..n).zip(below.chunks_exact_mut(n)) {
            let inner = elements.iter().zip(before).fold(T::default(), |sum, (element, other)| {
                sum.fused_multiply_add(*element, other.conjugate())
            });
            // As complex factors, which decides on the sign of zeros.
            elements[column] = (matrix[(row, column)] - inner) * T::new(1.0 / root, 0.0);
        }
    }
    Some(factor)
}

/// The sum of squared moduli, four at a time in two sums: OpenBLAS's `ddot` of vectors with a stride.
fn sum_of_squares<T: Field>(vector: &[T]) -> f64 {
    let square = |sum: f64, element: T| {
        let (real, imaginary) = element.parts();
        imaginary.mul_add(imaginary, real.mul_add(real, sum))
    };
    let (fours, rest) = vector.as_chunks::<4>();
    let [mut first, mut second] = [0.0; 2];
    for [a, b, c, d] in fours {
        first += square(square(0.0, *a), *c);
        second += square(square(0.0, *b), *d);
    }
    rest.iter().fold(first, |sum, element| square(sum, *element)) + second
}

fn transpose_square<T>(elements: &mut [T], n: usize) {
    for row in 0..n {
        (0..row).for_each(|column| elements.swap(row * n + column, column * n + row));
    }
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

    /// Digits of NumPy 2.4 with the kernels of OpenBLAS that fuse.
    #[test]
    fn small_factors_have_numpys_digits() {
        let a = [1.0, 0.2, 0.1, 0.2, 2.0, 0.3, 0.1, 0.3, 3.0];
        let a = Array::from_slice(&[3, 3], &a).unwrap();
        let expected = [1.0, 0.0, 0.0, 0.2, 1.4, 0.0, 0.1, 0.19999999999999998, 1.7175564037317668];
        assert_eq!(cholesky(&a, Triangle::Lower).unwrap().to_vec::<f64>(), expected);
    }

    #[test]
    fn of_what_is_no_number_comes_no_number() {
        for n in [2, SMALL + 3] {
            let mut elements = vec![0.0; n * n];
            (0..n).for_each(|at| elements[at * n + at] = 1.0 + at as f64);
            elements[n * n - 1] = f64::NAN;
            let factor = cholesky(&Array::from_slice(&[n, n], &elements).unwrap(), Triangle::Lower).unwrap();
            let factor = factor.to_vec::<f64>();
            assert_eq!(factor[0], 1.0);
            assert!(factor[n * n - 1].is_nan());
        }
    }

    #[test]
    fn an_indefinite_matrix_is_refused() {
        let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 2.0, 1.0]).unwrap();
        assert_eq!(cholesky(&a, Triangle::Lower).unwrap_err().message, "Matrix is not positive definite");
    }
}
