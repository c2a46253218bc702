//! Linear equations, inverses and determinants, by LU with partial pivoting.

use super::error;
use super::field::{Field, field_of, with_field};
use super::stack::{Stack, push_rows};
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{self, Order, Shape};
use crate::promote::promote_types;
use faer::linalg::solvers::{PartialPivLu, Solve};
use faer::{Mat, MatRef};

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
    let x = with_field!(promote_types(field_of(a.dtype()), field_of(b.dtype())), T => {
        solve_stacks::<T>(&Stack::square(&stretch(a)?)?, &Stack::of(&stretch(&b)?)?)
    })?;
    if is_vector { x.reshape_to(&x.shape()[..x.rank() - 1], Order::C) } else { Ok(x) }
}

fn solve_stacks<T: Field>(a: &Stack<T>, b: &Stack<T>) -> Result<Array> {
    let mut elements = Vec::new();
    for (a, b) in a.matrices().zip(b.matrices()) {
        push_rows(&mut elements, factor(a)?.solve(b).as_ref());
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
        let mut elements = Vec::new();
        for matrix in stack.matrices() {
            let identity = Mat::<T>::identity(stack.rows, stack.rows);
            push_rows(&mut elements, factor(matrix)?.solve(identity).as_ref());
        }
        stack.collect(&[stack.rows, stack.columns], &elements)
    })
}

/// An LU factorisation, unless a pivot is exactly zero.
fn factor<T: Field>(matrix: MatRef<'_, T>) -> Result<PartialPivLu<T>> {
    let lu = matrix.partial_piv_lu();
    let upper = lu.U();
    if (0..upper.nrows()).any(|i| upper[(i, i)].modulus() == 0.0) {
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
        let (signs, logarithms): (Vec<T>, Vec<<T as Field>::Part>) = signs_and_logarithms(&stack)
            .into_iter()
            .map(|((re, im), logarithm)| (<T as Field>::new(re, im), <<T as Field>::Part as crate::element::Element>::from_f64(logarithm)))
            .unzip();
        Ok((stack.collect(&[], &signs)?, Array::from_slice(&stack.batch, &logarithms)?))
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
        stack.collect(&[], &determinants)
    })
}

fn signs_and_logarithms<T: Field>(stack: &Stack<T>) -> Vec<((f64, f64), f64)> {
    if stack.rows == 0 {
        return vec![((1.0, 0.0), 0.0); stack.len()];
    }
    stack.matrices().map(sign_and_logarithm).collect()
}

fn sign_and_logarithm<T: Field>(matrix: MatRef<'_, T>) -> ((f64, f64), f64) {
    let lu = matrix.partial_piv_lu();
    let (upper, order) = (lu.U(), lu.P().arrays().0);
    let mut sign = if is_odd(order) { (-1.0, 0.0) } else { (1.0, 0.0) };
    let mut logarithm = 0.0;
    for i in 0..upper.nrows() {
        let (re, im) = upper[(i, i)].parts();
        let modulus = re.hypot(im);
        if modulus == 0.0 {
            return ((0.0, 0.0), f64::NEG_INFINITY);
        }
        let (re, im) = (re / modulus, im / modulus);
        sign = (sign.0 * re - sign.1 * im, sign.0 * im + sign.1 * re);
        logarithm += modulus.ln();
    }
    (sign, logarithm)
}

/// Whether a permutation is made of an odd number of swaps.
fn is_odd(order: &[usize]) -> bool {
    let mut seen = vec![false; order.len()];
    let mut odd = false;
    for start in 0..order.len() {
        let mut at = start;
        let mut length = 0;
        while !std::mem::replace(&mut seen[at], true) {
            at = order[at];
            length += 1;
        }
        odd ^= length > 0 && length % 2 == 0;
    }
    odd
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

    #[test]
    fn odd_and_even_permutations() {
        assert!(!is_odd(&[0, 1, 2]));
        assert!(is_odd(&[1, 0, 2]));
        assert!(!is_odd(&[1, 2, 0]));
    }
}
