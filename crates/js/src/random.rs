//! `np.random.Generator`: the same numbers as NumPy from the same seed.

use crate::array::NdArray;
use crate::convert;
use crate::error::Thrown;
use crate::numpy::Numpy;
use crate::types::{ArrayInput, ShapeInput};
use ndgym_core::index::{Mode, take};
use ndgym_core::random::bounded::{Method, up_to};
use ndgym_core::random::continuous::{self, Modern, Standard};
use ndgym_core::random::pcg64::Variant;
use ndgym_core::random::{BitSource, Pcg64, SeedSequence, permute};
use ndgym_core::{Array, DType, Error};
use wasm_bindgen::prelude::*;

type Output = std::result::Result<NdArray, Thrown>;

/// Random numbers by PCG64, bit for bit those of `np.random.default_rng(seed)`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Generator {
    bits: Pcg64,
}

#[wasm_bindgen(js_class = np)]
impl Numpy {
    /// A generator. Seeds are integers from 0; without one, numbers differ from time to time.
    #[wasm_bindgen(js_name = defaultRng)]
    pub fn default_rng(
        #[wasm_bindgen(unchecked_optional_param_type = "number | bigint")] seed: JsValue,
    ) -> std::result::Result<Generator, Thrown> {
        let seed = if seed.is_undefined() { fresh_seed() } else { number(&seed)? };
        let mut words: Vec<u32> = (0..4).map(|i| (seed >> (32 * i)) as u32).collect();
        let used = words.iter().rposition(|word| *word != 0).map_or(1, |last| last + 1);
        words.truncate(used);
        Ok(Generator { bits: Pcg64::new(&SeedSequence::from_entropy(&words), Variant::XslRr) })
    }
}

fn fresh_seed() -> u128 {
    (0..4).fold(0, |seed, _| seed << 32 | u128::from((js_sys::Math::random() * 4_294_967_296.0) as u32))
}

fn number(seed: &JsValue) -> ndgym_core::Result<u128> {
    let refused = || Error::value("expected non-negative integer");
    match seed.as_f64() {
        Some(number) => {
            convert::whole(number).and_then(|integer| integer.try_into().ok()).ok_or_else(refused)
        }
        None => u128::try_from(seed.clone()).map_err(|_| refused()),
    }
}

impl Generator {
    fn draw(
        &mut self,
        size: Option<&ShapeInput>,
        draw: impl Fn(&mut Pcg64) -> f64,
    ) -> ndgym_core::Result<NdArray> {
        let array = Array::empty(&convert::optional_sizes(size, DType::Float64)?, DType::Float64)?;
        array.cells::<f64>().iter().for_each(|cell| cell.set(draw(&mut self.bits)));
        Ok(array.into())
    }
}

#[wasm_bindgen]
impl Generator {
    /// Uniform in [0, 1).
    pub fn random(&mut self, size: Option<ShapeInput>) -> Output {
        Ok(self.draw(size.as_ref(), |bits| bits.next_f64())?)
    }

    /// Uniform in [low, high).
    pub fn uniform(&mut self, low: f64, high: f64, size: Option<ShapeInput>) -> Output {
        Ok(self.draw(size.as_ref(), |bits| continuous::uniform(bits, low, high - low))?)
    }

    /// Standard normal.
    #[wasm_bindgen(js_name = standardNormal)]
    pub fn standard_normal(&mut self, size: Option<ShapeInput>) -> Output {
        Ok(self.draw(size.as_ref(), continuous::standard_normal)?)
    }

    /// Normal.
    pub fn normal(&mut self, mean: f64, deviation: f64, size: Option<ShapeInput>) -> Output {
        if deviation < 0.0 {
            return Err(Error::value("scale < 0").into());
        }
        Ok(self.draw(size.as_ref(), |bits| continuous::normal(bits, mean, deviation))?)
    }

    /// Exponential.
    pub fn exponential(&mut self, scale: f64, size: Option<ShapeInput>) -> Output {
        if scale < 0.0 {
            return Err(Error::value("scale < 0").into());
        }
        Ok(self.draw(size.as_ref(), |bits| scale * Modern(bits).exponential())?)
    }

    /// Integers from `low` up to, but without, `high`: int64.
    pub fn integers(&mut self, low: f64, high: f64, size: Option<ShapeInput>) -> Output {
        let bound = |number| convert::whole(number).ok_or_else(|| Error::value("bounds are safe integers"));
        let (low, high) = (bound(low)?, bound(high)?);
        if low >= high {
            return Err(Error::value("low >= high").into());
        }
        let array = Array::empty(&convert::optional_sizes(size.as_ref(), DType::Int64)?, DType::Int64)?;
        let range = (high - 1 - low) as u64;
        for cell in array.cells::<i64>() {
            cell.set(low + up_to(&mut self.bits, range, Method::Lemire) as i64);
        }
        Ok(array.into())
    }

    /// The numbers below `n` in random order, or a shuffled copy of an array along its first axis.
    pub fn permutation(&mut self, of: &ArrayInput) -> Output {
        if let Some(n) = of.as_f64().and_then(convert::whole) {
            return Ok(permute::permutation(&mut self.bits, n.max(0), 1, Method::Masked)?.into());
        }
        let array = convert::input(of)?;
        let len = *array.shape().first().ok_or_else(|| Error::axis(0, 0))?;
        let positions = permute::permutation(&mut self.bits, len as i64, 1, Method::Masked)?;
        Ok(take(&array, &positions, Some(0), Mode::Raise)?.into())
    }
}
