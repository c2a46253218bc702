//! Attention: scaled dot-product, over several heads, and in tiles.

use super::Recorder;
use super::calculate::{
    add, choose, constant, divide, exp, greater, matmul, max, maximum, multiply, number, sum, transposed,
};
use super::calculate::{apply, subtract};
use super::step::step;
use crate::array::Array;
use crate::creation::triu;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::Order;
use crate::manipulate::{split_at, swap_axes};
use crate::scalar::Scalar;
use crate::ufunc;

/// Output and weights of attention.
#[derive(Clone, Debug)]
pub struct Attention {
    /// (…, T, d)
    pub output: Array,
    /// (…, T, S): rows sum to 1, or to 0 where everything is hidden.
    pub weights: Array,
}

/// A bool mask (T, T) that hides from each position what comes after it.
///
/// # Errors
/// `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, Bool, ml::attention::causal_mask};
/// let hidden: Vec<bool> = causal_mask(2).unwrap().to_vec::<Bool>().iter().map(|hidden| hidden.get()).collect();
/// assert_eq!(hidden, [false, true, false, false]);
/// ```
pub fn causal_mask(length: usize) -> Result<Array> {
    triu(&Array::full(&[length, length], Scalar::Bool(true))?, 1)
}

/// What [`attention`] divides scores by: `sqrt(d)` of queries (…, T, d).
///
/// # Errors
/// `ValueError` for a scalar.
pub fn root_of_width(queries: &Array) -> Result<f64> {
    let width =
        *queries.shape().last().ok_or_else(|| Error::value("queries need at least two dimensions"))?;
    Ok((width as f64).sqrt())
}

/// Scores of queries (…, T, d) against keys (…, S, d), `Q K^T / divisor`: (…, T, S), -inf where the mask is True.
///
/// # Errors
/// As [`attention`].
///
/// ```
/// use ndgym_core::{Array, ml::attention::{causal_mask, scores}};
/// let x = Array::from_slice(&[2, 1], &[1.0, 2.0]).unwrap();
/// let found = scores(&x, &x, Some(&causal_mask(2).unwrap()), 2.0, &mut ()).unwrap();
/// assert_eq!(found.to_vec::<f64>(), [0.5, f64::NEG_INFINITY, 1.0, 2.0]);
/// ```
pub fn scores(
    queries: &Array,
    keys: &Array,
    mask: Option<&Array>,
    divisor: f64,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let mut scores = divide(matmul(queries, &transposed(keys)?)?, number(divisor))?;
    if divisor == 1.0 {
        step!(
            recorder, "Scores", r"S = Q K^\top", "scores = Q @ K.swapaxes(-1, -2)",
            ["Q" ["T", "d"] queries, "K" ["S", "d"] keys] => ["scores" ["T", "S"] &scores],
            "A sum of d products of unit variance has variance d: without the division by its root, softmax saturates and its gradient dies."
        );
    } else {
        step!(
            recorder, "Scores, scaled", r"S = \frac{Q K^\top}{\sqrt{d}}", "scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])",
            ["Q" ["T", "d"] queries, "K" ["S", "d"] keys] => ["scores" ["T", "S"] &scores],
            "A sum of d products of unit variance has variance d; without the root, softmax saturates and its gradient dies."
        );
    }
    if let Some(mask) = mask {
        let hidden =
            choose(&mask.as_dtype(DType::Bool)?, &constant(f64::NEG_INFINITY, scores.dtype())?, &scores)?;
        step!(
            recorder, "Hide what must not be seen", r"S_{ij} \leftarrow -\infty \text{ where hidden}", "scores = np.where(mask, -np.inf, scores)",
            ["scores" ["T", "S"] &scores, "mask" ["T", "S"] mask] => ["scores" ["T", "S"] &hidden],
            "Before the softmax, so that the others' weights still sum to 1. Ask which way the mask is meant: here True hides."
        );
        scores = hidden;
    }
    Ok(scores)
}

/// What to take from scores before the exponential: their largest, 0 where there is none but -inf.
fn shift(largest: &Array) -> Result<Array> {
    choose(&apply(&ufunc::ISFINITE, &[largest.into()])?, largest, &constant(0.0, largest.dtype())?)
}

