//! Similarities and distances between rows.

use super::Recorder;
use super::calculate::{
    absolute, add, choose, constant, divide, greater, matmul, maximum, minimum, multiply, number, sqrt,
    square, subtract, sum, transposed,
};
use super::step::step;
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::Order;
use crate::manipulate::{JoinOptions, concatenate, expand_dims, split_at};

/// Cosines between the rows of two sets, (m, d) and (n, d): (m, n), in [-1, 1]; rows of zeros are like nothing, 0.
///
/// # Errors
/// `ValueError` as `matmul` words it for rows of different length; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::distance::cosine_similarity};
/// let a = Array::from_slice(&[2, 2], &[3.0, 0.0, 0.0, 0.0]).unwrap();
/// assert_eq!(cosine_similarity(&a, &a, &mut ()).unwrap().to_vec::<f64>(), [1.0, 0.0, 0.0, 0.0]);
/// ```
pub fn cosine_similarity(a: &Array, b: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let unit = |rows: &Array| -> Result<Array> {
        let length = sqrt(&sum(&square(rows)?, &[-1], true)?)?;
        let is_zero = greater(&length, number(0.0))?;
        divide(rows, choose(&is_zero, &length, &constant(1.0, length.dtype())?)?)
    };
    let (unit_a, unit_b) = (unit(a)?, unit(b)?);
    step!(
        recorder, "Rows of length 1", r"\hat{a}_i = \frac{a_i}{\lVert a_i \rVert}",
        "def unit(rows):\n    lengths = np.linalg.norm(rows, axis=1, keepdims=True)\n    return rows / np.where(lengths > 0, lengths, 1)\n\nunit_a, unit_b = unit(a), unit(b)",
        ["a" ["m", "d"] a, "b" ["n", "d"] b] => ["unit_a" ["m", "d"] &unit_a, "unit_b" ["n", "d"] &unit_b],
        "A row of zeros has no direction: dividing it by 1 leaves similarity 0, not NaN."
    );
    let product = matmul(&unit_a, &transposed(&unit_b)?)?;
    let similarity = minimum(maximum(&product, number(-1.0))?, number(1.0))?;
    step!(
        recorder, "One matrix product", r"S = \hat{A} \hat{B}^\top", "similarity = np.clip(unit_a @ unit_b.T, -1, 1)",
        ["unit_a" ["m", "d"] &unit_a, "unit_b" ["n", "d"] &unit_b] => ["similarity" ["m", "n"] &similarity],
        "Rounding can give 1.0000000000000002; an arccos after it would be NaN, so it is clipped."
    );
    Ok(similarity)
}

/// Euclidean distances between the rows of two sets, (n, d) and (m, d): (n, m), by one matrix product.
///
/// # Errors
/// As [`cosine_similarity`].
///
/// ```
/// use ndgym_core::{Array, ml::distance::euclidean};
/// let a = Array::from_slice(&[1, 2], &[0.0, 0.0]).unwrap();
/// let b = Array::from_slice(&[2, 2], &[3.0, 4.0, 0.0, 1.0]).unwrap();
/// assert_eq!(euclidean(&a, &b, &mut ()).unwrap().to_vec::<f64>(), [5.0, 1.0]);
/// ```
pub fn euclidean(a: &Array, b: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let squares_a = sum(&square(a)?, &[-1], true)?;
    let squares_b = sum(&square(b)?, &[-1], false)?;
    step!(
        recorder, "Squares of the lengths", r"\lVert a \rVert^2, \quad \lVert b \rVert^2",
        "squares_a, squares_b = (a**2).sum(axis=1, keepdims=True), (b**2).sum(axis=1)",
        ["a" ["n", "d"] a, "b" ["m", "d"] b] => ["squares_a" ["n", "1"] &squares_a, "squares_b" ["m"] &squares_b],
        "A column and a row: together they will broadcast to the whole table."
    );
    let crossed = multiply(matmul(a, &transposed(b)?)?, number(2.0))?;
    let squared = subtract(add(&squares_a, &squares_b)?, &crossed)?;
    step!(
        recorder, "Expand the square", r"\lVert a - b \rVert^2 = \lVert a \rVert^2 + \lVert b \rVert^2 - 2\, a \cdot b",
        "squared = squares_a + squares_b - 2 * a @ b.T",
        ["squares_a" ["n", "1"] &squares_a, "squares_b" ["m"] &squares_b] => ["squared" ["n", "m"] &squared],
        "n times m numbers instead of n times m times d: no three-dimensional block of differences."
    );
    let distances = sqrt(&maximum(&squared, number(0.0))?)?;
    step!(
        recorder, "Clamp and take the root", r"D = \sqrt{\max(0, \cdot)}", "distances = np.sqrt(np.maximum(squared, 0))",
        ["squared" ["n", "m"] &squared] => ["distances" ["n", "m"] &distances],
        "Two nearly equal rows leave a tiny negative number by cancellation; its root would be NaN."
    );
    Ok(distances)
}

