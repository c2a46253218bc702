//! Linear equations, inverses and determinants, by LU with partial pivoting.

use super::error;
use super::field::{Field, as_precise_as, field_of, with_field};
use super::lu::Lu;
use super::stack::{Stack, identities};
use crate::array::Array;
use crate::error::{Error, Result};
use crate::float_status;
use crate::layout::{self, Order, Shape};
use crate::promote::promote_types;

/// `x` with `a @ x = b`: `(…, n, n)` and `(n,)` give `(…, n)`; `(…, n, n)` and `(…, n, p)` give `(…, n, p)`; leading axes
/// broadcast.
///
/// # Errors
/// `LinAlgError: Singular matrix`, `LinAlgError: Last 2 dimensions of the array must be square`, `ValueError` if rows do
/// not match or leading axes do not broadcast.
///
/// ```
/// use ndgym_core::{Array, linalg::solve};
/// let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 3.0, 5.0]).unwrap();
/// let b = Array::from_slice(&[2], &[1.0, 2.0]).unwrap();
/// let x = solve(&a, &b).unwrap().to_vec::<f64>();
/// assert!((x[0] + 1.0).abs() < 1e-14 && (x[1] - 1.0).abs() < 1e-14);
/// ```
pub fn solve(a: &Array, b: &Array) -> Result<Array> {
    Stack::<f64>::square_shape(a)?;
    let is_vector = b.rank() == 1;
    if b.rank() == 0 {
        return Err(Error::value(
            "solve: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature (m,m),(m,n)->(m,n) \
             requires 2)",
        ));
    }
    let b = if is_vector { b.reshape(&[-1, 1], Order::C)? } else { b.clone() };
    let (n, m) = (a.shape()[a.rank() - 1], b.shape()[b.rank() - 2]);
    if n != m {
        let signature = if is_vector { "(m,m),(m)->(m)" } else { "(m,m),(m,n)->(m,n)" };
        let function = if is_vector { "solve1" } else { "solve" };
        return Err(Error::value(format!(
            "{function}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {m} \
             is different from {n})"
        )));
    }
    let batch = layout::broadcast_shapes(&[&a.shape()[..a.rank() - 2], &b.shape()[..b.rank() - 2]])?;
    let stretch = |array: &Array| {
        let core = &array.shape()[array.rank() - 2..];
        array.broadcast_to(&batch.iter().chain(core).copied().collect::<Shape>())
    };
    let dtype = promote_types(field_of(a.dtype()), field_of(b.dtype()));
    let x = with_field!(dtype, T => {
        solve_stacks::<T>(&Stack::square(&stretch(a)?)?, &Stack::of(&stretch(&b)?)?)?
    });
    let x = as_precise_as(dtype, &x)?;
    if is_vector { x.reshape_to(&x.shape()[..x.rank() - 1], Order::C) } else { Ok(x) }
}

fn solve_stacks<T: Field>(a: &Stack<T>, b: &Stack<T>) -> Result<Array> {
    let mut elements = Vec::new();
    for (a_elements, b_elements) in a.slices().zip(b.slices()) {
        let start = elements.len();
        elements.extend_from_slice(b_elements);
        factor(a.rows, a_elements)?.solve(b.columns, &mut elements[start..]);
    }
    b.collect(&[b.rows, b.columns], &elements)
}

/// The inverse: `(…, n, n)` gives `(…, n, n)`.
///
/// # Errors
/// `LinAlgError: Singular matrix`, `LinAlgError: Last 2 dimensions of the array must be square`.
pub fn inv(a: &Array) -> Result<Array> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let n = stack.rows;
        let mut elements = identities::<T>(stack.len(), n);
        for (matrix, inverse) in stack.slices().zip(elements.chunks_exact_mut((n * n).max(1))) {
            factor(n, matrix)?.solve(n, inverse);
        }
        as_precise_as(a.dtype(), &stack.collect(&[stack.rows, stack.columns], &elements)?)
    })
}

