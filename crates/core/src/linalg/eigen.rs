//! Eigenvalues and eigenvectors.

use super::field::{Field, as_precise_as, field_of, with_field};
use super::stack::{Stack, push_rows};
use super::{Triangle, error, general, hermitian};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::Shape;
use faer::linalg::solvers::EvdError;
use faer::{Mat, MatRef, Side};
use num_complex::Complex64;

/// Eigenvalues and right eigenvectors of square matrices: `(…, n, n)` gives values `(…, n)` and vectors `(…, n, n)`, one in each
/// column, of length 1. They are complex unless every eigenvalue of a real stack is real. Order, signs and phases are LAPACK's up
/// to 75 rows.
///
/// # Errors
/// `LinAlgError: Array must not contain infs or NaNs`, `LinAlgError: Eigenvalues did not converge`, `LinAlgError: Last 2
/// dimensions of the array must be square`.
pub fn eig(a: &Array) -> Result<(Array, Array)> {
    let (values, vectors, shape) = general(a, true)?;
    let dtype = result_type(a.dtype(), &values);
    let vectors = Array::from_slice(a.shape(), &vectors)?.as_dtype(dtype)?;
    Ok((Array::from_slice(&shape, &values)?.as_dtype(dtype)?, vectors))
}

/// Eigenvalues of square matrices: `(…, n, n)` gives `(…, n)`.
///
/// # Errors
/// As [`eig`].
pub fn eigvals(a: &Array) -> Result<Array> {
    let (values, _, shape) = general(a, false)?;
    Array::from_slice(&shape, &values)?.as_dtype(result_type(a.dtype(), &values))
}

fn general(a: &Array, vectors_too: bool) -> Result<(Vec<Complex64>, Vec<Complex64>, Shape)> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?.finite()?;
        let (mut values, mut vectors) = (Vec::new(), Vec::new());
        for matrix in stack.matrices() {
            let (of_matrix, vectors_of_matrix) = general_of_matrix(matrix, vectors_too)?;
            values.extend(of_matrix);
            vectors.extend(vectors_of_matrix);
        }
        Ok((values, vectors, a.shape()[..a.rank() - 1].into()))
    })
}

fn general_of_matrix<T: Field>(
    matrix: MatRef<'_, T>,
    vectors_too: bool,
) -> Result<(Vec<Complex64>, Vec<Complex64>)> {
    let n = matrix.nrows();
    if n > general::LARGEST {
        return large(matrix, vectors_too).map_err(no_convergence);
    }
    let element = |row, column| complex(matrix[(row, column)]);
    let real = |row, column| element(row, column).re;
    let without_vectors = |values| (values, Vec::new());
    let found = match (T::DTYPE.is_complex(), vectors_too) {
        (false, false) => general::eigenvalues(n, real).map(without_vectors),
        (false, true) => general::eigen(n, real),
        (true, false) => general::complex_eigenvalues(n, element).map(without_vectors),
        (true, true) => general::complex_eigen(n, element),
    };
    found.ok_or_else(not_converged)
}

/// Where LAPACK's steps are not followed.
fn large<T: Field>(
    matrix: MatRef<'_, T>,
    vectors_too: bool,
) -> std::result::Result<(Vec<Complex64>, Vec<Complex64>), EvdError> {
    let n = matrix.nrows();
    let real = !T::DTYPE.is_complex();
    let (values, vectors) = if real {
        let matrix = Mat::from_fn(n, n, |row, column| matrix[(row, column)].parts().0);
        if !vectors_too {
            return Ok((matrix.eigenvalues()?, Vec::new()));
        }
        let pairs = matrix.eigen()?;
        (pairs.S().column_vector().to_owned(), pairs.U().to_owned())
    } else {
        let matrix = Mat::from_fn(n, n, |row, column| {
            let (re, im) = matrix[(row, column)].parts();
            Complex64::new(re, im)
        });
        if !vectors_too {
            return Ok((matrix.eigenvalues()?, Vec::new()));
        }
        let pairs = matrix.eigen()?;
        (pairs.S().column_vector().to_owned(), pairs.U().to_owned())
    };
    let mut normalised = Vec::with_capacity(n * n);
    let factors: Vec<Complex64> = (0..n).map(|column| normaliser(vectors.as_ref(), column)).collect();
    // Of a real matrix, the second of two conjugate eigenvalues has the conjugate of the first one's vector.
    let is_second = |column: usize| {
        real && column > 0 && values[column].im < 0.0 && values[column - 1] == values[column].conj()
    };
    for row in 0..n {
        let element = |column: usize| vectors[(row, column)] * factors[column];
        normalised.extend((0..n).map(|column| match is_second(column) {
            true => element(column - 1).conj(),
            false => element(column),
        }));
    }
    Ok((values.iter().copied().collect(), normalised))
}

/// The factor that gives a column the length 1 and, if it is complex, makes its largest element real, as LAPACK does.
fn normaliser(vectors: MatRef<'_, Complex64>, column: usize) -> Complex64 {
    let elements = || (0..vectors.nrows()).map(|row| vectors[(row, column)]);
    let length = elements().map(|x| x.norm_sqr()).sum::<f64>().sqrt();
    let largest =
        elements().fold(Complex64::default(), |best, x| if x.norm() > best.norm() { x } else { best });
    let phase = if elements().all(|x| x.im == 0.0) {
        Complex64::new(1.0, 0.0)
    } else {
        largest.conj() / largest.norm()
    };
    if length == 0.0 { phase } else { phase / length }
}