/// Weights' sums as divisors: 1 where everything is hidden.
fn divisor(total: &Array) -> Result<Array> {
    choose(&greater(total, number(0.0))?, total, &constant(1.0, total.dtype())?)
}

/// Attention of queries (…, T, d) to keys (…, S, d) and values (…, S, v); a mask broadcast to (…, T, S) hides where it is True.
/// A row that sees nothing gets weights and output 0.
///
/// # Errors
/// `ValueError` as `matmul` and broadcasting word it; `MemoryError`.
///
/// Source: A. Vaswani et al., "Attention Is All You Need", NeurIPS (2017).
///
/// ```
/// use ndgym_core::{Array, ml::attention::attention};
/// let q = Array::from_slice(&[1, 1], &[0.0]).unwrap();
/// let kv = Array::from_slice(&[2, 1], &[1.0, 3.0]).unwrap();
/// let found = attention(&q, &kv, &kv, None, &mut ()).unwrap();
/// assert_eq!((found.weights.to_vec::<f64>(), found.output.to_vec::<f64>()), (vec![0.5, 0.5], vec![2.0]));
/// ```
pub fn attention(
    queries: &Array,
    keys: &Array,
    values: &Array,
    mask: Option<&Array>,
    recorder: &mut impl Recorder,
) -> Result<Attention> {
    let scores = scores(queries, keys, mask, root_of_width(queries)?, recorder)?;
    weigh(&scores, values, recorder)
}

/// The second half of [`attention`]: softmax of scores (…, T, S) over the keys, and the weighted sum of values (…, S, v).
///
/// # Errors
/// As [`attention`].
pub fn weigh(scores: &Array, values: &Array, recorder: &mut impl Recorder) -> Result<Attention> {
    let shifted = subtract(scores, shift(&max(scores, &[-1], true)?)?)?;
    let weights = exp(&shifted)?;
    let weights = divide(&weights, divisor(&sum(&weights, &[-1], true)?)?)?;
    step!(
        recorder, "Softmax over the keys", r"W = \mathrm{softmax}(S)", "weights = softmax(scores)",
        ["scores" ["T", "S"] scores] => ["weights" ["T", "S"] &weights],
        "Each query's weights sum to 1 over the last axis, the keys'; a row that sees nothing stays 0 instead of NaN."
    );
    let output = matmul(&weights, values)?;
    step!(
        recorder, "Weighted sum of the values", r"O = W V", "output = weights @ V",
        ["weights" ["T", "S"] &weights, "V" ["S", "v"] values] => ["output" ["T", "v"] &output],
        "Every output row is an average of value rows: attention moves information, it makes none."
    );
    Ok(Attention { output, weights })
}

/// The four weight matrices of [`multi_head`], (D, D) each.
#[derive(Clone, Copy, Debug)]
pub struct Projections<'a> {
    /// `W_Q`
    pub queries: &'a Array,
    /// `W_K`
    pub keys: &'a Array,
    /// `W_V`
    pub values: &'a Array,
    /// `W_O`
    pub output: &'a Array,
}

/// (batch, T, D) as (batch, heads, T, D / heads): a view of a contiguous array.
///
/// # Errors
/// `ValueError` for other ranks and for a width that the number of heads does not divide.
pub fn split_heads(x: &Array, heads: usize) -> Result<Array> {
    let [batch, length, width] = *x.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 3, got {})", x.rank())));
    };
    if heads == 0 || width % heads != 0 {
        let (total, part) = (x.size(), width.checked_div(heads).unwrap_or(0));
        return Err(Error::value(format!(
            "cannot reshape array of size {total} into shape ({batch},{length},{heads},{part})"
        )));
    }
    swap_axes(&x.reshape_to(&[batch, length, heads, width / heads], Order::C)?, 1, 2)
}

