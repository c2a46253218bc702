//! Truncated singular value decomposition: principal components.

use super::Recorder;
use super::calculate::{divide, matmul, mean, square, subtract, sum, transposed};
use super::step::step;
use crate::array::Array;
use crate::error::{Error, Result};
use crate::linalg::svd;
use crate::manipulate::split_at;

/// What [`truncated_svd`] keeps of its data.
#[derive(Clone, Debug)]
pub struct Components {
    /// The rows in the space of the components: (n, k).
    pub reduced: Array,
    /// Of all variance, the share that each component carries, falling: (k,).
    pub explained: Array,
    /// The directions, of length 1: (k, d).
    pub components: Array,
}

fn first(array: &Array, count: usize, axis: usize) -> Array {
    split_at(array, &[count as i64], axis).swap_remove(0)
}

/// The k strongest directions of rows (n, d), after centring.
///
/// # Errors
/// `ValueError` for more components than the smaller side has; `LinAlgError`; `MemoryError`.
///
/// Source: K. Pearson, "On lines and planes of closest fit to systems of points in space" (1901).
///
/// ```
/// use ndgym_core::{Array, ml::decomposition::truncated_svd};
/// let rows = Array::from_slice(&[3, 2], &[0.0, 5.0, 1.0, 5.0, 2.0, 5.0]).unwrap();
/// let found = truncated_svd(&rows, 1, &mut ()).unwrap();
/// assert!((found.explained.to_vec::<f64>()[0] - 1.0).abs() < 1e-12);
/// ```
pub fn truncated_svd(rows: &Array, k: usize, recorder: &mut impl Recorder) -> Result<Components> {
    let [n, d] = *rows.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 2, got {})", rows.rank())));
    };
    if k > n.min(d) {
        return Err(Error::value(format!("k={k} is more than min(n, d)={}", n.min(d))));
    }
    let centered = subtract(rows, mean(rows, &[0], true)?)?;
    step!(
        recorder, "Centre the columns", r"C = X - \bar{x}", "centered = X - X.mean(axis=0)",
        ["X" ["n", "d"] rows] => ["centered" ["n", "d"] &centered],
        "Without it the first direction points at the mean, and the variance it explains is not variance."
    );
    let factors = svd(&centered, false)?;
    step!(
        recorder, "Factor", r"C = U \Sigma V^\top", "U, s, Vt = np.linalg.svd(centered, full_matrices=False)",
        ["centered" ["n", "d"] &centered]
            => ["U" ["n", "r"] &factors.u, "s" ["r"] &factors.s, "Vt" ["r", "d"] &factors.vh],
        "The thin form: the full one would make a matrix of n times n for nothing."
    );
    let components = first(&factors.vh, k, 0);
    let reduced = matmul(&centered, &transposed(&components)?)?;
    let variances = square(&factors.s)?;
    let explained = divide(first(&variances, k, 0), sum(&variances, &[0], false)?)?;
    step!(
        recorder, "Keep k directions", r"Z = C V_k, \quad \rho_i = \frac{\sigma_i^2}{\sum_j \sigma_j^2}",
        "reduced, explained = centered @ Vt[:k].T, s[:k]**2 / (s**2).sum()",
        ["centered" ["n", "d"] &centered, "s" ["r"] &factors.s]
            => ["reduced" ["n", "k"] &reduced, "explained" ["k"] &explained],
        "Squares of singular values are variances times n - 1, which cancels in the share. A direction's sign is free."
    );
    Ok(Components { reduced, explained, components })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_components_together_lose_nothing() {
        let values: Vec<f64> = (0..20).map(|i| ((i * i) as f64).sin()).collect();
        let rows = Array::from_slice(&[5, 4], &values).unwrap();
        let found = truncated_svd(&rows, 4, &mut ()).unwrap();
        let back = matmul(&found.reduced, &found.components).unwrap();
        let centered = subtract(&rows, mean(&rows, &[0], true).unwrap()).unwrap();
        for (found, expected) in back.to_vec::<f64>().iter().zip(centered.to_vec::<f64>()) {
            assert!((found - expected).abs() < 1e-13);
        }
        assert!((found.explained.to_vec::<f64>().iter().sum::<f64>() - 1.0).abs() < 1e-13);
        assert!(truncated_svd(&rows, 5, &mut ()).is_err());
    }
}