/// An LU factorisation, unless a pivot is exactly zero.
fn factor<T: Field>(n: usize, matrix: &[T]) -> Result<Lu<T>> {
    let lu = Lu::of(n, matrix.to_vec());
    if lu.pivots().any(|pivot| pivot.modulus() == 0.0) {
        return Err(error("Singular matrix"));
    }
    Ok(lu)
}

/// Sign and natural logarithm of the absolute value of the determinant: `(…, n, n)` gives two arrays of shape `(…)`, the
/// second real. A singular matrix has sign 0 and logarithm -inf.
///
/// # Errors
/// `LinAlgError: Last 2 dimensions of the array must be square`.
pub fn slogdet(a: &Array) -> Result<(Array, Array)> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let (signs, logarithms): (Vec<T>, Vec<f64>) = signs_and_logarithms(&stack)
            .into_iter()
            .map(|((re, im), logarithm)| (<T as Field>::new(re, im), logarithm))
            .unzip();
        let (signs, logarithms) = (stack.collect(&[], &signs)?, stack.collect(&[], &logarithms)?);
        Ok((as_precise_as(a.dtype(), &signs)?, as_precise_as(a.dtype(), &logarithms)?))
    })
}

/// The determinant: `(…, n, n)` gives `(…)`. Computed as NumPy does, from sign and logarithm.
///
/// # Errors
/// `LinAlgError: Last 2 dimensions of the array must be square`.
pub fn det(a: &Array) -> Result<Array> {
    with_field!(a.dtype(), T => {
        let stack = Stack::<T>::square(a)?;
        let determinants: Vec<T> = signs_and_logarithms(&stack)
            .into_iter()
            .map(|((re, im), logarithm)| <T as Field>::new(re * logarithm.exp(), im * logarithm.exp()))
            .collect();
        as_precise_as(a.dtype(), &stack.collect(&[], &determinants)?)
    })
}

fn signs_and_logarithms<T: Field>(stack: &Stack<T>) -> Vec<((f64, f64), f64)> {
    if stack.rows == 0 {
        return vec![((1.0, 0.0), 0.0); stack.len()];
    }
    stack.slices().map(|matrix| sign_and_logarithm(stack.rows, matrix)).collect()
}

fn sign_and_logarithm<T: Field>(n: usize, matrix: &[T]) -> ((f64, f64), f64) {
    let lu = Lu::of(n, matrix.to_vec());
    let mut sign = if lu.is_odd() { (-1.0, 0.0) } else { (1.0, 0.0) };
    let mut logarithm = 0.0;
    for pivot in lu.pivots() {
        let (re, im) = pivot.parts();
        let modulus = re.hypot(im);
        if modulus == 0.0 {
            return ((0.0, 0.0), f64::NEG_INFINITY);
        }
        if T::DTYPE.is_complex() {
            let (re, im) = (re / modulus, im / modulus);
            sign = (sign.0 * re - sign.1 * im, sign.0 * im + sign.1 * re);
        } else if re < 0.0 {
            sign.0 = -sign.0;
        } else if re.is_nan() {
            // NaN is not below 0, but the processor takes note of the question.
            float_status::raise(float_status::INVALID);
        }
        logarithm += modulus.ln();
    }
    (sign, logarithm)
}