/// Manhattan distances between the rows of two sets: (n, d) and (m, d) give (n, m).
///
/// # Errors
/// `ValueError` as broadcasting words it; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::distance::manhattan};
/// let a = Array::from_slice(&[1, 2], &[0.0, 0.0]).unwrap();
/// let b = Array::from_slice(&[2, 2], &[3.0, -4.0, 0.0, 1.0]).unwrap();
/// assert_eq!(manhattan(&a, &b, &mut ()).unwrap().to_vec::<f64>(), [7.0, 1.0]);
/// ```
pub fn manhattan(a: &Array, b: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let differences = subtract(expand_dims(a, &[1])?, b)?;
    step!(
        recorder, "All differences", r"\delta_{ijk} = a_{ik} - b_{jk}", "differences = a[:, None, :] - b",
        ["a" ["n", "d"] a, "b" ["m", "d"] b] => ["differences" ["n", "m", "d"] &differences],
        "Absolute values have no product form: the block is needed, in pieces where it grows large."
    );
    let distances = sum(&absolute(&differences)?, &[-1], false)?;
    step!(
        recorder, "Sum of absolute values", r"D_{ij} = \sum_k |\delta_{ijk}|", "distances = np.abs(differences).sum(axis=-1)",
        ["differences" ["n", "m", "d"] &differences] => ["distances" ["n", "m"] &distances],
        "The last axis is the features' and is summed away."
    );
    Ok(distances)
}

/// [`euclidean`] or [`manhattan`] for `rows` rows of the first set at a time, so that what lies between stays small: (n, d) and
/// (m, d) give (n, m).
///
/// # Errors
/// `ValueError` for no rows at a time; those of `distance`.
///
/// ```
/// use ndgym_core::{Array, ml::distance::{chunked, manhattan}};
/// let a = Array::from_slice(&[3, 1], &[0.0, 1.0, 5.0]).unwrap();
/// let distances = chunked(&a, &a, 2, |a, b| manhattan(a, b, &mut ()), &mut ()).unwrap();
/// assert_eq!(distances.to_vec::<f64>(), [0.0, 1.0, 5.0, 1.0, 0.0, 4.0, 5.0, 4.0, 0.0]);
/// ```
pub fn chunked(
    a: &Array,
    b: &Array,
    rows: usize,
    distance: impl Fn(&Array, &Array) -> Result<Array>,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    if rows == 0 {
        return Err(Error::value("range() arg 3 must not be zero"));
    }
    let cuts: Vec<i64> =
        (rows..a.shape().first().copied().unwrap_or(0)).step_by(rows).map(|at| at as i64).collect();
    let pieces = if cuts.is_empty() { vec![a.clone()] } else { split_at(a, &cuts, 0) };
    let mut parts = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let part = distance(piece, b)?;
        step!(
            recorder, "Some rows against all", r"D_{s:s+r} = d(A_{s:s+r}, B)", "distances[start:start + rows] = distance(a[start:start + rows], b)",
            ["a[start:start + rows]" ["r", "d"] piece, "b" ["m", "d"] b] => ["distances[start:start + rows]" ["r", "m"] &part],
            "What lies between is r times m (times d, for Manhattan) instead of n times m: r is chosen by the memory there is. A loop over chunks is no loop over elements."
        );
        parts.push(part);
    }
    match parts.as_slice() {
        [whole] => whole.copy(Order::C),
        parts => concatenate(parts, Some(0), &JoinOptions::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_at_no_distance_and_of_cosine_one() {
        let a = Array::from_slice(&[2, 3], &[1e8 + 0.1, 2.0, -3.0, 1e8 + 0.1, 2.0, -3.0]).unwrap();
        assert!(euclidean(&a, &a, &mut ()).unwrap().to_vec::<f64>().iter().all(|distance| *distance >= 0.0));
        assert!(
            cosine_similarity(&a, &a, &mut ()).unwrap().to_vec::<f64>().iter().all(|cosine| *cosine <= 1.0)
        );
    }

    #[test]
    fn pieces_make_the_whole() {
        let values: Vec<f64> = (0..35).map(|i| f64::from(i * i % 17)).collect();
        let a = Array::from_slice(&[7, 5], &values).unwrap();
        let whole = euclidean(&a, &a, &mut ()).unwrap().to_vec::<f64>();
        for rows in [1, 2, 3, 7, 100] {
            let pieces = chunked(&a, &a, rows, |a, b| euclidean(a, b, &mut ()), &mut ()).unwrap();
            assert_eq!((pieces.shape(), pieces.to_vec::<f64>()), (&[7, 7][..], whole.clone()));
        }
        assert!(chunked(&a, &a, 0, |a, b| euclidean(a, b, &mut ()), &mut ()).is_err());
    }

    #[test]
    fn rows_of_other_length_are_refused_as_numpy_refuses_them() {
        let (a, b) = (
            Array::from_slice(&[1, 2], &[1.0, 2.0]).unwrap(),
            Array::from_slice(&[1, 3], &[1.0, 2.0, 3.0]).unwrap(),
        );
        assert!(cosine_similarity(&a, &b, &mut ()).unwrap_err().message.contains("matmul"));
        assert!(manhattan(&a, &b, &mut ()).unwrap_err().message.contains("broadcast"));
    }
}
