//! QR factorisation.

use super::field::{Field, as_precise_as, with_field};
use super::householder::Reflections;
use super::plain_qr;
use super::stack::{Stack, identities, push_rows};
use crate::array::Array;
use crate::error::Result;
use faer::MatRef;

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
    let (q, r) = with_field!(a.dtype(), T => factor_stack::<T>(&Stack::of(a)?, mode)?);
    let q = q.map(|q| as_precise_as(a.dtype(), &q)).transpose()?;
    Ok((q, as_precise_as(a.dtype(), &r)?))
}

/// What `q` and `r` are made from, as LAPACK leaves it: `h (…, n, m)`, whose transpose holds `r` on and above its diagonal and
/// the Householder vectors below, and their factors `tau (…, k)`.
///
/// # Errors
/// `LinAlgError` if `a` has fewer than two axes.
pub fn qr_reflections(a: &Array) -> Result<(Array, Array)> {
    let (h, tau) = with_field!(a.dtype(), T => reflect_stack::<T>(&Stack::of(a)?)?);
    Ok((as_precise_as(a.dtype(), &h)?, as_precise_as(a.dtype(), &tau)?))
}

fn reflect_stack<T: Field>(stack: &Stack<T>) -> Result<(Array, Array)> {
    let (m, n) = (stack.rows, stack.columns);
    let (mut h, mut tau) = (Vec::new(), Vec::new());
    for matrix in stack.matrices() {
        match Factors::of(matrix) {
            Factors::Plain(factors) => {
                h.extend(factors.packed());
                tau.extend(factors.factors());
            }
            Factors::Blocked(reflections) => {
                h.extend(reflections.packed());
                tau.extend(reflections.factors());
            }
        }
    }
    Ok((stack.collect(&[n, m], &h)?, stack.collect(&[m.min(n)], &tau)?))
}

/// One reflection after the other, or many at a time.
enum Factors<T> {
    Plain(plain_qr::Factors<T>),
    Blocked(Reflections<T>),
}

impl<T: Field> Factors<T> {
    fn of(matrix: MatRef<'_, T>) -> Self {
        let (m, n) = (matrix.nrows(), matrix.ncols());
        let columns = (0..n).flat_map(|column| (0..m).map(move |row| matrix[(row, column)])).collect();
        if m.min(n) <= plain_qr::LARGEST {
            Factors::Plain(plain_qr::Factors::of(m, n, columns))
        } else {
            Factors::Blocked(Reflections::of(m, n, columns))
        }
    }

    /// The columns of `r`.
    fn r(&self) -> &[T] {
        match self {
            Factors::Plain(factors) => &factors.r.elements,
            Factors::Blocked(reflections) => &reflections.r,
        }
    }

    /// The first `count` columns of `q`.
    fn q(&self, count: usize) -> Vec<T> {
        match self {
            Factors::Plain(factors) => factors.q(count),
            Factors::Blocked(reflections) => reflections.q(count),
        }
    }
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
        let factors = Factors::of(matrix);
        push_rows(&mut r, MatRef::from_column_major_slice(factors.r(), m, n).subrows(0, inner));
        if mode != QrMode::R {
            push_rows(&mut q, MatRef::from_column_major_slice(&factors.q(inner), m, inner));
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

    // As NumPy 2.4.6 prints them.
    #[test]
    fn zeros_have_lapacks_signs() {
        let bits = |elements: &[f64]| elements.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        for (a, expected) in [
            ([1.0, 0.0, 0.0, 1.0], [1.0, 0.0, -0.0, 1.0]),
            ([0.0, 0.0, 0.0, 0.0], [1.0, 0.0, -0.0, 1.0]),
            ([0.0, 1.0, 1.0, 0.0], [0.0, -1.0, -1.0, 0.0]),
        ] {
            let (q, _) = qr(&Array::from_slice(&[2, 2], &a).unwrap(), QrMode::Reduced).unwrap();
            assert_eq!(bits(&q.unwrap().to_vec::<f64>()), bits(&expected));
        }
    }

    // h = r and the vectors v of the reflections 1 - tau v vᴴ, which, one after the other, make q.
    #[test]
    fn reflections_make_the_factors() {
        for (m, n) in [(3, 2), (2, 3), (40, 20), (20, 40)] {
            let elements: Vec<f64> = (0..m * n).map(|i| (i as f64 * 12.9898 + 1.0).sin()).collect();
            let a = Array::from_slice(&[m, n], &elements).unwrap();
            let (q, _) = qr(&a, QrMode::Complete).unwrap();
            let (h, tau) = qr_reflections(&a).unwrap();
            let (h, tau) = (h.to_vec::<f64>(), tau.to_vec::<f64>());
            // The first column of q is that of the product, so the reflections go over the first unit vector, last first.
            let mut first = vec![0.0; m];
            first[0] = 1.0;
            for (k, tau) in tau.iter().enumerate().rev() {
                let v = |i: usize| if i == k { 1.0 } else { h[k * m + i] };
                let inner: f64 = (k..m).map(|i| v(i) * first[i]).sum();
                (k..m).for_each(|i| first[i] -= tau * inner * v(i));
            }
            let q = q.unwrap().to_vec::<f64>();
            assert!((0..m).all(|i| (q[i * m] - first[i]).abs() < 1e-13), "{m} {n}");
        }
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

    #[test]
    fn factors_of_every_size_multiply_back_and_q_is_unitary() {
        use crate::products::matmul;
        use num_complex::Complex64 as C;
        for (m, n) in [(1, 1), (17, 17), (40, 16), (16, 40), (70, 33), (33, 70)] {
            let part = |i: usize| ((i as f64 * 12.9898 + 1.0).sin() * 43_758.545_3).fract();
            let elements: Vec<C> = (0..m * n).map(|i| C::new(part(i), part(i + 7777))).collect();
            let a = Array::from_slice(&[m, n], &elements).unwrap();
            let near = |found: &Array, expected: &dyn Fn(usize) -> C| {
                found.to_vec::<C>().iter().enumerate().all(|(i, x)| (x - expected(i)).norm() < 1e-13)
            };
            for mode in [QrMode::Reduced, QrMode::Complete] {
                let (q, r) = qr(&a, mode).unwrap();
                let (q, columns) = (q.unwrap(), r.shape()[0]);
                assert!(near(&matmul(&q, &r).unwrap(), &|i| elements[i]), "{m} {n}");
                let conjugate = crate::ufunc::CONJUGATE.call(&[(&q).into()], &Default::default()).unwrap();
                let gram = matmul(&conjugate[0].permute(&[1, 0]), &q).unwrap();
                let one = |i| C::from(f64::from(u8::from(i / columns == i % columns)));
                assert!(near(&gram, &one), "{m} {n}");
                let r = r.to_vec::<C>();
                assert!((0..r.len()).all(|i| i / n <= i % n || r[i] == C::default()));
            }
        }
    }

    #[test]
    fn the_largest_and_smallest_numbers_do_not_overflow() {
        for scale in [1e200, 1e-200] {
            let a = Array::from_slice(&[3, 1], &[2.0 * scale, 3.0 * scale, 6.0 * scale]).unwrap();
            let r = qr(&a, QrMode::Reduced).unwrap().1.to_vec::<f64>()[0];
            assert!((r / scale + 7.0).abs() < 1e-14, "{r}");
        }
    }
}
