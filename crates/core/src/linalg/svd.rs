//! Singular value decomposition.

use super::dense::Dense;
use super::error;
use super::field::{Field, as_precise_as, with_field};
use super::small_svd;
use super::stack::{Stack, identities, push_rows};
use crate::array::Array;
use crate::element::Element;
use crate::error::Result;
use faer::MatRef;
use num_complex::Complex64;

/// `a = u @ diag(s) @ vh`.
#[derive(Debug)]
pub struct Svd {
    /// Left singular vectors in columns: `(…, m, m)`, or `(…, m, k)`.
    pub u: Array,
    /// Singular values, the largest first: `(…, k)`, real.
    pub s: Array,
    /// Right singular vectors in rows, conjugated: `(…, n, n)`, or `(…, k, n)`.
    pub vh: Array,
}

/// The decomposition with square factors (`full_matrices`) or with just the `k` vectors that carry singular values. Up to
/// k = 25 the vectors' signs and phases are LAPACK's.
///
/// # Errors
/// `LinAlgError: SVD did not converge` (NaN or inf in the input), or fewer than two axes.
///
/// ```
/// use ndgym_core::{Array, linalg::svd};
/// let a = Array::from_slice(&[2, 2], &[3.0, 0.0, 0.0, -2.0]).unwrap();
/// assert_eq!(svd(&a, true).unwrap().s.to_vec::<f64>(), [3.0, 2.0]);
/// ```
pub fn svd(a: &Array, full_matrices: bool) -> Result<Svd> {
    let Svd { u, s, vh } = with_field!(a.dtype(), T => decompose::<T>(&Stack::of(a)?, full_matrices)?);
    let precise = |factor: Array| as_precise_as(a.dtype(), &factor);
    Ok(Svd { u: precise(u)?, s: precise(s)?, vh: precise(vh)? })
}

fn decompose<T: Field>(stack: &Stack<T>, full_matrices: bool) -> Result<Svd> {
    let (m, n) = (stack.rows, stack.columns);
    let k = m.min(n);
    let (left, right) = if full_matrices { (m, n) } else { (k, k) };
    stack.check_room::<T>(&[m, left])?;
    stack.check_room::<T>(&[right, n])?;
    let (mut u, mut s, mut vh) = (Vec::new(), Vec::new(), Vec::new());
    if k == 0 && full_matrices {
        (u, vh) = (identities(stack.len(), m), identities(stack.len(), n));
    }
    for matrix in stack.matrices() {
        if k <= small_svd::LARGEST {
            let factors = small_svd::factors(finite(matrix)?, T::DTYPE.is_complex(), full_matrices)
                .ok_or_else(|| no_convergence(()))?;
            let narrow = |element: &Complex64| <T as Field>::new(element.re, element.im);
            s.extend(factors.values);
            u.extend(factors.u.elements.iter().map(narrow));
            vh.extend(factors.vt.elements.iter().map(narrow));
            continue;
        }
        let factors = if full_matrices { matrix.svd() } else { matrix.thin_svd() }.map_err(no_convergence)?;
        let values: Vec<f64> = factors.S().column_vector().iter().map(|value| value.parts().0).collect();
        if values.iter().any(|value| value.is_nan()) {
            return Err(no_convergence(()));
        }
        s.extend(values);
        push_rows(&mut u, factors.U());
        push_rows(&mut vh, factors.V().adjoint().to_owned().as_ref());
    }
    let mut with_k = stack.batch.clone();
    with_k.push(k);
    Ok(Svd {
        u: stack.collect(&[m, left], &u)?,
        s: Array::from_slice(&with_k, &s)?,
        vh: stack.collect(&[right, n], &vh)?,
    })
}

/// The matrix, if all its elements are finite.
fn finite<T: Field>(matrix: MatRef<'_, T>) -> Result<Dense> {
    let dense = Dense::from_fn(matrix.nrows(), matrix.ncols(), |row, column| {
        let (re, im) = matrix[(row, column)].parts();
        Complex64::new(re, im)
    });
    let is_finite = dense.elements.iter().all(|element| element.is_finite());
    if is_finite { Ok(dense) } else { Err(no_convergence(())) }
}

