//! One row for each algorithm.

use super::step::Notes;
use super::values::{Answer, Clipped, Given, Integers, Platt, Reliability};
use crate::error::Thrown;
use crate::types::{ArrayInput, ArrayInputs, Steps};
use ndgym_core::ml::attention::Projections;
use ndgym_core::ml::calculate::generator;
use ndgym_core::ml::convolution::Geometry;
use ndgym_core::ml::{
    attention as attend, calibration, clusters, convolution, decomposition, distance, encoding, loss,
    neighbors, optimizer, rolling, softmax as soft, top_k as top,
};
use ndgym_core::{Array, Error, Result};
use wasm_bindgen::prelude::*;

/// `docs name jsName (arguments) -> "TypeScript", recorder => result;`
macro_rules! algorithms {
    ($(
        $doc:literal
        $name:ident $js:ident ($($argument:ident: $type:ty),*) -> $ts:tt, $recorder:ident => $body:expr;
    )*) => {$(
        #[doc = $doc]
        #[wasm_bindgen(js_name = $js, unchecked_return_type = $ts)]
        pub fn $name($($argument: $type,)* steps: Option<Steps>) -> std::result::Result<JsValue, Thrown> {
            $(let $argument = $argument.get()?;)*
            let mut notes = Notes::new(steps);
            let $recorder = &mut notes;
            let result: Result<_> = $body;
            let result = result?.to_js();
            notes.hand_over()?;
            Ok(result)
        }
    )*};
}

/// As [`algorithms`], for those that are one step.
macro_rules! functions {
    ($(
        $doc:literal
        $name:ident $js:ident ($($argument:ident: $type:ty),*) -> $ts:tt => $body:expr;
    )*) => {$(
        #[doc = $doc]
        #[wasm_bindgen(js_name = $js, unchecked_return_type = $ts)]
        pub fn $name($($argument: $type,)*) -> std::result::Result<JsValue, Thrown> {
            $(let $argument = $argument.get()?;)*
            let result: Result<_> = $body;
            Ok(result?.to_js())
        }
    )*};
}

