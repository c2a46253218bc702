//! Reductions, sorting and selecting, as methods.

use crate::array::NdArray;
use crate::convert;
use crate::error::Thrown;
use crate::types::{ArrayInput, AxesInput, ShapeInput};
use ndgym_core::index::{self, Mode};
use ndgym_core::layout::normalize_axis;
use ndgym_core::reduce::{self, Moment, MomentOptions};
use ndgym_core::ufunc::{self, ReduceOptions, Ufunc};
use ndgym_core::{Array, Result, Scalar, manipulate, rounding, sort};
use wasm_bindgen::prelude::*;

type Output = std::result::Result<NdArray, Thrown>;

fn reduce(
    array: &Array,
    ufunc: &'static Ufunc,
    axes: Option<&AxesInput>,
    keepdims: Option<bool>,
) -> Result<NdArray> {
    let keepdims = keepdims.unwrap_or(false);
    if axes.is_none()
        && !keepdims
        && let Some(result) = ufunc.reduce_plain(array)
    {
        return Array::from_scalar(result).map(NdArray::from);
    }
    let options = ReduceOptions { keepdims, ..ReduceOptions::default() };
    Ok(ufunc.reduce(array, &convert::axes(axes, array.rank())?, &options)?.into())
}

macro_rules! reductions {
    ($($name:ident = $ufunc:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            pub fn $name(&self, axes: Option<AxesInput>, keepdims: Option<bool>) -> Output {
                Ok(reduce(&self.array, &ufunc::$ufunc, axes.as_ref(), keepdims)?)
            }
        )*}
    };
}

reductions! {
    sum = ADD "Sums along axes, pairwise as NumPy adds.";
    prod = MULTIPLY "Products along axes.";
    max = MAXIMUM "Largest elements along axes.";
    min = MINIMUM "Smallest elements along axes.";
    any = LOGICAL_OR "Whether any element is true.";
    all = LOGICAL_AND "Whether all elements are true.";
}

macro_rules! moments {
    ($($name:ident = $function:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            pub fn $name(&self, axes: Option<AxesInput>, keepdims: Option<bool>, ddof: Option<f64>) -> Output {
                let axes = convert::axes(axes.as_ref(), self.array.rank())?;
                let (keepdims, ddof) = (keepdims.unwrap_or(false), ddof.unwrap_or(0.0));
                let options = MomentOptions { keepdims, ddof, ..MomentOptions::default() };
                let Moment { value, .. } = reduce::$function(&self.array, &axes, &options)?;
                Ok(value.into())
            }
        )*}
    };
}

moments! {
    mean = mean "Means along axes; `ddof` means nothing here.";
    var = variance "Variances along axes; `ddof` is taken from the count.";
    std = standard_deviation "Standard deviations along axes.";
}

macro_rules! positions {
    ($($name:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            pub fn $name(&self, axis: Option<i32>, keepdims: Option<bool>) -> Output {
                let axis = axis.map(|axis| normalize_axis(axis.into(), self.array.rank())).transpose()?;
                Ok(reduce::$name(&self.array, axis, keepdims.unwrap_or(false))?.into())
            }
        )*}
    };
}

positions! {
    argmax "Where the largest elements are along an axis; without one, in the flattened array.";
    argmin "Where the smallest elements are along an axis; without one, in the flattened array.";
}

macro_rules! running {
    ($($name:ident = $ufunc:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            pub fn $name(&self, axis: Option<i32>) -> Output {
                let (array, axis) = match axis {
                    Some(axis) => (self.array.clone(), normalize_axis(axis.into(), self.array.rank())?),
                    None => (manipulate::ravel(&self.array, ndgym_core::layout::Order::C)?, 0),
                };
                Ok(ufunc::$ufunc.accumulate(&array, axis, None, None)?.into())
            }
        )*}
    };
}

running! {
    cumsum = ADD "Running sums along an axis; without one, of the flattened array.";
    cumprod = MULTIPLY "Running products along an axis; without one, of the flattened array.";
}