impl<T: Field> Stack<T> {
    /// The check of [`Stack::square`] without reading elements.
    fn square_shape(array: &Array) -> Result<()> {
        match array.shape() {
            [.., rows, columns] if rows == columns => Ok(()),
            [.., _, _] => Err(error("Last 2 dimensions of the array must be square")),
            shape => Err(error(format!(
                "{}-dimensional array given. Array must be at least two-dimensional",
                shape.len()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: NumPy 2.4.
    #[test]
    fn determinants_and_their_logarithms() {
        let a = Array::from_slice(&[2, 2, 2], &[1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 1.0, 0.0]).unwrap();
        let expected = [-2.000_000_000_000_000_4, -1.0];
        assert_eq!(det(&a).unwrap().to_vec::<f64>(), expected);
        let (sign, logarithm) = slogdet(&a).unwrap();
        assert_eq!(sign.to_vec::<f64>(), [-1.0, -1.0]);
        assert_eq!(logarithm.to_vec::<f64>()[0], 0.693_147_180_559_945_5);
        let singular = Array::from_slice(&[2, 2], &[1_i64, 2, 2, 4]).unwrap();
        assert_eq!(det(&singular).unwrap().to_vec::<f64>(), [0.0]);
        assert_eq!(inv(&singular).unwrap_err().message, "Singular matrix");
    }

    #[test]
    fn complex_systems_are_solved() {
        use num_complex::Complex64 as C;
        let a = [C::new(1.0, 1.0), C::new(2.0, 0.0), C::new(0.0, -1.0), C::new(3.0, 2.0)];
        let x = [C::new(0.5, -2.0), C::new(-1.0, 4.0)];
        let b = [a[0] * x[0] + a[1] * x[1], a[2] * x[0] + a[3] * x[1]];
        let solved =
            solve(&Array::from_slice(&[2, 2], &a).unwrap(), &Array::from_slice(&[2], &b).unwrap()).unwrap();
        for (got, expected) in solved.to_vec::<C>().iter().zip(x) {
            assert!((got - expected).norm() < 1e-14);
        }
    }

    #[test]
    fn empty_systems_are_answered() {
        let empty = Array::zeros(&[3, 0, 0], crate::DType::Float64).unwrap();
        assert_eq!(inv(&empty).unwrap().shape(), [3, 0, 0]);
        assert_eq!(det(&empty).unwrap().to_vec::<f64>(), [1.0, 1.0, 1.0]);
        let b = Array::zeros(&[0, 4], crate::DType::Float64).unwrap();
        assert_eq!(solve(&empty, &b).unwrap().shape(), [3, 0, 4]);
    }

    /// Numbers between -1 and 1 that look random.
    fn scattered(count: usize) -> Vec<f64> {
        (0..count).map(|i| (i as f64 * 12.9898 + 1.0).sin() * 43_758.545_3).map(|x| 2.0 * x.fract()).collect()
    }

    #[test]
    fn solutions_of_every_size_satisfy_the_equations() {
        for n in [1, 2, 7, 8, 9, 17, 40, 65, 130] {
            for p in [1, 3, 40] {
                let (elements, right) = (scattered(n * n), scattered(n * p));
                let a = Array::from_slice(&[n, n], &elements).unwrap();
                let b = Array::from_slice(&[n, p], &right).unwrap();
                let residual = |x: &Array| {
                    let product = crate::products::matmul(&a, x).unwrap().to_vec::<f64>();
                    product.iter().zip(&right).fold(0.0_f64, |most, (x, b)| most.max((x - b).abs()))
                };
                let x = solve(&a, &b).unwrap();
                assert!(residual(&x) < 1e-10, "{n} {p}: {}", residual(&x));
                let by_inverse = crate::products::matmul(&inv(&a).unwrap(), &b).unwrap();
                assert!(residual(&by_inverse) < 1e-10, "{n} {p}");
            }
        }
    }

    #[test]
    fn swapped_rows_change_the_sign_of_the_determinant() {
        for (order, expected) in [([0, 1, 2], 1.0), ([1, 0, 2], -1.0), ([1, 2, 0], 1.0)] {
            let rows: Vec<f64> =
                order.iter().flat_map(|one| (0..3).map(move |i| f64::from(u8::from(i == *one)))).collect();
            let a = Array::from_slice(&[3, 3], &rows).unwrap();
            assert_eq!(det(&a).unwrap().to_vec::<f64>(), [expected]);
        }
    }
}