/// Attention over several heads: x (batch, T, D), projections (D, D), a mask that broadcasts to (batch, heads, T, T).
///
/// # Errors
/// `ValueError` for a width that the number of heads does not divide; as [`attention`].
pub fn multi_head(
    x: &Array,
    projections: Projections<'_>,
    heads: usize,
    mask: Option<&Array>,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let projected = |weights| split_heads(&matmul(x, weights)?, heads);
    let queries = projected(projections.queries)?;
    let (keys, values) = (projected(projections.keys)?, projected(projections.values)?);
    step!(
        recorder, "Project and split into heads", r"Q_h = (X W_Q)_{\cdot\, h}",
        "batch, T, D = x.shape\nQ, K, V = ((x @ W).reshape(batch, T, heads, D // heads).swapaxes(1, 2) for W in (W_Q, W_K, W_V))",
        ["x" ["B", "T", "D"] x, "W_Q" ["D", "D"] projections.queries, "W_K" ["D", "D"] projections.keys, "W_V" ["D", "D"] projections.values]
            => ["Q" ["B", "h", "T", "d"] &queries, "K" ["B", "h", "T", "d"] &keys, "V" ["B", "h", "T", "d"] &values],
        "Reshape first, then swap: reshaping straight to (batch, heads, T, d) would mix positions with features."
    );
    let attended = attention(&queries, &keys, &values, mask, recorder)?.output;
    let joined = swap_axes(&attended, 1, 2)?.reshape_to(x.shape(), Order::C)?;
    let output = matmul(&joined, projections.output)?;
    step!(
        recorder, "Join the heads and project", r"Y = \mathrm{concat}_h(O_h)\, W_O",
        "output = output.swapaxes(1, 2).reshape(batch, T, D) @ W_O",
        ["output" ["B", "h", "T", "d"] &attended, "W_O" ["D", "D"] projections.output] => ["output" ["B", "T", "D"] &output],
        "After the swap the memory is no longer in order: this reshape copies, the first did not."
    );
    Ok(output)
}

/// [`attention`] without a mask, over `tile` keys at a time: never more than (…, T, tile) scores, by a running maximum and sum.
///
/// # Errors
/// `ValueError` for a tile of nothing; as [`attention`].
///
/// Sources: M. Milakov and N. Gimelshein, "Online normalizer calculation for softmax" (2018); T. Dao et al.,
/// "FlashAttention", NeurIPS (2022).
pub fn tiled(
    queries: &Array,
    keys: &Array,
    values: &Array,
    tile: usize,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    if tile == 0 || keys.rank() < 2 {
        return Err(Error::value("range() arg 3 must not be zero"));
    }
    let axis = keys.rank() - 2;
    let cuts: Vec<i64> = (tile..keys.shape()[axis]).step_by(tile).map(|at| at as i64).collect();
    let tiles =
        split_at(keys, &cuts, axis).into_iter().zip(split_at(values, &cuts, values.rank().saturating_sub(2)));
    let mut state: Option<[Array; 3]> = None;
    step!(
        recorder, "Nothing seen yet", r"m = -\infty, \quad \ell = 0, \quad o = 0",
        "largest, total, output = np.full((*Q.shape[:-1], 1), -np.inf), np.zeros((*Q.shape[:-1], 1)), np.zeros((*Q.shape[:-1], V.shape[-1]))",
        ["Q" ["T", "d"] queries, "V" ["S", "v"] values]
            => ["largest" ["T", "1"] &column_like(queries, 1, f64::NEG_INFINITY)?, "total" ["T", "1"] &column_like(queries, 1, 0.0)?,
                "output" ["T", "v"] &column_like(queries, values.shape().last().copied().unwrap_or(1), 0.0)?],
        "Three arrays that do not grow with the number of keys: a maximum, a sum, a weighted sum."
    );
    for (keys, values) in tiles {
        let scores = scores(queries, &keys, None, root_of_width(queries)?, &mut ())?;
        let mut largest = max(&scores, &[-1], true)?;
        if let Some([before, ..]) = &state {
            largest = maximum(before, &largest)?;
        }
        let weights = exp(&subtract(&scores, &largest)?)?;
        let (mut total, mut output) = (sum(&weights, &[-1], true)?, matmul(&weights, &values)?);
        if let Some([before, total_before, output_before]) = &state {
            let rescale = exp(&subtract(before, &largest)?)?;
            total = add(multiply(total_before, &rescale)?, &total)?;
            output = add(multiply(output_before, &rescale)?, &output)?;
        }
        step!(
            recorder, "Take in a tile of keys",
            r"m' = \max(m, \max_j s_j), \quad \ell' = \ell e^{m - m'} + \sum_j e^{s_j - m'}, \quad o' = o\, e^{m - m'} + \sum_j e^{s_j - m'} v_j",
            "scores = Q @ K_tile.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])\nbefore, largest = largest, np.maximum(largest, scores.max(axis=-1, keepdims=True))\nweights, rescale = np.exp(scores - largest), np.exp(before - largest)\ntotal = total * rescale + weights.sum(axis=-1, keepdims=True)\noutput = output * rescale + weights @ V_tile",
            ["K_tile" ["tile", "d"] &keys, "V_tile" ["tile", "v"] &values]
                => ["scores" ["T", "tile"] &scores, "largest" ["T", "1"] &largest, "total" ["T", "1"] &total, "output" ["T", "v"] &output],
            "When the maximum grows, everything gathered so far shrinks by the same factor: nothing need be kept but sums."
        );
        state = Some([largest, total, output]);
    }
    let Some([_, total, output]) = state else {
        return Err(Error::value("attention needs at least one key"));
    };
    let result = divide(&output, &total)?;
    step!(
        recorder, "Divide by the whole sum", r"O = o / \ell", "output = output / total",
        ["output" ["T", "v"] &output, "total" ["T", "1"] &total] => ["output" ["T", "v"] &result],
        "Once, at the end: but for rounding it is what all scores at once would give."
    );
    Ok(result)
}

