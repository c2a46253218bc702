//! The k best of many scores, and what finding them costs.

use super::Recorder;
use super::distance::cosine_similarity;
use super::order;
use super::step::{list, step};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::Order;
use crate::manipulate::{at_least, ravel};
use std::cmp::Ordering;

/// Positions of the k best scores, best first, and how many comparisons it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopK {
    /// Positions; of equal scores the earlier comes first.
    pub positions: Vec<usize>,
    /// Comparisons of two scores.
    pub comparisons: usize,
}

/// Better first; NaN is worse than any number; of equals the earlier.
fn rank(scores: &[f64], a: usize, b: usize) -> Ordering {
    let order = match (scores[a].is_nan(), scores[b].is_nan()) {
        (false, false) => scores[b].partial_cmp(&scores[a]).unwrap_or(Ordering::Equal),
        (left, right) => left.cmp(&right),
    };
    order.then(a.cmp(&b))
}

/// By a heap of the k best so far, its root the worst of them: `O(n log k)`. Scores (n,), positions best first.
///
/// # Errors
/// `MemoryError`.
///
/// Source: J. Williams, "Algorithm 232: Heapsort", CACM 7 (1964).
///
/// ```
/// use ndgym_core::ml::top_k::by_heap;
/// assert_eq!(by_heap(&[0.1, 0.9, 0.5, 0.9], 3, &mut ()).unwrap().positions, [1, 3, 2]);
/// ```
pub fn by_heap(scores: &[f64], k: usize, recorder: &mut impl Recorder) -> Result<TopK> {
    let k = k.min(scores.len());
    let mut comparisons = 0;
    let mut heap: Vec<usize> = (0..k).collect();
    for at in (0..k / 2).rev() {
        sink(&mut heap, at, scores, &mut comparisons);
    }
    let held = |heap: &[usize]| {
        let pairs: Vec<f64> = heap.iter().flat_map(|at| [scores[*at], -(*at as f64)]).collect();
        Array::from_slice(&[heap.len(), 2], &pairs)
    };
    step!(
        recorder, "The first k, as a heap", r"h_{\lfloor (i - 1) / 2 \rfloor} \le h_i",
        "heap = [(score, -at) for at, score in enumerate(scores[:k])]\nheapq.heapify(heap)",
        ["scores" ["n"] &list(scores)?] => ["heap" ["k", "score, -at"] &held(&heap)?],
        "A heap of the best has the worst of them on top: that is the one a newcomer must beat."
    );
    for at in k..scores.len() {
        let Some(worst) = heap.first().copied() else { break };
        comparisons += 1;
        if rank(scores, at, worst) == Ordering::Less {
            heap[0] = at;
            sink(&mut heap, 0, scores, &mut comparisons);
        }
    }
    step!(
        recorder, "Each better one replaces the top", r"s_i > h_0 \;\Rightarrow\; h_0 \leftarrow s_i, \text{ sink}",
        "for at in range(k, len(scores)):\n    if (scores[at], -at) > heap[0]:\n        heapq.heapreplace(heap, (scores[at], -at))",
        ["scores" ["n"] &list(scores)?] => ["heap" ["k", "score, -at"] &held(&heap)?],
        "Most scores cost one comparison; only those that enter cost log k. It reads a stream and keeps k numbers."
    );
    order::sort(&mut heap, &mut |a, b| {
        comparisons += 1;
        rank(scores, a, b)
    });
    step!(
        recorder, "Sort the k", r"N = \operatorname{sort}(h)", "best = [-at for score, at in sorted(heap, reverse=True)]",
        ["heap" ["k", "score, -at"] &held(&heap)?] => ["best" ["k"] &list(&heap.iter().map(|at| *at as f64).collect::<Vec<_>>())?.as_dtype(DType::Int64)?],
        "A heap is no sorted list: the last step costs k log k. The negative position lets the earlier of two equals win."
    );
    Ok(TopK { positions: heap, comparisons })
}

/// Lets what stands at a place sink below all that are worse.
fn sink(heap: &mut [usize], mut at: usize, scores: &[f64], comparisons: &mut usize) {
    loop {
        let mut worst = at;
        for child in [2 * at + 1, 2 * at + 2] {
            if child < heap.len() {
                *comparisons += 1;
                if rank(scores, heap[child], heap[worst]) == Ordering::Greater {
                    worst = child;
                }
            }
        }
        if worst == at {
            return;
        }
        heap.swap(at, worst);
        at = worst;
    }
}

