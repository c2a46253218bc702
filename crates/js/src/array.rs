//! The array as JavaScript sees it.

use crate::convert;
use crate::error::Thrown;
use crate::index;
use crate::memory;
use crate::types::{ArrayInput, AxesInput, DTypeInput, ShapeInput};
use js_sys::Reflect;
use ndgym_core::format::{PrintOptions, array_repr, array_str};
use ndgym_core::index::Selection;
use ndgym_core::layout::{Order, normalize_axis};
use ndgym_core::{Array, Error, Result, index as core_index, manipulate, overlap};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// An n-dimensional array. Views share memory with what they are views of, as in NumPy.
///
/// It lives in WebAssembly's memory and is freed when the JavaScript object is collected; `free()` does so at once.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct NdArray {
    pub(crate) array: Array,
}

thread_local! {
    static LENT: RefCell<Option<Array>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    type Lender;

    #[wasm_bindgen(method, structural, js_name = __lend)]
    fn lend(this: &Lender);
}

impl From<Array> for NdArray {
    fn from(array: Array) -> NdArray {
        NdArray { array }
    }
}

// rustfmt would drop the text.
#[rustfmt::skip]
#[wasm_bindgen]
extern "C" {
    /// The key of [`NdArray::lend`], which JavaScript makes once.
    #[wasm_bindgen(thread_local_v2, static_string)]
    static LEND: js_sys::JsString = "__lend";
}

impl NdArray {
    /// The array inside a JavaScript value, if it is one of these. The object keeps it.
    pub(crate) fn lent(value: &JsValue) -> Option<Array> {
        let is_ours = value.is_object() && LEND.with(|key| Reflect::has(value, key)).unwrap_or(false);
        if !is_ours {
            return None;
        }
        value.unchecked_ref::<Lender>().lend();
        LENT.take()
    }
}

#[wasm_bindgen]
impl NdArray {
    /// Hands the array to code inside that was given this object as any value.
    #[wasm_bindgen(js_name = __lend, skip_typescript)]
    pub fn lend(&self) {
        LENT.set(Some(self.array.clone()));
    }

    /// Sizes by axis.
    #[wasm_bindgen(getter, unchecked_return_type = "number[]")]
    pub fn shape(&self) -> js_sys::Array {
        convert::numbers(self.array.shape().iter().map(|size| *size as f64))
    }

    /// Distances by axis, in bytes.
    #[wasm_bindgen(getter, unchecked_return_type = "number[]")]
    pub fn strides(&self) -> js_sys::Array {
        convert::numbers(self.array.byte_strides().iter().map(|stride| *stride as f64))
    }

    /// Name of the element type.
    #[wasm_bindgen(getter, unchecked_return_type = "DTypeName")]
    pub fn dtype(&self) -> String {
        self.array.dtype().name().into_owned()
    }

    /// Number of axes.
    #[wasm_bindgen(getter)]
    pub fn ndim(&self) -> usize {
        self.array.rank()
    }