fn result_type(input: DType, values: &[Complex64]) -> DType {
    let field = field_of(input);
    if values.iter().all(|value| value.im == 0.0) { field } else { field.to_complex() }
}

/// Eigenvalues in rising order and eigenvectors of symmetric or Hermitian matrices, of which one triangle is read: `(…, n, n)`
/// gives real values `(…, n)` and vectors `(…, n, n)`, one in each column. Signs and phases are LAPACK's up to 25 rows, beyond
/// that they are not determined.
///
/// # Errors
/// `LinAlgError: Eigenvalues did not converge`, `LinAlgError: Last 2 dimensions of the array must be square`.
pub fn eigh(a: &Array, triangle: Triangle) -> Result<(Array, Array)> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let (mut values, mut vectors) = (Vec::new(), Vec::new());
        for matrix in stack.matrices() {
            if matrix.nrows() <= hermitian::LARGEST {
                let element = |row, column| complex(matrix[(row, column)]);
                let (of_matrix, vectors_of_matrix) =
                    hermitian::eigen(matrix.nrows(), triangle, element).ok_or_else(not_converged)?;
                values.extend(of_matrix);
                vectors.extend(vectors_of_matrix.iter().map(|element| <T as Field>::new(element.re, element.im)));
                continue;
            }
            let pairs = matrix.self_adjoint_eigen(side(triangle)).map_err(no_convergence)?;
            values.extend(pairs.S().column_vector().iter().map(|value| value.parts().0));
            push_rows(&mut vectors, pairs.U());
        }
        let values = Array::from_slice(&a.shape()[..a.rank() - 1], &values)?;
        let vectors = stack.collect(&[stack.rows, stack.columns], &vectors)?;
        Ok((as_precise_as(a.dtype(), &values)?, as_precise_as(a.dtype(), &vectors)?))
    })
}

/// Eigenvalues of symmetric or Hermitian matrices in rising order: `(…, n, n)` gives `(…, n)`.
///
/// # Errors
/// As [`eigh`].
pub fn eigvalsh(a: &Array, triangle: Triangle) -> Result<Array> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let mut values = Vec::new();
        for matrix in stack.matrices() {
            let of_matrix = matrix.self_adjoint_eigenvalues(side(triangle)).map_err(no_convergence)?;
            values.extend(of_matrix);
        }
        as_precise_as(a.dtype(), &Array::from_slice(&a.shape()[..a.rank() - 1], &values)?)
    })
}

fn side(triangle: Triangle) -> Side {
    if triangle == Triangle::Lower { Side::Lower } else { Side::Upper }
}

fn complex<T: Field>(element: T) -> Complex64 {
    let (re, im) = element.parts();
    Complex64::new(re, im)
}

fn no_convergence(_: EvdError) -> Error {
    not_converged()
}

fn not_converged() -> Error {
    error("Eigenvalues did not converge")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotation_has_complex_eigenvalues_and_a_triangle_real_ones() {
        let rotation = Array::from_slice(&[2, 2], &[0.0, -1.0, 1.0, 0.0]).unwrap();
        let (values, vectors) = eig(&rotation).unwrap();
        assert_eq!(values.dtype(), DType::Complex128);
        let (values, vectors) = (values.to_vec::<Complex64>(), vectors.to_vec::<Complex64>());
        for column in 0..2 {
            let (x, y) = (vectors[column], vectors[2 + column]);
            assert!((-y - values[column] * x).norm() < 1e-14 && (x - values[column] * y).norm() < 1e-14);
            assert!((x.norm_sqr() + y.norm_sqr() - 1.0).abs() < 1e-14);
        }
        let triangle = Array::from_slice(&[2, 2], &[2_i64, 1, 0, 3]).unwrap();
        let values = eigvals(&triangle).unwrap();
        assert_eq!(values.dtype(), DType::Float64);
        let mut values = values.to_vec::<f64>();
        values.sort_by(f64::total_cmp);
        assert!((values[0] - 2.0).abs() < 1e-14 && (values[1] - 3.0).abs() < 1e-14);
    }

    #[test]
    fn one_triangle_of_a_symmetric_matrix_is_read_and_values_rise() {
        let a = Array::from_slice(&[2, 2], &[2.0_f32, 77.0, 1.0, 2.0]).unwrap();
        let (values, vectors) = eigh(&a, Triangle::Lower).unwrap();
        assert_eq!((values.dtype(), vectors.dtype()), (DType::Float32, DType::Float32));
        let values = values.to_vec::<f64>();
        assert!((values[0] - 1.0).abs() < 1e-6 && (values[1] - 3.0).abs() < 1e-6);
        assert_eq!(eigvalsh(&a, Triangle::Upper).unwrap().to_vec::<f32>()[1].round(), 79.0);
    }

    #[test]
    fn nan_is_refused_and_nothing_is_answered_with_nothing() {
        let a = Array::from_slice(&[1, 1], &[f64::NAN]).unwrap();
        assert_eq!(eig(&a).unwrap_err().message, "Array must not contain infs or NaNs");
        let empty = Array::zeros(&[2, 0, 0], DType::Float64).unwrap();
        assert_eq!(eig(&empty).unwrap().0.shape(), [2, 0]);
        assert_eq!(eigh(&empty, Triangle::Lower).unwrap().1.shape(), [2, 0, 0]);
    }
}