algorithms! {
    "Probabilities from scores along the last axis."
    softmax softmax (logits: ArrayInput) -> "NdArray", r => soft::softmax(&logits, r);

    "Logarithms of softmax, without a logarithm of 0."
    log_softmax logSoftmax (logits: ArrayInput) -> "NdArray", r => soft::log_softmax(&logits, r);

    "Mean cross-entropy of probabilities (N, C) with labels (N,)."
    cross_entropy crossEntropy (probabilities: ArrayInput, labels: Integers) -> "NdArray", r =>
        loss::cross_entropy(&probabilities, &labels, r);

    "Mean cross-entropy of logits (N, C) with labels (N,)."
    cross_entropy_from_logits crossEntropyFromLogits (logits: ArrayInput, labels: Integers) -> "NdArray", r =>
        loss::cross_entropy_from_logits(&logits, &labels, r);

    "The gradient of the mean cross-entropy by the logits."
    cross_entropy_gradient crossEntropyGradient (logits: ArrayInput, labels: Integers) -> "NdArray", r =>
        loss::cross_entropy_gradient(&logits, &labels, r);

    "One step of softmax regression: inputs (N, D), weights (D, C), bias (C,), labels (N,)."
    softmax_regression_step softmaxRegressionStep (
        inputs: ArrayInput, weights: ArrayInput, bias: ArrayInput, labels: Integers, rate: f64
    ) -> "{ weights: NdArray; bias: NdArray; loss: NdArray }", r =>
        loss::softmax_regression_step(&inputs, &weights, &bias, &labels, rate, r);

    "Cosines of the angles between rows (N, D) and rows (M, D): (N, M)."
    cosine_similarity cosineSimilarity (a: ArrayInput, b: ArrayInput) -> "NdArray", r =>
        distance::cosine_similarity(&a, &b, r);

    "Euclidean distances of rows (N, D) from rows (M, D): (N, M)."
    euclidean euclidean (a: ArrayInput, b: ArrayInput) -> "NdArray", r => distance::euclidean(&a, &b, r);

    "Manhattan distances of rows (N, D) from rows (M, D): (N, M)."
    manhattan manhattan (a: ArrayInput, b: ArrayInput) -> "NdArray", r => distance::manhattan(&a, &b, r);

    "Labels of queries by a vote of their k nearest rows."
    nearest_neighbors nearestNeighbors (
        rows: ArrayInput, labels: Integers, queries: ArrayInput, k: usize
    ) -> "NdArray", r => neighbors::predict(&rows, &labels, &queries, k, r);

    "The k strongest directions of rows (n, d), after centring."
    truncated_svd truncatedSvd (rows: ArrayInput, k: usize)
        -> "{ reduced: NdArray; explained: NdArray; components: NdArray }", r =>
        decomposition::truncated_svd(&rows, k, r);

    "Attention of queries (…, T, d) to keys (…, S, d) and values (…, S, v); a mask hides where it is true."
    attention attention (queries: ArrayInput, keys: ArrayInput, values: ArrayInput, mask: Option<ArrayInput>)
        -> "{ output: NdArray; weights: NdArray }", r =>
        attend::attention(&queries, &keys, &values, mask.as_ref(), r);

    "Attention over several heads: x (batch, T, D); projections `[W_Q, W_K, W_V, W_O]`, each (D, D)."
    multi_head_attention multiHeadAttention (
        x: ArrayInput, projections: ArrayInputs, heads: usize, mask: Option<ArrayInput>
    ) -> "NdArray", r => {
        let [queries, keys, values, output] = four(&projections)?;
        attend::multi_head(&x, Projections { queries, keys, values, output }, heads, mask.as_ref(), r)
    };

    "Attention over `tile` keys at a time, by a running maximum and sum."
    tiled_attention tiledAttention (queries: ArrayInput, keys: ArrayInput, values: ArrayInput, tile: usize)
        -> "NdArray", r => attend::tiled(&queries, &keys, &values, tile, r);

    "Convolution of images (N, C, H, W) with a kernel (F, C, kH, kW) and a bias (F,): by im2col and one product."
    conv2d conv2d (x: ArrayInput, kernel: ArrayInput, bias: Option<ArrayInput>, stride: usize, padding: usize)
        -> "NdArray", r => convolution::conv2d(&x, &kernel, bias.as_ref(), Geometry { stride, padding }, r);

    "k-means with k-means++ seeding."
    kmeans kmeans (rows: ArrayInput, k: usize, rounds: usize, tolerance: f64, seed: usize)
        -> "{ centroids: NdArray; labels: NdArray; rounds: number; inertia: number }", r =>
        clusters::kmeans(&rows, k, rounds, tolerance, seed as u64, r);

    "k-means from centroids (k, d) of one's own."
    kmeans_from kmeansFrom (rows: ArrayInput, centroids: ArrayInput, rounds: usize, tolerance: f64)
        -> "{ centroids: NdArray; labels: NdArray; rounds: number; inertia: number }", r =>
        clusters::kmeans_from(&rows, &centroids, rounds, tolerance, r);

    "Labels (…) as rows of zeros with a one: (…, classes)."
    one_hot oneHot (labels: Integers, classes: usize) -> "NdArray", r => encoding::one_hot(&labels, classes, r);

    "Rows of an embedding table (V, D) for indices (…): (…, D)."
    embedding_gather embeddingGather (table: ArrayInput, indices: Integers) -> "NdArray", r =>
        encoding::gather(&table, &indices, r);

    "The gradient of `embeddingGather`: rows (…, D) added up at their indices, duplicates each counted."
    scatter_add scatterAdd (size: usize, indices: Integers, rows: ArrayInput) -> "NdArray", r =>
        encoding::scatter_add(size, &indices, &rows, r);

    "Means of each `window` neighbours of a series (n,): (n - window + 1,)."
    rolling_mean rollingMean (series: ArrayInput, window: usize) -> "NdArray", r =>
        rolling::rolling_mean(&series, window, r);

    "Means of up to `window` values that end `shift` before each row of a series (n,)."
    trailing_mean trailingMean (series: ArrayInput, window: usize, shift: usize) -> "number[]", r =>
        rolling::trailing_mean(&series.elements()?, window, shift, r);

    "Positions of the k best of scores (n,), best first."
    top_k topK (scores: ArrayInput, k: usize) -> "NdArray", r => top::top_k(&scores, k, r);

    "Positions of the k rows of a corpus (n, d) most like a query (d,) by cosine, best first."
    cosine_top_k cosineTopK (query: ArrayInput, corpus: ArrayInput, k: usize) -> "NdArray", r =>
        top::cosine_top_k(&query, &corpus, k, r);

    "Gradients scaled so that their common length is at most `maxNorm`: the gradients, and the length before."
    clip_by_norm clipByNorm (gradients: ArrayInputs, max_norm: f64) -> "{ gradients: NdArray[]; norm: number }", r =>
        optimizer::clip_by_norm(&gradients, max_norm, r).map(|(gradients, norm)| Clipped { gradients, norm });

    "Distances as `euclidean` gives them, for `rows` rows of the first set at a time."
    chunked_euclidean chunkedEuclidean (a: ArrayInput, b: ArrayInput, rows: usize) -> "NdArray", r =>
        distance::chunked(&a, &b, rows, |a, b| distance::euclidean(a, b, &mut ()), r);

    "Distances as `manhattan` gives them, for `rows` rows of the first set at a time."
    chunked_manhattan chunkedManhattan (a: ArrayInput, b: ArrayInput, rows: usize) -> "NdArray", r =>
        distance::chunked(&a, &b, rows, |a, b| distance::manhattan(a, b, &mut ()), r);

    "Positions of k rows to start k-means from (k-means++)."
    kmeans_seed kmeansSeed (rows: ArrayInput, k: usize, seed: usize) -> "number[]", r =>
        clusters::seed(&rows, k, &mut generator(seed as u64), r);

    "New rows between rows of a minority (n, d), each on the way to one of its k nearest: (count, d)."
    smote smote (rows: ArrayInput, count: usize, k: usize, seed: usize) -> "NdArray", r =>
        clusters::smote(&rows, count, k, seed as u64, r);

    "Parameters after a step of gradient descent."
    sgd sgd (parameters: ArrayInputs, gradients: ArrayInputs, rate: f64) -> "NdArray[]", r =>
        optimizer::sgd(&parameters, &gradients, rate, r);

    "Each element of each gradient kept within `-limit` and `limit`."
    clip_by_value clipByValue (gradients: ArrayInputs, limit: f64) -> "NdArray[]", r =>
        optimizer::clip_by_value(&gradients, limit, r);

    "Slope and intercept of `sigmoid(slope * score + intercept)` by maximum likelihood, for labels 0 and 1."
    fit_platt fitPlatt (scores: ArrayInput, labels: ArrayInput) -> "{ slope: number; intercept: number }", r =>
        calibration::fit_platt(&scores, &labels, r).map(|(slope, intercept)| Platt { slope, intercept });

    "The temperature that logits (N, C) are to be divided by for the least cross-entropy with labels (N,)."
    fit_temperature fitTemperature (logits: ArrayInput, labels: Integers) -> "number", r =>
        calibration::fit_temperature(&logits, &labels, r);

    "Bins of a reliability diagram, and the expected calibration error."
    reliability reliability (probabilities: ArrayInput, labels: ArrayInput, bins: usize)
        -> "{ bins: { count: number; predicted: number; actual: number }[]; error: number }", r =>
        calibration::reliability(&probabilities, &labels, bins, r).map(|(bins, error)| Reliability { bins, error });

    "The k best of scores (n,) by a heap of the k best so far, and how many comparisons it took."
    top_k_by_heap topKByHeap (scores: ArrayInput, k: usize) -> "{ positions: number[]; comparisons: number }", r =>
        top::by_heap(&scores.elements()?, k, r);

    "Features of each row (user, day, value), only from the same user's earlier days."
    point_in_time pointInTime (users: Integers, days: Integers, values: ArrayInput)
        -> "{ mean7: number; deviation7: number; lag1: number; lag7: number }[]", r =>
        rolling::point_in_time(&users.elements()?, &days.elements()?, &values.elements()?, r);

    "Codes of categories by the mean target of the other folds, drawn towards the global mean."
    target_encoding targetEncoding (categories: Integers, targets: ArrayInput, folds: Integers, smoothing: f64)
        -> "number[]", r => {
        let folds: Vec<usize> = folds.elements::<i64>()?.into_iter().map(|fold| fold as usize).collect();
        encoding::target_encoding(&categories.elements()?, &targets.elements()?, &folds, smoothing, r)
    };
}

functions! {
    "A mask (T, T) that hides from each position what comes after it."
    causal_mask causalMask (length: usize) -> "NdArray" => attend::causal_mask(length);

    "All windows of images (N, C, H, W), each as a column: (N, C·tall·wide, outH·outW)."
    im2col im2col (x: ArrayInput, tall: usize, wide: usize, stride: usize, padding: usize) -> "NdArray" =>
        convolution::im2col(&x, (tall, wide), Geometry { stride, padding });

    "The k best of scores (n,) by selection, then sorting k, and how many comparisons it took."
    top_k_by_selection topKBySelection (scores: ArrayInput, k: usize)
        -> "{ positions: number[]; comparisons: number }" =>
        scores.elements().map(|scores| top::by_selection(&scores, k));
}

fn four(arrays: &[Array]) -> Result<[&Array; 4]> {
    match arrays {
        [a, b, c, d] => Ok([a, b, c, d]),
        _ => Err(Error::value(format!("not enough values to unpack (expected 4, got {})", arrays.len()))),
    }
}