/// By selection, then sorting the k that were selected: `O(n + k log k)`.
///
/// ```
/// use ndgym_core::ml::top_k::by_selection;
/// assert_eq!(by_selection(&[0.1, 0.9, 0.5, 0.9], 3).positions, [1, 3, 2]);
/// ```
pub fn by_selection(scores: &[f64], k: usize) -> TopK {
    let k = k.min(scores.len());
    let mut comparisons = 0;
    let mut positions: Vec<usize> = (0..scores.len()).collect();
    let mut compare = |a, b| {
        comparisons += 1;
        rank(scores, a, b)
    };
    order::select(&mut positions, k, &mut compare);
    order::sort(&mut positions, &mut compare);
    TopK { positions, comparisons }
}

/// By sorting all of them: `O(n log n)`.
///
/// ```
/// use ndgym_core::ml::top_k::by_sorting;
/// assert_eq!(by_sorting(&[0.1, 0.9, 0.5, 0.9], 3).positions, [1, 3, 2]);
/// ```
pub fn by_sorting(scores: &[f64], k: usize) -> TopK {
    let mut comparisons = 0;
    let mut positions: Vec<usize> = (0..scores.len()).collect();
    order::sort(&mut positions, &mut |a, b| {
        comparisons += 1;
        rank(scores, a, b)
    });
    positions.truncate(k);
    TopK { positions, comparisons }
}

/// The k best of scores (n,), as `argpartition` and a sort of k give them: positions (k,), int64, best first.
///
/// # Errors
/// `ValueError` for k of 0 or beyond n; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::top_k::top_k};
/// let scores = Array::from_slice(&[4], &[0.1, 0.9, 0.5, 0.3]).unwrap();
/// assert_eq!(top_k(&scores, 2, &mut ()).unwrap().to_vec::<i64>(), [1, 2]);
/// ```
pub fn top_k(scores: &Array, k: usize, recorder: &mut impl Recorder) -> Result<Array> {
    let scores = ravel(scores, Order::C)?;
    if k == 0 || k > scores.size() {
        return Err(Error::value(format!("kth(={}) out of bounds ({})", k as i64 - 1, scores.size())));
    }
    let values = scores.to_vec::<f64>();
    let mut positions: Vec<usize> = (0..values.len()).collect();
    order::select(&mut positions, k, &mut |a, b| rank(&values, a, b));
    let as_array = |positions: &[usize]| {
        Array::from_slice(&[k], &positions.iter().map(|at| *at as i64).collect::<Vec<_>>())
    };
    let selected = as_array(&positions)?;
    step!(
        recorder, "Select k, in no order", r"N = \operatorname{argpartition}_k(-s)",
        "selected = np.argpartition(-scores, k - 1)[:k]",
        ["scores" ["n"] &scores] => ["selected" ["k"] &selected],
        "Selection looks at each score a few times on average; it never orders what is left out."
    );
    order::sort(&mut positions, &mut |a, b| rank(&values, a, b));
    let best = as_array(&positions)?;
    step!(
        recorder, "Sort the k", r"N \leftarrow \operatorname{sort}_{s}(N)", "best = selected[np.argsort(-scores[selected])]",
        ["selected" ["k"] &selected] => ["best" ["k"] &best],
        "Sorting k of n costs k log k: nothing, as long as k is small."
    );
    Ok(best)
}

/// The k rows of a corpus (n, d) most like a query (d,) by cosine: positions (k,), best first.
///
/// # Errors
/// As [`top_k`] and [`cosine_similarity`].
pub fn cosine_top_k(query: &Array, corpus: &Array, k: usize, recorder: &mut impl Recorder) -> Result<Array> {
    let similarity = cosine_similarity(&at_least(query, 2)?, corpus, recorder)?;
    top_k(&similarity, k, recorder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_find_the_same_as_sorting() {
        let scores: Vec<f64> = (0..200).map(|i| f64::from((i * 7919) % 83)).collect();
        let mut sorted: Vec<usize> = (0..200).collect();
        sorted.sort_by(|a, b| rank(&scores, *a, *b));
        for k in [0, 1, 5, 199, 200, 500] {
            let expected = &sorted[..k.min(200)];
            assert_eq!(by_heap(&scores, k, &mut ()).unwrap().positions, expected);
            assert_eq!(by_selection(&scores, k).positions, expected);
            assert_eq!(by_sorting(&scores, k).positions, expected);
        }
        assert!(by_selection(&scores, 5).comparisons < by_heap(&scores, 100, &mut ()).unwrap().comparisons);
    }

    #[test]
    fn nan_comes_last_and_k_must_fit() {
        assert_eq!(by_heap(&[f64::NAN, 1.0, f64::NEG_INFINITY], 3, &mut ()).unwrap().positions, [1, 2, 0]);
        let scores = Array::from_slice(&[2], &[0.0, 1.0]).unwrap();
        assert!(top_k(&scores, 3, &mut ()).is_err() && top_k(&scores, 0, &mut ()).is_err());
    }
}