fn no_convergence<E>(_: E) -> crate::error::Error {
    error("SVD did not converge")
}

/// The singular values alone, the largest first: `(…, m, n)` gives `(…, k)`.
///
/// # Errors
/// As [`svd`].
pub fn svdvals(a: &Array) -> Result<Array> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::of(a)?;
        let mut s = Vec::new();
        for matrix in stack.matrices() {
            if stack.rows.min(stack.columns) <= small_svd::LARGEST {
                let values = small_svd::values(finite(matrix)?, T::DTYPE.is_complex());
                s.extend(values.ok_or_else(|| no_convergence(()))?);
                continue;
            }
            let values = matrix.singular_values().map_err(no_convergence)?;
            if values.iter().any(|value| value.is_nan()) {
                return Err(no_convergence(()));
            }
            s.extend(values);
        }
        let mut shape = stack.batch.clone();
        shape.push(stack.rows.min(stack.columns));
        as_precise_as(a.dtype(), &Array::from_slice(&shape, &s)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_multiply_back_for_every_shape_and_type() {
        for (m, n) in [(4, 3), (3, 4), (5, 5), (1, 6), (0, 2)] {
            let elements: Vec<f64> = (0..m * n).map(|i| ((i * i * 7 + 3 * i) % 13) as f64 - 6.0).collect();
            let a = Array::from_slice(&[m, n], &elements).unwrap();
            for full_matrices in [false, true] {
                let Svd { u, s, vh } = svd(&a, full_matrices).unwrap();
                let (left, right) = (u.shape()[1], vh.shape()[0]);
                assert_eq!((left, right), if full_matrices { (m, n) } else { (m.min(n), m.min(n)) });
                let (u, s, vh) = (u.to_vec::<f64>(), s.to_vec::<f64>(), vh.to_vec::<f64>());
                assert!(s.windows(2).all(|pair| pair[0] >= pair[1]));
                for row in 0..m {
                    for column in 0..n {
                        let sum: f64 =
                            (0..s.len()).map(|i| u[row * left + i] * s[i] * vh[i * n + column]).sum();
                        assert!((sum - elements[row * n + column]).abs() < 1e-13);
                    }
                }
            }
        }
    }

    // NumPy 2.4.6: np.linalg.norm([[1, 2], [3, 4]], 'nuc') and np.linalg.cond([[2, 1], [1, 2]]).
    #[test]
    fn values_alone_are_rounded_as_lapacks() {
        let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!(svdvals(&a).unwrap().to_vec::<f64>().iter().sum::<f64>(), 5.830_951_894_845_3);
        let a = Array::from_slice(&[2, 2], &[2.0, 1.0, 1.0, 2.0]).unwrap();
        let values = svdvals(&a).unwrap().to_vec::<f64>();
        assert_eq!(values[0] / values[1], 2.999_999_999_999_999);
    }

    #[test]
    fn nan_does_not_converge() {
        let a = Array::from_slice(&[2, 2], &[1.0, f64::NAN, 0.0, 1.0]).unwrap();
        assert_eq!(svd(&a, true).unwrap_err().message, "SVD did not converge");
        assert_eq!(svdvals(&a).unwrap_err().message, "SVD did not converge");
    }

    #[cfg(target_pointer_width = "64")] // sizes of more than 32 bits
    #[test]
    fn factors_far_larger_than_the_matrix_are_refused() {
        let empty = Array::zeros(&[0, 1 << 40], crate::DType::Float64).unwrap();
        assert!(svd(&empty, true).unwrap_err().message.starts_with("array is too big"));
        assert_eq!(svd(&empty, false).unwrap().vh.shape(), [0, 1 << 40]);
        let tall = Array::zeros(&[], crate::DType::Float64).unwrap().broadcast_to(&[1 << 58, 1]).unwrap();
        assert_eq!(svd(&tall, false).map(|_| ()).unwrap_err().kind, crate::ErrorKind::Memory);
    }
}