/// A constant of the shape of queries (…, T, d), but so many columns wide.
fn column_like(queries: &Array, columns: usize, value: f64) -> Result<Array> {
    let mut shape = queries.shape().to_vec();
    if let Some(last) = shape.last_mut() {
        *last = columns;
    }
    Array::full(&shape, Scalar::Float64(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(shape: &[usize], start: f64) -> Array {
        let count: usize = shape.iter().product();
        let values: Vec<f64> = (0..count).map(|i| ((i as f64 + start) * 1.3).sin() * 3.0).collect();
        Array::from_slice(shape, &values).unwrap()
    }

    fn assert_near(found: &Array, expected: &Array) {
        assert_eq!(found.shape(), expected.shape());
        for (found, expected) in found.to_vec::<f64>().iter().zip(expected.to_vec::<f64>()) {
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
        }
    }

    #[test]
    fn tiles_of_any_size_give_the_same() {
        let (q, k, v) = (array(&[2, 4, 3], 0.0), array(&[2, 7, 3], 5.0), array(&[2, 7, 5], 11.0));
        let whole = attention(&q, &k, &v, None, &mut ()).unwrap().output;
        for tile in [1, 2, 3, 7, 50] {
            assert_near(&tiled(&q, &k, &v, tile, &mut ()).unwrap(), &whole);
        }
        assert!(tiled(&q, &k, &v, 0, &mut ()).is_err());
    }

    #[test]
    fn what_is_hidden_has_no_weight_and_a_blind_row_no_output() {
        let (q, k) = (array(&[3, 2], 0.0), array(&[3, 2], 9.0));
        let found = attention(&q, &k, &k, Some(&causal_mask(3).unwrap()), &mut ()).unwrap();
        let weights = found.weights.to_vec::<f64>();
        assert_eq!((weights[0], weights[1], weights[2], weights[5]), (1.0, 0.0, 0.0, 0.0));
        let blind =
            attention(&q, &k, &k, Some(&Array::full(&[3, 3], Scalar::Bool(true)).unwrap()), &mut ()).unwrap();
        assert_eq!(blind.output.to_vec::<f64>(), [0.0; 6]);
    }

    #[test]
    fn one_head_is_plain_attention_and_heads_must_divide_the_width() {
        let (x, w) = (array(&[2, 3, 4], 0.0), array(&[4, 4], 7.0));
        let projections = Projections { queries: &w, keys: &w, values: &w, output: &w };
        let one = multi_head(&x, projections, 1, None, &mut ()).unwrap();
        let projected = matmul(&x, &w).unwrap();
        let plain = attention(&projected, &projected, &projected, None, &mut ()).unwrap().output;
        assert_near(&one, &matmul(&plain, &w).unwrap());
        let error = multi_head(&x, projections, 3, None, &mut ()).unwrap_err();
        assert_eq!(error.message, "cannot reshape array of size 24 into shape (2,3,3,1)");
    }
}
