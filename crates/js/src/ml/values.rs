//! Arguments and results of algorithms.

use crate::array::NdArray;
use crate::convert::{self, object};
use crate::types::{ArrayInput, ArrayInputs};
use ndgym_core::ml::attention::Attention;
use ndgym_core::ml::calibration::Bin;
use ndgym_core::ml::clusters::Clusters;
use ndgym_core::ml::decomposition::Components;
use ndgym_core::ml::loss::GradientStep;
use ndgym_core::ml::normalization::Gradients;
use ndgym_core::ml::rolling::PointInTime;
use ndgym_core::ml::top_k::TopK;
use ndgym_core::{Array, DType, Result};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Class numbers, positions and the like: lists of whole numbers count as integers.
    #[wasm_bindgen(typescript_type = "ArrayInput")]
    pub type Integers;
}

/// An argument as an algorithm takes it.
pub(super) trait Given {
    type Value;

    fn get(&self) -> Result<Self::Value>;
}

impl Given for ArrayInput {
    type Value = Array;

    fn get(&self) -> Result<Array> {
        convert::input(self)
    }
}

impl Given for Option<ArrayInput> {
    type Value = Option<Array>;

    fn get(&self) -> Result<Option<Array>> {
        self.as_ref().map(convert::input).transpose()
    }
}

impl Given for ArrayInputs {
    type Value = Vec<Array>;

    fn get(&self) -> Result<Vec<Array>> {
        convert::inputs(self)
    }
}

impl Given for Integers {
    type Value = Array;

    fn get(&self) -> Result<Array> {
        let array = convert::array(self)?;
        let is_list = js_sys::Array::is_array(self);
        if is_list && array.elements::<f64>()?.into_iter().all(|number| convert::whole(number).is_some()) {
            return array.as_dtype(DType::Int64);
        }
        Ok(array)
    }
}

macro_rules! as_they_are {
    ($($type:ty)*) => {$(
        impl Given for $type {
            type Value = $type;

            fn get(&self) -> Result<$type> {
                Ok(*self)
            }
        }
    )*};
}

as_they_are! { f64 usize }

/// A result as JavaScript gets it.
pub(super) trait Answer {
    fn to_js(self) -> JsValue;
}

impl Answer for Array {
    fn to_js(self) -> JsValue {
        NdArray::from(self).into()
    }
}

impl Answer for f64 {
    fn to_js(self) -> JsValue {
        self.into()
    }
}

impl Answer for usize {
    fn to_js(self) -> JsValue {
        (self as f64).into()
    }
}

impl<T: Answer> Answer for Vec<T> {
    fn to_js(self) -> JsValue {
        self.into_iter().map(T::to_js).collect::<js_sys::Array>().into()
    }
}

/// What `clipByNorm` gives.
pub(super) struct Clipped {
    pub(super) gradients: Vec<Array>,
    pub(super) norm: f64,
}

/// What `fitPlatt` gives.
pub(super) struct Platt {
    pub(super) slope: f64,
    pub(super) intercept: f64,
}

/// What `reliability` gives.
pub(super) struct Reliability {
    pub(super) bins: Vec<Bin>,
    pub(super) error: f64,
}

macro_rules! objects {
    ($($type:ident { $($field:ident $js:literal),* })*) => {$(
        impl Answer for $type {
            fn to_js(self) -> JsValue {
                object([$(($js, self.$field.to_js())),*])
            }
        }
    )*};
}

objects! {
    Attention { output "output", weights "weights" }
    Bin { count "count", predicted "predicted", actual "actual" }
    Clipped { gradients "gradients", norm "norm" }
    Clusters { centroids "centroids", labels "labels", rounds "rounds", inertia "inertia" }
    Components { reduced "reduced", explained "explained", components "components" }
    GradientStep { weights "weights", bias "bias", loss "loss" }
    Gradients { input "input", gamma "gamma", beta "beta" }
    Platt { slope "slope", intercept "intercept" }
    PointInTime { mean_7 "mean7", deviation_7 "deviation7", lag_1 "lag1", lag_7 "lag7" }
    Reliability { bins "bins", error "error" }
    TopK { positions "positions", comparisons "comparisons" }
}
