//! Least squares by singular values.

use super::dense::Dense;
use super::error;
use super::field::{Field, as_precise_as, field_of, with_field};
use super::small_least_squares::{self, Solution};
use super::small_svd;
use super::stack::{Stack, push_rows};
use crate::array::Array;
use crate::error::Result;
use crate::layout::Order;
use crate::promote::promote_types;
use faer::{Mat, MatRef};

/// What `np.linalg.lstsq` returns.
#[derive(Debug)]
pub struct LeastSquares {
    /// The solution of smallest norm: `(n,)` or `(n, p)`.
    pub x: Array,
    /// Sums of squared residuals, `(p,)` or `(1,)`; empty if `a` has not full column rank or `m <= n`.
    pub residuals: Array,
    /// Number of singular values above the cut-off.
    pub rank: usize,
    /// Singular values of `a`.
    pub s: Array,
}

/// `x` that makes the norm of `b - a @ x` least: `a (m, n)`, `b (m,)` or `(m, p)`. Singular values below `rcond` times the largest
/// count as zero; `None` means machine precision times `max(m, n)`.
///
/// # Errors
/// `LinAlgError` if `a` is not two-dimensional, rows do not match, or the SVD does not converge.
pub fn lstsq(a: &Array, b: &Array, rcond: Option<f64>) -> Result<LeastSquares> {
    let is_vector = b.rank() == 1;
    let b = if is_vector { b.reshape(&[-1, 1], Order::C)? } else { b.clone() };
    for array in [a, &b] {
        if array.rank() != 2 {
            return Err(error(format!(
                "{}-dimensional array given. Array must be two-dimensional",
                array.rank()
            )));
        }
    }
    if a.shape()[0] != b.shape()[0] {
        return Err(error("Incompatible dimensions"));
    }
    let dtype = promote_types(field_of(a.dtype()), field_of(b.dtype()));
    let LeastSquares { x, residuals, rank, s } = with_field!(dtype, T => {
        solve::<T>(&Stack::of(a)?, &Stack::of(&b)?, rcond, is_vector)?
    });
    let precise = |found: Array| as_precise_as(dtype, &found);
    Ok(LeastSquares { x: precise(x)?, residuals: precise(residuals)?, rank, s: precise(s)? })
}

fn solve<T: Field>(a: &Stack<T>, b: &Stack<T>, rcond: Option<f64>, is_vector: bool) -> Result<LeastSquares> {
    let (m, n, p) = (a.rows, a.columns, b.columns);
    let cut_off = rcond.unwrap_or(f64::EPSILON * m.max(n) as f64);
    let cut_off = if cut_off < 0.0 { f64::EPSILON } else { cut_off };
    let (mut x, mut values, mut rank) = (Mat::<T>::zeros(n, p), Vec::new(), 0);
    let zero = Mat::<T>::zeros(m, p);
    let b = b.matrices().next().unwrap_or(zero.as_ref());
    let mut found_residuals = None;
    let small = a.matrices().next().and_then(|matrix| small_solution(matrix, b, cut_off));
    if let Some(solution) = small {
        let element = |row, column| T::new(solution.x.get(row, column).re, 0.0);
        x = Mat::from_fn(n, p, element);
        (values, rank, found_residuals) = (solution.values, solution.rank, Some(solution.residuals));
    } else if let Some(matrix) = a.matrices().next() {
        let factors = matrix.thin_svd().map_err(|_| error("SVD did not converge in Linear Least Squares"))?;
        values = factors.S().column_vector().iter().map(|value| value.parts().0).collect();
        if values.iter().any(|value| value.is_nan()) {
            return Err(error("SVD did not converge in Linear Least Squares"));
        }
        let least = cut_off * values.first().copied().unwrap_or(0.0);
        rank = values.iter().filter(|value| **value > least).count();
        x = minimum_norm(factors.U(), &values[..rank], factors.V(), b);
    }
    let determined = rank == n && m > n;
    let residuals = match found_residuals {
        Some(residuals) if determined => residuals,
        _ => residuals(a.matrices().next(), x.as_ref(), b, determined),
    };
    let mut solution = Vec::new();
    push_rows(&mut solution, x.as_ref());
    let shape = [n, p];
    Ok(LeastSquares {
        x: Array::from_slice(if is_vector { &shape[..1] } else { &shape }, &solution)?,
        residuals: Array::from_slice(&[residuals.len()], &residuals)?,
        rank,
        s: Array::from_slice(&[values.len()], &values)?,
    })
}

/// What LAPACK's steps find, for problems that are small and real.
fn small_solution<T: Field>(a: MatRef<'_, T>, b: MatRef<'_, T>, cut_off: f64) -> Option<Solution> {
    if T::DTYPE.is_complex() || a.nrows().min(a.ncols()) > small_svd::LARGEST {
        return None;
    }
    let dense = |matrix: MatRef<'_, T>| {
        Dense::from_fn(matrix.nrows(), matrix.ncols(), |row, column| matrix[(row, column)].parts().0.into())
    };
    let (a, b) = (dense(a), dense(b));
    small_least_squares::takes(&a, &b).then(|| small_least_squares::solve(a, b, cut_off)).flatten()
}

/// `V diag(1/s) Uᴴ b` over the singular values given.
fn minimum_norm<T: Field>(u: MatRef<'_, T>, s: &[f64], v: MatRef<'_, T>, b: MatRef<'_, T>) -> Mat<T> {
    let rank = s.len();
    let projected = u.subcols(0, rank).adjoint() * b;
    let scaled = Mat::from_fn(rank, b.ncols(), |row, column| {
        let (re, im) = projected[(row, column)].parts();
        T::new(re / s[row], im / s[row])
    });
    v.subcols(0, rank) * scaled
}

fn residuals<T: Field>(
    a: Option<MatRef<'_, T>>,
    x: MatRef<'_, T>,
    b: MatRef<'_, T>,
    determined: bool,
) -> Vec<f64> {
    if !determined {
        return Vec::new();
    }
    let difference = a.map_or_else(|| b.to_owned(), |a| b - a * x);
    let column_sum = |column: usize| {
        (0..difference.nrows()).map(|row| difference[(row, column)].modulus().powi(2)).sum::<f64>()
    };
    (0..difference.ncols()).map(column_sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The line through (0, -1), (1, 0.2), (2, 0.9), (3, 2.1): slope 1, offset -0.95, residual 0.05.
    #[test]
    fn a_line_is_fitted() {
        let a = Array::from_slice(&[4, 2], &[0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0, 1.0]).unwrap();
        let b = Array::from_slice(&[4], &[-1.0, 0.2, 0.9, 2.1]).unwrap();
        let fit = lstsq(&a, &b, None).unwrap();
        let x = fit.x.to_vec::<f64>();
        assert!((x[0] - 1.0).abs() < 1e-14 && (x[1] + 0.95).abs() < 1e-14);
        assert!((fit.residuals.to_vec::<f64>()[0] - 0.05).abs() < 1e-14);
        assert_eq!(fit.rank, 2);
    }

    #[test]
    fn of_many_solutions_the_shortest_is_given() {
        let a = Array::from_slice(&[1, 2], &[1.0, 1.0]).unwrap();
        let b = Array::from_slice(&[1], &[2.0]).unwrap();
        let fit = lstsq(&a, &b, None).unwrap();
        assert!(fit.x.to_vec::<f64>().iter().all(|x| (x - 1.0).abs() < 1e-14));
        assert_eq!((fit.rank, fit.residuals.size()), (1, 0));
    }
}