    /// Number of elements.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.array.size()
    }

    /// Bytes of an element.
    #[wasm_bindgen(getter)]
    pub fn itemsize(&self) -> usize {
        self.array.dtype().itemsize()
    }

    /// Whether elements follow each other with the last axis fastest.
    #[wasm_bindgen(getter, js_name = isContiguous)]
    pub fn is_contiguous(&self) -> bool {
        self.array.is_c_contiguous()
    }

    /// The axes reversed: a view.
    #[wasm_bindgen(getter, js_name = T)]
    pub fn transposed(&self) -> NdArray {
        self.array.transpose().into()
    }

    /// A typed array over this array's own memory: no copy, and writing to it writes to the array. It is detached when
    /// WebAssembly's memory grows, so ask for it anew after other operations. Bools are bytes, complex numbers pairs.
    /// Throws a ValueError unless the array is contiguous.
    #[wasm_bindgen(getter, unchecked_return_type = "TypedArray")]
    pub fn data(&self) -> std::result::Result<JsValue, Thrown> {
        if !self.array.is_c_contiguous() {
            return Err(Error::value("the elements do not lie side by side: use toTypedArray()").into());
        }
        Ok(memory::window(&self.array))
    }

    /// A typed array with a copy of the elements in C order.
    #[wasm_bindgen(js_name = toTypedArray, unchecked_return_type = "TypedArray")]
    pub fn to_typed_array(&self) -> std::result::Result<JsValue, Thrown> {
        Ok(memory::copied(&self.array)?)
    }

    /// Nested lists of elements (`tolist`).
    #[wasm_bindgen(js_name = toList, unchecked_return_type = "Nested<Element>")]
    pub fn to_list(&self) -> JsValue {
        convert::lists(&self.array, 0, self.array.offset())
    }

    /// The only element.
    #[wasm_bindgen(unchecked_return_type = "Element")]
    pub fn item(&self) -> std::result::Result<JsValue, Thrown> {
        Ok(convert::element(self.array.item()?))
    }

    /// `print(a)`
    #[wasm_bindgen(js_name = toString)]
    pub fn to_text(&self) -> String {
        array_str(&self.array, &PrintOptions::default())
    }

    /// `repr(a)`
    pub fn repr(&self) -> String {
        array_repr(&self.array, &PrintOptions::default())
    }

    /// `a[items]`: a view where the items are integers, slices, `...` and new axes; a copy where they are arrays.
    #[wasm_bindgen(variadic)]
    pub fn at(
        &self,
        #[wasm_bindgen(unchecked_param_type = "IndexItem[]")] items: Vec<JsValue>,
    ) -> std::result::Result<NdArray, Thrown> {
        let selection = Selection::new(&self.array, &index::items(&items)?)?;
        Ok(selection.get()?.into())
    }

    /// `a[items] = values`, broadcast and cast.
    #[wasm_bindgen(variadic)]
    pub fn set(
        &self,
        values: &ArrayInput,
        #[wasm_bindgen(unchecked_param_type = "IndexItem[]")] items: Vec<JsValue>,
    ) -> std::result::Result<(), Thrown> {
        self.check_writeable()?;
        let selection = Selection::new(&self.array, &index::items(&items)?)?;
        Ok(selection.set(&index::values(values, self.array.dtype())?)?)
    }

    /// Another shape with the same elements: a view where strides allow. One size may be -1.
    pub fn reshape(&self, shape: &ShapeInput) -> std::result::Result<NdArray, Thrown> {
        Ok(self.array.reshape(&convert::shape(shape)?, Order::C)?.into())
    }

    /// The axes in another order, reversed by default: a view.
    pub fn transpose(&self, axes: Option<AxesInput>) -> std::result::Result<NdArray, Thrown> {
        let Some(axes) = axes else { return Ok(self.transposed()) };
        let order = ndgym_core::layout::permutation(&convert::axis_numbers(&axes)?, self.array.rank())?;
        Ok(self.array.permute(&order).into())
    }

    /// Two axes exchanged: a view.
    pub fn swapaxes(&self, axis1: i32, axis2: i32) -> std::result::Result<NdArray, Thrown> {
        Ok(manipulate::swap_axes(&self.array, axis1.into(), axis2.into())?.into())
    }

    /// One axis: a view where strides allow.
    pub fn ravel(&self) -> std::result::Result<NdArray, Thrown> {
        Ok(manipulate::ravel(&self.array, Order::C)?.into())
    }

    /// New axes of size 1: a view.
    #[wasm_bindgen(js_name = expandDims)]
    pub fn expand_dims(&self, axes: &AxesInput) -> std::result::Result<NdArray, Thrown> {
        Ok(manipulate::expand_dims(&self.array, &convert::axis_numbers(axes)?)?.into())
    }

    /// Without axes of size 1, or without the named ones: a view.
    pub fn squeeze(&self, axes: Option<AxesInput>) -> std::result::Result<NdArray, Thrown> {
        let axes = axes.map(|axes| convert::axis_numbers(&axes)).transpose()?;
        Ok(manipulate::squeeze(&self.array, axes.as_deref())?.into())
    }

    /// A read-only view stretched to a shape, at stride 0 along stretched axes.
    #[wasm_bindgen(js_name = broadcastTo)]
    pub fn broadcast_to(&self, shape: &ShapeInput) -> std::result::Result<NdArray, Thrown> {
        let shape = convert::sizes(shape, self.array.dtype())?;
        Ok(self.array.broadcast_to(&shape)?.into())
    }

    /// The elements of a diagonal: a view.
    pub fn diagonal(&self, k: Option<i32>) -> std::result::Result<NdArray, Thrown> {
        Ok(core_index::diagonal(&self.array, k.unwrap_or(0).into(), 0, 1)?.into())
    }

    /// A fresh array with the same elements, in C order.
    pub fn copy(&self) -> std::result::Result<NdArray, Thrown> {
        Ok(self.array.copy(Order::C)?.into())
    }

    /// A copy with the elements cast, whatever is lost.
    pub fn astype(&self, dtype: &DTypeInput) -> std::result::Result<NdArray, Thrown> {
        let dtype = convert::dtype(Some(dtype))?.unwrap_or(self.array.dtype());
        Ok(self.array.cast(dtype, Order::K)?.into())
    }

    /// Itself if its elements lie in C order, else a copy that does (`np.ascontiguousarray`).
    #[wasm_bindgen(js_name = asContiguous)]
    pub fn as_contiguous(&self) -> std::result::Result<NdArray, Thrown> {
        Ok(self.array.as_c_contiguous()?.into())
    }

    /// Whether both share memory.
    #[wasm_bindgen(js_name = sharesMemory)]
    pub fn shares_memory(&self, other: &NdArray) -> bool {
        overlap::share_memory(&self.array, &other.array)
    }

    /// The subarrays along an axis, in order: views.
    #[wasm_bindgen(unchecked_return_type = "NdArray[]")]
    pub fn unstack(&self, axis: Option<i32>) -> std::result::Result<Vec<NdArray>, Thrown> {
        let axis = normalize_axis(axis.unwrap_or(0).into(), self.array.rank())?;
        let mut order: Vec<usize> = (0..self.array.rank()).filter(|other| *other != axis).collect();
        order.insert(0, axis);
        let array = self.array.permute(&order);
        let part = |i| Selection::new(&array, &[core_index::Index::Integer(i)])?.get().map(NdArray::from);
        Ok((0..array.shape()[0] as i64).map(part).collect::<Result<_>>()?)
    }
}

impl NdArray {
    pub(crate) fn check_writeable(&self) -> Result<()> {
        if self.array.is_writeable() {
            Ok(())
        } else {
            Err(Error::value("assignment destination is read-only"))
        }
    }
}
