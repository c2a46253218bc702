//! Batch and layer normalisation, and the way back through them.

use super::step::Notes;
use super::values::{Answer, Given};
use crate::convert::object;
use crate::error::Thrown;
use crate::types::{ArrayInput, Steps};
use ndgym_core::ml::normalization::{self, Cache, Running};
use wasm_bindgen::prelude::*;

type Output = Result<JsValue, Thrown>;

/// What a forward pass keeps for the way back.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NormalizationCache {
    cache: Cache,
}

#[wasm_bindgen]
impl NormalizationCache {
    /// Gradients by input, gamma and beta, from the gradient by the output.
    #[wasm_bindgen(unchecked_return_type = "{ input: NdArray; gamma: NdArray; beta: NdArray }")]
    pub fn backward(&self, gradient: ArrayInput, steps: Option<Steps>) -> Output {
        let mut notes = Notes::new(steps);
        let gradients = normalization::backward(&gradient.get()?, &self.cache, &mut notes)?;
        notes.hand_over()?;
        Ok(gradients.to_js())
    }
}

macro_rules! with_cache {
    ($($doc:literal $name:ident $js:ident;)*) => {$(
        #[doc = $doc]
        #[wasm_bindgen(js_name = $js, unchecked_return_type = "{ output: NdArray; cache: NormalizationCache }")]
        pub fn $name(x: ArrayInput, gamma: ArrayInput, beta: ArrayInput, eps: f64, steps: Option<Steps>) -> Output {
            let mut notes = Notes::new(steps);
            let (output, cache) =
                normalization::$name(&x.get()?, &gamma.get()?, &beta.get()?, eps, &mut notes)?;
            notes.hand_over()?;
            Ok(object([("output", output.to_js()), ("cache", NormalizationCache { cache }.into())]))
        }
    )*};
}

with_cache! {
    "Batch normalisation by the batch's own statistics: x (N, D) or (N, C, H, W), gamma and beta (D,) or (C,)."
    batch_norm batchNorm;
    "Layer normalisation over the last axis: x (…, D), gamma and beta (D,)."
    layer_norm layerNorm;
}

/// Batch normalisation in training: running statistics move towards the batch's.
#[wasm_bindgen(
    js_name = batchNormTraining,
    unchecked_return_type = "{ output: NdArray; cache: NormalizationCache; mean: NdArray; variance: NdArray }"
)]
#[allow(clippy::too_many_arguments, reason = "as JavaScript passes them")]
pub fn batch_norm_training(
    x: ArrayInput,
    gamma: ArrayInput,
    beta: ArrayInput,
    mean: ArrayInput,
    variance: ArrayInput,
    momentum: f64,
    eps: f64,
    steps: Option<Steps>,
) -> Output {
    let mut notes = Notes::new(steps);
    let running = Running { mean: mean.get()?, variance: variance.get()? };
    let (output, cache, running) = normalization::batch_norm_training(
        &x.get()?,
        &gamma.get()?,
        &beta.get()?,
        &running,
        momentum,
        eps,
        &mut notes,
    )?;
    notes.hand_over()?;
    Ok(object([
        ("output", output.to_js()),
        ("cache", NormalizationCache { cache }.into()),
        ("mean", running.mean.to_js()),
        ("variance", running.variance.to_js()),
    ]))
}

/// Batch normalisation by running statistics.
#[wasm_bindgen(js_name = batchNormInference, unchecked_return_type = "NdArray")]
pub fn batch_norm_inference(
    x: ArrayInput,
    gamma: ArrayInput,
    beta: ArrayInput,
    mean: ArrayInput,
    variance: ArrayInput,
    eps: f64,
    steps: Option<Steps>,
) -> Output {
    let mut notes = Notes::new(steps);
    let running = Running { mean: mean.get()?, variance: variance.get()? };
    let output = normalization::batch_norm_inference(
        &x.get()?,
        &gamma.get()?,
        &beta.get()?,
        &running,
        eps,
        &mut notes,
    )?;
    notes.hand_over()?;
    Ok(output.to_js())
}
