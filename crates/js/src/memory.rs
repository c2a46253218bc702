//! Arrays' memory as JavaScript's typed arrays see it: windows on WebAssembly's own memory, so that bytes move at most once.

use js_sys::{ArrayBuffer, Uint8Array, WebAssembly};
use ndgym_core::{Array, DType, Result};
use wasm_bindgen::{JsCast, JsValue};

fn buffer() -> ArrayBuffer {
    wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().buffer().unchecked_into()
}

fn address(array: &Array) -> u32 {
    (array.buffer().address() + array.offset() * array.dtype().itemsize()) as u32
}

macro_rules! window {
    ($class:ident, $array:expr, $elements:expr) => {
        js_sys::$class::new_with_byte_offset_and_length(&buffer(), address($array), $elements as u32).into()
    };
}

/// A typed array over the memory of a C-contiguous array: no copy. It is detached when WebAssembly's memory grows. Bools are
/// bytes; complex numbers are pairs. (Texts, of which JavaScript makes no arrays, would be their ids.)
pub(crate) fn window(array: &Array) -> JsValue {
    let size = array.size();
    match array.dtype() {
        DType::Bool | DType::UInt8 => window!(Uint8Array, array, size),
        DType::Int8 => window!(Int8Array, array, size),
        DType::Int16 => window!(Int16Array, array, size),
        DType::UInt16 => window!(Uint16Array, array, size),
        DType::Int32 => window!(Int32Array, array, size),
        DType::UInt32 | DType::Text(_) => window!(Uint32Array, array, size),
        DType::Int64 => window!(BigInt64Array, array, size),
        DType::UInt64 => window!(BigUint64Array, array, size),
        DType::Float32 => window!(Float32Array, array, size),
        DType::Float64 => window!(Float64Array, array, size),
        DType::Complex64 => window!(Float32Array, array, 2 * size),
        DType::Complex128 => window!(Float64Array, array, 2 * size),
    }
}

/// A typed array with the elements in C order: JavaScript's own memory.
pub(crate) fn copied(array: &Array) -> Result<JsValue> {
    let window: js_sys::Float64Array = window(&array.as_c_contiguous()?).unchecked_into();
    // `slice` of whatever typed array it is.
    Ok(window.slice(0, window.length()).into())
}

/// A one-dimensional array with a typed array's elements, moved once; None for other objects.
pub(crate) fn from_typed_array(object: &JsValue) -> Option<Result<Array>> {
    if !ArrayBuffer::is_view(object) {
        return None;
    }
    let source: &js_sys::Float64Array = object.unchecked_ref();
    let dtype = match String::from(source.constructor().name()).as_str() {
        "Int8Array" => DType::Int8,
        "Uint8Array" | "Uint8ClampedArray" => DType::UInt8,
        "Int16Array" => DType::Int16,
        "Uint16Array" => DType::UInt16,
        "Int32Array" => DType::Int32,
        "Uint32Array" => DType::UInt32,
        "BigInt64Array" => DType::Int64,
        "BigUint64Array" => DType::UInt64,
        "Float32Array" => DType::Float32,
        "Float64Array" => DType::Float64,
        _ => return None,
    };
    let (offset, bytes) = (source.byte_offset(), source.byte_length());
    let elements = bytes as usize / dtype.itemsize();
    Some(Array::empty(&[elements], dtype).inspect(|array| {
        let from = Uint8Array::new_with_byte_offset_and_length(&source.buffer(), offset, bytes);
        Uint8Array::new_with_byte_offset_and_length(&buffer(), address(array), bytes).set(&from, 0);
    }))
}
