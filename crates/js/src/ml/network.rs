//! What keeps something from call to call: the two-layer network, momentum, Adam.

use super::step::Notes;
use super::values::{Answer, Given, Integers};
use crate::array::NdArray;
use crate::convert::{self, object};
use crate::error::Thrown;
use crate::types::{ArrayInput, ArrayInputs, Steps};
use ndgym_core::ml::network::{self, Initialization};
use ndgym_core::ml::optimizer;
use ndgym_core::{Array, Error};
use wasm_bindgen::prelude::*;

/// A network of one hidden layer with ReLU: `W1 (D, H), b1 (H,), W2 (H, C), b2 (C,)`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct TwoLayerNet {
    net: network::TwoLayerNet,
}

/// What a forward pass keeps for the way back.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NetworkCache {
    cache: network::Cache,
}

#[wasm_bindgen]
impl TwoLayerNet {
    /// Weights drawn from `default_rng(seed)`, large as He or Xavier say; biases of 0.
    #[wasm_bindgen(constructor)]
    pub fn new(
        inputs: usize,
        hidden: usize,
        classes: usize,
        #[wasm_bindgen(unchecked_param_type = "\"he\" | \"xavier\"")] initialization: &str,
        seed: u32,
    ) -> Result<TwoLayerNet, Thrown> {
        let initialization = match initialization {
            "he" => Initialization::He,
            "xavier" => Initialization::Xavier,
            other => {
                return Err(
                    Error::value(format!("initialization is \"he\" or \"xavier\", not {other:?}")).into()
                );
            }
        };
        Ok(TwoLayerNet {
            net: network::TwoLayerNet::new(inputs, hidden, classes, initialization, seed.into())?,
        })
    }

    /// `[W1, b1, W2, b2]`
    #[wasm_bindgen(getter)]
    pub fn parameters(&self) -> Vec<NdArray> {
        self.net.parameters.iter().cloned().map(NdArray::from).collect()
    }

    /// Mean loss of inputs (N, D) with labels (N,), and what to go back with.
    #[wasm_bindgen(unchecked_return_type = "{ loss: NdArray; cache: NetworkCache }")]
    pub fn forward(
        &self,
        inputs: ArrayInput,
        labels: Integers,
        steps: Option<Steps>,
    ) -> Result<JsValue, Thrown> {
        let mut notes = Notes::new(steps);
        let (loss, cache) = self.net.forward(&inputs.get()?, &labels.get()?, &mut notes)?;
        notes.hand_over()?;
        Ok(object([("loss", loss.to_js()), ("cache", NetworkCache { cache }.into())]))
    }

    /// Gradients of the loss by the parameters.
    #[wasm_bindgen(unchecked_return_type = "NdArray[]")]
    pub fn backward(
        &self,
        cache: &NetworkCache,
        labels: Integers,
        steps: Option<Steps>,
    ) -> Result<JsValue, Thrown> {
        let mut notes = Notes::new(steps);
        let gradients = self.net.backward(&cache.cache, &labels.get()?, &mut notes)?;
        notes.hand_over()?;
        Ok(gradients.to_vec().to_js())
    }

    /// A step of gradient descent.
    pub fn step(&mut self, gradients: &ArrayInputs, rate: f64) -> Result<(), Thrown> {
        let gradients: [Array; 4] = convert::inputs(gradients)?.try_into().map_err(|given: Vec<Array>| {
            Error::value(format!("expected 4 gradients, got {}", given.len()))
        })?;
        Ok(self.net.step(&gradients, rate)?)
    }
}

/// Gradient descent with momentum.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Momentum {
    momentum: optimizer::Momentum,
}

#[wasm_bindgen]
impl Momentum {
    /// At rest.
    #[wasm_bindgen(constructor)]
    pub fn new(rate: f64, momentum: f64) -> Momentum {
        Momentum { momentum: optimizer::Momentum::new(rate, momentum) }
    }

    /// Parameters after a step along gradients of the same shapes.
    #[wasm_bindgen(unchecked_return_type = "NdArray[]")]
    pub fn step(
        &mut self,
        parameters: &ArrayInputs,
        gradients: &ArrayInputs,
        steps: Option<Steps>,
    ) -> Result<JsValue, Thrown> {
        let mut notes = Notes::new(steps);
        let moved =
            self.momentum.step(&convert::inputs(parameters)?, &convert::inputs(gradients)?, &mut notes)?;
        notes.hand_over()?;
        Ok(moved.to_js())
    }
}

/// Adam, and AdamW where `decay` is not 0.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Adam {
    adam: optimizer::Adam,
}

#[wasm_bindgen]
impl Adam {
    /// With the paper's constants, and a weight decay apart from the gradient.
    #[wasm_bindgen(constructor)]
    pub fn new(rate: f64, decay: Option<f64>) -> Adam {
        let mut adam = optimizer::Adam::new(rate);
        adam.decay = decay.unwrap_or(0.0);
        Adam { adam }
    }

    /// Parameters after a step along gradients of the same shapes.
    #[wasm_bindgen(unchecked_return_type = "NdArray[]")]
    pub fn step(
        &mut self,
        parameters: &ArrayInputs,
        gradients: &ArrayInputs,
        steps: Option<Steps>,
    ) -> Result<JsValue, Thrown> {
        let mut notes = Notes::new(steps);
        let moved =
            self.adam.step(&convert::inputs(parameters)?, &convert::inputs(gradients)?, &mut notes)?;
        notes.hand_over()?;
        Ok(moved.to_js())
    }
}
