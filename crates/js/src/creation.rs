//! Arrays from numbers, and from other arrays.

use crate::array::NdArray;
use crate::convert;
use crate::error::Thrown;
use crate::numpy::Numpy;
use crate::types::{ArrayInput, ArrayInputs, DTypeInput, ShapeInput};
use ndgym_core::layout::Order;
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::{Array, DType, Scalar, creation, set, statistics};
use wasm_bindgen::prelude::*;

type Output = std::result::Result<NdArray, Thrown>;

fn dtype_or_float(dtype: Option<DTypeInput>) -> ndgym_core::Result<DType> {
    Ok(convert::dtype(dtype.as_ref())?.unwrap_or(DType::Float64))
}

#[wasm_bindgen(js_class = np)]
impl Numpy {
    /// An array of the given elements: a copy, always.
    pub fn array(values: &ArrayInput, dtype: Option<DTypeInput>) -> Output {
        let given = convert::input(values)?;
        let dtype = convert::dtype(dtype.as_ref())?.unwrap_or(given.dtype());
        let is_fresh = NdArray::lent(values).is_none() && given.dtype() == dtype;
        Ok(if is_fresh { given } else { given.cast(dtype, Order::K)? }.into())
    }

    /// Zeros, float64 by default.
    pub fn zeros(shape: &ShapeInput, dtype: Option<DTypeInput>) -> Output {
        let dtype = dtype_or_float(dtype)?;
        Ok(Array::zeros(&convert::sizes(shape, dtype)?, dtype)?.into())
    }

    /// Ones, float64 by default.
    pub fn ones(shape: &ShapeInput, dtype: Option<DTypeInput>) -> Output {
        Numpy::full(shape, 1.0, dtype)
    }

    /// One value everywhere, float64 by default.
    pub fn full(shape: &ShapeInput, value: f64, dtype: Option<DTypeInput>) -> Output {
        let dtype = dtype_or_float(dtype)?;
        Ok(Array::full(&convert::sizes(shape, dtype)?, Scalar::Float64(value).cast(dtype))?.into())
    }

    /// Ones on the diagonal `k`, float64 by default.
    pub fn eye(rows: i32, columns: Option<i32>, k: Option<i32>, dtype: Option<DTypeInput>) -> Output {
        let (columns, k) = (columns.map(i64::from), k.unwrap_or(0).into());
        Ok(creation::eye(rows.into(), columns, k, dtype_or_float(dtype)?, Order::C)?.into())
    }

    /// `np.arange(start, stop, step)`; with one argument, from 0. float64 by default.
    pub fn arange(start: f64, stop: Option<f64>, step: Option<f64>, dtype: Option<DTypeInput>) -> Output {
        let (start, stop) = stop.map_or((0.0, start), |stop| (start, stop));
        let numbers = [start, stop, step.unwrap_or(1.0)].map(Scalar::Float64);
        Ok(creation::arange(numbers[0], numbers[1], numbers[2], dtype_or_float(dtype)?)?.into())
    }

    /// `num` evenly spaced numbers from `start` to `stop`, both included.
    pub fn linspace(start: f64, stop: f64, num: Option<i32>) -> Output {
        let [start, stop] = [start, stop].map(|number| Array::from_scalar(Scalar::Float64(number)));
        Ok(creation::linspace(&start?, &stop?, num.unwrap_or(50).into(), true, None, 0)?.samples.into())
    }

    /// The lower triangle, up to diagonal `k`.
    pub fn tril(array: &ArrayInput, k: Option<i32>) -> Output {
        Ok(creation::tril(&convert::input(array)?, k.unwrap_or(0).into())?.into())
    }

    /// The upper triangle, from diagonal `k`.
    pub fn triu(array: &ArrayInput, k: Option<i32>) -> Output {
        Ok(creation::triu(&convert::input(array)?, k.unwrap_or(0).into())?.into())
    }

    /// Arrays one after the other along an existing axis.
    pub fn concatenate(arrays: &ArrayInputs, axis: Option<i32>) -> Output {
        let axis = Some(axis.unwrap_or(0).into());
        Ok(manipulate::concatenate(&convert::inputs(arrays)?, axis, &JoinOptions::default())?.into())
    }

    /// Arrays of one shape side by side along a new axis.
    pub fn stack(arrays: &ArrayInputs, axis: Option<i32>) -> Output {
        let axis = axis.unwrap_or(0).into();
        Ok(manipulate::stack(&convert::inputs(arrays)?, axis, &JoinOptions::default())?.into())
    }

    /// The elements in ascending order, each once.
    pub fn unique(values: &ArrayInput) -> Output {
        Ok(set::unique(&convert::input(values)?, None, set::Wanted::default(), true)?.values.into())
    }

    /// How often each of the numbers 0, 1, … occurs.
    pub fn bincount(values: &ArrayInput, minlength: Option<i32>) -> Output {
        Ok(statistics::bincount(&convert::input(values)?, minlength.unwrap_or(0).into())?.into())
    }
}
