//! QR factorisation.

use super::field::{Field, with_field};
use super::stack::{Stack, identities, push_rows};
use crate::array::Array;
use crate::error::Result;
use faer::Mat;

/// Which factors, and how large: NumPy's `mode=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrMode {
    /// `q (…, m, k)`, `r (…, k, n)`
    Reduced,
    /// `q (…, m, m)`, `r (…, m, n)`
    Complete,
    /// `r (…, k, n)` alone
    R,
}

/// `a = q @ r` with orthonormal columns in `q` and an upper triangular `r`; `q` is None in mode [`QrMode::R`]. Signs are those
/// of LAPACK's Householder reflections: each diagonal element of `r` has the opposite sign of the element it was made from.
///
/// # Errors
/// `LinAlgError` if `a` has fewer than two axes.
pub fn qr(a: &Array, mode: QrMode) -> Result<(Option<Array>, Array)> {
    with_field!(a.dtype(), T => factor_stack::<T>(&Stack::of(a)?, mode))
}

fn factor_stack<T: Field>(stack: &Stack<T>, mode: QrMode) -> Result<(Option<Array>, Array)> {
    let (m, n) = (stack.rows, stack.columns);
    let inner = if mode == QrMode::Complete { m } else { m.min(n) };
    stack.check_room::<T>(&[m, inner])?;
    let (mut q, mut r) = (Vec::new(), Vec::new());
    if m * n == 0 && mode == QrMode::Complete {
        q = identities(stack.len(), m);
    }
    for matrix in stack.matrices() {
        let factors = matrix.qr();
        let upper = if inner == m { factors.R() } else { factors.thin_R() };
        // Householder leaves what it eliminated below the diagonal; the factor has zeros there.
        let upper = Mat::from_fn(
            inner,
            n,
            |row, column| if row > column { T::default() } else { upper[(row, column)] },
        );
        push_rows(&mut r, upper.as_ref());
        match mode {
            QrMode::Reduced => push_rows(&mut q, factors.compute_thin_Q().as_ref()),
            QrMode::Complete => push_rows(&mut q, factors.compute_Q().as_ref()),
            QrMode::R => {}
        }
    }
    let q = if mode == QrMode::R { None } else { Some(stack.collect(&[m, inner], &q)?) };
    Ok((q, stack.collect(&[inner, n], &r)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: NumPy 2.4 with LAPACK.
    #[test]
    fn signs_are_lapacks() {
        let a = Array::from_slice(&[3, 2], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        let (q, r) = qr(&a, QrMode::Reduced).unwrap();
        let expected = [-5.916_079_783_099_616, -7.437_357_441_610_946, 0.0, 0.828_078_671_210_824_8];
        for (got, expected) in r.to_vec::<f64>().iter().zip(expected) {
            assert!((got - expected).abs() < 1e-14, "{got} {expected}");
        }
        assert!((q.unwrap().to_vec::<f64>()[0] + 0.169_030_850_945_703_3).abs() < 1e-15);
    }

    #[test]
    fn wide_tall_and_empty_shapes() {
        for (m, n) in [(2, 5), (5, 2), (3, 3), (0, 3), (3, 0)] {
            let elements: Vec<f64> = (0..m * n).map(|i| ((i * 7 + 3) % 11) as f64 - 5.0).collect();
            let a = Array::from_slice(&[m, n], &elements).unwrap();
            let (q, r) = qr(&a, QrMode::Complete).unwrap();
            assert_eq!((q.unwrap().shape(), r.shape()), (&[m, m][..], &[m, n][..]));
            let (q, r) = qr(&a, QrMode::Reduced).unwrap();
            assert_eq!((q.unwrap().shape(), r.shape()), (&[m, m.min(n)][..], &[m.min(n), n][..]));
        }
    }
}