/// The last axis, unless one was named.
fn last(axis: Option<i32>) -> Option<i64> {
    Some(axis.unwrap_or(-1).into())
}

#[wasm_bindgen]
impl NdArray {
    /// A sorted copy, along the last axis by default; NaNs come last.
    pub fn sort(&self, axis: Option<i32>) -> Output {
        Ok(sort::sort(&self.array, last(axis))?.into())
    }

    /// The positions that would sort, along the last axis by default.
    pub fn argsort(&self, axis: Option<i32>) -> Output {
        Ok(sort::argsort(&self.array, last(axis))?.into())
    }

    /// A copy whose element at `kth` stands where sorting would put it, smaller ones before, others behind.
    pub fn partition(&self, kth: i32, axis: Option<i32>) -> Output {
        Ok(sort::partition(&self.array, &[kth.into()], last(axis))?.into())
    }

    /// The positions that would partition.
    pub fn argpartition(&self, kth: i32, axis: Option<i32>) -> Output {
        Ok(sort::argpartition(&self.array, &[kth.into()], last(axis))?.into())
    }

    /// Where values would have to be put into this sorted array.
    pub fn searchsorted(&self, values: &ArrayInput, right: Option<bool>) -> Output {
        let side = if right.unwrap_or(false) { sort::Side::Right } else { sort::Side::Left };
        Ok(sort::searchsorted(&self.array, &convert::input(values)?, side, None)?.into())
    }

    /// `np.take(a, indices, axis)`
    pub fn take(&self, indices: &ArrayInput, axis: Option<i32>) -> Output {
        let indices = convert::input(indices)?.as_dtype(ndgym_core::DType::Int64)?;
        Ok(index::take(&self.array, &indices, axis.map(i64::from), Mode::Raise)?.into())
    }

    /// `np.take_along_axis(a, indices, axis)`
    #[wasm_bindgen(js_name = takeAlongAxis)]
    pub fn take_along_axis(&self, indices: &ArrayInput, axis: i32) -> Output {
        Ok(index::take_along_axis(&self.array, &convert::input(indices)?, Some(axis.into()))?.into())
    }

    /// The positions of elements that are not zero, one array for each axis.
    #[wasm_bindgen(unchecked_return_type = "NdArray[]")]
    pub fn nonzero(&self) -> std::result::Result<Vec<NdArray>, Thrown> {
        Ok(index::nonzero(&self.array)?.into_iter().map(NdArray::from).collect())
    }

    /// Each element so many times, along an axis; without one, of the flattened array.
    pub fn repeat(&self, times: i32, axis: Option<i32>) -> Output {
        let (array, axis) = match axis {
            Some(axis) => (self.array.clone(), normalize_axis(axis.into(), self.array.rank())?),
            None => (manipulate::ravel(&self.array, ndgym_core::layout::Order::C)?, 0),
        };
        Ok(manipulate::repeat(&array, &[times.into()], axis)?.into())
    }

    /// `np.tile(a, counts)`
    pub fn tile(&self, counts: &ShapeInput) -> Output {
        Ok(manipulate::tile(&self.array, &convert::shape(counts)?)?.into())
    }

    /// Elements in reverse order along axes, all by default: a view.
    pub fn flip(&self, axes: Option<AxesInput>) -> Output {
        Ok(manipulate::flip(&self.array, &convert::axes(axes.as_ref(), self.array.rank())?).into())
    }

    /// Rounded to decimals, halves to even.
    pub fn round(&self, decimals: Option<i32>) -> Output {
        Ok(rounding::round(&self.array, decimals.unwrap_or(0).into(), None)?.into())
    }

    /// Overwrites every element.
    pub fn fill(&self, value: f64) -> std::result::Result<(), Thrown> {
        self.check_writeable()?;
        self.array.fill(Scalar::Float64(value).cast(self.array.dtype()));
        Ok(())
    }
}
