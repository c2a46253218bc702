//! Cholesky factors of positive definite matrices.

use super::field::{Field, as_precise_as, with_field};
use super::fused;
use super::stack::{Stack, push_rows};
use super::{Triangle, error};
use crate::array::Array;
use crate::error::Result;
use faer::{MatRef, Side};

/// Rows of the largest matrices that are factored number by number, in the order and with the roundings that OpenBLAS has on
/// processors with AVX2. It takes larger ones part by part.
const SMALL: usize = 32;

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
        let in_fours = (n - column - 1) / 4 * 4;
        for (at, elements) in below.chunks_exact_mut(n).enumerate() {
            let element = matrix[(column + 1 + at, column)];
            let rest = less_inner(element, &elements[..column], before, at < in_fours);
            // As complex factors, which decides on the sign of zeros.
            elements[column] = rest * T::new(1.0 / root, 0.0);
        }
    }
    Some(factor)
}

/// A number less the inner product of two vectors, rounded as OpenBLAS rounds it that of real ones: `dgemv`, with a vector that
/// has a stride, of four rows at once or of one.
fn less_inner<T: Field>(number: T, x: &[T], y: &[T], in_four: bool) -> T {
    if T::DTYPE.is_complex() {
        return number - x.iter().zip(y).fold(T::default(), |sum, (x, y)| sum + *x * y.conjugate());
    }
    let (number, pairs) = (number.parts().0, real_pairs(x, y));
    let less = if in_four {
        fused::less_in_fours(number, &pairs)
    } else {
        number - pairs.iter().fold(0.0, |sum, [x, y]| sum + x * y)
    };
    T::new(less, 0.0)
}

/// The sum of squared moduli: OpenBLAS's `ddot` of vectors with a stride.
fn sum_of_squares<T: Field>(vector: &[T]) -> f64 {
    if T::DTYPE.is_complex() {
        return vector.iter().map(|element| element.parts()).map(|(re, im)| re * re + im * im).sum();
    }
    fused::strided_inner(&real_pairs(vector, vector))
}

fn real_pairs<T: Field>(x: &[T], y: &[T]) -> Vec<[f64; 2]> {
    x.iter().zip(y).map(|(x, y)| [x.parts().0, y.parts().0]).collect()
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

    // Digits of NumPy 2.4 with the kernels for AVX2.
    #[test]
    fn factors_of_some_rows_have_numpys_digits() {
        let element = |i: usize, j: usize| {
            1.0 / (1 + i.abs_diff(j)) as f64 + f64::from(u8::from(i == j)) + 0.01 * i as f64 * j as f64
        };
        let a: Vec<f64> = (0..81).map(|at| element(at / 9, at % 9)).collect();
        let factor = cholesky(&Array::from_slice(&[9, 9], &a).unwrap(), Triangle::Lower).unwrap();
        let last = [
            0.07856742013183861,
            0.12908105332923575,
            0.1772784431244446,
            0.2221605177299322,
            0.26414214521512375,
            0.30587164233909814,
            0.35613842933603523,
            0.44486499470215246,
            1.431193320730374,
        ];
        assert_eq!(factor.to_vec::<f64>()[72..], last);
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
