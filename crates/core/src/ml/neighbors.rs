//! Classification by the nearest neighbours.

use super::Recorder;
use super::distance::euclidean;
use super::order;
use super::step::step;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::{Mode, take};

/// The label that most of the k nearest rows have, for each query: rows (n, d), integer labels (n,), queries (m, d), giving
/// (m,). Of labels with as many votes the smallest wins, as `np.bincount(votes).argmax()` has it.
///
/// # Errors
/// `ValueError` for k of 0 or beyond n, for labels that do not belong to the rows; `MemoryError`.
///
/// Source: T. Cover and P. Hart, "Nearest neighbor pattern classification" (1967).
///
/// ```
/// use ndgym_core::{Array, ml::neighbors::predict};
/// let rows = Array::from_slice(&[3, 1], &[0.0, 1.0, 9.0]).unwrap();
/// let labels = Array::from_slice(&[3], &[7_i64, 7, 2]).unwrap();
/// let queries = Array::from_slice(&[2, 1], &[0.4, 8.0]).unwrap();
/// assert_eq!(predict(&rows, &labels, &queries, 1, &mut ()).unwrap().to_vec::<i64>(), [7, 2]);
/// ```
pub fn predict(
    rows: &Array,
    labels: &Array,
    queries: &Array,
    k: usize,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    if labels.rank() != 1 || rows.rank() != 2 || labels.size() != rows.shape()[0] {
        return Err(Error::value("one label for each row is needed"));
    }
    if k == 0 || k > labels.size() {
        return Err(Error::value(format!("kth(={}) out of bounds ({})", k as i64 - 1, labels.size())));
    }
    let distances = euclidean(queries, rows, recorder)?;
    let nearest = nearest(&distances, k)?;
    step!(
        recorder, "The k nearest, in no order", r"N_i = \operatorname{argpartition}_k(D_i)",
        "nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]",
        ["distances" ["m", "n"] &distances] => ["nearest" ["m", "k"] &nearest],
        "Selecting k takes time in proportion to n; sorting all n would take n log n."
    );
    let votes = take(labels, &nearest, Some(0), Mode::Raise)?;
    let winners: Vec<i64> = votes.to_vec::<i64>().chunks(k).map(winner).collect();
    let winners = Array::from_slice(&[votes.shape()[0]], &winners)?.as_dtype(integer_type(labels))?;
    step!(
        recorder, "Majority vote", r"\hat{y}_i = \operatorname{mode}(y_{N_i})",
        "predicted = np.array([np.bincount(row).argmax() for row in labels[nearest]])",
        ["labels" ["n"] labels, "nearest" ["m", "k"] &nearest] => ["predicted" ["m"] &winners],
        "Say what a tie does: here the smallest label wins; an odd k avoids ties of two classes."
    );
    Ok(winners)
}

/// Positions of the k smallest of each row (m, n), in no order: (m, k), int64.
fn nearest(distances: &Array, k: usize) -> Result<Array> {
    let count = distances.shape()[1];
    let mut found = Vec::with_capacity(distances.shape()[0] * k);
    for row in distances.to_vec::<f64>().chunks(count.max(1)) {
        let mut positions: Vec<usize> = (0..count).collect();
        order::select(&mut positions, k, &mut |a, b| row[a].total_cmp(&row[b]).then(a.cmp(&b)));
        found.extend(positions.into_iter().map(|at| at as i64));
    }
    Array::from_slice(&[distances.shape()[0], k], &found)
}

fn integer_type(labels: &Array) -> DType {
    if labels.dtype().is_integer() { labels.dtype() } else { DType::Int64 }
}

/// The label with most votes; the smallest of several.
fn winner(votes: &[i64]) -> i64 {
    let mut sorted = votes.to_vec();
    sorted.sort_unstable();
    sorted
        .chunk_by(|a, b| a == b)
        .fold((0, 0), |best, run| if run.len() > best.1 { (run[0], run.len()) } else { best })
        .0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_smallest_label() {
        assert_eq!(winner(&[3, 1, 3, 1]), 1);
        assert_eq!(winner(&[5]), 5);
        assert_eq!(winner(&[-2, 4, 4]), 4);
    }

    #[test]
    fn a_row_is_its_own_nearest_and_k_must_fit() {
        let values: Vec<f64> = (0..30).map(|i| ((i * 37) % 101) as f64).collect();
        let rows = Array::from_slice(&[10, 3], &values).unwrap();
        let labels = Array::from_slice(&[10], &(0..10).collect::<Vec<i64>>()).unwrap();
        assert_eq!(
            predict(&rows, &labels, &rows, 1, &mut ()).unwrap().to_vec::<i64>(),
            (0..10).collect::<Vec<_>>()
        );
        for k in [0, 11] {
            assert!(predict(&rows, &labels, &rows, k, &mut ()).is_err());
        }
    }
}
